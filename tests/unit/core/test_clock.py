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
    clock.follow(measured, at, at)
    first = clock.now()
    assert measured <= first <= measured + timedelta(seconds=time.monotonic() - at)
    assert clock.now() >= first


def test_a_later_measurement_replaces_the_former():
    clock = DatabaseClock()
    at = time.monotonic()
    clock.follow(datetime(2031, 5, 6, tzinfo=UTC), at, at)
    clock.follow(datetime(2029, 1, 1, tzinfo=UTC), at - 10, at - 10)
    assert clock.now() >= datetime(2029, 1, 1, 0, 0, 10, tzinfo=UTC)
    assert clock.now().year == 2029


def test_an_answer_that_is_taken_late_does_not_put_the_time_back():
    clock = DatabaseClock()
    at = time.monotonic()
    clock.follow(datetime(2031, 5, 6, tzinfo=UTC), at, at)

    clock.follow(datetime(2031, 5, 6, 0, 0, 1, tzinfo=UTC), at + 0.9, at + 31)

    assert clock.now() < datetime(2031, 5, 6, 0, 1, tzinfo=UTC) + timedelta(seconds=time.monotonic() - at)
    assert clock.now() >= datetime(2031, 5, 6, tzinfo=UTC) + timedelta(seconds=time.monotonic() - at - 0.1)


def test_the_machine_s_time_stays_where_the_first_measurement_agrees_with_it():
    clock = DatabaseClock()
    asked = time.monotonic()
    clock.follow(datetime.now(UTC), asked, asked + 60)
    before = datetime.now(UTC) - timedelta(seconds=1)
    assert clock.now() >= before


def test_a_late_answer_that_disagrees_by_a_hair_moves_the_time_by_a_hair():
    clock = DatabaseClock()
    begin, at = datetime(2031, 5, 6, tzinfo=UTC), time.monotonic()
    clock.follow(begin, at, at)

    clock.follow(begin + timedelta(seconds=0.9), at + 0.95, at + 31)

    assert clock.now() >= begin + timedelta(seconds=time.monotonic() - at - 0.1)
