"""SQL that publishes events: it stores them and their deliveries."""

from collections.abc import Mapping
from typing import Any, LiteralString
from uuid import UUID

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
  insert into event (partner_id, event_name, version, fleet_id, fleet_ref, data, sealed_link, occurred_at,
                     trace_parent)
  select partner_id, name, '{SCHEMA_VERSION}', fleet_id, fleet_ref, data, sealed_link,
    coalesce(occurred_at, clock_timestamp()), trace_parent
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
    %(sealed_link)s::bytea as sealed_link, %(trace_parent)s::text as trace_parent
), {PUBLISHING}
select id, {WAKING} from published
"""

_PUBLISH_ALL: LiteralString = f"""
with draft as (
  select *, null::uuid as callback_id, null::text as callback_url, null::bytea as sealed_link
  from json_to_recordset(%s::json) as draft (
    partner_id uuid, name text, fleet_id uuid, fleet_ref text, data json, occurred_at timestamptz,
    trace_parent text)
), {PUBLISHING}
select {WAKING}
"""

_PUBLISH_TEST: LiteralString = f"""
with stored as (
  insert into event (partner_id, event_name, version, data, is_test, occurred_at)
  values (%(partner_id)s, %(name)s, '{SCHEMA_VERSION}', %(data)s, true, clock_timestamp())
  returning partner_id, id
), sent as (
  insert into delivery (partner_id, event_id, webhook_id) select partner_id, id, %(webhook_id)s from stored
)
select id, pg_notify('{CHANNEL}', '') from stored
"""


async def insert_event(db: Db, partner_id: UUID, values: Mapping[str, Any]) -> UUID:
    """Store one event and its deliveries. Returns its id."""
    row = await (await db.execute(_PUBLISH, {"partner_id": partner_id, **values})).fetchone()
    assert row is not None
    event_id: UUID = row["id"]
    return event_id


async def insert_events(db: Db, drafts: str) -> None:
    """Store the events of a JSON array and their deliveries, in its order. It crosses partners."""
    await db.execute(_PUBLISH_ALL, (drafts,))


async def insert_test_event(db: Db, partner_id: UUID, webhook_id: UUID, name: str, data: Mapping[str, Any]) -> UUID:
    """Store a test event with one delivery, whatever the filters of the subscription are. Returns the event's id."""
    values = {"partner_id": partner_id, "webhook_id": webhook_id, "name": name, "data": Json(data, orjson.dumps)}
    row = await (await db.execute(_PUBLISH_TEST, values)).fetchone()
    assert row is not None
    event_id: UUID = row["id"]
    return event_id


async def notify_dispatchers(db: Db) -> None:
    """Tell the workers that deliveries are due."""
    await db.execute(f"notify {CHANNEL}")
