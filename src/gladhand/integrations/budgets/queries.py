"""The SQL of budgets: one row for each account and kind of requests.

A row holds the moment from which on the next request may leave (`free_at`). Taking so many moves it on by so many
spaces; what was not taken for a while adds up to a burst. A process takes several at a time and hands them out itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gladhand.core.db import Db
from gladhand.sdk.budget import Rate


@dataclass(frozen=True, slots=True)
class Wish:
    """So many requests, from one bucket of an account."""

    bucket: str
    pace: Rate
    count: int


@dataclass(frozen=True, slots=True)
class Grant:
    """The requests that may leave: the first in so many seconds, which may be past, the others `space` apart.

    None were granted when `count` is zero; `first_in` then says when the next one can be.
    """

    count: int
    first_in: float
    space: float


# Buckets are locked in one order, so that two processes never wait for each other.
_TAKE = """
with wish as (
  select * from unnest(%(buckets)s::text[], %(rates)s::float8[], %(bursts)s::int[], %(counts)s::int[])
    as wish (bucket, rate, burst, count)
), held as materialized (
  select b.account, b.bucket, b.free_at, b.paused_until, wish.burst, wish.count, clock_timestamp() as now,
    wish.rate * least(1, b.pace + extract(epoch from clock_timestamp() - b.paced_at) / %(recovery)s) as rate
  from account_budget b join wish using (bucket)
  where b.account = %(account)s
  order by b.bucket
  for update of b
), base as (
  select *, greatest(free_at, paused_until, now - make_interval(secs => (burst - 1) / rate)) as base from held
), granted as (
  select *, least(count, greatest(0, 1 + floor(extract(epoch from now - base + %(ahead)s::interval) * rate)))::int
    as given
  from base
)
update account_budget b set free_at = base + make_interval(secs => given / rate)
from granted g where b.account = g.account and b.bucket = g.bucket
returning b.bucket, given, extract(epoch from base - now)::float8 as first_in, (1 / rate)::float8 as space
"""

# Less from now on, coming back little by little. Several answers that tell of the same are heard once.
_SLOW_DOWN = """
update account_budget set
  pace = case when paced_at > clock_timestamp() - interval '1 second' then pace
    else greatest(0.1, 0.75 * least(1, pace + extract(epoch from clock_timestamp() - paced_at) / %(recovery)s)) end,
  paced_at = case when paced_at > clock_timestamp() - interval '1 second' then paced_at else clock_timestamp() end,
  paused_until = greatest(paused_until, clock_timestamp() + %(pause)s::interval)
where account = %(account)s and bucket = any(%(buckets)s)
"""

_PAUSE = """
update account_budget set paused_until = greatest(paused_until, clock_timestamp() + %(pause)s::interval)
where account = %(account)s and bucket = any(%(buckets)s)
"""

# Seconds after which an account that was slowed down to nothing would have its whole pace again.
_RECOVERY = 120.0


async def take(db: Db, account: str, wishes: Sequence[Wish], *, ahead: float) -> Mapping[str, Grant]:
    """Take requests from an account's buckets: those that may leave now, or at most `ahead` seconds from now."""
    values = {
        "account": account,
        "buckets": [each.bucket for each in wishes],
        "rates": [each.pace.per_second for each in wishes],
        "bursts": [each.pace.burst for each in wishes],
        "counts": [each.count for each in wishes],
        "ahead": f"{ahead} seconds",
        "recovery": _RECOVERY,
    }
    rows = await (await db.execute(_TAKE, values)).fetchall()
    if len(rows) < len(wishes):
        await db.execute(
            "insert into account_budget (account, bucket) select %(account)s, unnest(%(buckets)s::text[])"
            " on conflict do nothing",
            values,
        )
        missing = [each for each in wishes if each.bucket not in {row["bucket"] for row in rows}]
        more = await take(db, account, missing, ahead=ahead)
    else:
        more = {}
    return {row["bucket"]: Grant(row["given"], row["first_in"], row["space"]) for row in rows} | dict(more)


async def pause(db: Db, account: str, buckets: Sequence[str], *, seconds: float, slower: bool) -> None:
    """Let nothing leave for so long; `slower`: and less from then on."""
    await db.execute(
        _SLOW_DOWN if slower else _PAUSE,
        {"account": account, "buckets": list(buckets), "pause": f"{seconds} seconds", "recovery": _RECOVERY},
    )


async def note_speed(db: Db, account: str, seconds_each: float) -> None:
    """Note how many seconds apart operations of an account leave when many wait: reads tell when one is expected."""
    await db.execute(
        """
        insert into account_budget (account, bucket, seconds_each) values (%s, '', %s)
        on conflict (account, bucket) do update set seconds_each = excluded.seconds_each
        """,
        (account, seconds_each),
    )
