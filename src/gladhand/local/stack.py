"""The local stack: PostgreSQL, server, worker and simulator as managed processes on one machine."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

import aiohttp

from gladhand.config.environment import MANAGED_PROCESS_VARIABLE
from gladhand.config.keys import encryption_keys
from gladhand.config.settings import Settings
from gladhand.core.hosts import url_of
from gladhand.core.how_many import how_many
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.migrate import migrate
from gladhand.local.installation import database_url, require_free
from gladhand.local.managed_process import STOP_SECONDS

log = get_logger()

_PROCESS_ENDED = LogEvent("stack.process_ended", "A process of `gladhand up` has ended and is started again.")

_LOOPBACK = "127.0.0.0/8,::1/128"
_RESTART_DELAYS = (0.1, 0.5, 1.0, 2.0, 5.0)
_STEADY_SECONDS = 30
_READY_SECONDS = 120

Say = Callable[[str], None]


class StackFailed(Exception):
    """A process did not start. The text names it."""


def free_port(host: str = "127.0.0.1") -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


@dataclass
class ManagedProcess:
    """One process of the stack. It is restarted when it ends by itself."""

    name: str
    arguments: list[str]
    environment: Mapping[str, str]
    process: asyncio.subprocess.Process | None = field(default=None, init=False)
    _stopping: bool = field(default=False, init=False)

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.returncode is not None

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "gladhand",
            *self.arguments,
            env={**os.environ, **self.environment, MANAGED_PROCESS_VARIABLE: "yes"},
            stdin=asyncio.subprocess.PIPE,
            start_new_session=True,
        )

    async def keep_alive(self) -> None:
        failures = 0
        while not self._stopping:
            assert self.process is not None
            started = time.monotonic()
            status = await self.process.wait()
            if self._stopping:
                return
            failures = 0 if time.monotonic() - started > _STEADY_SECONDS else failures
            delay = _RESTART_DELAYS[min(failures, len(_RESTART_DELAYS) - 1)]
            failures += 1
            log.warning(_PROCESS_ENDED, name=self.name, status=status, restart_in_seconds=delay)
            await asyncio.sleep(delay)
            with suppress(OSError):  # such as too little memory; the next round tries again
                await self.start()

    async def stop(self) -> None:
        self._stopping = True
        if self.process is None or self.process.returncode is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.process.wait(), STOP_SECONDS)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


class LocalStack:
    """An async context manager that starts everything in order and stops it on exit.

    A disposable stack may lose its data when the machine crashes.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        simulator_port: int | None = None,
        is_disposable: bool = False,
        say: Say = lambda _: None,
    ) -> None:
        self._settings = settings
        self._is_disposable = is_disposable
        self._say = say
        self._installation = ExitStack()
        self._processes: list[ManagedProcess] = []
        self._keepers: list[asyncio.Task[None]] = []
        self.simulator_url = f"http://127.0.0.1:{simulator_port or free_port()}"
        self.url = settings.public_url
        #: The server's address on this machine. The public URL may lead through a proxy that does not run yet.
        self.local_url = url_of(settings.host, settings.port)
        self.database_url = ""
        self.encryption_keys = ""

    @property
    def processes(self) -> Mapping[str, ManagedProcess]:
        return {process.name: process for process in self._processes}

    async def __aenter__(self) -> "LocalStack":
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _start(self) -> None:
        settings = self._settings
        require_free(settings.host, settings.port)
        storage = settings.data_dir / "simulator.sqlite"
        port = self.simulator_url.rsplit(":", 1)[1]
        # It needs no database, so it starts while PostgreSQL does.
        await self._bring_up(
            ManagedProcess("simulator", ["simulator", "--port", port, "--storage", str(storage)], self.environment())
        )
        if settings.database_url is None:
            self._say("starting PostgreSQL (embedded)")
        found = database_url(settings, is_disposable=self._is_disposable)
        self.database_url = await asyncio.to_thread(self._installation.enter_context, found)
        self.encryption_keys = encryption_keys(settings, make=True)
        applied = await asyncio.to_thread(migrate, self.database_url)
        if applied:
            self._say(f"applied {how_many(applied, 'migration')}")
        self._say("starting server, worker and simulator")
        environment = self.environment()
        # People wait for the server, so it starts alone.
        await self._bring_up(ManagedProcess("server", ["serve"], environment))
        await self._ready("server", f"{self.local_url}/health")
        await self._bring_up(ManagedProcess("worker", ["worker"], environment))
        await self._ready("simulator", f"{self.simulator_url}/")
        self._keepers = [asyncio.create_task(process.keep_alive()) for process in self._processes]

    def environment(self) -> dict[str, str]:
        """Variables for the processes, besides the operator's own."""
        settings = self._settings
        return {
            "GLADHAND_DATABASE_URL": self.database_url,
            "GLADHAND_ENCRYPTION_KEYS": self.encryption_keys,
            "GLADHAND_HOST": settings.host,
            "GLADHAND_PORT": str(settings.port),
            "GLADHAND_PUBLIC_URL": settings.public_url,
            "GLADHAND_ISSUER_URL": settings.issuer_url,
            "GLADHAND_CONNECT_URL": settings.connect_url,
            "GLADHAND_SIMULATOR_URL": self.simulator_url,
            "GLADHAND_ALLOWED_NETWORKS": ",".join(settings.allowed_networks) or _LOOPBACK,
            "GLADHAND_LOG_LEVEL": settings.log_level,
            "GLADHAND_LOG_FORMAT": settings.log_format,
        }

    async def _bring_up(self, *processes: ManagedProcess) -> None:
        for process in processes:
            self._processes.append(process)
            await process.start()

    async def _ready(self, name: str, address: str) -> None:
        """Wait until this address answers. Raises `StackFailed` at once if a process ends meanwhile."""
        deadline = time.monotonic() + _READY_SECONDS
        async with aiohttp.ClientSession() as session:
            while not await _answers(session, address):
                ended = [process.name for process in self._processes if process.has_ended]
                if ended:
                    raise StackFailed(f"{' and '.join(ended)} did not start; its messages are above")
                if time.monotonic() > deadline:
                    raise StackFailed(f"{name} does not answer after {_READY_SECONDS} seconds; is this machine busy?")
                await asyncio.sleep(0.05)

    async def stop(self) -> None:
        for keeper in self._keepers:
            keeper.cancel()
        # Server and worker use the simulator and the database until they have ended.
        await asyncio.gather(*(process.stop() for process in self._processes[1:]))
        await asyncio.gather(
            *(process.stop() for process in self._processes[:1]), asyncio.to_thread(self._installation.close)
        )
        await asyncio.gather(*self._keepers, return_exceptions=True)


async def _answers(session: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with session.get(address, timeout=aiohttp.ClientTimeout(total=2)) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False
