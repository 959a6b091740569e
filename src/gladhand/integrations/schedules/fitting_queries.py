"""SQL that fits schedules to the sizes of fleets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True, slots=True)
class ReadConnection:
    """A connection whose vehicles or users were read."""

    fleet_id: UUID
    connection_id: UUID
    source_name: str


_NONE = UUID(int=0)
#: Stands before every connection in a list.
BEFORE_ALL = ReadConnection(_NONE, _NONE, "")


async def list_read(
    db: Db, since: datetime | None, resources: Sequence[str], *, after: ReadConnection, limit: int
) -> list[ReadConnection]:
    """Connections of all fleets of which one of these resources was read since then, in order."""
    rows = await db.execute(
        """
        select distinct fleet_id, connection_id, source_name from schedule
        where resource = any(%(resources)s) and last_success_at >= coalesce(%(since)s, '-infinity'::timestamptz)
          and status = 'active' and (fleet_id, connection_id) > (%(fleet_id)s, %(connection_id)s)
        order by fleet_id, connection_id limit %(limit)s
        """,
        {
            "resources": list(resources),
            "since": since,
            "fleet_id": after.fleet_id,
            "connection_id": after.connection_id,
            "limit": limit,
        },
    )
    return [ReadConnection(**row) for row in await rows.fetchall()]


async def update_stretched(db: Db, connection: ReadConnection, targets: str) -> list[str]:
    """Set the intervals of a connection. `targets` is JSON: of each resource the usual interval, and why it is longer.

    Intervals that an administrator has set stay. Lists the resources whose interval has changed.
    """
    rows = await db.execute(
        """
        with targets as materialized (
          select * from json_to_recordset(%(targets)s::json) as w (resource text, usual int, stretched json)
        ), changed as materialized (
          select s.fleet_id, s.id, w.stretched,
            coalesce((w.stretched ->> 'execution_interval_seconds')::int, w.usual) as seconds
          from schedule s join targets w using (resource)
          where s.fleet_id = %(fleet_id)s and s.connection_id = %(connection_id)s
            and (s.stretched is not null or s.execution_interval_seconds = w.usual)
            and (s.stretched ->> 'execution_interval_seconds') is distinct from
              (w.stretched ->> 'execution_interval_seconds')
          -- In one order everywhere, so that two transactions never wait for each other in a circle.
          order by s.fleet_id, s.id for update of s
        )
        update schedule s set execution_interval_seconds = c.seconds, stretched = c.stretched,
          updated_at = (select clock_timestamp())
        from changed c where s.fleet_id = c.fleet_id and s.id = c.id returning s.resource
        """,
        {"fleet_id": connection.fleet_id, "connection_id": connection.connection_id, "targets": targets},
    )
    return [row["resource"] for row in await rows.fetchall()]


@dataclass(frozen=True, slots=True)
class StretchedSchedule:
    """A schedule that runs less often than usual."""

    resource: str
    seconds: int
    usual: int


async def list_stretched(db: Db, fleet_id: UUID, connection_id: UUID) -> list[StretchedSchedule]:
    """The schedules of a connection that run less often than usual, the most frequent first."""
    rows = await db.execute(
        """
        select resource, execution_interval_seconds as seconds, (stretched ->> 'usual_interval_seconds')::int as usual
        from schedule
        where fleet_id = %s and connection_id = %s and status = 'active' and stretched is not null
        order by seconds, resource
        """,
        (fleet_id, connection_id),
    )
    return [StretchedSchedule(**row) for row in await rows.fetchall()]
