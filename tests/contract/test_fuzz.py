"""Schemathesis makes up requests from our own documents, good ones and bad ones: no answer may break our word."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import PartnerFixture

from gladhand.apidocs.services import SERVICES

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))
SECONDS = 100 + 60 * EXAMPLES
# The coverage of each parameter of fifty lists of one make takes minutes: `make fuzz` has it.
IS_SHORT = "FUZZ_EXAMPLES" not in os.environ
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
)
PROGRAM = Path(sys.executable).with_name("schemathesis")


@pytest.mark.timeout(SECONDS + 20)
@pytest.mark.parametrize("service", SERVICES)
def test_made_up_requests_get_announced_answers(
    service: str, server: str, partner: PartnerFixture, tmp_path: Path
) -> None:
    done = subprocess.run(
        [
            PROGRAM,
            "run",
            f"{server}/v2/{service}/openapi.json?extensions=true",
            *("--header", f"Authorization: Bearer {partner.token}"),
            *("--phases", "examples,fuzzing" if IS_SHORT and service == "telematics" else "examples,coverage,fuzzing"),
            *("--max-examples", str(EXAMPLES)),
            *("--checks", ",".join(CHECKS)),
            *("--seed", "1", "--warnings", "off", "--continue-on-failure", "--no-color"),
        ],
        cwd=tmp_path,
        env=os.environ | {"COLUMNS": "120"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
