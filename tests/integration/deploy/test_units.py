"""The units for systemd, read by systemd's own tools."""

import json
import re
import subprocess
from pathlib import Path

import pytest

UNITS = Path(__file__).resolve().parents[3] / "deploy/systemd"

pytestmark = pytest.mark.needs("systemd-analyze")


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """All units: copies whose program exists on this machine."""
    for unit in UNITS.iterdir():
        text = re.sub(r"^(ExecStart=)\S+", r"\1/usr/bin/true", unit.read_text(), flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text)
    return sorted(str(path) for path in tmp_path.iterdir())


def test_systemd_understands_every_line(units: list[str]) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, [line for line in done.stderr.splitlines() if "gladhand" in line]) == (0, [])


@pytest.mark.parametrize("name", sorted(unit.name for unit in UNITS.iterdir()))
def test_systemd_finds_each_well_protected(units: list[str], name: str) -> None:
    unit = next(path for path in units if path.endswith(f"/{name}"))
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", "--json=short", unit],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
