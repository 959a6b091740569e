"""Days without records on which records were to be expected."""

from collections.abc import Collection
from datetime import date, timedelta

_ENOUGH_OF_WEEKDAY = 2


def find_gaps(days: Collection[date], *, since: date, today: date) -> list[date]:
    """The days from the first one with records until yesterday that have none, although most days like them have some.

    Days like a day are those of its weekday, because many fleets rest on Sundays; in a short window all other days.
    """
    if not days:
        return []
    begin = max(min(days), since)
    window = [begin + timedelta(days=number) for number in range((today - begin).days)]
    return [day for day in window if day not in days and _is_expected(day, window, days)]


def _is_expected(day: date, window: list[date], days: Collection[date]) -> bool:
    others = [each for each in window if each != day]
    alike = [each for each in others if each.weekday() == day.weekday()]
    compared = alike if len(alike) >= _ENOUGH_OF_WEEKDAY else others
    return sum(each in days for each in compared) > len(compared) / 2
