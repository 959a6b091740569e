"""From an empty folder to the first answer, and what is held when nothing happens."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.installation import MeasuredInstallation, wait_for
from tests.bench.report import BenchReport

from gladhand.local.stack import free_port

_SETTLED_SECONDS = 5


def cold_start_and_memory(_: MeasuredInstallation, report: BenchReport) -> None:
    """`gladhand up` as a user runs it, with a database that is made first."""
    with TemporaryDirectory(prefix="gladhand-bench-up-") as folder:
        port = free_port()
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
        environment = clean | {"GLADHAND_DATA_DIR": folder, "GLADHAND_PORT": str(port)}
        started = time.monotonic()
        with (Path(folder) / "log").open("wb") as log:
            arguments = [sys.executable, "-m", "gladhand", "up"]
            up = subprocess.Popen(arguments, env=environment, stdout=log, stderr=log)
            try:
                wait_for(f"http://127.0.0.1:{port}/health", up)
                report.at_most("cold `gladhand up` to the first answer", time.monotonic() - started, "s", 5)
                time.sleep(_SETTLED_SECONDS)
                report.at_most("idle memory of all but PostgreSQL", _memory(up.pid) / 1024**2, "MB", 300)
            finally:
                up.terminate()
                up.wait(30)


def _memory(pid: int) -> int:
    """Proportional set size of the process and its children, in bytes: pages that they share are counted once."""
    process = Path(f"/proc/{pid}")
    found = re.search(r"^Pss:\s+(\d+) kB", (process / "smaps_rollup").read_text(), re.MULTILINE)
    assert found is not None
    children = [int(child) for child in (process / f"task/{pid}/children").read_text().split()]
    # The embedded server is a daemon of its own, and no child of ours.
    return int(found[1]) * 1024 + sum(_memory(child) for child in children)
