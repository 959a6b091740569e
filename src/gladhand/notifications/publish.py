"""Publishes events: stores them and their deliveries in the transaction that makes the change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson
from psycopg.types.json import Json

from gladhand.core.db import Db

#: Notices on this channel say that there are deliveries. A lost notice costs a second, not a delivery.
CHANNEL: LiteralString = "gladhand_delivery"

#: The version of every payload's schema so far.
SCHEMA_VERSION: LiteralString = "1.0"

#: Common table expressions that publish the rows of one named `draft`: they store the events and their deliveries.
#: Deliveries to paused and stale subscriptions are stored, too; they wait until the subscription is active again.
PUBLISHING: LiteralString = f"""
published as (
  insert into event (partner_id, event_name, version, fleet_id, fleet_ref, data, sealed_link, occurred_at)
  select partner_id, name, '{SCHEMA_VERSION}', fleet_id, fleet_ref, data, sealed_link,
    coalesce(occurred_at, clock_timestamp())
  from draft
  returning *
), subscribed as (
  insert into delivery (partner_id, event_id, webhook_id)
  select webhook.partner_id, published.id, webhook.id
  from published join webhook using (partner_id, event_name)
  where status <> 'deleted'
    and ((fleet_ids is null and fleet_refs is null)
         or published.fleet_id = any (fleet_ids) or published.fleet_ref = any (fleet_refs))
  returning 1
), called_back as (
  insert into delivery (partner_id, event_id, webhook_id, callback_url)
  select published.partner_id, published.id, callback_id, callback_url from published, draft
  where callback_url is not null
  returning 1
)"""

#: An expression to select after `PUBLISHING`. It wakes the workers if there is anything to deliver.
WAKING: LiteralString = (
    f"case when exists (table subscribed) or exists (table called_back) then pg_notify('{CHANNEL}', '') end"
)

# One round trip.
_PUBLISH: LiteralString = f"""
with draft as (
  select %(partner_id)s::uuid as partner_id, %(name)s::text as name, %(fleet_id)s::uuid as fleet_id,
    %(fleet_ref)s::text as fleet_ref, %(data)s::json as data, %(callback_id)s::uuid as callback_id,
    %(callback_url)s::text as callback_url, %(occurred_at)s::timestamptz as occurred_at,
    %(sealed_link)s::bytea as sealed_link
), {PUBLISHING}
select id, {WAKING} from published
"""

_PUBLISH_ALL: LiteralString = f"""
with draft as (
  select *, null::uuid as callback_id, null::text as callback_url, null::bytea as sealed_link
  from json_to_recordset(%s::json) as draft (
    partner_id uuid, name text, fleet_id uuid, fleet_ref text, data json, occurred_at timestamptz)
), {PUBLISHING}
select {WAKING}
"""


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
        "partner_id": partner_id,
        "name": name,
        "fleet_id": fleet_id,
        "fleet_ref": fleet_ref,
        "data": data if isinstance(data, str) else Json(data, orjson.dumps),
        "callback_url": callback_url,
        "callback_id": callback_id(callback_url) if callback_url is not None else None,
        "occurred_at": occurred_at,
        "sealed_link": sealed_link,
    }
    row = await (await db.execute(_PUBLISH, values)).fetchone()
    assert row is not None
    event_id: UUID = row["id"]
    return event_id


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One event to publish; `data` is its record, as a mapping or as JSON text."""

    partner_id: UUID
    name: str
    data: Mapping[str, Any] | str
    fleet_id: UUID | None = None
    fleet_ref: str | None = None
    occurred_at: datetime | None = None


async def publish_all(db: Db, drafts: Sequence[EventDraft]) -> None:
    """Publish several events as `publish` does, in their order and in one statement."""
    if drafts:
        await db.execute(_PUBLISH_ALL, (orjson.dumps([_as_json(draft) for draft in drafts]).decode(),))


def _as_json(draft: EventDraft) -> dict[str, Any]:
    return {
        "partner_id": draft.partner_id,
        "name": draft.name,
        "fleet_id": draft.fleet_id,
        "fleet_ref": draft.fleet_ref,
        "data": orjson.Fragment(draft.data) if isinstance(draft.data, str) else draft.data,
        "occurred_at": draft.occurred_at,
    }


async def publish_test(db: Db, partner_id: UUID, webhook_id: UUID, name: str, data: Mapping[str, Any]) -> UUID:
    """Store a test event with one delivery, whatever the filters of the subscription are. Returns the event's id."""
    rows = await db.execute(
        f"""
        with made as (
          insert into event (partner_id, event_name, version, data, is_test, occurred_at)
          values (%s, %s, '{SCHEMA_VERSION}', %s, true, clock_timestamp())
          returning partner_id, id
        ), sent as (
          insert into delivery (partner_id, event_id, webhook_id) select partner_id, id, %s from made
        )
        select id, pg_notify('{CHANNEL}', '') from made
        """,
        (partner_id, name, Json(data, orjson.dumps), webhook_id),
    )
    row = await rows.fetchone()
    assert row is not None
    event_id: UUID = row["id"]
    return event_id


async def wake_dispatchers(db: Db) -> None:
    """Tell the workers that deliveries are due."""
    await db.execute(f"notify {CHANNEL}")


def callback_id(url: str) -> UUID:
    """The id that stands for a subscription: the same for every event to one callback url."""
    return uuid5(NAMESPACE_URL, url)
