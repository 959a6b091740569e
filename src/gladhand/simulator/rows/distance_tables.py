"""Distances by state: stretches of a day, and sums of a month for fuel tax."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime

from gladhand.simulator.fleet.week import Week
from gladhand.simulator.moments import DAY, iso
from gladhand.simulator.rows.base import Entry, Table


def stretches(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    """Where a truck was in which state, cut at midnight UTC."""
    day = max(start, week.start) // DAY * DAY
    while day < min(end, week.end, now):
        for state, begins, ends in _stays(week, max(day, week.start), min(day + DAY, week.end)):
            if start <= begins < end and begins <= now:
                until = min(ends, now)
                first, last = week.odometer(week.km(begins)), week.odometer(week.km(until))
                identifier = f"str:{week.truck.name}-{int(begins)}"
                body = {
                    "id": identifier,
                    "vehicle": week.truck.id,
                    "driver": week.driver.id,
                    "date": datetime.fromtimestamp(day, UTC).date().isoformat(),
                    "state": state,
                    "country": "USA",
                    "start": iso(begins),
                    "end": iso(until),
                    "start_km": round(first, 3),
                    "end_km": round(last, 3),
                    "distance_km": round(last - first, 3),
                    "positions": max(round((until - begins) / 60), 1),
                }
                yield Entry(identifier, begins, begins, body)
        day += DAY


def _stays(week: Week, start: float, end: float) -> Iterator[tuple[str, float, float]]:
    """The states that the truck was in, with when it came and left."""
    state, since = week.tour.route.state(week.km(start)), start
    for doing in week.activities_between(start, end):
        first, last = week.km(max(doing.start, start), doing), week.km(min(doing.end, end), doing)
        for name, km, _ in week.tour.route.states_between(first, last):
            if name != state:
                crossed = _when(week, max(doing.start, start), min(doing.end, end), km)
                yield state, since, crossed
                state, since = name, crossed
    yield state, since, end


def _when(week: Week, start: float, end: float, km: float) -> float:
    """The second in which the truck has come so far."""
    while end - start > 1:
        middle = (start + end) // 2
        start, end = (middle, end) if week.km(middle) < km else (start, middle)
    return round(end)


def fuel_tax(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    """Sums of a truck's month, with the week in which the month ends or that is now."""
    month = datetime.fromtimestamp(start, UTC).date().replace(day=1)
    while (begins := _seconds(month)) < end:
        following = _next(month)
        if start <= begins <= now and week.start <= begins < week.end:
            yield _month(week, month, begins, min(_seconds(following), now))
        month = following


def _month(week: Week, month: date, begins: float, until: float) -> Entry:
    metres: dict[str, float] = {}
    each = week
    while each.start < until:
        first, last = each.km(max(begins, each.start)), each.km(min(until, each.end))
        for state, start_km, end_km in each.tour.route.states_between(first, last):
            metres[state] = metres.get(state, 0.0) + (end_km - start_km) * 1000
        each = each.next_of_truck()
    identifier = f"tax:{week.truck.name}-{month:%Y-%m}"
    body = {
        "id": identifier,
        "vehicle": week.truck.id,
        "start": iso(begins),
        "year": month.year,
        "month": month.month,
        "states": [{"state": state, "metres": round(total)} for state, total in sorted(metres.items())],
        "complete": until >= _seconds(_next(month)),
    }
    return Entry(identifier, begins, begins, body)


def _next(month: date) -> date:
    return date.fromordinal(month.toordinal() + monthrange(month.year, month.month)[1])


def _seconds(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


STRETCHES = Table(name="stretches", rows=stretches)
FUEL_TAX = Table(name="fuel_tax", rows=fuel_tax)
