"""The requests of schedules: the default intervals fit a fleet of 1,000, those of larger fleets are stretched."""

from datetime import timedelta

import pytest

from gladhand.integrations.hosting.registry import Provider, providers
from gladhand.integrations.schedules.request_rates import MOST, bucket_rates, read_rates, stretched
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.calls import Calls, FleetSize

ALL = [pytest.param(each, id=name) for name, each in sorted(providers().items())]
THOUSAND = FleetSize(vehicles=1000, drivers=1000)


@pytest.mark.parametrize("provider", ALL)
def test_the_default_intervals_keep_a_fleet_of_1000_below_the_limits(provider: Provider) -> None:
    rates = bucket_rates(provider, THOUSAND)
    assert rates
    over = {each.bucket: f"{each.share:.0%}" for each in rates if each.share >= MOST}
    assert not over
    assert stretched(provider, THOUSAND) == {}


@pytest.mark.parametrize("provider", ALL)
@pytest.mark.parametrize("vehicles", [3000, 20_000])
def test_a_larger_fleet_fits_after_its_intervals_were_stretched(provider: Provider, vehicles: int) -> None:
    fleet = FleetSize(vehicles=vehicles, drivers=vehicles)
    longer = stretched(provider, fleet)
    for resource, each in longer.items():
        assert each.interval > each.usual == provider.registration.reads[resource].every
        assert each.bucket.share > MOST
    intervals = {resource: each.interval for resource, each in longer.items()}
    least: dict[str, float] = {}
    for rate in read_rates(provider, fleet):
        # A fixed rate does not follow the interval, which becomes sixty times as long at most.
        least[rate.bucket] = least.get(rate.bucket, 0.0) + rate.fixed_rate + (rate.per_minute - rate.fixed_rate) / 60
    for bucket in bucket_rates(provider, fleet, intervals):
        assert bucket.share <= max(MOST, least[bucket.bucket] / bucket.limit + 0.05), bucket


@pytest.mark.parametrize("provider", ALL)
def test_every_kind_of_a_declaration_is_one_of_the_limits(provider: Provider) -> None:
    for read in provider.registration.reads.values():
        assert {calls.kind for calls in read.calls} <= {"", *provider.definition.limits.kinds}


def test_the_requests_of_a_run_are_whole_pages() -> None:
    calls = Calls(times=3, drivers_per=25)
    assert calls.requests(FleetSize(vehicles=0, drivers=0)) == 3
    assert calls.requests(FleetSize(vehicles=0, drivers=26)) == 6
    assert calls.per_minute(FleetSize(vehicles=0, drivers=26), timedelta(minutes=15)) == pytest.approx(0.4)


def test_requests_with_a_rhythm_of_their_own_do_not_follow_the_interval() -> None:
    calls = Calls(vehicles_per=1, share=0.5, every=timedelta(hours=1))
    fleet = FleetSize(vehicles=240, drivers=0)
    assert calls.per_minute(fleet, timedelta(minutes=1)) == calls.per_minute(fleet, timedelta(days=1)) == 2


def test_what_a_limit_is_reached_by_is_stretched_and_nothing_else() -> None:
    longer = stretched(providers()["webfleet"], FleetSize(vehicles=10, drivers=5000))
    assert longer.keys() == {ResourceEnum.HOS_DAILY_SNAPSHOT}
    assert longer[ResourceEnum.HOS_DAILY_SNAPSHOT].bucket.bucket == "show-working-times"
