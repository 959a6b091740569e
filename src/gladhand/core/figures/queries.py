"""All SQL of the figures of queues."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from psycopg.rows import class_row

from gladhand.core.db import Db
from gladhand.core.metrics import DURATIONS


@dataclass(frozen=True)
class QueueMinute:
    """What has become of the work of one queue."""

    well: int
    failed: int
    oldest_seconds: float
    """For how long the oldest due work had waited at the end."""
    waited: Sequence[int]
    """Counts of times from due until claimed, up to each bound."""
    took: Sequence[int]
    """Counts of times from claimed until the result was stored, up to each bound."""

    @property
    def has_work(self) -> bool:
        """Whether there was any work."""
        return bool(self.well or self.failed or any(self.waited) or any(self.took))

    def since(self, before: "QueueMinute") -> "QueueMinute":
        """What was added since."""
        return QueueMinute(
            self.well - before.well,
            self.failed - before.failed,
            self.oldest_seconds,
            [now - then for now, then in zip(self.waited, before.waited, strict=True)],
            [now - then for now, then in zip(self.took, before.took, strict=True)],
        )


@dataclass(frozen=True)
class QueueStep(QueueMinute):
    """The same over a step of a chart, with its queue and its begin."""

    queue: str
    begins: datetime


async def upsert_queue_minute(db: Db, queue: str, begins: datetime, figures: QueueMinute) -> None:
    """Add the part of one process to a minute."""
    await db.execute(
        """
        insert into queue_minute as minute (queue, begins, well, failed, oldest_seconds, waited, took)
        values (%(queue)s, %(begins)s, %(well)s, %(failed)s, %(oldest_seconds)s, %(waited)s::bigint[],
          %(took)s::bigint[])
        on conflict (begins, queue) do update
        set well = minute.well + excluded.well, failed = minute.failed + excluded.failed,
            oldest_seconds = greatest(minute.oldest_seconds, excluded.oldest_seconds),
            waited = (select array_agg(mine + other order by place)
                      from unnest(minute.waited, excluded.waited) with ordinality as counts (mine, other, place)),
            took = (select array_agg(mine + other order by place)
                    from unnest(minute.took, excluded.took) with ordinality as counts (mine, other, place))
        """,
        {"queue": queue, "begins": begins, **asdict(figures)},
    )


async def list_queue_steps(db: Db, *, within: timedelta, step: timedelta) -> list[QueueStep]:
    """The figures of all queues by steps of time, the oldest first. Steps of which nothing is known are left out."""
    async with db.cursor(row_factory=class_row(QueueStep)) as cursor:
        await cursor.execute(
            """
            with minute as materialized (
              select *, date_bin(%(step)s, begins, 'epoch') as step from queue_minute where begins > now() - %(within)s
            ), summed as (
              select queue, step, place, sum(counts.waited)::bigint as waited, sum(counts.took)::bigint as took
              from minute, unnest(minute.waited, minute.took) with ordinality as counts (waited, took, place)
              group by 1, 2, 3
            ), times as (
              select queue, step, array_agg(waited order by place) as waited, array_agg(took order by place) as took
              from summed group by 1, 2
            ), counted as (
              select queue, step, sum(well)::bigint as well, sum(failed)::bigint as failed,
                max(oldest_seconds) as oldest_seconds
              from minute group by 1, 2
            )
            select queue, step as begins, well, failed, oldest_seconds, waited, took
            from counted join times using (queue, step) order by queue, step
            """,
            {"within": within, "step": step},
        )
        return await cursor.fetchall()


def quantile(counts: Sequence[int], share: float) -> float | None:
    """The seconds that this share of the values does not exceed. None where there is no value.

    Values are taken as spread evenly between two bounds, as Prometheus does; those beyond the last bound count as it.
    """
    left = share * sum(counts)
    if not left:
        return None
    lower = 0.0
    for count, upper in zip(counts, DURATIONS, strict=False):
        if count and left <= count:
            return lower + (upper - lower) * left / count
        left -= count
        lower = upper
    return lower
