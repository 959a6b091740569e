"""Subscriptions: made, for one event or for all of a wildcard, changed, paused and activated, and deleted."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from psycopg.errors import UniqueViolation

from gladhand.core.crypto import Keyring, new_secret
from gladhand.core.db import Db
from gladhand.core.http import AddressGuard, AddressRefused
from gladhand.core.problems import Invalid
from gladhand.notifications.catalogue import expand
from gladhand.notifications.publish import CHANNEL, publish
from gladhand.notifications.purposes import WEBHOOK_SECRET
from gladhand.notifications.webhooks import queries, schemas
from gladhand.notifications.webhooks.problems import AlreadySubscribed, WebhookNotFound
from gladhand.notifications.webhooks.queries import NewWebhook, Webhook
from gladhand.notifications.webhooks.schemas import MAX_URL, WebhookCreate, WebhookFilters, WebhookUpdate

MASK = "*****"
_SECRET_BYTES = 24


@dataclass(frozen=True)
class WebhookSettings:
    """`secret_overlap`: for so long, a secret that was replaced signs beside the new one."""

    secret_overlap: timedelta


@dataclass(frozen=True)
class _Filters:
    fleet_ids: list[UUID] | None
    fleet_refs: list[str] | None

    @classmethod
    def of(cls, given: WebhookFilters | None) -> "_Filters":
        """Sorted and without repetitions, an empty list being none: so that equal filters are seen to be equal."""
        if given is None:
            return cls(None, None)
        return cls(sorted(set(given.fleet_ids or ())) or None, sorted(set(given.fleet_refs or ())) or None)


async def check_address(guard: AddressGuard, wanted: WebhookCreate | WebhookUpdate) -> None:
    """Refuse an address that must not be called. Asks the name server, so no transaction is open meanwhile."""
    if wanted.url is None:
        return
    url = str(wanted.url)
    try:
        await guard.check_url(url, https_only=False)
    except AddressRefused as refused:
        raise Invalid.at("body.url", str(refused), error_type="url_refused", given=masked(url)) from None


async def create(db: Db, keyring: Keyring, partner_id: UUID, wanted: WebhookCreate) -> Sequence[schemas.Webhook]:
    """One subscription for each event that the name stands for; all of them or none."""
    secret = wanted.secret or new_secret(_SECRET_BYTES)
    sealed, filters = keyring.seal(secret, purpose=WEBHOOK_SECRET), _Filters.of(wanted.filters)
    made = []
    for event_name in expand(wanted.event_name):
        new = _new(str(wanted.url), event_name, filters, sealed, wanted.batch_size)
        webhook = await queries.insert(db, partner_id, new)
        if webhook is None:
            raise AlreadySubscribed(event_name)
        await _announce(db, webhook, "created", webhook.status)
        made.append(_answer(webhook, secret))
    return made


async def update(
    db: Db,
    keyring: Keyring,
    partner_id: UUID,
    webhook_id: UUID,
    wanted: WebhookUpdate,
    settings: WebhookSettings,
) -> None:
    """Change what is given. What waits already goes to the new address."""
    webhook = await _locked(db, partner_id, webhook_id)
    url = webhook.url if wanted.url is None else str(wanted.url)
    filters = _Filters(webhook.fleet_ids, webhook.fleet_refs)
    if "filters" in wanted.model_fields_set:
        filters = _Filters.of(wanted.filters)
    sealed = b"" if wanted.secret is None else keyring.seal(wanted.secret, purpose=WEBHOOK_SECRET)
    new = _new(url, webhook.event_name, filters, sealed, wanted.batch_size or webhook.batch_size)
    try:
        changed = await queries.update(
            db, webhook, new, is_new_secret=wanted.secret is not None, overlap=settings.secret_overlap
        )
    except UniqueViolation:
        raise AlreadySubscribed(webhook.event_name) from None
    await _announce(db, changed, "updated", changed.status)


async def pause(db: Db, partner_id: UUID, webhook_id: UUID) -> None:
    """Keep what comes instead of delivering it. A paused one stays as it is."""
    webhook = await _locked(db, partner_id, webhook_id)
    if webhook.status != "paused":
        await _set_status(db, webhook, "paused", "paused")


async def activate(db: Db, partner_id: UUID, webhook_id: UUID) -> None:
    """Deliver again, first what was kept, in the order in which it was published. An active one stays as it is."""
    webhook = await _locked(db, partner_id, webhook_id)
    if webhook.status != "active":
        await _reopen(db, webhook, grace=True)


async def delete(db: Db, partner_id: UUID, webhook_id: UUID) -> None:
    """End a subscription; what still waits for it is dropped by the worker."""
    webhook = await _locked(db, partner_id, webhook_id)
    await _set_status(db, webhook, "deleted", "deleted")


async def make_stale(db: Db, partner_id: UUID, webhook_id: UUID, *, first_probe: float | None) -> bool:
    """Stop delivering to a receiver that fails too much; whether that was changed. `first_probe`: seconds from now."""
    webhook = await queries.lock(db, partner_id, webhook_id)
    if webhook is None or webhook.status != "active":
        return False
    if not await queries.make_stale(db, webhook, first_probe=first_probe):
        return False
    await _announce(db, webhook, "staled", "stale")
    return True


async def pause_gone(db: Db, partner_id: UUID, webhook_id: UUID) -> bool:
    """Pause because the receiver has said that it wants no more; whether that was changed."""
    webhook = await queries.lock(db, partner_id, webhook_id)
    if webhook is None or webhook.status == "paused":
        return False
    await _set_status(db, webhook, "paused", "paused")
    return True


async def recover(db: Db, partner_id: UUID, webhook_id: UUID) -> bool:
    """Deliver again because a probe of a stale one got through, and judge it from the start."""
    webhook = await queries.lock(db, partner_id, webhook_id)
    if webhook is None or webhook.status != "stale":
        return False
    await _reopen(db, webhook, grace=False)
    return True


async def _locked(db: Db, partner_id: UUID, webhook_id: UUID) -> Webhook:
    webhook = await queries.lock(db, partner_id, webhook_id)
    if webhook is None:
        raise WebhookNotFound
    return webhook


async def _set_status(db: Db, webhook: Webhook, status: str, what: str) -> None:
    await queries.set_status(db, webhook, status)
    await _announce(db, webhook, what, status)


async def _reopen(db: Db, webhook: Webhook, *, grace: bool) -> None:
    await queries.activate(db, webhook, grace=grace)
    await _announce(db, webhook, "activated", "active")
    await db.execute(f"notify {CHANNEL}")


async def _announce(db: Db, webhook: Webhook, what: str, status: str) -> None:
    data = {
        "id": str(webhook.id),
        "url": webhook.url_shown,
        "event_name": webhook.event_name,
        "filters": queries.shown_filters(webhook),
        "status": status,
    }
    await publish(db, webhook.partner_id, f"webhook.{what}", data)


def masked(url: str) -> str:
    """The address without its last part and its query, where keys are often carried."""
    parts = urlsplit(url)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    # The mask may be longer than what it stands for.
    return f"{parts.scheme}://{parts.netloc}{folder}/{MASK}"[:MAX_URL]


def _new(url: str, event_name: str, filters: _Filters, sealed: bytes, batch_size: int) -> NewWebhook:
    return NewWebhook(
        url=url,
        url_shown=masked(url),
        event_name=event_name,
        fleet_ids=filters.fleet_ids,
        fleet_refs=filters.fleet_refs,
        secret=sealed,
        fingerprint=_fingerprint(url, filters),
        batch_size=batch_size,
    )


def _fingerprint(url: str, filters: _Filters) -> bytes:
    """The same for the same url and filters, however long they are."""
    shown = None
    if filters.fleet_ids is not None or filters.fleet_refs is not None:
        ids = None if filters.fleet_ids is None else [str(each) for each in filters.fleet_ids]
        shown = {"fleet_ids": ids, "fleet_refs": filters.fleet_refs}
    return hashlib.sha256(json.dumps([url, shown]).encode()).digest()


def _answer(webhook: Webhook, secret: str) -> schemas.Webhook:
    shown: dict[str, Any] = {
        "id": webhook.id,
        "partner_id": webhook.partner_id,
        "url": webhook.url_shown,
        "filters": queries.shown_filters(webhook),
        "secret": secret,
        "created_at": webhook.created_at,
        "updated_at": webhook.updated_at,
        "status": webhook.status,
        "event_name": webhook.event_name,
        "batch_size": webhook.batch_size,
    }
    return schemas.Webhook.model_validate(shown)
