"""The outbox of records: changes are stored beside the records, and moved to events afterwards.

Events belong to partners and records to fleets, and the two may lie on different servers. A transaction that stores
records therefore stores their changes in `record_change`, under the same fleet. Events get their position
in the feed when they are moved: a transaction that writes records publishes nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString, Protocol, TypeVar
from uuid import UUID, uuid4

from gladhand.core.db import Db
from gladhand.core.tracing import trace_parent
from gladhand.notifications.publish_queries import PUBLISHING
from gladhand.notifications.publish_queries import WAKING as WAKING_DELIVERIES
from gladhand.records.privacy.covered import COVERED, placed_fields
from gladhand.resources.resource import RecordChange, Resource

#: Notices on this channel say that there are changes. A lost notice costs a second, not a change.
CHANNEL: LiteralString = "gladhand_record_change"

BYTES_PER_EVENT = 256_000

#: Common table expressions that announce the rows of another, `event_rows`: `index`, `change`, `occurred_at`, `record`.
#: Readers from whom movement is protected get the records without their place, whatever the duty status.
ANNOUNCING: LiteralString = """
numbered as (
  select *, (row_number() over same - 1) / %(records_per_event)s as by_count,
    sum(octet_length(record::text)) over same / %(bytes_per_event)s as by_size
  from event_rows window same as (partition by change order by index)
), addressed as (
  select n.*, %(partner_ids)s::uuid[] as partner_ids, %(fleet_refs)s::text[] as fleet_refs, record as shown
  from numbered n where %(partner_ids)s::uuid[] <> '{}'
  union all
  select n.*, %(private_ids)s::uuid[], %(private_refs)s::text[],
    (select json_object_agg(key, case when key <> all (%(placed)s::text[]) then value end) from json_each(record))
  from numbered n where %(private_ids)s::uuid[] <> '{}'
), announced as (
  insert into record_change (fleet_id, event_name, partner_ids, fleet_refs, marker, records, occurred_at,
                             trace_parent)
  select %(fleet_id)s::uuid, %(resource)s || '.' || change, partner_ids, fleet_refs, %(marker)s::uuid,
    case count(*) when 1 then json_agg(shown) -> 0 else json_agg(shown order by index) end, max(occurred_at),
    (%(trace_parents)s::text[])[case cardinality(%(trace_parents)s::text[]) when 1 then 1 else min(index)::int + 1 end]
  from addressed group by change, by_count, by_size, partner_ids, fleet_refs
  order by min(index)
  returning 1
)"""

#: An expression to select after `ANNOUNCING`. It wakes the workers if there is anything to move.
WAKING: LiteralString = f"case when exists (table announced) then pg_notify('{CHANNEL}', '') end"


class Reader(Protocol):
    """A partner who may see records, and the partner's reference for the fleet."""

    @property
    def partner_id(self) -> UUID: ...
    @property
    def fleet_ref(self) -> str | None: ...
    @property
    def is_private(self) -> bool: ...


R = TypeVar("R", bound=Reader)


def listeners(resource: Resource, audience: Sequence[R]) -> list[R]:
    """Those of the readers who get events. A reader from whom movement is protected gets none of movement itself."""
    is_movement = resource.name in COVERED and COVERED[resource.name].is_movement
    return [each for each in audience if not (is_movement and each.is_private)]


def event_values(
    resource: Resource,
    audience: Sequence[Reader],
    records_per_event: int,
    of: Sequence[RecordChange] = tuple(RecordChange),
    *,
    traces: Sequence[str | None] = (None,),
) -> Mapping[str, Any]:
    """The parameters of `ANNOUNCING`. Only changes that the resource publishes, and that somebody may hear of.

    `traces` has the trace of all of them, or that of each record by its index, where each has an event of its own. None
    is the current one.
    """
    audience = listeners(resource, audience)
    whole = [each for each in audience if not each.is_private]
    private = [each for each in audience if each.is_private]
    return {
        "resource": resource.name.value,
        "changes": [change.value for change in of if change in resource.events] if audience else [],
        "partner_ids": [each.partner_id for each in whole],
        "fleet_refs": [each.fleet_ref for each in whole],
        "private_ids": [each.partner_id for each in private],
        "private_refs": [each.fleet_ref for each in private],
        "placed": list(placed_fields(resource)),
        "marker": str(uuid4()),
        "records_per_event": records_per_event,
        "bytes_per_event": BYTES_PER_EVENT,
        "trace_parents": [trace or trace_parent() for trace in traces],
    }


async def list_fleets_with_changes(db: Db, limit: int) -> list[UUID]:
    """Fleets that have changes to move, across all fleets."""
    found = await db.execute(
        """
        with recursive fleet as (
          (select fleet_id from record_change order by fleet_id limit 1)
          union all
          select (select c.fleet_id from record_change c where c.fleet_id > f.fleet_id order by c.fleet_id limit 1)
          from fleet f where f.fleet_id is not null
        )
        select fleet_id from fleet where fleet_id is not null limit %s
        """,
        (limit,),
    )
    return [row["fleet_id"] for row in await found.fetchall()]


async def move_changes(db: Db, fleet_id: UUID, limit: int) -> int:
    """Make events of the oldest changes of a fleet. Returns how many changes were moved. Raises `DataError` if the
    records of one are no JSON.

    One transaction at a time moves the changes of a fleet, so that events of one record keep their order. It is one
    statement: each round trip would make the events later.
    """
    moved = await db.execute(_MOVE, {"fleet_id": fleet_id, "limit": limit})
    counted = await moved.fetchone()
    assert counted is not None
    return int(counted["moved"])


async def delete_unreadable_changes(db: Db, fleet_id: UUID, limit: int) -> list[tuple[UUID, str]]:
    """Remove those of the oldest changes of a fleet that are no JSON. Returns their ids and the names of their events.

    The check is as slow as the cast itself, so it is made only where `move_changes` has failed.
    """
    found = await db.execute(
        """
        delete from record_change
        where fleet_id = %(fleet_id)s and id = any (array(
            select id from record_change where fleet_id = %(fleet_id)s order by id limit %(limit)s))
          and not pg_input_is_valid(replace(records, to_json(marker)::text, 'null' || shared), 'json')
        returning id, event_name
        """,
        {"fleet_id": fleet_id, "limit": limit},
    )
    return [(row["id"], row["event_name"]) for row in await found.fetchall()]


_MOVE: LiteralString = f"""
with mine as materialized (
  select pg_try_advisory_xact_lock(hashtextextended('gladhand.record_change.' || %(fleet_id)s::uuid, 0)) as is_mine
), moved as materialized (
  -- What the last holder of the lock has moved is gone, though it may have been there when this statement began.
  delete from record_change c
  where (select is_mine from mine) and c.fleet_id = %(fleet_id)s and c.id = any (array(
    select id from record_change where fleet_id = %(fleet_id)s order by id limit %(limit)s))
  returning c.*
), draft as (
  select a.partner_id, m.event_name as name, m.fleet_id, a.fleet_ref,
    replace(
      m.records::text, to_json(m.marker)::text, coalesce(to_json(a.fleet_ref)::text, 'null') || m.shared
    )::json as data,
    m.occurred_at, null::uuid as callback_id, null::text as callback_url, null::bytea as sealed_link,
    m.trace_parent
  from moved m cross join unnest(m.partner_ids, m.fleet_refs) with ordinality as a (partner_id, fleet_ref, index)
  order by m.id, a.index
), {PUBLISHING}
select (select count(*) from moved) as moved, {WAKING_DELIVERIES}
"""
