"""What notifications bring to the worker: webhook deliveries, and messages to people."""

from gladhand.core.container import Container
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.mail.handlers import MailHandlers
from gladhand.core.pictures import Pictures, PublicPictures
from gladhand.core.work import Loop, Work
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.dispatching import DeliverySettings, DeliverySource
from gladhand.notifications.deliveries.metrics import FIGURES as DELIVERIES
from gladhand.notifications.deliveries.metrics import set_queue_and_webhooks
from gladhand.notifications.mail.dispatching import MailSettings, MailSource
from gladhand.notifications.mail.metrics import set_waiting


def _deliveries(container: Container) -> Loop:
    database = container.get(Database)
    source = DeliverySource(
        database, container.get(Keyring), container.get(PostClient), container.get(DeliverySettings)
    )
    return Dispatcher(database, source)


def _mail(container: Container) -> Loop | None:
    settings = container.get(MailSettings)
    if not settings.channels:
        return None
    database = container.get(Database)
    source = MailSource(
        database,
        container.get(Keyring),
        client=container.get(PostClient),
        pictures=container.get(Pictures),
        public_pictures=container.get(PublicPictures),
        handlers=container.get(MailHandlers),
        settings=settings,
    )
    return Dispatcher(database, source)


WORK = Work(loops=(_deliveries, _mail), gauges=(set_queue_and_webhooks, set_waiting), figures=(DELIVERIES.take,))
