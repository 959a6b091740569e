"""The SQL that makes operations and reads them; `queue.py` has what works them off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import orjson

from gladhand.core.db import Db
from gladhand.core.paging import Cursor, Key
from gladhand.integrations.operations.field_results import FieldResults
from gladhand.integrations.operations.queue import CHANNEL, Taken
from gladhand.notifications.publish import PUBLISHING, WAKING


@dataclass(frozen=True)
class Target:
    """The connection that a partner wants to write through, and what its agreement allows."""

    connection_id: UUID
    fleet_id: UUID
    fleet_ref: str | None
    source_name: str
    status: str
    level: str | None


@dataclass(frozen=True)
class New:
    """An operation that has passed every check."""

    partner_id: UUID
    target: Target
    resource: str
    operation_type: str
    payload: str
    record_key: str
    resource_id: UUID | None
    source_id: str | None


@dataclass(frozen=True)
class Stored:
    """An operation, and its JSON as its write answers it."""

    id: UUID
    answer: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a try came to, as it is stored. Still pending with a `wait`, the seconds until the next try."""

    taken: Taken
    status: str
    resource_id: UUID | None
    source_id: str | None
    field_results: FieldResults
    counted: bool = True
    unsent: bool = False
    wait: float | None = None
    error_type: str | None = None
    error_details: str | None = None
    status_code: int | None = None
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """An operation as its write answers it, and as reads and events show it."""

    answer: str
    shown: str


@dataclass(frozen=True)
class Filters:
    from_datetime: datetime
    to_datetime: datetime
    resource: str | None = None
    connection_id: UUID | None = None
    source_name: str | None = None
    fleet_refs: Sequence[str] | None = None
    operation: str | None = None
    source_id: str | None = None


# Row, event and notice are there together or not at all. Transactions with a notice are committed one after the other,
# each with its own flush to the disk: where something waits already, whoever comes for that finds this one, too.
_INSERT = f"""
with stored as (
  insert into resource_operation (partner_id, connection_id, fleet_id, fleet_ref, source_name, resource,
    resource_id, source_id, operation_type, is_sync, payload, record_key, lease_until)
  values (%(partner_id)s, %(connection_id)s, %(fleet_id)s, %(fleet_ref)s, %(source_name)s, %(resource)s,
    %(resource_id)s, %(source_id)s, %(operation_type)s, %(is_sync)s, %(payload)s, %(record_key)s,
    clock_timestamp() + %(hold)s::interval)
  returning resource_operation as o, id
), news as (
  select (o).partner_id, 'resource_operation.created' as name, (o).fleet_id, (o).fleet_ref,
    operation_read(o, null) as data, null::uuid as callback_id, null::text as callback_url,
    null::timestamptz as occurred_at
  from stored where not (o).is_sync
), {PUBLISHING}
select id, operation_answer(o)::text as answer, {WAKING} as delivered,
  case when not (o).is_sync and not (o).is_behind and not exists (
    select from resource_operation e
    where e.connection_id = %(connection_id)s and e.status = 'pending' and not e.parked and not e.is_behind
      and e.next_attempt_at <= now() and e.lease_until is null
  ) then pg_notify('{CHANNEL}', '') end as woken
from stored
"""

# Here and in `_FREE` the status is compared as a text where rows are found by their keys: else a plan that was made
# while few were pending would read all that are pending, by one of the indexes for those.
_SETTLE = """
with result as materialized (
  select * from json_to_recordset(%s::json) as result (
    partner_id uuid, id uuid, lease_until timestamptz, status operation_status, resource_id uuid, source_id text,
    field_results json, counted int, unsent bool, wait float8, error_type operation_error_type, error_details text,
    status_code int, headers json)
), moved as (
  update resource_operation o set
    status = r.status, resource_id = r.resource_id, source_id = r.source_id, field_results = r.field_results,
    attempts = o.attempts + r.counted,
    next_attempt_at = case when r.wait is null then o.next_attempt_at
                           else clock_timestamp() + r.wait * interval '1 second' end,
    sent_at = case when r.unsent then null else o.sent_at end,
    lease_until = null, parked = false, updated_at = clock_timestamp()
  from result r
  where o.partner_id = r.partner_id and o.id = r.id and o.status::text = 'pending'
    and (r.status <> 'pending' or o.lease_until = r.lease_until)
  returning o.partner_id, o.id
), logged as (
  insert into resource_operation_log (partner_id, resource_operation_id, status, error_type, error_details,
    response_status_code, response_headers)
  select partner_id, id, case when error_type is null then 'success' else 'failed' end::operation_log_status,
    error_type, error_details, status_code, headers
  from result join moved using (partner_id, id)
)
select partner_id, id from moved
"""

