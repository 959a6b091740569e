"""Programs of Node that tests run, with the packages that they need."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def require_packages(folder: Path) -> None:
    """Skip the test if the packages of this folder are not installed; where CI is set it fails."""
    if not (folder / "node_modules").exists():
        reason = f"not installed: the packages of {folder.relative_to(ROOT)} (tools/node_packages.sh installs them)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


def run_node(script: str | Path, *arguments: str | Path, given: str = "") -> str:
    """What the script prints. `given` is its standard input."""
    done = subprocess.run(
        ["node", script, *arguments], input=given, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-4000:]
    return done.stdout


def built_client(folder: Path) -> Path:
    """Build `clients/typescript` into this folder."""
    package = ROOT / "clients/typescript"
    require_packages(package)
    run_node(package / "node_modules/typescript/bin/tsc", "--project", package, "--outDir", folder)
    (folder / "package.json").write_text('{ "type": "module" }')
    return folder
