"""Which days without records count as gaps."""

from datetime import date, timedelta

from gladhand.integrations.coverage.gaps import find_gaps

TODAY = date(2026, 3, 30)
SINCE = TODAY - timedelta(days=27)
EVERY_DAY = {SINCE + timedelta(days=number) for number in range(27)}


def gaps(days: set[date]) -> list[date]:
    return find_gaps(days, since=SINCE, today=TODAY)


def test_a_missing_day_among_full_ones_is_a_gap() -> None:
    missing = {date(2026, 3, 11), date(2026, 3, 12)}
    assert gaps(EVERY_DAY - missing) == sorted(missing)


def test_today_is_no_gap_and_yesterday_is() -> None:
    assert gaps(EVERY_DAY) == []
    assert gaps(EVERY_DAY - {TODAY - timedelta(days=1)}) == [TODAY - timedelta(days=1)]


def test_days_before_the_first_record_are_none() -> None:
    assert gaps({day for day in EVERY_DAY if day >= date(2026, 3, 20)}) == []


def test_a_weekday_on_which_a_fleet_rests_is_none() -> None:
    assert gaps({day for day in EVERY_DAY if day.weekday() != 6}) == []


def test_what_comes_now_and_then_has_no_gaps() -> None:
    assert gaps({date(2026, 3, 5), date(2026, 3, 14), date(2026, 3, 23)}) == []
    assert gaps(set()) == []


def test_a_connection_that_went_silent_has_gaps_until_yesterday() -> None:
    silent = {day for day in EVERY_DAY if day >= date(2026, 3, 27)}
    assert gaps(EVERY_DAY - silent) == sorted(silent)
