"""Builds the worker: operations, deliveries, and the tasks that recur."""

import asyncio
import signal

from gladhand.config.settings import Settings
from gladhand.config.wiring import delivery_settings, invitation_settings, kept_rows, metrics_settings, provider_gateway
from gladhand.core import metrics, retention
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.http import AddressGuard, new_session
from gladhand.core.recurring import Worker
from gladhand.integrations.connections import tasks as connections
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.integrations.operations import tasks as operations
from gladhand.integrations.operations.pump import Pump as Writes
from gladhand.notifications.deliveries.pump import Pump
from gladhand.notifications.events import queries as feed
from gladhand.orgs.invitations import tasks as invitations


async def work(settings: Settings, database: Database, keyring: Keyring) -> None:
    """Work until SIGTERM or SIGINT; what is in hand is finished, the rest stays in its tables."""
    guard = AddressGuard.allowing(settings.allowed_networks)
    async with database, new_session(guard) as providers, new_session(guard, limit=0) as receivers:
        worker = Worker(database)
        gateway = provider_gateway(settings, AiohttpTransport(providers), database, keyring)
        operations.register(worker, database)
        writes = Writes(gateway, concurrency=settings.operation_concurrency)
        connections.register(worker, gateway)
        invitations.register(worker, database, invitation_settings(settings))
        retention.register(worker, database, kept_rows(settings))
        async with database.transaction() as db:
            await feed.keep_ahead(db)
        pump = Pump(database, keyring, receivers, delivery_settings(settings))

        def stop() -> None:
            worker.stop()
            writes.stop()
            pump.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop)
        if settings.worker_metrics_port is not None:
            await metrics.serve(database, metrics_settings(settings), settings.host, settings.worker_metrics_port)

        async def run(loop: Worker | Writes | Pump) -> None:
            try:
                await loop.run()
            finally:
                # If one loop fails, the process ends, so that a supervisor restarts it. The group cancels the others;
                # where Python 3.11 swallows a cancellation, `stop` ends them.
                stop()

        async with asyncio.TaskGroup() as group:
            for each in (worker, writes, pump):
                group.create_task(run(each))
