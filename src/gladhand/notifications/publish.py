"""Publishes events: stores them and their deliveries in the transaction that makes the change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson
from psycopg.types.json import Json

from gladhand.core.db import Db
from gladhand.core.tracing import trace_parent
from gladhand.notifications.publish_queries import insert_event, insert_events


async def publish(
    db: Db,
    partner_id: UUID,
    name: str,
    data: Mapping[str, Any] | str,
    *,
    fleet_id: UUID | None = None,
    fleet_ref: str | None = None,
    callback_url: str | None = None,
    occurred_at: datetime | None = None,
    sealed_link: bytes | None = None,
) -> UUID:
    """Store the event `name` with one record, and a delivery for each of the partner's subscriptions that match it.

    Subscriptions filter by `fleet_id` and `fleet_ref`. `callback_url` is one more address, which comes from an
    invitation. The record, as a mapping or as JSON text, is sent as it is, so it must hold no secret; `sealed_link`
    replaces `sealed_links.PLACEHOLDER` in it. Returns the event's id.
    """
    values = {
        "name": name,
        "fleet_id": fleet_id,
        "fleet_ref": fleet_ref,
        "data": data if isinstance(data, str) else Json(data, orjson.dumps),
        "callback_url": callback_url,
        "callback_id": callback_id(callback_url) if callback_url is not None else None,
        "occurred_at": occurred_at,
        "sealed_link": sealed_link,
        "trace_parent": trace_parent(),
    }
    return await insert_event(db, partner_id, values)


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One event to publish; `data` is its record, as a mapping or as JSON text."""

    partner_id: UUID
    name: str
    data: Mapping[str, Any] | str
    fleet_id: UUID | None = None
    fleet_ref: str | None = None
    occurred_at: datetime | None = None
    trace_parent: str | None = None
    """The trace that its deliveries belong to, if it is not the current one."""


async def publish_all(db: Db, drafts: Sequence[EventDraft]) -> None:
    """Publish several events as `publish` does, in their order and in one statement."""
    if drafts:
        await insert_events(db, orjson.dumps([_as_json(draft) for draft in drafts]).decode())


def _as_json(draft: EventDraft) -> dict[str, Any]:
    return {
        "partner_id": draft.partner_id,
        "name": draft.name,
        "fleet_id": draft.fleet_id,
        "fleet_ref": draft.fleet_ref,
        "data": orjson.Fragment(draft.data) if isinstance(draft.data, str) else draft.data,
        "occurred_at": draft.occurred_at,
        "trace_parent": draft.trace_parent or trace_parent(),
    }


def callback_id(url: str) -> UUID:
    """The id that stands for a subscription: the same for every event to one callback url."""
    return uuid5(NAMESPACE_URL, url)
