"""SQL of the parents that schedules read one after the other, and how far back those are read that came later."""

from collections.abc import Mapping
from datetime import datetime

from gladhand.core.db import Db
from gladhand.integrations.executions.queue_queries import ClaimedExecution


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
) -> dict[str, datetime]:
    """Store the parents that are new, forget those that have gone, and return those that are not read back far enough.

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
        select source_id, read_from from added where read_from is not null
        union all
        select source_id, read_from from schedule_parent
        where fleet_id = %(fleet_id)s and schedule_id = %(schedule_id)s and source_id = any (%(source_ids)s)
          and read_from is not null
        """,
        {
            "fleet_id": claimed.fleet_id,
            "schedule_id": claimed.schedule_id,
            "source_ids": list(parents),
            "read_from": list(parents.values()),
        },
    )
    return {row["source_id"]: row["read_from"] for row in await rows.fetchall()}


async def update_read_from(db: Db, claimed: ClaimedExecution, source_id: str, read_from: datetime | None) -> None:
    """Store how far back a parent is read now. None: as far as all others."""
    await db.execute(
        """
        update schedule_parent set read_from = %(read_from)s
        where fleet_id = %(fleet_id)s and schedule_id = %(schedule_id)s and source_id = %(source_id)s
        """,
        {
            "fleet_id": claimed.fleet_id,
            "schedule_id": claimed.schedule_id,
            "source_id": source_id,
            "read_from": read_from,
        },
    )
