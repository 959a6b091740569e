"""Lists that the provider gives as a whole: who drives what, what is towed by what, the time that drivers have left."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gladhand.simulator.fleet.duty import Task
from gladhand.simulator.fleet.fleet import WEEKS_TOGETHER, Fleet
from gladhand.simulator.fleet.week import Week
from gladhand.simulator.moments import DAY, iso
from gladhand.simulator.rows import duty_rules
from gladhand.simulator.rows.base import Body

#: What ended longer ago is not listed any more.
_LISTED_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeList:
    """Rows as they are now, each with its id."""

    name: str
    rows: Callable[[Fleet, float], Iterator[tuple[str, Body]]]


def assignments(fleet: Fleet, now: float) -> Iterator[tuple[str, Body]]:
    """Drivers keep their trucks for some weeks."""
    for truck in fleet.trucks:
        periods: dict[int, list[Week]] = {}
        for week in fleet.weeks(truck, now - _LISTED_DAYS * DAY, now):
            periods.setdefault(week.number // WEEKS_TOGETHER, []).append(week)
        for period, weeks in periods.items():
            first = fleet.week(truck.number, period * WEEKS_TOGETHER)
            end = first.start + WEEKS_TOGETHER * (first.end - first.start)
            identifier = f"asg:{truck.name}-{period}"
            yield (
                identifier,
                {
                    "id": identifier,
                    "vehicle": truck.id,
                    "driver": weeks[0].driver.id,
                    "start": iso(first.start),
                    "end": iso(end) if end <= now else None,
                    "primary": True,
                },
            )


def hitches(fleet: Fleet, now: float) -> Iterator[tuple[str, Body]]:
    """A trailer is hooked at each departure and dropped at each stop."""
    for truck in fleet.trucks:
        for week in fleet.weeks(truck, now - _LISTED_DAYS * DAY, now):
            for number, (hooked, dropped) in enumerate(_hooked(week)):
                if hooked <= now:
                    identifier = f"hit:{truck.name}-{week.number}-{number}"
                    yield (
                        identifier,
                        {
                            "id": identifier,
                            "vehicle": truck.id,
                            "trailer": week.trailer.id,
                            "start": iso(hooked),
                            "end": iso(dropped) if dropped <= now else None,
                            "position": 1,
                        },
                    )


def _hooked(week: Week) -> Iterator[tuple[float, float]]:
    since: float | None = None
    for doing in week.activities:
        if doing.task is Task.HOOK:
            since = doing.end
        elif since is not None and doing.task in (Task.UNLOAD, Task.DROP):
            yield since, doing.start
            since = None


def clocks(fleet: Fleet, now: float) -> Iterator[tuple[str, Body]]:
    for driver in fleet.drivers:
        number = fleet.week_at(fleet.trucks[driver.number], now).number
        week = fleet.week(fleet.truck_number(driver.number, number), number)
        yield driver.id, duty_rules.clock(week, now)


def company(fleet: Fleet, now: float) -> Iterator[tuple[str, Body]]:  # noqa: ARG001 - the same at all times
    if fleet.trucks:
        yield (
            "company",
            {
                "id": "company",
                "legal_name": "Groundhog Freight LLC",
                "trade_name": "Groundhog Freight",
                "dot_number": "3141592",
                "street": "100 Burrow Road",
                "city": "Punxsutawney",
                "state": "PA",
                "zip": "15767",
                "country": "US",
                "phone": "+15552010000",
                "website": "https://www.groundhog.example",
                "zone": "America/New_York",
            },
        )


ASSIGNMENTS = WholeList(name="assignments", rows=assignments)
HITCHES = WholeList(name="hitches", rows=hitches)
CLOCKS = WholeList(name="clocks", rows=clocks)
COMPANY = WholeList(name="company", rows=company)
