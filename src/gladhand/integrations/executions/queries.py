"""SQL of executions: their progress, their end, and their list."""

from collections.abc import Sequence
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

import orjson
from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset, creation_keyed
from gladhand.integrations.executions.outcome import EndedExecution, RunProgress
from gladhand.integrations.executions.queue_queries import ClaimedExecution
from gladhand.integrations.schedules.alignment_queries import CHANNEL

ORDER = Keyset.by_creation("e")

RECORD: LiteralString = """
  select e.id, wire_time(e.created_at) as created_at, wire_time(e.updated_at) as updated_at, e.schedule_id,
    e.connection_id, e.fleet_id, e.status, e.source_name, e.resource, e.cursor, e.response,
    wire_time(e.last_data_at) as last_data_at, e.error_type, e.error_details, e.counts, e.skipped"""


async def update_progress(
    db: Db, claimed: ClaimedExecution, progress: RunProgress, lease: timedelta, *, history_rows: int = 0
) -> bool:
    """Store where a run stands, in the transaction that stores its records. False if it lost its schedule.

    `history_rows` is how many of these records are history.
    """
    rows = await db.execute(
        """
        update schedule s set position = %(position)s::json, read_until = %(read_until)s,
          history_position = %(history_position)s::json, history_until = %(history_until)s,
          history_rows = s.history_rows + %(history_rows)s,
          last_data_at = greatest(s.last_data_at, %(last_data_at)s),
          lease_until = (select clock_timestamp()) + %(lease)s
        where s.fleet_id = %(fleet_id)s and s.id = %(schedule_id)s and s.execution_id = %(id)s and s.status = 'active'
        """,
        {
            "fleet_id": claimed.fleet_id,
            "schedule_id": claimed.schedule_id,
            "id": claimed.id,
            "position": progress.position.dump(),
            "read_until": progress.read_until,
            "history_position": progress.history_position.dump(),
            "history_until": progress.history_until,
            "history_rows": history_rows,
            "last_data_at": progress.last_data_at,
            "lease": lease,
        },
    )
    return rows.rowcount == 1


# A run that was cut off before it has read what is new is followed by one that goes on.
_NEXT: LiteralString = """case when r.is_new_data_read
        then r.created_at + make_interval(secs => s.execution_interval_seconds) else s.next_execution_at end"""

_END: LiteralString = f"""
with ended as materialized (
  select * from json_to_recordset(%s::json) as r (
    fleet_id uuid, id uuid, schedule_id uuid, is_complete boolean, status text,
    created_at timestamptz, is_new_data_read boolean, keeps_position boolean,
    wait double precision, errors int, is_deactivated boolean, position json, read_until timestamptz,
    history_position json, history_until timestamptz, last_data_at timestamptz, cursor text,
    response json, error_type text, error_details text, counts json, skipped json)
), locked as materialized (
  select s.id from ended r join schedule s on s.fleet_id = r.fleet_id and s.id = r.schedule_id
  order by s.fleet_id, s.id for update of s
), scheduled as (
  update schedule s set execution_id = null, lease_until = null,
    position = case when r.keeps_position then s.position else r.position end,
    read_until = case when r.keeps_position then s.read_until else r.read_until end,
    history_position = case when r.keeps_position then s.history_position else r.history_position end,
    history_until = case when r.keeps_position then s.history_until else r.history_until end,
    last_data_at = greatest(s.last_data_at, r.last_data_at),
    last_success_at = case when r.is_new_data_read then now() else s.last_success_at end,
    consecutive_error_count = r.errors, updated_at = (select clock_timestamp()),
    failing_since = case when r.status = 'success' then null
      when r.errors > 0 then coalesce(s.failing_since, now()) else s.failing_since end,
    status = case when r.is_deactivated and s.status = 'active' then 'inactive' else s.status end,
    due_at = case when r.wait is not null then now() + make_interval(secs => r.wait)
      when r.is_complete then greatest({_NEXT}, now()) else now() end,
    next_execution_at = case when r.wait is not null then now() + make_interval(secs => r.wait) else {_NEXT} end
  from ended r join locked l on l.id = r.schedule_id
  where s.fleet_id = r.fleet_id and s.id = r.schedule_id and s.execution_id = r.id
  returning r.id as execution_id
), kept as (
  update execution e set status = r.status::execution_status, cursor = r.cursor, response = r.response,
    error_type = r.error_type::operation_error_type, error_details = r.error_details, counts = r.counts,
    skipped = r.skipped, last_data_at = r.last_data_at, updated_at = (select clock_timestamp())
  from ended r where e.fleet_id = r.fleet_id and e.id = r.id and e.status = 'pending'
)
select execution_id from scheduled
"""

