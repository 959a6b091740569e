"""Health while the database is down; child processes after `kill -9` of the local stack."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from tests.conftest import PATIENCE, Server, settings, wait_until

from gladhand.core.migrate import migrate
from gladhand.local.embedded_postgres import EmbeddedPostgres
from gladhand.local.stack import free_port


def health(address: str) -> int:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_health_says_that_the_database_is_away_and_when_it_is_back(cluster_folder: Path, encryption_keys: str):
    embedded = EmbeddedPostgres(cluster_folder / "postgres", is_disposable=True)
    url = embedded.start()
    migrate(url)
    server = Server(settings(url, encryption_keys, GLADHAND_LOG_LEVEL="error"))
    try:
        server.start()
        embedded.stop()
        # The answer to the probe that `start` waited for is kept for a moment.
        wait_until(lambda: health(server.url) == 503, what="a bad answer")
        for _ in range(3):
            # `health` gives up long before a connection of the pool would.
            assert health(server.url) == 503
        # Connect answers like the API: not now, but soon.
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{server.url}/?invite=00000000-0000-4000-8000-000000000000", timeout=PATIENCE)
        caught.value.close()
        assert (caught.value.code, caught.value.headers["Retry-After"]) == (503, "1")
        assert caught.value.headers["Content-Type"].startswith("text/html")
        embedded.start()
        wait_until(lambda: health(server.url) == 200, what="a good answer")
    finally:
        server.stop()
        embedded.stop()


PARENT = """
import asyncio, sys
from gladhand.local.stack import ManagedProcess

async def main():
    part = ManagedProcess("simulator", ["simulator", "--port", sys.argv[1]], {})
    await part.start()
    print(part.process.pid, flush=True)
    await part.keep_alive()

asyncio.run(main())
"""


def alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_part_ends_with_the_process_that_started_it_even_when_that_is_killed():
    port = str(free_port())
    with subprocess.Popen([sys.executable, "-c", PARENT, port], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        part = int(parent.stdout.readline())
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/"), 20, what="the part")
        assert alive(part)
        os.kill(parent.pid, signal.SIGKILL)
    wait_until(lambda: not alive(part), what="the end of the part")


def answers(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(address, timeout=2):
        return True
    return False


def test_a_part_that_cannot_start_is_tried_again_without_hurry_and_says_why(tmp_path: Path):
    port = str(free_port())
    with subprocess.Popen([sys.executable, "-m", "gladhand", "simulator", "--port", port]) as holder:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/"), 20, what="the holder of the port")
        output = tmp_path / "output"

        def complaints() -> int:
            return output.read_text().count("cannot be used")

        with output.open("w") as written:
            parent = subprocess.Popen([sys.executable, "-c", PARENT, port], stdout=written, stderr=written)
            wait_until(lambda: complaints() >= 1, what="the first complaint")
            started = time.monotonic()
            wait_until(lambda: complaints() >= 4, what="three more complaints")
            # The pauses between them: 0.1, 0.5 and 1 second.
            assert time.monotonic() - started > 1.4
            parent.kill()
            parent.wait()
        holder.terminate()
    text = output.read_text()
    assert f"127.0.0.1:{port} cannot be used" in text
    assert "stack.process_ended" in text
    assert "Traceback" not in text
