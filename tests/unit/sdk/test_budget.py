from datetime import UTC, datetime, timedelta
from math import ceil
from time import time

import pytest

from gladhand.sdk.budget import Permit, Rate, RateSchedule, Remaining, remaining_by
from gladhand.sdk.http import Response
from gladhand.sdk.limits import ProviderLimits


def left(**headers: str) -> Remaining | None:
    return remaining_by(
        Response(status=200, headers={name.replace("_", "-"): value for name, value in headers.items()})
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"X_RateLimit_Remaining": "7", "X_RateLimit_Reset": "3000"},
        {"X_Rate_Limit_Remaining": "7", "X_Rate_Limit_Reset": "3000"},
        {"ratelimit_remaining": "7", "ratelimit_reset": "3000"},
        {"X_RateLimit_Remaining": "7", "X_RateLimit_Reset": str(int(time()) + 3000)},
        {
            "X_Rate_Limit_Remaining": "7",
            "X_Rate_Limit_Reset": (datetime.now(UTC) + timedelta(seconds=3000)).isoformat().replace("+00:00", "Z"),
        },
    ],
)
def test_what_is_left_is_understood_however_the_headers_are_spelled(headers: dict[str, str]) -> None:
    found = left(**headers)
    assert found is not None
    assert found.requests == 7
    # The moments were named when the tests were collected, which may be a while ago.
    assert 2000 < found.seconds <= 3001


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X_RateLimit_Remaining": "7"},
        {"X_RateLimit_Remaining": "some", "X_RateLimit_Reset": "30"},
        {"X_RateLimit_Remaining": "7", "X_RateLimit_Reset": "soon"},
        {"X_RateLimit_Remaining": "7", "X_RateLimit_Reset": "2026-01-01T00:00:00"},
    ],
)
def test_headers_that_say_nothing_clear_are_overlooked(headers: dict[str, str]) -> None:
    assert left(**headers) is None


def test_a_reset_far_away_is_not_believed() -> None:
    found = left(X_RateLimit_Remaining="0", X_RateLimit_Reset="99999999")
    assert found is not None
    assert found.seconds == 3600


@pytest.mark.parametrize(("requests", "seconds"), [(1, 1), (5, 1), (10, 60), (50, 1), (100, 60), (250, 60), (1000, 60)])
def test_no_window_of_a_provider_sees_more_than_it_allows_and_nearly_all_of_that_is_used(
    requests: int, seconds: float
) -> None:
    limits = ProviderLimits.model_validate({"kinds": {"writes": {"requests": requests, "seconds": seconds}}})
    rate = limits.rates["writes"]
    # The last ones of a window leave on time, the ones before it so late that they fall into it.
    assert ceil(rate.per_second * (seconds + rate.lateness)) + rate.burst - 1 <= requests
    assert rate.per_second * seconds >= 0.9 * requests


def test_a_schedule_grants_a_burst_and_then_one_request_per_interval() -> None:
    schedule = RateSchedule(Rate(10, 3))
    granted = schedule.take(5, 100.0)
    assert granted.count == 3
    assert granted.first_in == pytest.approx(-0.2)
    refused = schedule.take(1, 100.0)
    assert refused.count == 0
    assert refused.first_in == pytest.approx(0.1)
    assert schedule.take(5, 100.0, ahead=0.25).count == 2
    # A rest of any length adds up to the burst and no more.
    assert schedule.take(5, 1000.0).count == 3


def test_a_schedule_grants_nothing_before_a_pause_ends() -> None:
    schedule = RateSchedule(Rate(10, 3))
    schedule.pause_until(105.0)
    assert schedule.take(1, 100.0) == Permit(0, 5.0, 0.1)
    assert schedule.take(3, 105.0).count == 1
