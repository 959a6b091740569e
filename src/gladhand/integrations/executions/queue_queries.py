"""Statements that claim schedules under a lease, and keep and end the lease."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from gladhand.core.db import Db
from gladhand.integrations.gateway import StoredConnection

_ABANDONED = "The worker was stopped during the run. The next run goes on after the last page that was stored."

# Of a schedule `s`. The time is asked for once, so that an index can be used.
_NOT_LEASED: LiteralString = "coalesce(s.lease_until <= (select clock_timestamp()), true)"


@dataclass(frozen=True, slots=True)
class DueSchedule:
    """A schedule that is due, and the account that it leads to."""

    fleet_id: UUID
    id: UUID
    source_name: str
    account: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimedExecution:
    """A run that is ours until its lease ends or another run of its schedule begins."""

    fleet_id: UUID
    id: UUID
    schedule_id: UUID
    connection_id: UUID
    tsp_id: UUID
    tsp_slug: str
    source_name: str
    account: str
    credentials: bytes
    resource: str
    interval_seconds: int
    position: str
    read_until: datetime | None
    history_from: datetime | None
    history_until: datetime | None
    history_position: str
    last_data_at: datetime | None
    is_new_data_due: bool
    """Otherwise only history is read."""
    is_first: bool
    """No run of the schedule has succeeded yet."""
    errors: int
    """Failures in a row before this run, since the schedule was last activated."""
    failing_since: datetime | None
    """When runs began to fail; none has succeeded since."""
    most_errors: int
    most_concurrent: int
    created_at: datetime
    lag_seconds: float
    """How long it has been due."""

    @property
    def stored(self) -> StoredConnection:
        """The connection as the gateway opens it."""
        return StoredConnection(self.fleet_id, self.connection_id, self.source_name, self.account, self.credentials)


async def list_due(db: Db, *, after: DueSchedule | None, limit: int) -> list[DueSchedule]:
    """Schedules that are due, the longest first."""
    rows = await db.execute(
        f"""
        select s.fleet_id, s.id, s.source_name, c.account_fingerprint as account, s.due_at
        from schedule s join connection c on c.fleet_id = s.fleet_id and c.id = s.connection_id
        where s.status = 'active' and s.due_at <= (select clock_timestamp()) and (s.due_at, s.id) > (%(due_at)s, %(id)s)
          and {_NOT_LEASED}
        order by s.due_at, s.id limit %(limit)s
        """,
        {
            "due_at": "-infinity" if after is None else after.due_at,
            "id": UUID(int=0) if after is None else after.id,
            "limit": limit,
        },
    )
    return [DueSchedule(**row) for row in await rows.fetchall()]


async def claim_schedules(db: Db, due: Sequence[DueSchedule], lease: timedelta) -> list[ClaimedExecution]:
    """Begin an execution of each of these schedules that is still due and that no other worker claims."""
    rows = await db.execute(
        f"""
        with mine as materialized (
          select s.fleet_id, s.id, s.due_at, s.execution_id as abandoned_id, uuidv7() as execution_id,
            s.next_execution_at <= clock_timestamp() as is_new_data_due
          from unnest(%(fleet_ids)s::uuid[], %(ids)s::uuid[]) as d (fleet_id, id)
          join schedule s on s.fleet_id = d.fleet_id and s.id = d.id
          where s.status = 'active' and s.due_at <= clock_timestamp()
            and {_NOT_LEASED}
          order by s.due_at, s.id for update of s skip locked
        ), claimed as (
          update schedule s set execution_id = m.execution_id, lease_until = (select clock_timestamp()) + %(lease)s
          from mine m where s.fleet_id = m.fleet_id and s.id = m.id
          returning s.*, m.is_new_data_due, extract(epoch from now() - m.due_at)::float8 as lag_seconds
        ), abandoned as (
          update execution e set status = 'failed', error_type = 'network', error_details = %(abandoned)s,
            updated_at = now()
          from mine m where e.fleet_id = m.fleet_id and e.id = m.abandoned_id and e.status = 'pending'
        ), begun as (
          insert into execution (fleet_id, id, schedule_id, connection_id, source_name, resource)
          select fleet_id, execution_id, id, connection_id, source_name, resource from claimed
        )
        select s.fleet_id, s.execution_id as id, s.id as schedule_id, s.connection_id, c.tsp_id, t.slug as tsp_slug,
          s.source_name, c.account_fingerprint as account, c.credentials, s.resource,
          s.execution_interval_seconds as interval_seconds, s.position::text as position, s.read_until,
          s.history_from, s.history_until, s.history_position::text as history_position, s.last_data_at,
          s.is_new_data_due, s.last_success_at is null as is_first, s.consecutive_error_count as errors,
          s.failing_since, s.consecutive_error_threshold as most_errors, s.max_concurrent_executions as most_concurrent,
          now() as created_at, s.lag_seconds
        from claimed s join connection c on c.fleet_id = s.fleet_id and c.id = s.connection_id
        join published_tsp t on t.id = c.tsp_id
        """,
        {
            "fleet_ids": [each.fleet_id for each in due],
            "ids": [each.id for each in due],
            "lease": lease,
            "abandoned": _ABANDONED,
        },
    )
    return [ClaimedExecution(**row) for row in await rows.fetchall()]


async def extend_leases(db: Db, executions: Sequence[ClaimedExecution], lease: timedelta) -> None:
    """Keep the schedules that these executions still hold, for longer from now on."""
    await db.execute(
        """
        with held as materialized (
          select s.fleet_id, s.id
          from unnest(%(fleet_ids)s::uuid[], %(schedule_ids)s::uuid[], %(ids)s::uuid[]) as e (fleet_id, schedule_id, id)
          join schedule s on s.fleet_id = e.fleet_id and s.id = e.schedule_id
          where s.execution_id = e.id and s.status = 'active'
          order by s.fleet_id, s.id for update of s skip locked
        )
        update schedule s set lease_until = (select clock_timestamp()) + %(lease)s
        from held h where s.fleet_id = h.fleet_id and s.id = h.id
        """,
        {**_keys(executions), "lease": lease},
    )


async def release_schedules(db: Db, claimed: Sequence[ClaimedExecution]) -> None:
    """Give back what was claimed and not begun."""
    await db.execute(
        """
        with released as (
          update schedule s set execution_id = null, lease_until = null
          from unnest(%(fleet_ids)s::uuid[], %(ids)s::uuid[], %(schedule_ids)s::uuid[]) as c (fleet_id, id, schedule_id)
          where s.fleet_id = c.fleet_id and s.id = c.schedule_id and s.execution_id = c.id
        )
        delete from execution e using unnest(%(fleet_ids)s::uuid[], %(ids)s::uuid[]) as c (fleet_id, id)
        where e.fleet_id = c.fleet_id and e.id = c.id and e.status = 'pending'
        """,
        _keys(claimed),
    )


def _keys(executions: Sequence[ClaimedExecution]) -> dict[str, list[UUID]]:
    return {
        "fleet_ids": [each.fleet_id for each in executions],
        "ids": [each.id for each in executions],
        "schedule_ids": [each.schedule_id for each in executions],
    }


@dataclass(frozen=True, slots=True)
class ScheduleCount:
    """How many schedules of one provider are in one state, and how late the latest is."""

    source_name: str
    status: str
    count: int
    late_seconds: float | None


async def count_schedules_of_all_fleets(db: Db) -> list[ScheduleCount]:
    rows = await db.execute(
        f"""
        select source_name, status::text as status, count(*) as count,
          extract(epoch from clock_timestamp() - min(due_at) filter (
            where status = 'active' and due_at <= clock_timestamp() and {_NOT_LEASED}))::float8 as late_seconds
        from schedule s where status <> 'deleted' group by 1, 2
        """
    )
    return [ScheduleCount(**row) for row in await rows.fetchall()]
