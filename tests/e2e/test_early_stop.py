"""SIGTERM while a server or worker is still starting: it ends quietly and leaves no process behind."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.processes import PATIENCE

from gladhand.core.crypto import Keyring
from gladhand.local.stack import free_port

pytestmark = pytest.mark.e2e

COMMANDS = pytest.mark.parametrize("command", ["serve", "worker"])
# Seconds after the spawn: in the interpreter's start, in the imports, before and after the first query.
DELAYS = pytest.mark.parametrize("delay", [0.1, 0.3, 0.6, 1.2, 2.4])


@contextmanager
def silent_database() -> Iterator[str]:
    """A database that takes connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"postgresql://nobody@127.0.0.1:{listening.getsockname()[1]}/nothing"


def stopped(command: str, delay: float, folder: Path, **settings: str) -> tuple[int, str]:
    """Start the command, end it after so many seconds; its exit code and what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
    own = {
        "GLADHAND_PORT": str(free_port()),
        "GLADHAND_LOG_LEVEL": "warning",
    }
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gladhand", command],
            cwd=folder,
            env=kept | own | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(delay)
        process.send_signal(signal.SIGTERM)
        code = process.wait(PATIENCE)
    finally:
        process.kill()
    assert processes_of(process.pid, folder) == [], "a process is left"
    return code, (folder / "output").read_text()


def processes_of(session: int, folder: Path) -> list[str]:
    """Processes of this session, or that work below this folder."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            is_running, its_session = fields[0] != "Z", int(fields[3])
            works_here = (entry / "cwd").readlink().is_relative_to(folder)
            if is_running and (its_session == session or works_here):
                found.append((entry / "cmdline").read_text().replace("\0", " "))
    return found


def ends_quietly(code: int, output: str) -> bool:
    """Success without a word, or the default of SIGTERM while the interpreter itself starts."""
    return output == "" and code in (0, -signal.SIGTERM)


@COMMANDS
@DELAYS
def test_a_start_can_be_ended_at_any_time(
    tmp_path: Path, command: str, delay: float, own_database: str, encryption_keys: str
) -> None:
    code, output = stopped(
        command,
        delay,
        tmp_path,
        GLADHAND_DATABASE_URL=own_database,
        GLADHAND_ENCRYPTION_KEYS=encryption_keys,
    )
    assert ends_quietly(code, output), (code, output)


# Sooner, no start has read which database is its own: the test above has these moments.
@COMMANDS
@pytest.mark.parametrize("delay", [1.2, 2.4])
def test_a_start_can_be_ended_while_the_database_does_not_answer(tmp_path: Path, command: str, delay: float) -> None:
    with silent_database() as url:
        code, output = stopped(
            command, delay, tmp_path, GLADHAND_DATABASE_URL=url, GLADHAND_ENCRYPTION_KEYS=Keyring.new_key()
        )
    assert ends_quietly(code, output), (code, output)


@pytest.mark.parametrize("delay", [0.6, 1.2, 2.4, 4.0])
def test_a_start_can_be_ended_while_the_embedded_database_starts(delay: float) -> None:
    # Under root the database runs as another user, whom pytest's own folders keep out.
    with tempfile.TemporaryDirectory(prefix="gladhand-stop-") as made:
        code, output = stopped("serve", delay, Path(made), GLADHAND_DATA_DIR=made)
    # It may have come to the end of its own start, which is one sentence: this database was never migrated. SIGTERM may
    # end the interpreter that is about to end by itself.
    assert ends_quietly(code, output) or (code in (1, -signal.SIGTERM) and output.count("\n") == 1), (code, output)
