"""Creates, changes, pauses, activates and deletes subscriptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from psycopg.errors import UniqueViolation

from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.http import AddressGuard, AddressRefused
from gladhand.core.problems import Invalid, NotFound
from gladhand.core.sealed_columns import WEBHOOK_SECRET
from gladhand.notifications.event_names import expand
from gladhand.notifications.event_schemas.samples import sample
from gladhand.notifications.publish import publish
from gladhand.notifications.publish_queries import insert_test_event, notify_dispatchers
from gladhand.notifications.published import PublishedEvent
from gladhand.notifications.signing import new_signing_secret, warnings_of
from gladhand.notifications.webhooks import events, queries, schemas, state_queries
from gladhand.notifications.webhooks.problems import AlreadySubscribed, NotDelivering
from gladhand.notifications.webhooks.queries import NewWebhook, StoredWebhook
from gladhand.notifications.webhooks.schemas import WebhookCreate, WebhookUpdate
from gladhand.notifications.webhooks.subscribed_fleets import SubscribedFleets
from gladhand.resources.urls import MAX_URL

MASK = "*****"


@dataclass(frozen=True)
class WebhookSettings:
    """`secret_overlap`: how long a replaced secret signs beside the new one."""

    secret_overlap: timedelta


async def check_address(guard: AddressGuard, request: WebhookCreate | WebhookUpdate) -> None:
    """Refuse an address that must not be called. This asks the name server, so no transaction may be open."""
    if request.url is None:
        return
    try:
        await guard.check_url(request.url, https_only=False)
    except AddressRefused as refused:
        raise Invalid.at("body.url", str(refused), error_type="url_refused", given=masked_url(request.url)) from None


async def create(db: Db, keyring: Keyring, partner_id: UUID, request: WebhookCreate) -> Sequence[schemas.Webhook]:
    """Create one subscription for each event that the name stands for; all of them or none."""
    secret = request.secret or new_signing_secret()
    sealed, filters = keyring.seal(secret, purpose=WEBHOOK_SECRET.purpose), SubscribedFleets.of(request.filters)
    created = []
    for event_name in expand(request.event_name):
        new = _new(
            request.url,
            event_name,
            filters,
            sealed,
            batch_size=request.batch_size,
            content_encoding=request.content_encoding,
            extensions=bool(request.extensions),
        )
        webhook = await queries.insert_webhook(db, partner_id, new)
        if webhook is None:
            raise AlreadySubscribed(event_name)
        await _announce(db, webhook, events.CREATED, webhook.status)
        created.append(_answer(webhook, secret))
    return created


async def update(
    db: Db,
    keyring: Keyring,
    partner_id: UUID,
    webhook_id: UUID,
    *,
    request: WebhookUpdate,
    settings: WebhookSettings,
) -> None:
    """Change the given fields. Deliveries that wait already go to the new address."""
    webhook = await _locked(db, partner_id, webhook_id)
    url = request.url or webhook.url
    filters = webhook.filters
    if "filters" in request.model_fields_set:
        filters = SubscribedFleets.of(request.filters)
    sealed = b"" if request.secret is None else keyring.seal(request.secret, purpose=WEBHOOK_SECRET.purpose)
    batch_size, encoding = (
        request.batch_size or webhook.batch_size,
        request.content_encoding or webhook.content_encoding,
    )
    extensions = webhook.extensions if request.extensions is None else request.extensions
    new = _new(
        url,
        webhook.event_name,
        filters,
        sealed,
        batch_size=batch_size,
        content_encoding=encoding,
        extensions=extensions,
    )
    try:
        changed = await queries.update_webhook(
            db, webhook, new, is_new_secret=request.secret is not None, overlap=settings.secret_overlap
        )
    except UniqueViolation:
        raise AlreadySubscribed(webhook.event_name) from None
    await _announce(db, changed, events.UPDATED, changed.status)


async def pause(db: Db, partner_id: UUID, webhook_id: UUID) -> None:
    """Keep events instead of delivering them. Does nothing if it is paused already."""
    webhook = await _locked(db, partner_id, webhook_id)
    if webhook.status != "paused":
        await _set_status(db, webhook, "paused", events.PAUSED)


async def activate(db: Db, partner_id: UUID, webhook_id: UUID) -> None:
    """Deliver again, first the events that were kept, in the order of publishing. Does nothing if it is active
    already."""
    webhook = await _locked(db, partner_id, webhook_id)
    if webhook.status != "active":
        await _reopen(db, webhook, grace=True)


async def send_test(db: Db, partner_id: UUID, webhook_id: UUID) -> UUID:
    """Deliver an invented event of the subscription's name to it. Returns the event's id. Raises `NotDelivering`."""
    webhook = await _locked(db, partner_id, webhook_id)
    if webhook.status != "active":
        raise NotDelivering(webhook.status)
    return await insert_test_event(db, partner_id, webhook_id, webhook.event_name, sample(webhook.event_name))


async def delete(db: Db, partner_id: UUID, webhook_id: UUID) -> None:
    """End a subscription. The worker deletes the deliveries that wait for it."""
    webhook = await _locked(db, partner_id, webhook_id)
    await _set_status(db, webhook, "deleted", events.DELETED)


async def make_stale(db: Db, partner_id: UUID, webhook_id: UUID, *, first_probe: float | None) -> bool:
    """Stop delivering to a receiver that fails too often. Returns whether it changed. `first_probe` is in seconds."""
    webhook = await queries.lock_webhook(db, partner_id, webhook_id)
    if webhook is None or webhook.status != "active":
        return False
    if not await state_queries.update_to_stale(db, webhook, first_probe=first_probe):
        return False
    await _announce(db, webhook, events.STALED, "stale")
    return True


async def pause_gone(db: Db, partner_id: UUID, webhook_id: UUID) -> bool:
    """Pause it because the receiver answered 410. Returns whether it changed."""
    webhook = await queries.lock_webhook(db, partner_id, webhook_id)
    if webhook is None or webhook.status == "paused":
        return False
    await _set_status(db, webhook, "paused", events.PAUSED)
    return True


async def recover(db: Db, partner_id: UUID, webhook_id: UUID) -> bool:
    """Make a stale one active because a probe was delivered. Returns whether it changed."""
    webhook = await queries.lock_webhook(db, partner_id, webhook_id)
    if webhook is None or webhook.status != "stale":
        return False
    await _reopen(db, webhook, grace=False)
    return True


async def _locked(db: Db, partner_id: UUID, webhook_id: UUID) -> StoredWebhook:
    webhook = await queries.lock_webhook(db, partner_id, webhook_id)
    if webhook is None:
        raise NotFound.of("webhook subscription")
    return webhook


async def _set_status(db: Db, webhook: StoredWebhook, status: str, event: PublishedEvent) -> None:
    await state_queries.update_status(db, webhook, status)
    await _announce(db, webhook, event, status)


async def _reopen(db: Db, webhook: StoredWebhook, *, grace: bool) -> None:
    await state_queries.update_to_active(db, webhook, grace=grace)
    await _announce(db, webhook, events.ACTIVATED, "active")
    await notify_dispatchers(db)


async def _announce(db: Db, webhook: StoredWebhook, event: PublishedEvent, status: str) -> None:
    data = {
        "id": str(webhook.id),
        "url": webhook.masked_url,
        "event_name": webhook.event_name,
        "filters": webhook.filters.as_json(),
        "status": status,
    }
    await publish(db, webhook.partner_id, event, data)


def masked_url(url: str) -> str:
    """The address without its last part and its query, which often carry keys."""
    parts = urlsplit(url)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    # The mask may be longer than the part that it replaces.
    return f"{parts.scheme}://{parts.netloc}{folder}/{MASK}"[:MAX_URL]


def _new(
    url: str,
    event_name: str,
    filters: SubscribedFleets,
    sealed: bytes,
    *,
    batch_size: int,
    content_encoding: str,
    extensions: bool,
) -> NewWebhook:
    return NewWebhook(
        url=url,
        masked_url=masked_url(url),
        event_name=event_name,
        fleet_ids=filters.fleet_ids,
        fleet_refs=filters.fleet_refs,
        secret=sealed,
        batch_size=batch_size,
        content_encoding=content_encoding,
        extensions=extensions,
    )


def _answer(webhook: StoredWebhook, secret: str) -> schemas.Webhook:
    values: dict[str, Any] = {
        "id": webhook.id,
        "partner_id": webhook.partner_id,
        "url": webhook.masked_url,
        "filters": webhook.filters.as_json(),
        "secret": secret,
        "created_at": webhook.created_at,
        "updated_at": webhook.updated_at,
        "status": webhook.status,
        "event_name": webhook.event_name,
        "batch_size": webhook.batch_size,
        "content_encoding": webhook.content_encoding,
        "extensions": webhook.extensions,
        "warnings": warnings_of(secret),
    }
    return schemas.Webhook.model_validate(values)
