"""What notifications bring to the worker: webhook deliveries."""

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.provided import Provided
from gladhand.core.work import Loop, Work
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.dispatching import DeliverySettings, DeliverySource
from gladhand.notifications.deliveries.metrics import set_queue_and_webhooks


def _deliveries(provided: Provided) -> Loop:
    database = provided.get(Database)
    source = DeliverySource(database, provided.get(Keyring), provided.get(PostClient), provided.get(DeliverySettings))
    return Dispatcher(database, source)


WORK = Work(loops=(_deliveries,), gauges=(set_queue_and_webhooks,))