# What refers to users, vehicles and trailers need not wait any longer when all of these were read, or tried.
_RELEASE: LiteralString = f"""
with of as materialized (
  select distinct * from unnest(%(fleet_ids)s::uuid[], %(connection_ids)s::uuid[]) as c (fleet_id, connection_id)
), released as (
  update schedule s set due_at = now()
  from of where s.fleet_id = of.fleet_id and s.connection_id = of.connection_id and s.status = 'active'
    and s.last_success_at is null and s.execution_id is null and s.due_at > now()
    and s.consecutive_error_count = 0 and s.resource <> all (%(first)s)
    and not exists (
      select from schedule f where f.fleet_id = of.fleet_id and f.connection_id = of.connection_id
        and f.resource = any (%(first)s) and f.status = 'active' and f.last_success_at is null
        and f.consecutive_error_count = 0)
  returning 1
)
select pg_notify('{CHANNEL}', '') from (select from released limit 1) any_
"""


async def end_executions(db: Db, ended: Sequence[EndedExecution]) -> set[UUID]:
    """Store what the runs came to. Returns those that still held their schedule."""
    rows = await db.execute(_END, (orjson.dumps([_ended(each) for each in ended]).decode(),))
    return {row["execution_id"] for row in await rows.fetchall()}


async def release_waiting(db: Db, ended: Sequence[EndedExecution], first: Sequence[str]) -> None:
    """Let the other resources of these connections begin, if the `first` ones have been read."""
    await db.execute(
        _RELEASE,
        {
            "fleet_ids": [each.claimed.fleet_id for each in ended],
            "connection_ids": [each.claimed.connection_id for each in ended],
            "first": list(first),
        },
    )


def _ended(each: EndedExecution) -> dict[str, object]:
    claimed, progress, failure = each.claimed, each.progress, each.failure
    return {
        "fleet_id": claimed.fleet_id,
        "id": claimed.id,
        "schedule_id": claimed.schedule_id,
        "is_complete": each.is_complete,
        "created_at": claimed.created_at,
        "is_new_data_read": progress.is_new_data_read,
        "keeps_position": each.keeps_position,
        "status": "success" if failure is None else "failed",
        "wait": None if failure is None else failure.wait,
        "errors": each.errors,
        "is_deactivated": each.is_deactivated,
        "position": orjson.Fragment(progress.position.dump()),
        "read_until": progress.read_until,
        "history_position": orjson.Fragment(progress.history_position.dump()),
        "history_until": progress.history_until,
        "last_data_at": progress.last_data_at,
        "cursor": progress.cursor,
        "response": None if failure is None else failure.response,
        "error_type": None if failure is None else failure.error_type,
        "error_details": None if failure is None else failure.details,
        "counts": dict(progress.counts),
        "skipped": [{"source_id": row.source_id, "reason": row.reason} for row in progress.skipped],
    }


async def list_executions(
    db: Db, fleet_id: UUID, schedule_id: UUID, *, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """The runs of a schedule, oldest first, as JSON."""
    query = sql.SQL(
        """
        select e.created_at, e.id, row_to_json((select t from ({record}) t))::text as record
        from execution e where e.fleet_id = %(fleet_id)s and e.schedule_id = %(schedule_id)s and {after}
        order by {order} limit %(limit)s
        """
    ).format(record=sql.SQL(RECORD), after=ORDER.after(cursor), order=ORDER.order(cursor))
    rows = await db.execute(query, {"fleet_id": fleet_id, "schedule_id": schedule_id, **ORDER.parameters(cursor, size)})
    return creation_keyed(await rows.fetchall())
