import time
from datetime import UTC, datetime, timedelta

from gladhand.core.clock import DatabaseClock


def test_the_time_is_the_machine_s_until_the_database_s_is_known():
    before = datetime.now(UTC)
    assert before <= DatabaseClock().now() <= datetime.now(UTC)


def test_the_time_is_the_database_s_however_wrong_the_machine_s_is():
    clock = DatabaseClock()
    measured = datetime(2031, 5, 6, tzinfo=UTC)
    at = time.monotonic()
    clock.follow(measured, at)
    first = clock.now()
    assert measured <= first <= measured + timedelta(seconds=time.monotonic() - at)
    assert clock.now() >= first


def test_a_later_measurement_replaces_the_former():
    clock = DatabaseClock()
    clock.follow(datetime(2031, 5, 6, tzinfo=UTC), time.monotonic())
    clock.follow(datetime(2029, 1, 1, tzinfo=UTC), time.monotonic() - 10)
    assert clock.now() >= datetime(2029, 1, 1, 0, 0, 10, tzinfo=UTC)
    assert clock.now().year == 2029
