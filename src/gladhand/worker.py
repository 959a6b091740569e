"""Builds the worker: operations, deliveries, and recurring tasks."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from gladhand.config.settings import Settings
from gladhand.config.wiring import delivery_settings, invitation_settings, kept_rows, metrics_settings, provider_gateway
from gladhand.core import metrics, retention
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.http import AddressGuard, new_session
from gladhand.core.recurring import Worker
from gladhand.integrations.connections import tasks as connections
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.integrations.operations import tasks as operations
from gladhand.integrations.operations.dispatching import operation_dispatcher
from gladhand.notifications.deliveries.dispatching import delivery_dispatcher
from gladhand.notifications.events import queries as feed
from gladhand.orgs.invitations import tasks as invitations


async def work(settings: Settings, database: Database, keyring: Keyring, stopping: asyncio.Event) -> None:
    """Work until `stopping` is set, then finish what is under way. The rest stays in its tables."""
    guard = AddressGuard.allowing(settings.allowed_networks)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(database)
        providers = await stack.enter_async_context(new_session(guard))
        receivers = await stack.enter_async_context(new_session(guard, limit=0))
        gateway = provider_gateway(settings, AiohttpTransport(providers), database, keyring)
        tasks = Worker(database)
        operations.register(tasks, database)
        connections.register(tasks, gateway)
        invitations.register(tasks, database, invitation_settings(settings))
        retention.register(tasks, database, kept_rows(settings))
        async with database.transaction() as db:
            await feed.keep_ahead(db)
        loops: list[Worker | Dispatcher[Any, Any]] = [
            tasks,
            operation_dispatcher(gateway, concurrency=settings.operation_concurrency),
            delivery_dispatcher(database, keyring, receivers, delivery_settings(settings)),
        ]

        if settings.worker_metrics_port is not None:
            await stack.enter_async_context(
                metrics.serving(database, metrics_settings(settings), settings.host, settings.worker_metrics_port)
            )

        async def stop_loops() -> None:
            await stopping.wait()
            for loop in loops:
                loop.stop()

        async def run(loop: Worker | Dispatcher[Any, Any]) -> None:
            try:
                await loop.run()
            finally:
                # If one loop fails, the process ends, so that a supervisor restarts it. The group cancels the others;
                # where Python 3.11 swallows a cancellation, `stopping` ends them.
                stopping.set()

        async with asyncio.TaskGroup() as group:
            group.create_task(stop_loops())
            for loop in loops:
                group.create_task(run(loop))