_FREE = f"""
with mine as (
  select o.* from unnest(%s::uuid[], %s::uuid[]) as k (partner_id, id)
  join resource_operation o on o.partner_id = k.partner_id and o.id = k.id
), next as (
  select n.partner_id, n.id
  from (select distinct connection_id, record_key from mine where status <> 'pending') key, lateral (
    select n.partner_id, n.id, n.is_behind from resource_operation n
    where n.connection_id = key.connection_id and n.record_key = key.record_key and n.status = 'pending'
    order by n.position limit 1
  ) n
  where n.is_behind
), freed as (
  update resource_operation o set is_behind = false from next n
  where o.partner_id = n.partner_id and o.id = n.id and o.status::text = 'pending'
  returning 1
)
select o.id, operation_answer(o)::text as answer, operation_read(o, null)::text as shown,
  case when exists (table freed) then pg_notify('{CHANNEL}', '') end as woken
from unnest(%s::uuid[], %s::uuid[]) as k (partner_id, id)
join resource_operation o on o.partner_id = k.partner_id and o.id = k.id
"""

# Where in line the pending ones of a page are: the lines that they are in are gone through once, up to a length.
_IN_LINE = """, line as (
  select w.id, row_number() over (partition by w.connection_id order by w.position) - 1 as place
  from (select distinct connection_id from page where status = 'pending') c, lateral (
    select id, connection_id, position from resource_operation
    where connection_id = c.connection_id and status = 'pending' order by position limit 10000
  ) w
)
select created_at, id, operation_read(o, case when status = 'pending' then
  operation_expected(o, coalesce((select place from line where line.id = page.id), 10000)) end)::text as json
from page"""


async def target(db: Db, partner_id: UUID, connection_id: UUID, resource: str) -> Target | None:
    rows = await db.execute(
        """
        select c.id as connection_id, c.fleet_id, a.fleet_ref, c.source_name, c.status::text as status,
          shared_level(a.scopes, %s)::text as level
        from connection c join live_agreement a on a.partner_id = %s and a.fleet_id = c.fleet_id
        where c.id = %s and c.status <> 'deleted'
        """,
        (resource, partner_id, connection_id),
    )
    row = await rows.fetchone()
    return Target(**row) if row else None


async def insert(db: Db, new: New, *, hold: timedelta | None) -> Stored:
    """Store a pending operation, publish that it was accepted and wake the workers: one round trip.

    With `hold` its own request works it off, and nobody else does before that is over; nor is anybody told.
    """
    rows = await db.execute(
        _INSERT,
        {
            "partner_id": new.partner_id,
            "connection_id": new.target.connection_id,
            "fleet_id": new.target.fleet_id,
            "fleet_ref": new.target.fleet_ref,
            "source_name": new.target.source_name,
            "resource": new.resource,
            "resource_id": new.resource_id,
            "source_id": new.source_id,
            "operation_type": new.operation_type,
            "is_sync": hold is not None,
            "payload": new.payload,
            "record_key": new.record_key,
            "hold": hold,
        },
    )
    row = await rows.fetchone()
    assert row is not None
    return Stored(row["id"], row["answer"])


