"""Statements that finish attempts: status, log, and the next write to the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from psycopg import sql

from gladhand.core.db import Db, quoted
from gladhand.core.live_change_queries import notify_expression
from gladhand.core.live_changes import ChangeTopic
from gladhand.integrations.operations.outcome import Outcome
from gladhand.integrations.operations.queue_queries import CHANNEL, ClaimedOperation
from gladhand.integrations.operations.shape_queries import operation_answer, operation_read


@dataclass(frozen=True, slots=True)
class OperationResult:
    """What follows from the outcome of an attempt, as it is stored. With a `wait` the operation stays pending."""

    claimed: ClaimedOperation
    outcome: Outcome
    status: str
    resource_id: UUID | None
    source_id: str | None
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class FinishedOperation:
    """An operation as its write answers it, and as reads and events show it."""

    answer: str
    read: str


# Here and in `_UNBLOCK` the status is compared as a text where rows are found by their keys. Otherwise a plan that was
# made while few were pending would read all that are pending, by one of the indexes for those.
_FINISH = """
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
    lease_until = null, is_suspended = false, updated_at = clock_timestamp()
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

_UNBLOCK = quoted(
    sql.SQL(
        """
        with mine as (
          select o.* from unnest(%s::uuid[], %s::uuid[]) as k (partner_id, id)
          join resource_operation o on o.partner_id = k.partner_id and o.id = k.id
        ), next as (
          select n.partner_id, n.id
          from (select distinct connection_id, record_key from mine where status <> 'pending') key, lateral (
            select n.partner_id, n.id, n.is_blocked from resource_operation n
            where n.connection_id = key.connection_id and n.record_key = key.record_key and n.status = 'pending'
            order by n.position limit 1
          ) n
          where n.is_blocked
        ), freed as (
          update resource_operation o set is_blocked = false from next n
          where o.partner_id = n.partner_id and o.id = n.id and o.status::text = 'pending'
          returning 1
        )
        select o.id, {answer}::text as answer, {read}::text as read,
          case when exists (table freed) then pg_notify({channel}, '') end as woken, {notified} as notified
        from mine o
        """
    ).format(
        answer=operation_answer(),
        read=operation_read(),
        channel=sql.Literal(CHANNEL),
        notified=sql.SQL(notify_expression(ChangeTopic.OPERATIONS, "mine")),
    )
)


async def finish_operations(db: Db, results: Sequence[OperationResult]) -> dict[UUID, FinishedOperation]:
    """Move operations on and log their attempts, where they are still ours; a success always counts.

    Those that have ended free the next write to the same record. That is a statement of its own, so that it sees a
    write that was accepted while the first statement waited for its row.
    """
    rows = await db.execute(_FINISH, (orjson.dumps([_as_json(result) for result in results]).decode(),))
    moved = await rows.fetchall()
    rows = await db.execute(_UNBLOCK, ([row["partner_id"] for row in moved], [row["id"] for row in moved]))
    return {row["id"]: FinishedOperation(row["answer"], row["read"]) for row in await rows.fetchall()}


def _as_json(result: OperationResult) -> dict[str, Any]:
    outcome = result.outcome
    return {
        "partner_id": str(result.claimed.partner_id),
        "id": str(result.claimed.id),
        "lease_until": result.claimed.lease_until.isoformat(),
        "status": result.status,
        "resource_id": None if result.resource_id is None else str(result.resource_id),
        "source_id": result.source_id,
        "field_results": [*(outcome.field_results if result.status != "pending" else ()), *result.claimed.ignored],
        "counted": int(outcome.counted),
        "unsent": outcome.unsent,
        "wait": None if result.wait is None else result.wait.total_seconds(),
        "error_type": outcome.error_type,
        "error_details": outcome.details,
        "status_code": outcome.status_code,
        "headers": None if outcome.headers is None else {str(name): value for name, value in outcome.headers.items()},
    }
