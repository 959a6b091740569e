"""All SQL of attempts of writes by quarters of an hour."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from psycopg.rows import class_row

from gladhand.core.db import Db
from gladhand.core.quarters import quarter_of


@dataclass
class AttemptCounts:
    """Attempts of writes by what followed."""

    succeeded: int = 0
    failed: int = 0
    """For good."""
    retried: int = 0
    """Failed, and tried again later."""
    throttled: int = 0
    """Refused by the provider as too many, and tried again later."""


@dataclass
class AttemptQuarter(AttemptCounts):
    """The same in a quarter of an hour."""

    begins: datetime = field(kw_only=True)


_ADD: LiteralString = f"""
insert into operation_quarter as quarter (partner_id, begins, succeeded, failed, retried, throttled)
select partner_id, {quarter_of("%s::timestamptz")}, succeeded, failed, retried, throttled
from unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
  as part (partner_id, succeeded, failed, retried, throttled)
order by partner_id
on conflict (partner_id, begins) do update
set succeeded = quarter.succeeded + excluded.succeeded, failed = quarter.failed + excluded.failed,
    retried = quarter.retried + excluded.retried, throttled = quarter.throttled + excluded.throttled
"""


async def upsert_attempts(db: Db, moment: datetime, counts: Mapping[UUID, AttemptCounts]) -> None:
    """Add the part of one process to the quarter with this moment. `counts` has at least one partner."""
    columns = [
        list(column) for column in zip(*((partner, *astuple(each)) for partner, each in counts.items()), strict=True)
    ]
    # Rows that several processes add to are locked in one order.
    await db.execute(_ADD, (moment, *columns))


async def list_attempt_quarters(db: Db, partner_id: UUID | None, *, within: timedelta) -> list[AttemptQuarter]:
    """The attempts of a partner's writes, or of all partners', the oldest first. Quarters without one are left out."""
    async with db.cursor(row_factory=class_row(AttemptQuarter)) as cursor:
        await cursor.execute(
            """
            select begins, sum(succeeded)::bigint as succeeded, sum(failed)::bigint as failed,
              sum(retried)::bigint as retried, sum(throttled)::bigint as throttled
            from operation_quarter
            where (%(partner_id)s::uuid is null or partner_id = %(partner_id)s) and begins > now() - %(within)s
            group by begins order by begins
            """,
            {"partner_id": partner_id, "within": within},
        )
        return await cursor.fetchall()
