"""The alert rules, run by Prometheus's own tool over series that were made up."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.needs("promtool")


def test_each_alert_fires_when_it_should_and_not_before(tmp_path: Path) -> None:
    rules = shutil.copy(ROOT / "deploy/prometheus/alerts.yaml", tmp_path)
    tests = shutil.copy(Path(__file__).parent / "alerts_test.yaml", tmp_path)

    for arguments in (["check", "rules", rules], ["test", "rules", tests]):
        done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
