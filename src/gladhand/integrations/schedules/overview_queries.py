"""Statements for overviews: schedules whose reading does not go on as it should."""

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db

#: How late a run of a schedule `s` may be without anything being wrong: a worker starts again, a provider throttles.
TOLERATED: LiteralString = "greatest(interval '15 minutes', s.execution_interval_seconds * interval '3 seconds')"
# As it is indexed.
_UNREAD_SINCE: LiteralString = (
    "extract(epoch from s.last_success_at at time zone 'UTC') + 3 * s.execution_interval_seconds"
)
# Each part has an index, in which few schedules are. A provider that throttles for long postpones each run, so that
# none is due.
_FAILING: LiteralString = f"""
  failing as materialized (
    select * from schedule s where s.status = 'inactive' or (s.status = 'active' and s.consecutive_error_count > 0)
    union all
    select * from schedule s where s.status = 'active' and s.consecutive_error_count = 0
      and s.due_at < now() - interval '15 minutes' and s.due_at < now() - {TOLERATED}
    union all
    select * from schedule s where s.status = 'active' and s.consecutive_error_count = 0
      and {_UNREAD_SINCE} < extract(epoch from now() at time zone 'UTC')
      and s.last_success_at < now() - interval '15 minutes' and s.due_at >= now() - {TOLERATED}
    union all
    select * from schedule s where s.status = 'active' and s.consecutive_error_count = 0
      and {_UNREAD_SINCE} is null and s.created_at < now() - {TOLERATED} and s.due_at >= now() - {TOLERATED}
  )"""


@dataclass(frozen=True, slots=True)
class FailingSchedule:
    """One resource of a connection that is not read, or late."""

    fleet_id: UUID
    fleet: str
    fleet_ref: str | None
    """The partner's own id of the fleet."""
    partner: str | None
    """The slug of the partner: in an overview of all partners, of the first one with which the fleet shares."""
    connection_id: UUID
    id: UUID
    source_name: str
    resource: str
    status: str
    consecutive_error_count: int
    last_success_at: datetime | None
    next_execution_at: datetime
    last_error: str | None
    """What the newest run has failed with."""


_OF_ALL: LiteralString = """left join lateral (
    select first.partner_id, first.fleet_ref from live_agreement first
    where first.fleet_id = s.fleet_id and shared_level(first.scopes, s.resource) is not null
    order by first.created_at limit 1
  ) a on true"""
_OF_PARTNER: LiteralString = """join live_agreement a on a.fleet_id = s.fleet_id and a.partner_id = %(partner_id)s
  and shared_level(a.scopes, s.resource) is not null"""


async def list_failing_schedules(
    db: Db, *, partner_id: UUID | None, connection_id: UUID | None = None, limit: int
) -> list[FailingSchedule]:
    """Schedules that fail, are late or were switched off by failures: of all fleets, of one partner's, of a connection.

    A schedule is late when it has read nothing for three of its intervals and at least 15 minutes. Those that wait for
    a sign-in are not listed: their connection says so.
    """
    statement = sql.SQL(
        """
        with {failing}
        select s.fleet_id, f.name as fleet, a.fleet_ref, p.slug as partner, s.connection_id, s.id, s.source_name,
          s.resource,
          s.status::text as status, s.consecutive_error_count, s.last_success_at, s.next_execution_at,
          (select e.error_details from execution e where e.fleet_id = s.fleet_id and e.schedule_id = s.id
           order by e.created_at desc, e.id desc limit 1) as last_error
        from failing s join published_fleet f on f.id = s.fleet_id
        {joined} left join published_partner p on p.id = a.partner_id
        where %(connection_id)s::uuid is null or s.connection_id = %(connection_id)s
        order by s.status desc, s.consecutive_error_count desc, s.due_at, s.id limit %(limit)s
        """
    ).format(failing=sql.SQL(_FAILING), joined=sql.SQL(_OF_ALL if partner_id is None else _OF_PARTNER))
    rows = await db.execute(statement, {"partner_id": partner_id, "connection_id": connection_id, "limit": limit})
    return [FailingSchedule(**row) for row in await rows.fetchall()]


async def get_schedule_age(db: Db) -> float:
    """The seconds that the schedule which is due for the longest time has waited."""
    rows = await db.execute(
        """
        select coalesce(extract(epoch from clock_timestamp() - min(due_at)), 0)::float8 as age from (
          select due_at from schedule where status = 'active' order by due_at, id limit 1
        ) first where due_at <= clock_timestamp()
        """
    )
    row = await rows.fetchone()
    return float(row["age"]) if row else 0.0
