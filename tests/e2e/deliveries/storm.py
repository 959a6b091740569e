"""Workers that deliver, the database they deliver from, and the blows that come down on both."""

import asyncio
import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

import psycopg
import uvloop
from tests.forked_processes import CONTEXT

from gladhand.core import log
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.http import AddressGuard
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.dispatching import DeliverySettings, DeliverySource

_TIMEOUT_SECONDS = 1.0
_BLOWS = {"worker killed": 60, "back end terminated": 37, "back end killed": 3}
_BACK_ENDS = "select pid from pg_stat_activity where datname = current_database() and application_name like 'gladhand%'"


def deliver(database_url: str, keys: str, lease_seconds: float) -> None:
    """What a worker does for deliveries, until it is killed."""
    log.configure(level="critical", form="json")
    uvloop.run(_deliver(database_url, keys, lease_seconds))


async def _deliver(database_url: str, keys: str, lease_seconds: float) -> None:
    settings = DeliverySettings(
        timeout_seconds=_TIMEOUT_SECONDS, waits=[0.5] * 20, concurrency=50, lease_seconds=lease_seconds
    )
    guard = AddressGuard.allowing(["127.0.0.0/8"])
    async with Database(database_url, name="gladhand-worker") as database, PostClient(guard) as client:
        source = DeliverySource(database, Keyring.parse(keys), client, settings)
        await Dispatcher(database, source).run()


@dataclass
class Workers:
    """`count` of them, side by side on one database."""

    database_url: str
    keys: str
    lease_seconds: float
    count: int = 2
    died: int = 0
    _running: list[BaseProcess] = field(default_factory=list)

    def start(self) -> None:
        self._running = [self._started() for _ in range(self.count)]

    def kill(self, number: int) -> None:
        worker = self._running[number]
        if not worker.is_alive():
            # Losing the database is no reason to end.
            self.died += 1
        worker.kill()
        worker.join()
        self._running[number] = self._started()

    def stop(self) -> None:
        for each in self._running:
            self.died += not each.is_alive()
            each.kill()
            each.join()

    def _started(self) -> BaseProcess:
        process = CONTEXT.Process(target=deliver, args=(self.database_url, self.keys, self.lease_seconds), daemon=True)
        process.start()
        return process


@dataclass
class DeliveryStorm:
    workers: Workers
    luck: random.Random
    struck: Counter[str] = field(default_factory=Counter)

    async def strike(self) -> None:
        (blow,) = self.luck.choices(list(_BLOWS), weights=list(_BLOWS.values()))
        if blow == "worker killed":
            await asyncio.to_thread(self.workers.kill, self.luck.randrange(self.workers.count))
        elif not await asyncio.to_thread(self._strike_back_end, is_kill=blow == "back end killed"):
            return
        self.struck[blow] += 1

    def _strike_back_end(self, *, is_kill: bool) -> bool:
        """One connection's process in the database server. When one is killed, the server ends all others, too."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.workers.database_url, autocommit=True) as admin:
            pids = [pid for (pid,) in admin.execute(_BACK_ENDS).fetchall()]
            if not pids:
                return False
            pid = self.luck.choice(pids)
            if not is_kill:
                return bool(admin.execute("select pg_terminate_backend(%s)", (pid,)).fetchone())
            os.kill(pid, signal.SIGKILL)
            self._wait_for_recovery()
            return True
        return False

    def _wait_for_recovery(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(psycopg.OperationalError), psycopg.connect(self.workers.database_url):
                return
            time.sleep(0.1)
        raise AssertionError("the database does not come back")
