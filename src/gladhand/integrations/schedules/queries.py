"""All SQL of schedules as callers see and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.auth.callers import AdminCaller, PartnerCaller
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset, creation_keyed
from gladhand.core.problems import NotFound
from gladhand.core.sealed_columns import READING_STATE
from gladhand.integrations.schedules.alignment_queries import CHANNEL
from gladhand.integrations.schedules.history_queries import HISTORY

ORDER = Keyset.by_creation("s")

# Without a sealed state. PostgreSQL makes no jsonb of an escaped NUL, which a cursor that somebody has set may hold.
_CURSOR: LiteralString = rf"""case
    when strpos(s.position::text, '"{READING_STATE.path[-1]}":') = 0 then s.position::text
    when strpos(s.position::text, '\u0000') = 0 then (s.position::jsonb - 'state')::text end"""

_STRETCHED: LiteralString = """case when s.stretched is not null then json_build_object(
    'usual_interval_seconds', s.stretched -> 'usual_interval_seconds', 'vehicles', s.stretched -> 'vehicles',
    'drivers', s.stretched -> 'drivers', 'reason', s.stretched -> 'reason') end"""

#: The status of one schedule `s`, as it is shown. Nothing is wrong where the fleet has paused the connection.
STATUS: LiteralString = """(case when s.status = 'stale' and exists (
    select from connection c where c.fleet_id = s.fleet_id and c.id = s.connection_id and c.status = 'paused')
  then 'paused' else s.status::text end)"""

_RECORD: LiteralString = f"""row_to_json((select t from (
    select s.id, s.connection_id, s.resource, s.execution_interval_seconds, {STATUS} as status,
      s.consecutive_error_count, s.consecutive_error_threshold, s.max_concurrent_executions,
      nullif({_CURSOR}, '{{}}') as cursor,
      wire_time(s.last_data_at) as last_data_at, wire_time(s.last_success_at) as last_successful_execution_at,
      case when s.status = 'active' then wire_time(s.next_execution_at) end as next_execution_at, {HISTORY} as history,
      {_STRETCHED} as stretched
  ) t))::text as record"""

Viewer = PartnerCaller | AdminCaller


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a change needs to know."""

    fleet_id: UUID
    id: UUID
    status: str
    history_until: datetime | None


async def get_fleet_of(db: Db, caller: Viewer, connection_id: UUID) -> UUID:
    """The fleet of a connection that the caller may see. Raises `NotFound`."""
    found = await db.execute(
        sql.SQL(
            "select c.fleet_id from connection c where c.id = %(connection_id)s and c.status <> 'deleted' and {}"
        ).format(
            sql.SQL(
                """exists (
                  select from live_agreement a where a.partner_id = %(partner_id)s and a.fleet_id = c.fleet_id)"""
            )
            if isinstance(caller, PartnerCaller)
            else sql.SQL("true")
        ),
        {"connection_id": connection_id, **_caller(caller)},
    )
    row = await found.fetchone()
    if row is None:
        raise NotFound.of("connection")
    fleet_id: UUID = row["fleet_id"]
    return fleet_id


async def list_created(db: Db, fleet_id: UUID, connection_id: UUID) -> dict[str, datetime]:
    """When the schedule of each resource of a connection was created: what occurred before is history."""
    found = await db.execute(
        "select resource, created_at from schedule where fleet_id = %s and connection_id = %s",
        (fleet_id, connection_id),
    )
    return {row["resource"]: row["created_at"] for row in await found.fetchall()}


