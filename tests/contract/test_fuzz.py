"""Schemathesis makes up requests from documents, good ones and bad ones: no answer may break their word.

The documents are our own, with all extensions, and those of the contract, for a partner that has asked for none.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import PartnerFixture
from tests.contract.documents import contract_file

from gladhand.apidocs.services import SERVICES

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
SECONDS = 100 + 60 * EXAMPLES
# The coverage of each parameter of all lists takes minutes: `make fuzz` has it.
PHASES = "examples,coverage,fuzzing" if "FUZZ_EXAMPLES" in os.environ else "examples,fuzzing"
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
    fuzz(f"{server}/v2/{service}/openapi.json?extensions=true", server, partner.token, tmp_path)


@pytest.mark.timeout(SECONDS + 20)
@pytest.mark.parametrize("service", SERVICES)
async def test_made_up_requests_get_the_answers_of_the_contract(
    service: str, server: str, make_partner: Callable[..., Any], tmp_path: Path
) -> None:
    partner = await make_partner(extensions=False)
    await asyncio.to_thread(fuzz, str(contract_file(service)), server, partner.token, tmp_path)


def fuzz(document: str, server: str, token: str, folder: Path) -> None:
    done = subprocess.run(
        [
            PROGRAM,
            "run",
            document,
            *("--url", server),
            *("--header", f"Authorization: Bearer {token}"),
            *("--phases", PHASES),
            *("--max-examples", str(EXAMPLES)),
            *("--checks", ",".join(CHECKS)),
            *("--seed", "1", "--warnings", "off", "--continue-on-failure", "--no-color"),
        ],
        cwd=folder,
        env=os.environ | {"COLUMNS": "120"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
