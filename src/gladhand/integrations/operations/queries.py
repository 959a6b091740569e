"""The SQL that makes operations and reads them; `queue.py` has what works them off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from gladhand.core.db import Connection as Db
from gladhand.core.paging import Cursor, Key


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
    """Store a pending operation. With `hold` its own request works it off, and nobody else does before that is over."""
    rows = await db.execute(
        """
        insert into resource_operation (partner_id, connection_id, fleet_id, fleet_ref, source_name, resource,
          resource_id, source_id, operation_type, is_sync, payload, record_key, lease_until, woken_at)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, clock_timestamp() + %s::interval, clock_timestamp())
        returning id, operation_answer(resource_operation.*)::text as answer
        """,
        (
            new.partner_id,
            new.target.connection_id,
            new.target.fleet_id,
            new.target.fleet_ref,
            new.target.source_name,
            new.resource,
            new.resource_id,
            new.source_id,
            new.operation_type,
            hold is not None,
            new.payload,
            new.record_key,
            hold,
        ),
    )
    row = await rows.fetchone()
    assert row is not None
    return Stored(**row)


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
        select operation_read(o.*)::text as json from resource_operation o
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
        "select o.created_at, o.id, operation_read(o.*)::text as json from resource_operation o where "
        + " and ".join(conditions)
        + f" order by {order} limit %(limit)s",
        values,
    )
    return [((row["created_at"], row["id"]), row["json"]) for row in await rows.fetchall()]
