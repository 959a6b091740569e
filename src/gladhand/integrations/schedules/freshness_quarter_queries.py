"""All SQL of freshness over time: how many lists were read in time, by partner and quarter of an hour."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from psycopg.rows import class_row

from gladhand.core.db import Db
from gladhand.core.quarters import QuarterFigures, quarter_of
from gladhand.integrations.schedules.overview_queries import TOLERATED

# Lists that wait for their first reading are neither.
_SAMPLE: LiteralString = f"""
insert into freshness_quarter (partner_id, begins, in_time, late)
select a.partner_id, {quarter_of("now()")}, count(*) filter (where read.is_in_time),
  count(*) filter (where not read.is_in_time)
from live_agreement a
join schedule s on s.fleet_id = a.fleet_id and shared_level(a.scopes, s.resource) is not null
cross join lateral (select coalesce(s.last_success_at >= now() - {TOLERATED}, false) as is_in_time) read
where s.status in ('active', 'inactive', 'stale')
  and (s.last_success_at is not null or s.created_at < now() - {TOLERATED})
group by a.partner_id order by a.partner_id
on conflict (partner_id, begins) do update set in_time = excluded.in_time, late = excluded.late
"""


async def upsert_freshness(db: Db) -> None:
    """Note for all partners how many of their lists are read in time now."""
    await db.execute(_SAMPLE)


async def list_freshness_quarters(db: Db, partner_id: UUID | None, *, within: timedelta) -> list[QuarterFigures]:
    """The lists of a partner, or of all partners, and how many of them were late, the oldest quarter first."""
    async with db.cursor(row_factory=class_row(QuarterFigures)) as cursor:
        await cursor.execute(
            """
            select begins, sum(in_time + late)::bigint as total, sum(late)::bigint as failed from freshness_quarter
            where (%(partner_id)s::uuid is null or partner_id = %(partner_id)s) and begins > now() - %(within)s
            group by begins order by begins
            """,
            {"partner_id": partner_id, "within": within},
        )
        return await cursor.fetchall()
