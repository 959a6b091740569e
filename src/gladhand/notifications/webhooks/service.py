"""Subscriptions: made, for one event or for all of a wildcard, and deleted."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from gladhand.core.crypto import Keyring, new_secret
from gladhand.core.db import Connection
from gladhand.core.http import AddressGuard, AddressRefused
from gladhand.core.problems import Invalid
from gladhand.notifications.catalogue import WebhookStatusEnum, expand
from gladhand.notifications.publish import publish
from gladhand.notifications.purposes import WEBHOOK_SECRET
from gladhand.notifications.webhooks import queries
from gladhand.notifications.webhooks.problems import AlreadySubscribed, WebhookNotFound
from gladhand.notifications.webhooks.schemas import MAX_URL, Webhook, WebhookCreate, WebhookFilters

MASK = "*****"
_SECRET_BYTES = 24


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

    def shown(self) -> dict[str, Any] | None:
        if self.fleet_ids is None and self.fleet_refs is None:
            return None
        ids = None if self.fleet_ids is None else [str(each) for each in self.fleet_ids]
        return {"fleet_ids": ids, "fleet_refs": self.fleet_refs}


async def check_address(guard: AddressGuard, wanted: WebhookCreate) -> None:
    """Refuse an address that must not be called. Asks the name server, so no transaction is open meanwhile."""
    url = str(wanted.url)
    try:
        await guard.check_url(url, https_only=False)
    except AddressRefused as refused:
        raise Invalid.at("body.url", str(refused), error_type="url_refused", given=masked(url)) from None


async def create(
    connection: Connection, keyring: Keyring, partner_id: UUID, wanted: WebhookCreate
) -> Sequence[Webhook]:
    """One subscription for each event that the name stands for; all of them or none."""
    url = str(wanted.url)
    secret = wanted.secret or new_secret(_SECRET_BYTES)
    filters = _Filters.of(wanted.filters)
    made = []
    for event_name in expand(wanted.event_name):
        new = queries.NewWebhook(
            url=url,
            url_shown=masked(url),
            event_name=event_name,
            fleet_ids=filters.fleet_ids,
            fleet_refs=filters.fleet_refs,
            secret=keyring.seal(secret, purpose=WEBHOOK_SECRET),
            fingerprint=_fingerprint(url, filters),
        )
        row = await queries.insert(connection, partner_id, new)
        if row is None:
            raise AlreadySubscribed(event_name)
        await publish(connection, partner_id, "webhook.created", _event(row["id"], new, filters, row["status"]))
        made.append(_answer(partner_id, new, secret, filters, row["id"], row["created_at"], row["updated_at"]))
    return made


async def delete(connection: Connection, partner_id: UUID, webhook_id: UUID) -> None:
    """End a subscription; what still waits for it is dropped by the worker."""
    gone = await queries.delete(connection, partner_id, webhook_id)
    if gone is None:
        raise WebhookNotFound
    filters = _Filters(gone["fleet_ids"], gone["fleet_refs"])
    data = {"id": str(gone["id"]), "url": gone["url_shown"], "event_name": gone["event_name"]}
    await publish(
        connection, partner_id, "webhook.deleted", data | {"filters": filters.shown(), "status": gone["status"]}
    )


def masked(url: str) -> str:
    """The address without its last part and its query, where keys are often carried."""
    parts = urlsplit(url)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    # The mask may be longer than what it stands for.
    return f"{parts.scheme}://{parts.netloc}{folder}/{MASK}"[:MAX_URL]


def _fingerprint(url: str, filters: _Filters) -> bytes:
    """The same for the same url and filters, however long they are."""
    return hashlib.sha256(json.dumps([url, filters.shown()]).encode()).digest()


def _event(webhook_id: UUID, new: queries.NewWebhook, filters: _Filters, status: str) -> dict[str, Any]:
    return {
        "id": str(webhook_id),
        "url": new.url_shown,
        "event_name": new.event_name,
        "filters": filters.shown(),
        "status": status,
    }


def _answer(
    partner_id: UUID,
    new: queries.NewWebhook,
    secret: str,
    filters: _Filters,
    webhook_id: UUID,
    created_at: datetime,
    updated_at: datetime,
) -> Webhook:
    shown = filters.shown()
    return Webhook.model_validate(
        {
            "id": webhook_id,
            "partner_id": partner_id,
            "url": new.url_shown,
            "filters": shown,
            "secret": secret,
            "created_at": created_at,
            "updated_at": updated_at,
            "status": WebhookStatusEnum.active,
            "event_name": new.event_name,
        }
    )
