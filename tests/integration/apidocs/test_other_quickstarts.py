"""docs/quickstart-typescript.md and docs/quickstart-go.md, run as they stand, against a hub whose worker reads."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.integration.apidocs.test_python_quickstart import trucks, variables
from tests.integration.apidocs.test_walkthroughs import ROOT
from tests.node import built_client, run_node

__all__ = ["trucks", "variables"]


def script(page: str, language: str) -> str:
    """The blocks of the page, one behind the other."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / "docs" / page).read_text(), re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 4
    return "\n".join(blocks)


def printed(folder: Path, variables: dict[str, str], *command: str | Path) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
    done = subprocess.run(
        command, env=kept | variables, cwd=folder, capture_output=True, text=True, check=False, timeout=200
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def assert_the_page_was_reached(text: str, variables: dict[str, str]) -> None:
    link, status, *vehicles, last = text.splitlines()
    assert link.startswith(variables["GLADHAND_URL"])
    assert status == "active"
    assert len(vehicles) >= 3
    assert re.fullmatch(r"The provider has the driver as \S+", last)


@pytest.mark.needs("node")
@pytest.mark.timeout(300)
def test_the_page_of_typescript_has_right_types_and_writes_a_driver(variables: dict[str, str], tmp_path: Path) -> None:
    package = tmp_path / "node_modules/gladhand-client"
    package.mkdir(parents=True)
    built_client(package / "dist")
    shutil.copy(ROOT / "clients/typescript/package.json", package)
    (tmp_path / "page.mts").write_text(script("quickstart-typescript.md", "ts"))
    programs = ROOT / "clients/typescript/node_modules"
    types = ("--types", "node", "--typeRoots", programs / "@types")
    form = ("--strict", "--target", "es2022", "--module", "nodenext", *types)

    run_node(programs / "typescript/bin/tsc", *form, tmp_path / "page.mts")

    assert_the_page_was_reached(printed(tmp_path, variables, "node", "page.mjs"), variables)


@pytest.mark.timeout(300)
def test_the_page_of_go_writes_a_driver(variables: dict[str, str], tmp_path: Path) -> None:
    go = shutil.which("go", path=os.pathsep.join((os.environ["PATH"], "/usr/local/go/bin")))
    if go is None:
        pytest.skip("not installed: go (tools/test_programs.sh go installs it)")
    page = script("quickstart-go.md", "go")
    (tmp_path / "main.go").write_text(page)
    offline = {"GOTOOLCHAIN": "local", "GOPROXY": "off", "GO111MODULE": "on", "GOFLAGS": ""}
    token_url = f"{variables['GLADHAND_URL']}/realms/catena/protocol/openid-connect/token"

    text = printed(tmp_path, variables | offline | {"GLADHAND_TOKEN_URL": token_url}, go, "run", "main.go")

    assert_the_page_was_reached(text, variables)
    assert printed(tmp_path, offline, Path(go).parent / "gofmt", "-l", "main.go") == ""
