"""Statements that store operations and read them.

`queue_queries` has those that claim, `result_queries` those that finish attempts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson
from psycopg import sql

from gladhand.core.db import Db, quoted
from gladhand.core.keyset import Cursor, Key, Keyset, creation_keyed
from gladhand.core.time_window import TimeWindow
from gladhand.core.tracing import trace_parent
from gladhand.integrations.operations.events import CREATED
from gladhand.integrations.operations.field_results import FieldResults
from gladhand.integrations.operations.queue_queries import CHANNEL
from gladhand.integrations.operations.shape_queries import operation_answer, operation_read
from gladhand.notifications.publish_queries import PUBLISHING, WAKING
from gladhand.orgs.agreements.reference_queries import FLEETS_OF_REFERENCES


@dataclass(frozen=True)
class WriteTarget:
    """The connection that a partner writes through, and what its agreement allows."""

    connection_id: UUID
    fleet_id: UUID
    fleet_ref: str | None
    source_name: str
    status: str
    level: str | None


@dataclass(frozen=True)
class RequestedOperation:
    """An operation that has passed every check."""

    partner_id: UUID
    target: WriteTarget
    resource: str
    operation_type: str
    payload: str
    field_results: FieldResults
    """Of the fields that were ignored: what is known before the provider is asked."""
    record_key: str
    resource_id: UUID | None
    source_id: str | None


@dataclass(frozen=True)
class StoredOperation:
    """An operation, and its JSON as its write answers it."""

    id: UUID
    answer: str


@dataclass(frozen=True)
class OperationFilter:
    window: TimeWindow
    resource: str | None = None
    connection_id: UUID | None = None
    source_name: str | None = None
    fleet_refs: Sequence[str] | None = None
    operation: str | None = None
    source_id: str | None = None


_KEYSET = Keyset.by_creation("o")
_MOST_IN_QUEUE = sql.SQL("10000")

# Row, event and notice are there together or not at all. Transactions with a notice are committed one after the other,
# each with its own flush to the disk. So there is none where something waits already: the worker that comes for it
# finds this operation, too.
_INSERT = quoted(
    sql.SQL(
        """
        with o as (
          insert into resource_operation (partner_id, connection_id, fleet_id, fleet_ref, source_name, resource,
            resource_id, source_id, operation_type, is_sync, payload, field_results, record_key,
            trace_parent, lease_until)
          values (%(partner_id)s, %(connection_id)s, %(fleet_id)s, %(fleet_ref)s, %(source_name)s, %(resource)s,
            %(resource_id)s, %(source_id)s, %(operation_type)s, %(is_sync)s, %(payload)s, %(field_results)s,
            %(record_key)s, %(trace_parent)s, clock_timestamp() + %(hold)s::interval)
          returning *
        ), draft as (
          select partner_id, {created} as name, fleet_id, fleet_ref, {read} as data,
            null::uuid as callback_id, null::text as callback_url, null::timestamptz as occurred_at,
            null::bytea as sealed_link, trace_parent
          from o where not is_sync
        ), {publishing}
        select id, {answer}::text as answer, {waking} as delivered,
          case when not is_sync and not is_blocked and not exists (
            select from resource_operation e
            where e.connection_id = %(connection_id)s and e.status = 'pending' and not e.is_suspended
              and not e.is_blocked and e.next_attempt_at <= now() and e.lease_until is null
          ) then pg_notify({channel}, '') end as woken
        from o
        """
    ).format(
        created=sql.Literal(CREATED),
        read=operation_read(is_new=True),
        answer=operation_answer(is_new=True),
        publishing=sql.SQL(PUBLISHING),
        waking=sql.SQL(WAKING),
        channel=sql.Literal(CHANNEL),
    )
)

_GET_ANSWER = quoted(
    sql.SQL("select {answer}::text as answer from resource_operation o where o.partner_id = %s and o.id = %s").format(
        answer=operation_answer()
    )
)

#: How many operations are in front of the operation `o` in its queue.
QUEUE_POSITION = sql.SQL(
    """(select count(*) from resource_operation e
        where e.connection_id = o.connection_id and e.status = 'pending' and e.position < o.position)"""
)

_FIND = quoted(
    sql.SQL(
        """
        select {read}::text as record from resource_operation o
        where o.partner_id = %s and o.id = %s and o.connection_id = %s
        """
    ).format(read=operation_read(QUEUE_POSITION))
)

# The queues of a page's pending operations are read once each, up to a length, for the positions in them.
_LIST = """
with o as (
  select * from resource_operation o where {conditions} order by {order} limit %(limit)s
), line as (
  select w.id, row_number() over (partition by w.connection_id order by w.position) - 1 as ahead
  from (select distinct connection_id from o where status = 'pending') c, lateral (
    select id, connection_id, position from resource_operation
    where connection_id = c.connection_id and status = 'pending' order by position limit {most}
  ) w
)
select o.created_at, o.id, {read}::text as record from o order by {order}
"""
_READ_IN_LIST = operation_read(
    sql.SQL("coalesce((select ahead from line where line.id = o.id), {most})").format(most=_MOST_IN_QUEUE)
)

_CONDITIONS: Mapping[str, sql.Composable] = {
    "resource": sql.SQL("o.resource = %(resource)s"),
    "connection_id": sql.SQL("o.connection_id = %(connection_id)s"),
    "source_name": sql.SQL("o.source_name = %(source_name)s"),
    "fleet_refs": sql.SQL("o.fleet_id in ({})").format(FLEETS_OF_REFERENCES),
    "operation": sql.SQL("o.operation_type = %(operation)s::operation_type"),
    "source_id": sql.SQL("o.source_id = %(source_id)s"),
}


async def find_target(db: Db, partner_id: UUID, connection_id: UUID, *, resource: str) -> WriteTarget | None:
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
    return WriteTarget(**row) if row else None


async def insert_operation(db: Db, requested: RequestedOperation, *, hold: timedelta | None) -> StoredOperation:
    """Store a pending operation, publish that it was accepted and wake the workers, in one round trip.

    With `hold` its own request attempts it, and no worker claims it before that time is over; nothing is published.
    """
    target = requested.target
    rows = await db.execute(
        _INSERT,
        {
            "partner_id": requested.partner_id,
            "connection_id": target.connection_id,
            "fleet_id": target.fleet_id,
            "fleet_ref": target.fleet_ref,
            "source_name": target.source_name,
            "resource": requested.resource,
            "resource_id": requested.resource_id,
            "source_id": requested.source_id,
            "operation_type": requested.operation_type,
            "is_sync": hold is not None,
            "payload": requested.payload,
            "field_results": orjson.dumps(requested.field_results).decode(),
            "record_key": requested.record_key,
            "hold": hold,
            "trace_parent": trace_parent(),
        },
    )
    row = await rows.fetchone()
    assert row is not None
    return StoredOperation(row["id"], row["answer"])


async def get_answer(db: Db, partner_id: UUID, operation_id: UUID) -> str:
    """An operation of the partner as its write answers it. The agreement is not checked again."""
    row = await (await db.execute(_GET_ANSWER, (partner_id, operation_id))).fetchone()
    assert row is not None
    return str(row["answer"])


async def find_operation(db: Db, partner_id: UUID, operation_id: UUID, *, connection_id: UUID) -> str | None:
    """An operation of the partner, as JSON."""
    row = await (await db.execute(_FIND, (partner_id, operation_id, connection_id))).fetchone()
    return row["record"] if row else None


async def list_operations(
    db: Db, partner_id: UUID, *, only: OperationFilter, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """The rows of one page, one more than asked for, in the cursor's direction."""
    conditions = [condition for name, condition in _CONDITIONS.items() if getattr(only, name) is not None]
    order = _KEYSET.order(cursor)
    statement = sql.SQL(_LIST).format(
        conditions=sql.SQL(" and ").join(
            [
                sql.SQL("o.partner_id = %(partner_id)s"),
                only.window.contains(sql.Identifier("o", "created_at")),
                *conditions,
                _KEYSET.after(cursor),
            ]
        ),
        order=order,
        most=_MOST_IN_QUEUE,
        read=_READ_IN_LIST,
    )
    parameters = {name: getattr(only, name) for name in _CONDITIONS}
    rows = await db.execute(
        statement,
        {
            **parameters,
            **only.window.parameters(),
            **_KEYSET.parameters(cursor, size),
            "fleet_refs": list(only.fleet_refs or ()),
            "partner_id": partner_id,
        },
    )
    return creation_keyed(await rows.fetchall())
