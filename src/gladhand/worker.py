"""Builds the worker: recurring tasks and dispatchers of all packages."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack

import gladhand
from gladhand.config import work as packages
from gladhand.config.settings import Settings
from gladhand.config.wiring import (
    delivery_settings,
    execution_settings,
    invitation_settings,
    kept_rows,
    mail_settings,
    operation_settings,
    outbox,
    provider_gateway,
    trace_settings,
)
from gladhand.core import retention
from gladhand.core.container import Container
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.http import AddressGuard, new_session
from gladhand.core.pictures import MAIL_TYPES, Pictures, PublicPictures
from gladhand.core.processes import port
from gladhand.core.processes.collector import spare_loaded_code
from gladhand.core.processes.heartbeat import Heartbeat
from gladhand.core.processes.readiness import Readiness
from gladhand.core.recurring import Worker
from gladhand.core.tracing import exporting
from gladhand.core.work import Loop
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.events import queries as feed
from gladhand.records import tasks as partitions


async def work(settings: Settings, database: Database, keyring: Keyring, stopping: asyncio.Event) -> None:
    """Work until `stopping` is set, then finish what is under way. The rest stays in its tables."""
    guard = AddressGuard.allowing(settings.allowed_networks)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(exporting(trace_settings(settings), "worker", gladhand.__version__))
        await stack.enter_async_context(database)
        providers = await stack.enter_async_context(new_session(guard))
        public = await stack.enter_async_context(new_session(AddressGuard()))
        receivers = await stack.enter_async_context(PostClient(guard))
        container = Container(
            database,
            keyring,
            receivers,
            provider_gateway(settings, AiohttpTransport(providers), database, keyring),
            invitation_settings(settings),
            operation_settings(settings),
            execution_settings(settings),
            delivery_settings(settings),
            mail_settings(settings),
            outbox(settings, keyring),
            Pictures(providers, MAIL_TYPES),
            PublicPictures(public, MAIL_TYPES),
        )
        container.add(packages.mail_handlers(container))
        async with database.transaction() as db:
            await feed.update_ahead(db)
        await partitions.create_ahead(database, partitions.TIMELINES)
        heartbeat = Heartbeat(database, "worker")
        metrics, readiness = packages.metrics(settings), Readiness(database)
        serving = port.serving(database, metrics, readiness, settings.host, settings.worker_metrics_port)
        await stack.enter_async_context(serving)
        tasks = Worker(database)
        retention.register(tasks, database, kept_rows(settings))
        for package in packages.ALL:
            for register in package.tasks:
                register(tasks, container)
        made = [make(container) for package in packages.ALL for make in package.loops]
        dispatchers = [loop for loop in made if loop is not None]
        spare_loaded_code()
        recorder = packages.recorder(database)
        await _run([heartbeat, tasks, recorder, *dispatchers], stopping)
        await recorder.store_rest()


async def _run(loops: Sequence[Loop], stopping: asyncio.Event) -> None:
    def stop() -> None:
        for loop in loops:
            loop.stop()

    async def stop_on_signal() -> None:
        await stopping.wait()
        stop()

    async def run(loop: Loop) -> None:
        try:
            await loop.run()
        finally:
            # If one loop fails, the process ends, so that a supervisor restarts it. The group cancels the others; where
            # Python 3.11 swallows a cancellation, `stop` ends them.
            stop()
            stopping.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(stop_on_signal())
        for loop in loops:
            group.create_task(run(loop))
