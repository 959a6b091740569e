"""What notifications bring to the worker: webhook deliveries."""

from gladhand.core.container import Container
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.work import Loop, Work
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.dispatching import DeliverySettings, DeliverySource
from gladhand.notifications.deliveries.metrics import set_queue_and_webhooks


def _deliveries(container: Container) -> Loop:
    database = container.get(Database)
    source = DeliverySource(
        database, container.get(Keyring), container.get(PostClient), container.get(DeliverySettings)
    )
    return Dispatcher(database, source)


WORK = Work(loops=(_deliveries,), gauges=(set_queue_and_webhooks,))