async def list_schedules(
    db: Db, caller: Viewer, fleet_id: UUID, connection_id: UUID, *, resource: str | None, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """The schedules of a connection that the caller may see, as JSON; not the deleted ones."""
    query = sql.SQL(
        """
        select s.created_at, s.id, {record} from schedule s
        where s.fleet_id = %(fleet_id)s and s.connection_id = %(connection_id)s and s.status <> 'deleted'
          and (%(resource)s::text is null or s.resource = %(resource)s) and {visible} and {after}
        order by {order} limit %(limit)s
        """
    ).format(record=sql.SQL(_RECORD), visible=_visible(caller), after=ORDER.after(cursor), order=ORDER.order(cursor))
    values = {"fleet_id": fleet_id, "connection_id": connection_id, "resource": resource, **_caller(caller)}
    rows = await db.execute(query, values | dict(ORDER.parameters(cursor, size)))
    return creation_keyed(await rows.fetchall())


async def get_schedule(db: Db, caller: Viewer, fleet_id: UUID, connection_id: UUID, schedule_id: UUID) -> str:
    """One schedule that the caller may see, as JSON. Raises `NotFound`."""
    query = sql.SQL(
        """
        select {record} from schedule s
        where s.fleet_id = %(fleet_id)s and s.connection_id = %(connection_id)s and s.id = %(id)s
          and s.status <> 'deleted' and {visible}
        """
    ).format(record=sql.SQL(_RECORD), visible=_visible(caller))
    rows = await db.execute(
        query, {"fleet_id": fleet_id, "connection_id": connection_id, "id": schedule_id, **_caller(caller)}
    )
    row = await rows.fetchone()
    if row is None:
        raise NotFound.of("schedule")
    return str(row["record"])


async def lock_schedule(db: Db, fleet_id: UUID, connection_id: UUID, schedule_id: UUID) -> Schedule:
    """A schedule that is to be changed. Raises `NotFound`."""
    rows = await db.execute(
        f"""
        select s.fleet_id, s.id, {STATUS} as status, s.history_until from schedule s
        where s.fleet_id = %s and s.connection_id = %s and s.id = %s and s.status <> 'deleted' for update of s
        """,
        (fleet_id, connection_id, schedule_id),
    )
    row = await rows.fetchone()
    if row is None:
        raise NotFound.of("schedule")
    return Schedule(**row)


async def insert_schedule(db: Db, fleet_id: UUID, connection_id: UUID, values: Mapping[str, Any]) -> UUID | None:
    """Store a new schedule; None if the connection has one for the resource. A deleted one gives way."""
    await db.execute(
        """
        delete from schedule
        where fleet_id = %(fleet_id)s and connection_id = %(connection_id)s and resource = %(resource)s
          and status = 'deleted'
        """,
        {"fleet_id": fleet_id, "connection_id": connection_id, "resource": values["resource"]},
    )
    rows = await db.execute(
        sql.SQL(
            """
            insert into schedule (fleet_id, connection_id, source_name, {columns})
            select fleet_id, id, source_name, {values} from connection
            where fleet_id = %(fleet_id)s and id = %(connection_id)s
            on conflict (fleet_id, connection_id, resource) do nothing returning id
            """
        ).format(
            columns=sql.SQL(", ").join(map(sql.Identifier, values)),
            values=sql.SQL(", ").join(map(sql.Placeholder, values)),
        ),
        {"fleet_id": fleet_id, "connection_id": connection_id, **values},
    )
    row = await rows.fetchone()
    await notify_worker(db)
    return row["id"] if row is not None else None


async def update_schedule(db: Db, schedule: Schedule, values: Mapping[str, Any]) -> None:
    """Change a locked schedule. A run under way stores nothing more, and the next one begins with these values."""
    await db.execute(
        sql.SQL(
            """
            update schedule set {}, execution_id = null, lease_until = null, updated_at = (select clock_timestamp())
            where fleet_id = %(fleet_id)s and id = %(id)s
            """
        ).format(sql.SQL(", ").join(sql.SQL("{} = {}").format(sql.Identifier(n), sql.Placeholder(n)) for n in values)),
        {"fleet_id": schedule.fleet_id, "id": schedule.id, **values},
    )
    await notify_worker(db)


async def activate_schedules(
    db: Db, fleet_id: UUID, connection_id: UUID, schedule_id: UUID | None = None
) -> list[UUID]:
    """Activate the schedules of a connection that are paused or inactive, or one of them. Lists their ids."""
    rows = await db.execute(
        """
        update schedule s set status = 'active', consecutive_error_count = 0, execution_id = null, lease_until = null,
          next_execution_at = now(), due_at = now(), updated_at = (select clock_timestamp())
        where s.fleet_id = %(fleet_id)s and s.connection_id = %(connection_id)s
          and (%(id)s::uuid is null or s.id = %(id)s) and s.status in ('paused', 'inactive')
        returning s.id
        """,
        {"fleet_id": fleet_id, "connection_id": connection_id, "id": schedule_id},
    )
    activated = [row["id"] for row in await rows.fetchall()]
    await notify_worker(db)
    return sorted(activated)


async def list_connections_of(
    db: Db, tsp_id: UUID | None, connection_ids: Sequence[UUID] | None
) -> list[tuple[UUID, UUID]]:
    """Fleet and id of the connections that are meant, of all fleets."""
    rows = await db.execute(
        """
        select fleet_id, id from connection
        where status <> 'deleted' and (%(tsp_id)s::uuid is null or tsp_id = %(tsp_id)s)
          and (%(ids)s::uuid[] is null or id = any(%(ids)s))
        """,
        {"tsp_id": tsp_id, "ids": None if connection_ids is None else list(connection_ids)},
    )
    return [(row["fleet_id"], row["id"]) for row in await rows.fetchall()]


async def notify_worker(db: Db) -> None:
    """Tell the workers that a schedule may be due."""
    await db.execute(sql.SQL("notify {}").format(sql.Identifier(CHANNEL)))


def _visible(caller: Viewer) -> sql.Composable:
    """A partner sees the schedules of the resources that the fleet shares with it; an administrator sees all."""
    if not isinstance(caller, PartnerCaller):
        return sql.SQL("true")
    return sql.SQL(
        """exists (
          select from live_agreement a where a.partner_id = %(partner_id)s and a.fleet_id = s.fleet_id
            and shared_level(a.scopes, s.resource) is not null)"""
    )


def _caller(caller: Viewer) -> dict[str, Any]:
    return {"partner_id": caller.partner_id} if isinstance(caller, PartnerCaller) else {}