async def settle(db: Db, results: Sequence[Result]) -> dict[UUID, Settled]:
    """Move operations on and log their tries, where they are still ours; a success always counts.

    Those that have ended free the next one for the same record, each in a statement of its own: a write that was
    accepted while the first statement waited for its row is seen by the second.
    """
    rows = await db.execute(_SETTLE, (orjson.dumps([_settled(each) for each in results]).decode(),))
    moved = await rows.fetchall()
    keys = ([row["partner_id"] for row in moved], [row["id"] for row in moved])
    rows = await db.execute(_FREE, keys + keys)
    return {row["id"]: Settled(row["answer"], row["shown"]) for row in await rows.fetchall()}


def _settled(result: Result) -> dict[str, Any]:
    return {
        "partner_id": str(result.taken.partner_id),
        "id": str(result.taken.id),
        "lease_until": result.taken.lease_until.isoformat(),
        "status": result.status,
        "resource_id": None if result.resource_id is None else str(result.resource_id),
        "source_id": result.source_id,
        "field_results": result.field_results,
        "counted": int(result.counted),
        "unsent": result.unsent,
        "wait": result.wait,
        "error_type": result.error_type,
        "error_details": result.error_details,
        "status_code": result.status_code,
        "headers": None if result.headers is None else {str(name): value for name, value in result.headers.items()},
    }


async def answer(db: Db, partner_id: UUID, operation_id: UUID) -> str:
    """An operation of the partner as its write answers it, whatever its agreement says by now."""
    rows = await db.execute(
        "select operation_answer(o.*)::text as answer from resource_operation o where o.partner_id = %s and o.id = %s",
        (partner_id, operation_id),
    )
    row = await rows.fetchone()
    assert row is not None
    return str(row["answer"])


async def shown(db: Db, partner_id: UUID, connection_id: UUID, operation_id: UUID) -> str | None:
    rows = await db.execute(
        """
        select operation_read(o, case when o.status = 'pending' then (
            select operation_expected(o, count(*)) from resource_operation e
            where e.connection_id = o.connection_id and e.status = 'pending' and e.position < o.position
          ) end)::text as json
        from resource_operation o
        where o.partner_id = %s and o.id = %s and o.connection_id = %s
        """,
        (partner_id, operation_id, connection_id),
    )
    row = await rows.fetchone()
    return row["json"] if row else None


async def listed(db: Db, partner_id: UUID, filters: Filters, cursor: Cursor, size: int) -> list[tuple[Key, str]]:
    """The rows of one page, one more than asked for, in the cursor's direction."""
    conditions: list[LiteralString] = [
        "o.partner_id = %(partner_id)s",
        "o.created_at >= %(from_datetime)s",
        "o.created_at < %(to_datetime)s",
    ]
    if filters.resource is not None:
        conditions.append("o.resource = %(resource)s")
    if filters.connection_id is not None:
        conditions.append("o.connection_id = %(connection_id)s")
    if filters.source_name is not None:
        conditions.append("o.source_name = %(source_name)s")
    if filters.fleet_refs is not None:
        conditions.append("o.fleet_ref = any(%(fleet_refs)s)")
    if filters.operation is not None:
        conditions.append("o.operation_type = %(operation)s::operation_type")
    if filters.source_id is not None:
        conditions.append("o.source_id = %(source_id)s")
    if cursor.after is not None:
        conditions.append(
            "(o.created_at, o.id) < (%(after_time)s, %(after_id)s)"
            if cursor.backwards
            else "(o.created_at, o.id) > (%(after_time)s, %(after_id)s)"
        )
    order: LiteralString = "o.created_at desc, o.id desc" if cursor.backwards else "o.created_at, o.id"
    after_time, after_id = cursor.after or (None, None)
    values: dict[str, Any] = vars(filters) | {
        "partner_id": partner_id,
        "fleet_refs": list(filters.fleet_refs or ()),
        "after_time": after_time,
        "after_id": after_id,
        "limit": size + 1,
    }
    rows = await db.execute(
        "with page as (select o, o.id, o.created_at, o.connection_id, o.status from resource_operation o where "
        + " and ".join(conditions)
        + f" order by {order} limit %(limit)s)"
        + _IN_LINE
        + f" order by {order.replace('o.', '')}",
        values,
    )
    return [((row["created_at"], row["id"]), row["json"]) for row in await rows.fetchall()]
