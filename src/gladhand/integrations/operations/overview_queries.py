"""Statements for the operator's overview: operations of all partners."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from psycopg import sql

from gladhand.core.db import Db, quoted
from gladhand.integrations.operations.queries import QUEUE_POSITION
from gladhand.integrations.operations.shape_queries import operation_read


@dataclass(frozen=True, slots=True)
class OperationLine:
    """One operation in a table."""

    id: UUID
    connection_id: UUID
    created_at: datetime
    status: str
    state: str
    """What a pending one waits for."""
    partner: str
    fleet: str
    source_name: str
    operation_type: str
    resource: str
    source_id: str | None
    attempts: int
    error: str | None
    """The error of its newest attempt, if that attempt failed."""


_STATE = """case when o.status <> 'pending' then '' when o.is_suspended then 'sign-in'
  when o.is_blocked then 'earlier write' when o.lease_until > clock_timestamp() then 'under way'
  when o.next_attempt_at > clock_timestamp() then 'next try'
  else 'queue' end"""


async def list_all_operations(
    db: Db, *, status: str | None, fleet: str | None, source_name: str | None, limit: int
) -> list[OperationLine]:
    """The newest operations, of all partners. `fleet` is a partner's id for it, its name, or its slug.

    Each partner contributes its newest ones, which an index gives.
    """
    rows = await db.execute(
        f"""
        select o.id, o.connection_id, o.created_at, o.status::text as status, {_STATE} as state, p.slug as partner,
          coalesce(o.fleet_ref, f.name) as fleet, o.source_name, o.operation_type::text as operation_type, o.resource,
          o.source_id, o.attempts, (
            select coalesce(l.error_details, l.error_type::text) from resource_operation_log l
            where l.partner_id = o.partner_id and l.resource_operation_id = o.id order by l.id desc limit 1
          ) as error
        from published_partner p cross join lateral (
          select o.* from resource_operation o
          where o.partner_id = p.id and (%(status)s::text is null or o.status::text = %(status)s)
            and (%(fleet)s::text is null or o.fleet_ref = %(fleet)s
              or o.fleet_id in (select id from published_fleet where %(fleet)s in (name, slug)))
            and (%(source_name)s::text is null or o.source_name = %(source_name)s)
          order by o.created_at desc, o.id desc limit %(limit)s
        ) o join published_fleet f on f.id = o.fleet_id
        order by o.created_at desc, o.id desc limit %(limit)s
        """,
        {"status": status, "fleet": fleet, "source_name": source_name, "limit": limit},
    )
    return [OperationLine(**row) for row in await rows.fetchall()]


_FIND_ANY = quoted(
    sql.SQL(
        """
        select {read}::text as record, {state} as state, p.slug as partner
        from resource_operation o join published_partner p on p.id = o.partner_id where o.id = %s
        """
    ).format(read=operation_read(QUEUE_POSITION), state=sql.SQL(_STATE))
)


async def find_any_operation(db: Db, operation_id: UUID) -> dict[str, Any] | None:
    """One operation of any partner, as the partner reads it, with its state."""
    row = await (await db.execute(_FIND_ANY, (operation_id,))).fetchone()
    return None if row is None else {**orjson.loads(row["record"]), "state": row["state"], "partner": row["partner"]}
