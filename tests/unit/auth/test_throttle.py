import pytest

from gladhand.auth import throttle
from gladhand.auth.throttle import Throttle
from gladhand.core.problems import TooManyRequests


class ThrottleClock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def refused(limits: Throttle, client: str) -> TooManyRequests:
    with pytest.raises(TooManyRequests) as caught:
        limits.take(client)
    return caught.value


def test_a_client_may_use_up_its_burst_and_no_more():
    limits = Throttle(per_second=2, burst=3, clock=ThrottleClock())
    for _ in range(3):
        limits.take("a")
    refused(limits, "a")


def test_a_bucket_fills_at_the_rate_up_to_the_burst():
    clock = ThrottleClock()
    limits = Throttle(per_second=2, burst=3, clock=clock)
    for _ in range(3):
        limits.take("a")
    clock.now += 1
    limits.take("a")
    limits.take("a")
    refused(limits, "a")
    clock.now += 3600
    for _ in range(3):
        limits.take("a")
    refused(limits, "a")


def test_the_wait_that_is_told_is_enough():
    clock = ThrottleClock()
    limits = Throttle(per_second=0.25, burst=1, clock=clock)
    limits.take("a")
    problem = refused(limits, "a")
    assert problem.retry_after_seconds == 4
    assert problem.headers["Retry-After"] == "4"
    clock.now += problem.retry_after_seconds
    limits.take("a")


def test_a_refused_call_costs_nothing():
    clock = ThrottleClock()
    limits = Throttle(per_second=1, burst=1, clock=clock)
    limits.take("a")
    for _ in range(50):
        refused(limits, "a")
    clock.now += 1
    limits.take("a")


def test_one_client_does_not_slow_another():
    limits = Throttle(per_second=1, burst=1, clock=ThrottleClock())
    limits.take("a")
    limits.take("b")


def test_memory_stays_bounded_and_the_busy_are_remembered(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(throttle, "_MOST_BUCKETS", 10)
    limits = Throttle(per_second=0.001, burst=2, clock=ThrottleClock())
    limits.take("busy")
    for number in range(9):
        limits.take(f"client {number}")
    limits.take("busy")
    for number in range(9, 18):
        limits.take(f"client {number}")
    assert len(limits._buckets) == 10
    refused(limits, "busy")
