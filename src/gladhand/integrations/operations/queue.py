"""The SQL that works operations off: taken with a lease, settled, put off, parked, found again.

What happens to one operation at a time is decided here under its row's lock, so that two workers never write for it
at once, and writes to one record leave in the order in which they were accepted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson

from gladhand.core.db import Connection as Db
from gladhand.integrations.operations.field_results import FieldResults

#: States of a connection that a fleet can still mend: its operations wait.
WAITING_STATES = ("failed", "paused", "stale")


@dataclass(frozen=True, slots=True)
class Taken:
    """An operation that a worker may have a try at, and where it leads."""

    id: UUID
    partner_id: UUID
    connection_id: UUID
    fleet_id: UUID
    fleet_ref: str | None
    tsp_id: UUID
    tsp_slug: str
    source_name: str
    resource: str
    resource_id: UUID | None
    source_id: str | None
    operation_type: str
    is_sync: bool
    payload: str
    attempts: int
    credentials: bytes
    connection_status: str
    level: str | None
    is_behind: bool
    was_sent: bool
    lease_until: datetime | None
    """Set when the operation is ours now; else one of the facts above speaks against a try."""


async def take(db: Db, operation_id: UUID, lease: timedelta, *, held: bool = False) -> Taken | None:
    """Take the operation if it is due and free. None when it is not, or no longer pending.

    `held` is for the request that holds a synchronous operation from its beginning.
    """
    rows = await db.execute(
        """
        with o as materialized (
          select * from resource_operation
          where id = %(id)s and status = 'pending' and not parked and next_attempt_at <= clock_timestamp()
            and (%(held)s or lease_until is null or lease_until <= clock_timestamp())
          for update skip locked
        ), facts as (
          select o.*, c.tsp_id, t.slug as tsp_slug, c.credentials, c.status::text as connection_status,
            shared_level(a.scopes, o.resource)::text as level,
            exists (
              select from resource_operation e
              where e.connection_id = o.connection_id and e.record_key = o.record_key and e.status = 'pending'
                and e.position < o.position
            ) as is_behind
          from o
          join connection c on c.fleet_id = o.fleet_id and c.id = o.connection_id
          join tsp t on t.id = c.tsp_id
          left join live_agreement a on a.partner_id = o.partner_id and a.fleet_id = o.fleet_id
        ), taken as (
          update resource_operation r set lease_until = clock_timestamp() + %(lease)s, sent_at = clock_timestamp()
          from facts f
          where r.partner_id = f.partner_id and r.id = f.id
            and f.connection_status = 'active' and f.level = 'read_write' and not f.is_behind
          returning r.lease_until
        )
        select f.id, f.partner_id, f.connection_id, f.fleet_id, f.fleet_ref, f.tsp_id, f.tsp_slug, f.source_name,
          f.resource, f.resource_id, f.source_id, f.operation_type::text as operation_type, f.is_sync,
          f.payload::text as payload, f.attempts, f.credentials, f.connection_status, f.level, f.is_behind,
          f.sent_at is not null as was_sent, taken.lease_until
        from facts f left join taken on true
        """,
        {"id": operation_id, "lease": lease, "held": held},
    )
    row = await rows.fetchone()
    return Taken(**row) if row else None


async def add_log(
    db: Db,
    taken: Taken,
    *,
    error_type: str | None = None,
    error_details: str | None = None,
    status_code: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> None:
    """One entry per try; without an error type it tells of success."""
    await db.execute(
        """
        insert into resource_operation_log (partner_id, resource_operation_id, status, error_type, error_details,
          response_status_code, response_headers)
        values (%s, %s, %s, %s, %s, %s, %s)
        """,
        (
            taken.partner_id,
            taken.id,
            "success" if error_type is None else "failed",
            error_type,
            error_details,
            status_code,
            orjson.dumps({str(name): value for name, value in headers.items()}).decode()
            if headers is not None
            else None,
        ),
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """An operation at its end, as its write answers it, and the one that waited behind it for the same record."""

    answer: str
    next_id: UUID | None


async def settle(
    db: Db,
    taken: Taken,
    status: str,
    *,
    resource_id: UUID | None,
    source_id: str | None,
    counted: bool,
    field_results: FieldResults,
) -> Settled | None:
    """End the operation; None when somebody else has ended it already."""
    rows = await db.execute(
        """
        update resource_operation o set status = %s::operation_status, resource_id = %s, source_id = %s,
          attempts = attempts + %s, field_results = %s, lease_until = null, parked = false,
          updated_at = clock_timestamp()
        where o.partner_id = %s and o.id = %s and o.status = 'pending'
        returning operation_answer(o.*)::text as answer, (
          select n.id from resource_operation n
          where n.connection_id = o.connection_id and n.record_key = o.record_key and n.status = 'pending'
            and n.position > o.position
          order by n.position limit 1
        ) as next_id
        """,
        (
            status,
            resource_id,
            source_id,
            int(counted),
            orjson.dumps(field_results).decode(),
            taken.partner_id,
            taken.id,
        ),
    )
    row = await rows.fetchone()
    return Settled(**row) if row else None


async def put_off(db: Db, taken: Taken, wait: timedelta, *, counted: bool, unsent: bool) -> bool:
    """Give the operation back for a later try, unless somebody else has it by now.

    `unsent`: the provider has surely not done it, so the next try need not look for it first.
    """
    rows = await db.execute(
        """
        update resource_operation set attempts = attempts + %s, next_attempt_at = now() + %s, lease_until = null,
          sent_at = case when %s then null else sent_at end, woken_at = now() + %s, updated_at = clock_timestamp()
        where partner_id = %s and id = %s and status = 'pending' and lease_until = %s
        """,
        (int(counted), wait, unsent, wait, taken.partner_id, taken.id, taken.lease_until),
    )
    return rows.rowcount == 1


async def park(db: Db, taken: Taken) -> None:
    """Let the operation wait for its connection. The lock makes sure that one mended just now is not overlooked."""
    await db.execute(
        """
        with c as (
          select fleet_id, id from connection
          where fleet_id = %(fleet_id)s and id = %(connection_id)s and status::text = any(%(states)s)
          for share
        )
        update resource_operation o set parked = true, updated_at = clock_timestamp()
        from c where o.partner_id = %(partner_id)s and o.id = %(id)s and o.status = 'pending' and o.connection_id = c.id
        """,
        {
            "fleet_id": taken.fleet_id,
            "connection_id": taken.connection_id,
            "states": list(WAITING_STATES),
            "partner_id": taken.partner_id,
            "id": taken.id,
        },
    )


async def due(db: Db, *, overlooked_for: timedelta, limit: int) -> list[UUID]:
    """Operations of all partners whose worker is gone, or whose job has not come for a while; noted as woken."""
    rows = await db.execute(
        """
        with found as (
          select o.partner_id, o.id from resource_operation o
          where o.status = 'pending' and not o.parked and o.next_attempt_at <= clock_timestamp()
            and case when o.lease_until is null then coalesce(o.woken_at <= clock_timestamp() - %s, true)
                     else o.lease_until <= clock_timestamp() end
            and not exists (
              select from resource_operation e
              where e.connection_id = o.connection_id and e.record_key = o.record_key and e.status = 'pending'
                and e.position < o.position
            )
          order by o.next_attempt_at limit %s
          for update of o skip locked
        )
        update resource_operation o set woken_at = clock_timestamp(), lease_until = null
        from found f where o.partner_id = f.partner_id and o.id = f.id
        returning o.id
        """,
        (overlooked_for, limit),
    )
    return [row["id"] for row in await rows.fetchall()]
