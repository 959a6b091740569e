"""A dispatcher alone in a process, to be killed: `dispatcher_process.py DATABASE_URL KEYS`."""

import asyncio
import sys

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.http import AddressGuard
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.dispatching import DeliverySettings, DeliverySource


async def main(url: str, keys: str) -> None:
    settings = DeliverySettings(timeout_seconds=0.5, waits=(0.1,), concurrency=20, lease_seconds=1)
    async with Database(url) as database, PostClient(AddressGuard.allowing(["127.0.0.0/8"])) as client:
        source = DeliverySource(database, Keyring.parse(keys), client, settings)
        await Dispatcher(database, source).run()


asyncio.run(main(*sys.argv[1:]))
