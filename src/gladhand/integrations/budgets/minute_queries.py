"""All SQL of requests to providers by the minute."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from psycopg.rows import class_row

from gladhand.core.db import Db

#: In place of an account: all accounts together.
ALL_ACCOUNTS = ""


@dataclass(frozen=True)
class BudgetMinute:
    """Requests of one kind, of one account or of all."""

    source_name: str
    kind: str
    account: str
    requests: int
    throttled: int


@dataclass(frozen=True)
class BudgetStep:
    """Requests of one kind in a step of a chart."""

    begins: datetime
    kind: str
    requests: int
    throttled: int
    busiest: int
    """The most requests that one account has made in a minute."""


async def upsert_budget_minutes(db: Db, begins: datetime, minutes: Sequence[BudgetMinute]) -> None:
    """Add the part of one process to a minute."""
    columns = [list(column) for column in zip(*map(astuple, minutes), strict=True)]
    # Rows that several processes add to are locked in one order.
    await db.execute(
        """
        insert into budget_minute as minute (begins, source_name, kind, account, requests, throttled)
        select %s::timestamptz, * from unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])
          as part (source_name, kind, account, requests, throttled)
        order by source_name, kind, account
        on conflict (source_name, begins, kind, account) do update
        set requests = minute.requests + excluded.requests, throttled = minute.throttled + excluded.throttled
        """,
        (begins, *columns),
    )


async def update_stored_accounts(db: Db, begins: datetime, minutes: Sequence[BudgetMinute]) -> None:
    """Add the part of one process to the accounts that have a row in this minute; others stay without."""
    columns = [list(column) for column in zip(*map(astuple, minutes), strict=True)]
    # Rows that several processes add to are locked in one order.
    await db.execute(
        """
        with stored as (
          select source_name, minute.begins, kind, account, part.requests, part.throttled
          from budget_minute minute join unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])
            as part (source_name, kind, account, requests, throttled) using (source_name, kind, account)
          where minute.begins = %s order by source_name, kind, account for update of minute
        )
        update budget_minute minute
        set requests = minute.requests + stored.requests, throttled = minute.throttled + stored.throttled
        from stored where (minute.source_name, minute.begins, minute.kind, minute.account)
          = (stored.source_name, stored.begins, stored.kind, stored.account)
        """,
        (*columns, begins),
    )


async def list_budget_steps(db: Db, source_name: str, *, within: timedelta, step: timedelta) -> list[BudgetStep]:
    """The requests to one provider by steps of time, the oldest first. Steps without a request are left out."""
    async with db.cursor(row_factory=class_row(BudgetStep)) as cursor:
        await cursor.execute(
            """
            select date_bin(%(step)s, minute.begins, 'epoch') as begins, kind,
              coalesce(sum(requests) filter (where account = %(all)s), 0)::bigint as requests,
              coalesce(sum(throttled) filter (where account = %(all)s), 0)::bigint as throttled,
              coalesce(max(requests) filter (where account <> %(all)s), 0) as busiest
            from budget_minute minute where source_name = %(source_name)s and minute.begins > now() - %(within)s
            group by 1, 2 order by 1, 2
            """,
            {"source_name": source_name, "within": within, "step": step, "all": ALL_ACCOUNTS},
        )
        return await cursor.fetchall()
