"""How much of a provider's limits the schedules of a fleet take, and the intervals at which they fit.

Everything follows from the declarations of an adapter: intervals, requests of a run, and limits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from types import MappingProxyType
from typing import Final

from gladhand.integrations.hosting.registry import Provider
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.budget import ALL
from gladhand.sdk.calls import FleetSize

#: Which part of a limit all schedules together may take. The rest is for writes, history and new tries.
MOST: Final = 0.7
_SECONDS_A_MINUTE: Final = 60
# A read that takes less of a limit keeps its interval: nothing would be won.
_LITTLE: Final = 0.01
# Also where fixed rates take the whole limit, an interval grows no more than that.
_LARGEST_FACTOR: Final = 60
_NO_INTERVALS: Final[Mapping[ResourceEnum, timedelta]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReadRate:
    """What one read takes of one limit."""

    resource: ResourceEnum
    bucket: str
    interval: timedelta
    per_minute: float
    fixed_rate: float
    """The part of it that does not change with the interval."""


@dataclass(frozen=True, slots=True)
class BucketRate:
    """What all reads take of one limit."""

    bucket: str
    per_minute: float
    limit: float
    """Requests per minute."""

    @property
    def share(self) -> float:
        return self.per_minute / self.limit


@dataclass(frozen=True, slots=True)
class Stretched:
    """An interval that was made longer so that a fleet fits."""

    interval: timedelta
    usual: timedelta
    bucket: BucketRate
    """The limit that the usual intervals would have taken too much of."""


def read_rates(
    provider: Provider, fleet: FleetSize, intervals: Mapping[ResourceEnum, timedelta] = _NO_INTERVALS
) -> list[ReadRate]:
    """What each read takes of each limit. `intervals` replace the usual ones."""
    found = []
    for resource, read in provider.registration.reads.items():
        interval = intervals.get(resource, read.every)
        of_read: dict[str, tuple[float, float]] = {}
        for calls in read.calls:
            rate = calls.per_minute(fleet, interval)
            for bucket in {calls.kind, ALL}:
                total, fixed = of_read.get(bucket, (0.0, 0.0))
                of_read[bucket] = total + rate, fixed + (rate if calls.every is not None else 0.0)
        found += [ReadRate(resource, bucket, interval, *rates) for bucket, rates in of_read.items()]
    return found


def bucket_rates(
    provider: Provider, fleet: FleetSize, intervals: Mapping[ResourceEnum, timedelta] = _NO_INTERVALS
) -> list[BucketRate]:
    """What all reads take of each limit, the fullest one first."""
    limits = _limits(provider)
    used = dict.fromkeys(limits, 0.0)
    for rate in read_rates(provider, fleet, intervals):
        used[rate.bucket] += rate.per_minute
    rates = [BucketRate(bucket, used[bucket], limit) for bucket, limit in limits.items() if used[bucket]]
    return sorted(rates, key=lambda each: each.share, reverse=True)


def stretched(provider: Provider, fleet: FleetSize) -> dict[ResourceEnum, Stretched]:
    """The intervals that are longer than usual, so that all schedules together take no more than `MOST`."""
    rates, found = read_rates(provider, fleet), dict[ResourceEnum, Stretched]()
    for bucket in bucket_rates(provider, fleet):
        if bucket.share <= MOST:
            break
        heavy = [
            rate
            for rate in rates
            if rate.bucket == bucket.bucket and rate.per_minute - rate.fixed_rate >= bucket.limit * _LITTLE
        ]
        follows = sum(rate.per_minute - rate.fixed_rate for rate in heavy)
        if not follows:
            continue
        left = bucket.limit * MOST - (bucket.per_minute - follows)
        factor = follows / max(left, follows / _LARGEST_FACTOR)
        for rate in heavy:
            longer = _rounded(rate.interval * factor)
            if rate.resource not in found or longer > found[rate.resource].interval:
                found[rate.resource] = Stretched(longer, rate.interval, bucket)
    return {resource: each for resource, each in found.items() if each.interval > each.usual}


def _limits(provider: Provider) -> dict[str, float]:
    limits = provider.definition.limits
    kinds = {name: rate.requests * _SECONDS_A_MINUTE / rate.seconds for name, rate in limits.kinds.items()}
    return {ALL: limits.requests_per_second * _SECONDS_A_MINUTE, **kinds}


def _rounded(interval: timedelta) -> timedelta:
    """Up to whole minutes, or to ten seconds below ten minutes."""
    step = 10 if interval < timedelta(minutes=10) else _SECONDS_A_MINUTE
    return timedelta(seconds=ceil(interval.total_seconds() / step) * step)
