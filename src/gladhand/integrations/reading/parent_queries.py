"""SQL of the parents that schedules read one after the other, and of those that are not read as far as all others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString

from psycopg import sql

from gladhand.core.db import Db
from gladhand.integrations.executions.queue_queries import ClaimedExecution


@dataclass(frozen=True, slots=True)
class ParentPart:
    """The columns of one part of a parent: of its history, or of what is new."""

    moment: LiteralString
    refusals: LiteralString
    retry_at: LiteralString
    longest_pause: timedelta


HISTORY = ParentPart("read_from", "history_refusals", "history_retry_at", timedelta(hours=6))
NEW_DATA = ParentPart("read_until", "refusals", "retry_at", timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class StoredParent:
    """A parent that is not read as far as all others: it came later, or the provider refused a window of it."""

    source_id: str
    read_from: datetime | None
    """It is read from here on. None: as all others."""
    read_until: datetime | None
    """It is read up to here. None: as all others."""
    is_history_due: bool
    """Otherwise its history was refused, and is tried again later."""
    is_new_data_due: bool
    """Otherwise what is new of it was refused, and is tried again later."""


async def lock_held(db: Db, claimed: ClaimedExecution) -> bool:
    """Lock the schedule. False if the execution has lost it."""
    rows = await db.execute(
        """
        select from schedule
        where fleet_id = %(fleet_id)s and id = %(schedule_id)s and execution_id = %(id)s and status = 'active'
        for update
        """,
        {"fleet_id": claimed.fleet_id, "schedule_id": claimed.schedule_id, "id": claimed.id},
    )
    return await rows.fetchone() is not None


async def update_parents(
    db: Db, claimed: ClaimedExecution, parents: Mapping[str, datetime | None]
) -> list[StoredParent]:
    """Store the parents that are new, forget those that have gone, and return those not read as far as all others.

    `parents` are all that there are now; a new one is read from the given moment on, or like the others.
    """
    rows = await db.execute(
        """
        with gone as (
          delete from schedule_parent
          where fleet_id = %(fleet_id)s and schedule_id = %(schedule_id)s and source_id <> all (%(source_ids)s)
        ), added as (
          insert into schedule_parent (fleet_id, schedule_id, source_id, read_from)
          select %(fleet_id)s, %(schedule_id)s, source_id, read_from
          from unnest(%(source_ids)s::text[], %(read_from)s::timestamptz[]) as p (source_id, read_from)
          on conflict do nothing
          returning source_id, read_from
        )
        select source_id, read_from, null::timestamptz as read_until, true as is_history_due, true as is_new_data_due
        from added where read_from is not null
        union all
        select source_id, read_from, read_until, coalesce(history_retry_at <= clock_timestamp(), true),
          coalesce(retry_at <= clock_timestamp(), true)
        from schedule_parent
        where fleet_id = %(fleet_id)s and schedule_id = %(schedule_id)s and source_id = any (%(source_ids)s)
          and (read_from is not null or read_until is not null)
        """,
        {
            "fleet_id": claimed.fleet_id,
            "schedule_id": claimed.schedule_id,
            "source_ids": list(parents),
            "read_from": list(parents.values()),
        },
    )
    return [StoredParent(**row) for row in await rows.fetchall()]


async def update_parent(
    db: Db,
    claimed: ClaimedExecution,
    source_id: str,
    part: ParentPart,
    *,
    moment: datetime | None,
    is_refused: bool,
) -> None:
    """Store how far a part of a parent is read now. A refused one is tried again after pauses that double."""
    query = sql.SQL(
        """
        update schedule_parent set {moment} = %(moment)s,
          {refusals} = case when %(is_refused)s then {refusals} + 1 else 0 end,
          {retry_at} = case when %(is_refused)s then
            clock_timestamp() + least(interval '1 minute' * 2 ^ least({refusals}, 10), %(longest)s) end
        where fleet_id = %(fleet_id)s and schedule_id = %(schedule_id)s and source_id = %(source_id)s
        """
    ).format(
        moment=sql.Identifier(part.moment),
        refusals=sql.Identifier(part.refusals),
        retry_at=sql.Identifier(part.retry_at),
    )
    await db.execute(
        query,
        {
            "fleet_id": claimed.fleet_id,
            "schedule_id": claimed.schedule_id,
            "source_id": source_id,
            "moment": moment,
            "is_refused": is_refused,
            "longest": part.longest_pause,
        },
    )
