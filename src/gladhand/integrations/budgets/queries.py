"""All SQL of rate limits. There is one row for each account and bucket, that is, kind of requests.

A row holds the moment at which the next request may leave (`free_at`). Taking requests moves it on by one interval
each, and unused time adds up to a burst, as in `sdk.budget.RateSchedule`. A process takes several requests at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gladhand.core.db import Db
from gladhand.sdk.budget import Permit, Rate


@dataclass(frozen=True, slots=True)
class BucketRequest:
    """A number of requests to take from one bucket of an account."""

    account: str
    bucket: str
    rate: Rate
    count: int

    @property
    def key(self) -> tuple[str, str]:
        """The key of the bucket's row."""
        return self.account, self.bucket


# Locks the buckets in one order, so that two processes do not deadlock. Each bucket is asked for once.
_CLAIM = """
with asked as (
  select * from unnest(%(accounts)s::text[], %(buckets)s::text[], %(rates)s::float8[], %(bursts)s::int[],
    %(counts)s::int[]) as asked (account, bucket, rate, burst, count)
), locked as materialized (
  select b.account, b.bucket, b.free_at, b.paused_until, asked.burst, asked.count, clock_timestamp() as now,
    asked.rate * least(1, b.rate_share + extract(epoch from clock_timestamp() - b.throttled_at) / %(recovery)s) as rate
  from account_budget b join asked using (account, bucket)
  order by b.account, b.bucket
  for update of b
), scheduled as (
  select *, greatest(free_at, paused_until, now - make_interval(secs => (burst - 1) / rate)) as first_at from locked
), granted as (
  select *, least(count, greatest(0, 1 + floor(extract(epoch from now - first_at + %(ahead)s::interval) * rate)))::int
    as granted
  from scheduled
)
update account_budget b set free_at = first_at + make_interval(secs => granted / rate)
from granted g where b.account = g.account and b.bucket = g.bucket
returning b.account, b.bucket, granted, extract(epoch from first_at - now)::float8 as first_in,
  (1 / rate)::float8 as interval
"""

# Lowers the rate, which then recovers over time. Several answers within a second lower it once.
_THROTTLE = """
update account_budget set
  rate_share = case when throttled_at > clock_timestamp() - interval '1 second' then rate_share
    else greatest(0.1, 0.75 * least(1, rate_share
      + extract(epoch from clock_timestamp() - throttled_at) / %(recovery)s)) end,
  throttled_at = case when throttled_at > clock_timestamp() - interval '1 second' then throttled_at
    else clock_timestamp() end,
  paused_until = greatest(paused_until, clock_timestamp() + %(pause)s::interval)
where account = %(account)s and bucket = any(%(buckets)s)
"""

_PAUSE = """
update account_budget set paused_until = greatest(paused_until, clock_timestamp() + %(pause)s::interval)
where account = %(account)s and bucket = any(%(buckets)s)
"""

# Seconds in which a rate recovers from zero to its full value.
_RECOVERY_SECONDS = 120.0


async def claim_requests(
    db: Db, requests: Sequence[BucketRequest], *, ahead: float
) -> Mapping[tuple[str, str], Permit]:
    """Take requests that may leave now, or at most `ahead` seconds from now. Each bucket may be named once.

    Returns the permits by account and bucket.
    """
    values = {
        "accounts": [request.account for request in requests],
        "buckets": [request.bucket for request in requests],
        "rates": [request.rate.per_second for request in requests],
        "bursts": [request.rate.burst for request in requests],
        "counts": [request.count for request in requests],
        "ahead": f"{ahead} seconds",
        "recovery": _RECOVERY_SECONDS,
    }
    rows = await (await db.execute(_CLAIM, values)).fetchall()
    permits = {
        (row["account"], row["bucket"]): Permit(row["granted"], row["first_in"], row["interval"]) for row in rows
    }
    missing = [request for request in requests if request.key not in permits]
    if missing:
        await _insert_buckets(db, missing)
        permits |= await claim_requests(db, missing, ahead=ahead)
    return permits


async def _insert_buckets(db: Db, requests: Sequence[BucketRequest]) -> None:
    await db.execute(
        """
        insert into account_budget (account, bucket)
        select * from unnest(%s::text[], %s::text[]) as b (account, bucket) order by 1, 2 on conflict do nothing
        """,
        ([request.account for request in requests], [request.bucket for request in requests]),
    )


async def update_pause(db: Db, account: str, buckets: Sequence[str], *, seconds: float, is_throttled: bool) -> None:
    """Let no request leave for this time. If the provider has throttled, lower the rate as well."""
    await db.execute(
        _THROTTLE if is_throttled else _PAUSE,
        {
            "account": account,
            "buckets": list(buckets),
            "pause": f"{seconds} seconds",
            "recovery": _RECOVERY_SECONDS,
        },
    )


async def upsert_seconds_per_operation(db: Db, account: str, seconds: float) -> None:
    """Store the seconds between operations of a busy account. Reads estimate from it when an operation is sent."""
    await db.execute(
        """
        insert into account_budget (account, bucket, seconds_per_operation) values (%s, '', %s)
        on conflict (account, bucket) do update set seconds_per_operation = excluded.seconds_per_operation
        """,
        (account, seconds),
    )
