"""The SQL of what the operator sees of operations: those of all partners."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class Line:
    """One operation in a table."""

    id: UUID
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
    """What its newest try came to, if that was a failure."""


_STATE = """case when o.status <> 'pending' then '' when o.parked then 'sign-in' when o.is_behind then 'earlier write'
  when o.lease_until > clock_timestamp() then 'under way' when o.next_attempt_at > clock_timestamp() then 'next try'
  else 'turn' end"""


async def of_all_partners(
    db: Db, *, status: str | None, fleet: str | None, source_name: str | None, limit: int
) -> list[Line]:
    """The newest operations, of all partners. `fleet` is a partner's id for it, its name, or its slug."""
    rows = await db.execute(
        f"""
        select o.id, o.created_at, o.status::text as status, {_STATE} as state, p.slug as partner,
          coalesce(o.fleet_ref, f.name) as fleet, o.source_name, o.operation_type::text as operation_type, o.resource,
          o.source_id, o.attempts, (
            select coalesce(l.error_details, l.error_type::text) from resource_operation_log l
            where l.partner_id = o.partner_id and l.resource_operation_id = o.id order by l.id desc limit 1
          ) as error
        from resource_operation o join partner p on p.id = o.partner_id join fleet f on f.id = o.fleet_id
        where (%(status)s::text is null or o.status::text = %(status)s)
          and (%(fleet)s::text is null or o.fleet_ref = %(fleet)s or f.name = %(fleet)s or f.slug = %(fleet)s)
          and (%(source_name)s::text is null or o.source_name = %(source_name)s)
        order by o.position desc limit %(limit)s
        """,
        {"status": status, "fleet": fleet, "source_name": source_name, "limit": limit},
    )
    return [Line(**row) for row in await rows.fetchall()]


async def any_partners(db: Db, operation_id: UUID) -> dict[str, Any] | None:
    """One operation, whose ever it is, as its partner reads it, with its state."""
    rows = await db.execute(
        f"""
        select operation_read(o, case when o.status = 'pending' then (
            select operation_expected(o, count(*)) from resource_operation e
            where e.connection_id = o.connection_id and e.status = 'pending' and e.position < o.position
          ) end)::text as json, {_STATE} as state, p.slug as partner
        from resource_operation o join partner p on p.id = o.partner_id where o.id = %s
        """,
        (operation_id,),
    )
    row = await rows.fetchone()
    return None if row is None else {**orjson.loads(row["json"]), "state": row["state"], "partner": row["partner"]}
