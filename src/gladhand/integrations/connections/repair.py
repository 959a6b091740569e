"""The recurring task that asks fleets to sign in again. Without mail there is none."""

from datetime import timedelta
from functools import partial

from gladhand.core.container import Container
from gladhand.core.mail.outbox import Outbox
from gladhand.core.recurring import Worker
from gladhand.integrations.connections import change_queries
from gladhand.integrations.gateway import ProviderGateway
from gladhand.orgs.notices.service import notify_repair

_EVERY = timedelta(seconds=10)
_BATCH_SIZE = 50


def register(worker: Worker, container: Container) -> None:
    """Let the worker look for connections that have become stale."""
    outbox = container.get(Outbox)
    if outbox.can_send():
        worker.every("connections.repair", _EVERY, partial(notify_stale, container.get(ProviderGateway), outbox))


async def notify_stale(gateway: ProviderGateway, outbox: Outbox) -> None:
    """Queue a message for each connection once per outage. Running twice is harmless: one that was claimed is not found
    again.
    """
    claimed = None
    while claimed != []:
        async with gateway.database.transaction() as db:
            claimed = await change_queries.claim_unnotified_of_all_fleets(db, _BATCH_SIZE)
            for fleet_id, provider in claimed:
                await notify_repair(
                    db, outbox, fleet_id, provider, keyring=gateway.keyring, connect_url=gateway.settings.connect_url
                )
