"""The quickstarts in Python, TypeScript and Go: their commands as they stand, in a folder with fresh copies of the
clients, and their programs, against one hub whose worker reads."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Process, fresh_database, serving, settings, wait_for_http, working
from tests.integration.apidocs.test_walkthroughs import ROOT, commands
from tests.node import run_node
from typer.testing import CliRunner

from gladhand.cli import main
from gladhand.local.stack import free_port

#: The packages come over the network.
pytestmark = [pytest.mark.timeout(600), pytest.mark.long]

#: pip caches what it fetches by itself. Without byte code, it writes half as many files.
_SPARING = {"PIP_NO_COMPILE": "1", "npm_config_prefer_offline": "true", "npm_config_audit": "false"}
_OFFLINE_GO = {"GOTOOLCHAIN": "local", "GOPROXY": "off", "GO111MODULE": "on", "GOFLAGS": ""}


def program(page: str, language: str) -> str:
    """The blocks of the page in this language, one behind the other."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / page).read_text(), re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 4
    return "\n".join(blocks)


@pytest.fixture(scope="module")
def trucks() -> Iterator[str]:
    """The URL of a simulator whose fleet has trucks, as that of `gladhand up` has."""
    port = free_port()
    process = Process(["simulator", "--port", str(port), "--trucks", "3"], {}).launch()
    wait_for_http(f"http://127.0.0.1:{port}/", process)
    yield f"http://127.0.0.1:{port}"
    process.stop()


@pytest.fixture(scope="module")
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
                "GLADHAND_TOKEN_URL": f"{server}/realms/catena/protocol/openid-connect/token",
                "GLADHAND_CLIENT_ID": printed["client_id"],
                "GLADHAND_CLIENT_SECRET": printed["client_secret"],
            }


@pytest.fixture
def folder(variables: dict[str, str], tmp_path: Path) -> Path:
    """Where the reader is: the clients as a clone has them, and what `gladhand up` has written."""
    ignored = shutil.ignore_patterns("node_modules", "dist", "build", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT / "clients", tmp_path / "clients", ignore=ignored)
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in variables.items()]
    (tmp_path / "gladhand.env").write_text("".join(lines))
    return tmp_path


def typed(page: str, folder: Path, *, given: str = "", more: dict[str, str] | None = None) -> list[str]:
    """The lines that the shell commands of the page print, one block behind the other. `given` is their input."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
    done = subprocess.run(
        ("bash", "-euo", "pipefail", "-c", "\n".join(commands(page))),
        env=kept | (more or {}), cwd=folder, input=given, capture_output=True, text=True, check=False, timeout=500,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def assert_the_page_was_reached(lines: list[str], variables: dict[str, str]) -> None:
    [start] = [index for index, line in enumerate(lines) if line.startswith(variables["GLADHAND_URL"])]
    status, *vehicles, last = lines[start + 1 :]
    assert status == "active"
    assert len(vehicles) >= 3
    assert re.fullmatch(r"The provider has the driver as \S+", last)


def test_the_page_of_python_leads_to_a_fleet_in_a_dataframe_and_a_driver(folder: Path) -> None:
    page = "docs/quickstart-python.md"

    lines = typed(page, folder, given=program(page, "python"), more=_SPARING)

    text = "\n".join(lines)
    assert "location_latitude" in text
    assert "The provider has the driver as" in text
    assert lines[-1] == "Maria"


@pytest.mark.needs("node", "npm")
def test_the_page_of_typescript_has_right_types_and_writes_a_driver(folder: Path, variables: dict[str, str]) -> None:
    page, quickstart = "docs/quickstart-typescript.md", folder / "quickstart"
    quickstart.mkdir()
    text = program(page, "ts")
    (quickstart / "page.mjs").write_text(text)

    lines = typed(page, folder, more=_SPARING)

    assert_the_page_was_reached(lines, variables)
    (quickstart / "page.mts").write_text(text)
    programs = folder / "clients/typescript/node_modules"
    types = ("--types", "node", "--typeRoots", programs / "@types")
    form = ("--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", *types)
    run_node(programs / "typescript/bin/tsc", *form, quickstart / "page.mts")


def test_the_page_of_go_writes_a_driver(folder: Path, variables: dict[str, str]) -> None:
    go = shutil.which("go", path=os.pathsep.join((os.environ["PATH"], "/usr/local/go/bin")))
    if go is None:
        pytest.skip("not installed: go (tools/test_programs.sh go installs it)")
    page, path = "docs/quickstart-go.md", f"{Path(go).parent}:{os.environ['PATH']}"
    (folder / "main.go").write_text(program(page, "go"))

    lines = typed(page, folder, more={**_OFFLINE_GO, "PATH": path})

    assert_the_page_was_reached(lines, variables)
    formatted = subprocess.run(
        (Path(go).parent / "gofmt", "-l", "main.go"), cwd=folder, capture_output=True, text=True, check=True
    )
    assert formatted.stdout == ""
