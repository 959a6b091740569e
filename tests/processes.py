"""Processes of gladhand as an operator runs them, and ways to wait for what they do."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Self, TypeVar

import psycopg
from tests.forked_processes import ForkedProcess

from gladhand.local.stack import free_port

# Seconds that a test waits for something before it fails. This ends a hang and measures nothing, so it is generous.
PATIENCE = 60.0


def settings(database_url: str, encryption_keys: str, **more: str) -> dict[str, str]:
    """Settings of a process: loopback is allowed, tries follow each other quickly, no limit of requests is in the way.

    Workers read nothing, so that tests of writes know every request that a provider gets.

    `more` adds settings and replaces some of these: `settings(url, keys, GLADHAND_SIMULATOR_URL=simulator)`.
    """
    return {
        "GLADHAND_DATABASE_URL": database_url,
        "GLADHAND_ENCRYPTION_KEYS": encryption_keys,
        "GLADHAND_ALLOWED_NETWORKS": "127.0.0.0/8,::1/128",
        "GLADHAND_DELIVERY_WAITS": "0.2,0.4,0.8,2",
        "GLADHAND_OPERATION_WAITS": "0.2,0.4,0.8,2",
        "GLADHAND_PROVIDER_TIMEOUT_SECONDS": "2",
        "GLADHAND_SYNC_TIMEOUT_SECONDS": "6",
        "GLADHAND_REQUESTS_PER_SECOND": "100000",
        "GLADHAND_REQUEST_BURST": "100000",
        "GLADHAND_SIGN_IN_BURST_PER_ADDRESS": "100000",
        "GLADHAND_EXECUTION_CONCURRENCY": "0",
        "GLADHAND_LOG_LEVEL": "warning",
    } | more


_LASTING = ("serve", "worker", "simulator")
_P = TypeVar("_P", bound="Process")


class Process:
    """One process of gladhand, with these settings and no other of gladhand's."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], module: str = "gladhand") -> None:
        self.arguments = arguments
        self.environment = environment
        self.module = module
        self.log: Path | None = None
        """Where the process writes, for tests that read it."""
        self.handle: subprocess.Popen[bytes] | ForkedProcess

    def launch(self) -> Self:
        """Start the process and do not wait for it."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
        environment = {**clean, **self.environment}
        if self._may_be_forked:
            self.handle = ForkedProcess(self.arguments, environment, self.log)
            return self
        with self.log.open("ab") if self.log is not None else nullcontext() as output:
            self.handle = subprocess.Popen(
                [sys.executable, "-m", self.module, *self.arguments], env=environment, stdout=output, stderr=output
            )
        return self

    @property
    def _may_be_forked(self) -> bool:
        """Forks have the import paths and the output of the process that they come from."""
        return self.module == "gladhand" and self.arguments[0] in _LASTING and "PYTHONPATH" not in self.environment

    def start(self) -> Self:
        """Start the process and wait until it works."""
        return self.launch()

    def stop(self) -> int:
        """End the process as a supervisor does; its exit code."""
        if self.handle.poll() is None:
            self.handle.terminate()
            try:
                self.handle.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.handle.kill()
        return self.handle.wait()

    def kill(self) -> None:
        self.handle.kill()
        self.handle.wait()


class Server(Process):
    """A server, on a port that it keeps when it is started again."""

    def __init__(self, environment: Mapping[str, str], module: str = "gladhand") -> None:
        super().__init__(["serve"], {"GLADHAND_PORT": str(free_port()), **environment}, module)
        self.url = f"http://127.0.0.1:{self.environment['GLADHAND_PORT']}"

    def start(self) -> Self:
        self.launch()
        wait_for_http(f"{self.url}/health", self)
        return self


class WorkerProcess(Process):
    """A worker; its port for metrics opens when it has begun to work."""

    def __init__(self, environment: Mapping[str, str], module: str = "gladhand") -> None:
        super().__init__(["worker"], {"GLADHAND_WORKER_METRICS_PORT": str(free_port()), **environment}, module)

    def start(self) -> Self:
        self.launch()
        self.wait_for_start()
        return self

    def supervise(self) -> None:
        """Start the worker again, as a supervisor does, if it ended because it met no database at its start."""
        if self.handle.poll() != 1:
            return
        assert self.log is not None, "only a worker whose log is kept can be supervised"
        written = self.log.read_text(errors="replace")
        assert "the database does not answer" in written.rstrip().rpartition("\n")[2], written[-10_000:]
        self.launch()

    def wait_for_start(self) -> None:
        port = int(self.environment["GLADHAND_WORKER_METRICS_PORT"])

        def listens() -> bool:
            assert self.handle.poll() is None, "the worker has ended"
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
                return True
            return False

        wait_until(listens, what="the start of the worker")


@contextmanager
def serving(environment: Mapping[str, str], log: Path | None = None) -> Iterator[str]:
    """The base URL of a running server with these settings, which has to end well."""
    server = Server(environment)
    server.log = log
    with _running(server):
        yield server.url


@contextmanager
def working(environment: Mapping[str, str], log: Path | None = None) -> Iterator[WorkerProcess]:
    """A running worker with these settings, which has to end well unless the test has killed it."""
    worker = WorkerProcess(environment)
    worker.log = log
    with _running(worker):
        yield worker


@contextmanager
def reading(environment: Mapping[str, str]) -> Iterator[WorkerProcess]:
    """A worker that reads what is connected from now on. Fleets of earlier tests would keep it busy for a minute."""
    with psycopg.connect(environment["GLADHAND_DATABASE_URL"], autocommit=True) as connection:
        connection.execute("update schedule set status = 'paused' where status = 'active'")
    with working({**environment, "GLADHAND_EXECUTION_CONCURRENCY": "20"}) as worker:
        yield worker


@contextmanager
def _running(process: _P) -> Iterator[_P]:
    try:
        yield process.start()
    except BaseException:
        process.stop()
        raise
    assert process.stop() == 0


def wait_for_http(url: str, process: Process, seconds: float = PATIENCE) -> None:
    """Wait until this process answers 200 there."""

    def answers() -> bool:
        assert process.handle.poll() is None, f"{process.arguments[0]} has ended"
        with suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
        return False

    wait_until(answers, seconds, what=f"the start of {process.arguments[0]}")


def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE, *, what: str = "it") -> None:
    """Wait until this holds; for tests that are no coroutines."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.02)


async def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until this holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s for {what}"
        await asyncio.sleep(0.01)


async def eventually(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    """Wait until this holds; for what has to be asked for."""
    deadline = time.monotonic() + PATIENCE
    while not await condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s for {what}"
        await asyncio.sleep(0.02)
