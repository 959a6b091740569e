"""docs/quickstart-python.md, run as it stands in a process of its own, against a hub whose worker reads."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Process, fresh_database, serving, settings, wait_for_http, working
from tests.integration.apidocs.test_walkthroughs import ROOT
from typer.testing import CliRunner

from gladhand.cli import main
from gladhand.local.stack import free_port

PAGE = ROOT / "docs/quickstart-python.md"
FENCE = "```python\n"


def script() -> str:
    """The blocks of the page, one behind the other."""
    blocks = [part.partition("```")[0] for part in PAGE.read_text().split(FENCE)[1:]]
    assert len(blocks) == 4
    return "\n".join(blocks)


@pytest.fixture
def trucks() -> Iterator[str]:
    """The URL of a simulator whose fleet has trucks, as that of `gladhand up` has."""
    port = free_port()
    process = Process(["simulator", "--port", str(port), "--trucks", "3"], {}).launch()
    wait_for_http(f"http://127.0.0.1:{port}/", process)
    yield f"http://127.0.0.1:{port}"
    process.stop()


@pytest.fixture
def variables(postgres: str, encryption_keys: str, trucks: str) -> Iterator[dict[str, str]]:
    """What `gladhand up --env-file` writes, of a hub that runs."""
    with fresh_database(postgres) as url:
        more = {"GLADHAND_SIMULATOR_URL": trucks, "GLADHAND_EXECUTION_CONCURRENCY": "10"}
        environment = settings(url, encryption_keys, **more)
        done = CliRunner().invoke(main.build(["partner"]), ["partner", "create", "Acme"], env=environment)
        assert done.exit_code == 0, done.output
        printed = dict(line.split("=", 1) for line in done.output.splitlines() if "=" in line)
        with serving(environment) as server, working(environment):
            yield {
                "GLADHAND_URL": server,
                "GLADHAND_CLIENT_ID": printed["client_id"],
                "GLADHAND_CLIENT_SECRET": printed["client_secret"],
            }


@pytest.mark.timeout(240)
def test_the_page_leads_to_a_fleet_in_a_dataframe_and_a_driver(variables: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "page.py"
    file.write_text(script())
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
    environment = kept | variables | {"PYTHONPATH": str(ROOT / "clients/python/src")}

    done = subprocess.run(
        [sys.executable, file], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=200
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "location_latitude" in done.stdout
    assert "The provider has the driver as" in done.stdout
    assert done.stdout.rstrip().endswith("Maria")
