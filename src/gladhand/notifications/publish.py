"""Events: what happened, told to the partners it concerns, in the transaction that makes it happen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson
from psycopg.types.json import Json

from gladhand.core.db import Db

#: Told when deliveries were made; pumps listen here. A lost notice costs a second, not a delivery.
CHANNEL: LiteralString = "gladhand_delivery"

#: The version of every payload's schema so far.
SCHEMA_VERSION: LiteralString = "1.0"

#: Common table expressions that publish what stands in one of the name `news`: the events, and their deliveries.
#: Subscriptions that are paused or stale get theirs too: they wait until it is active again.
PUBLISHING: LiteralString = f"""
happened as (
  insert into event (partner_id, event_name, version, fleet_id, fleet_ref, data, occurred_at)
  select partner_id, name, '{SCHEMA_VERSION}', fleet_id, fleet_ref, data, coalesce(occurred_at, clock_timestamp())
  from news
  returning *
), subscribed as (
  insert into delivery (partner_id, event_id, webhook_id)
  select webhook.partner_id, happened.id, webhook.id
  from happened join webhook using (partner_id, event_name)
  where status <> 'deleted'
    and ((fleet_ids is null and fleet_refs is null)
         or happened.fleet_id = any (fleet_ids) or happened.fleet_ref = any (fleet_refs))
  returning 1
), called_back as (
  insert into delivery (partner_id, event_id, webhook_id, callback_url)
  select happened.partner_id, happened.id, callback_id, callback_url from happened, news
  where callback_url is not null
  returning 1
)"""

#: To be selected after `PUBLISHING`: wakes the pumps if there is anything to deliver.
WAKING: LiteralString = (
    f"case when exists (table subscribed) or exists (table called_back) then pg_notify('{CHANNEL}', '') end"
)

# One round trip.
_PUBLISH: LiteralString = f"""
with news as (
  select %(partner_id)s::uuid as partner_id, %(name)s::text as name, %(fleet_id)s::uuid as fleet_id,
    %(fleet_ref)s::text as fleet_ref, %(data)s::json as data, %(callback_id)s::uuid as callback_id,
    %(callback_url)s::text as callback_url, %(occurred_at)s::timestamptz as occurred_at
), {PUBLISHING}
select id, {WAKING} from happened
"""

_PUBLISH_ALL: LiteralString = f"""
with news as (
  select *, null::uuid as callback_id, null::text as callback_url
  from json_to_recordset(%s::json) as news (
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
) -> UUID:
    """Store the event `name` with one record, and a delivery for each of the partner's subscriptions that match it.

    `fleet_id` and `fleet_ref` are what subscriptions filter by. `callback_url` is one more address, of an invitation.
    The record, ready or as JSON text, is sent as it is given: it must hold no secret. Returns the event's id.
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
    }
    row = await (await db.execute(_PUBLISH, values)).fetchone()
    assert row is not None
    event_id: UUID = row["id"]
    return event_id


@dataclass(frozen=True, slots=True)
class News:
    """One event to be published; `data` is its record, ready or as JSON text."""

    partner_id: UUID
    name: str
    data: Mapping[str, Any] | str
    fleet_id: UUID | None = None
    fleet_ref: str | None = None
    occurred_at: datetime | None = None


async def publish_all(db: Db, news: Sequence[News]) -> None:
    """Publish several events as `publish` does, in their order and in one statement."""
    if news:
        await db.execute(_PUBLISH_ALL, (orjson.dumps([_told(each) for each in news]).decode(),))


def _told(news: News) -> dict[str, Any]:
    return {
        "partner_id": news.partner_id,
        "name": news.name,
        "fleet_id": news.fleet_id,
        "fleet_ref": news.fleet_ref,
        "data": orjson.Fragment(news.data) if isinstance(news.data, str) else news.data,
        "occurred_at": news.occurred_at,
    }


def callback_id(url: str) -> UUID:
    """What stands for the subscription where there is none: the same for every event to one callback url."""
    return uuid5(NAMESPACE_URL, url)
