"""One server process and two workers on a PostgreSQL of their own, and the blows that come down on them."""

import asyncio
import random
import shutil
import socket
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from tests.conftest import Server, WorkerProcess, wait_for_http

from gladhand.core.migrate import migrate
from gladhand.local.embedded_postgres import EmbeddedPostgres

_MODULE = "tests.e2e.chaos.roomy"
_START_SECONDS = 300.0
_BLOWS: Mapping[str, int] = {"worker killed": 6, "connections terminated": 3, "server killed": 1}


@dataclass
class StruckInstallation:
    """Processes and their database."""

    postgres: EmbeddedPostgres
    database_url: str
    environment: Mapping[str, str]
    folder: Path
    """The database's."""
    server: Server = field(init=False)
    workers: list[WorkerProcess] = field(init=False)
    url: str = field(init=False)

    def __post_init__(self) -> None:
        settings = {**self.environment, "GLADHAND_DATABASE_URL": self.database_url}
        self.server = Server({**settings, "GLADHAND_PORT": str(_lasting_port())}, _MODULE)
        self.workers = [
            WorkerProcess({**settings, "GLADHAND_WORKER_METRICS_PORT": str(_lasting_port())}, _MODULE) for _ in range(2)
        ]
        for number, worker in enumerate(self.workers):
            worker.log = self.folder.parent / f"worker-{number}.log"
        self.url = self.server.url

    def start(self) -> None:
        for process in (self.server, *self.workers):
            process.start()

    def stop(self) -> None:
        self.supervise()
        for worker in self.workers:
            worker.wait_for_start()
        assert [each.stop() for each in (*self.workers, self.server)] == [0, 0, 0]

    def kill_worker(self, number: int) -> None:
        self.workers[number].kill()
        self.workers[number].launch()

    def supervise(self) -> None:
        """A worker that starts while the database restarts ends with one sentence, and is started again."""
        for worker in self.workers:
            worker.supervise()

    def kill_server(self) -> None:
        self.server.kill()
        # Workers that were killed start at the same time, and everything else works on.
        wait_for_http(f"{self.url}/health", self.server.launch(), _START_SECONDS)

    def terminate_connections(self) -> None:
        with psycopg.connect(self.database_url, autocommit=True) as admin:
            admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )

    def deadlocks(self) -> list[str]:
        """What the database's log says of transactions that have waited for each other in a circle."""
        lines = (self.folder / "log").read_text(errors="replace").splitlines()
        places = [number for number, line in enumerate(lines) if "deadlock detected" in line]
        return [" ".join(each.strip() for each in lines[number + 1 : number + 6]) for number in places]

    def restart_database(self) -> None:
        self.postgres.stop()
        assert self.postgres.start() == self.database_url


def _lasting_port() -> int:
    """One that no outgoing connection takes while the server is dead: those have their ports from 32768 on."""
    for port in random.SystemRandom().sample(range(20_000, 32_768), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


@contextmanager
def installation(environment: Mapping[str, str]) -> Iterator[StruckInstallation]:
    folder = Path(tempfile.mkdtemp(prefix="gladhand-chaos-"))
    postgres = EmbeddedPostgres(folder / "postgres", is_disposable=True)
    made: StruckInstallation | None = None
    try:
        url = postgres.start()
        migrate(url)
        made = StruckInstallation(postgres, url, environment, folder / "postgres")
        made.start()
        yield made
        made.stop()
    finally:
        if made is not None:
            for process in (*made.workers, made.server):
                with suppress(AttributeError):
                    process.kill()
        with suppress(Exception):
            postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class InstallationStorm:
    """So many blows in an order by chance, `apart` seconds from each other on average."""

    site: StruckInstallation
    luck: random.Random
    apart: float
    most: int
    struck: Counter[str] = field(default_factory=Counter)
    recovery_seconds: float = 0.0

    @property
    def is_over(self) -> bool:
        return self.struck.total() >= self.most

    async def pause(self) -> None:
        await asyncio.sleep(self.luck.uniform(0.5, 1.5) * self.apart)

    async def strike(self, blow: str | None = None) -> None:
        """One blow, after which everything runs again."""
        if blow is None:
            (blow,) = self.luck.choices(list(_BLOWS), weights=list(_BLOWS.values()))
        self.struck[blow] += 1
        if blow == "worker killed":
            await asyncio.to_thread(self.site.kill_worker, self.luck.randrange(len(self.site.workers)))
        elif blow == "server killed":
            await asyncio.to_thread(self.site.kill_server)
        elif blow == "connections terminated":
            with suppress(psycopg.OperationalError):
                await asyncio.to_thread(self.site.terminate_connections)
        else:
            await asyncio.to_thread(self.site.restart_database)
