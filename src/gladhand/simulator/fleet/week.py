"""One week of one truck: who drives which tour, and where the truck is at any moment of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import cos, pi, sin
from random import Random
from typing import Protocol

from gladhand.simulator.fleet import incidents
from gladhand.simulator.fleet.duty import HOUR, MINUTE, WEEK, Activity, Duty, Task, plan_week
from gladhand.simulator.fleet.incidents import EngineFault, Harsh, Inspection, Talk
from gladhand.simulator.fleet.people import Driver, Trailer, Truck
from gladhand.simulator.fleet.roads import Place
from gladhand.simulator.fleet.tours import Tour

TANK_LITRES = 900.0
LITRES_PER_KM = 0.36
#: Engines also run while nobody drives.
IDLING = 1.08
#: Speed swings around the average of a stretch: so often, and by this part of it.
_SLOW, _SLOW_SIZE = 2, 0.07
_FAST, _FAST_SIZE = 9, 0.05
#: The part of all shifts whose log the driver corrects afterwards.
_CORRECTED = 0.12


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without mobile network. The device keeps what it measures and sends it at the end."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Correction:
    """The driver corrects the log: work ended later than the log says."""

    boundary: float
    moved: float
    """When the work has really ended."""
    when: float
    """When the driver corrects it."""


@dataclass(frozen=True, slots=True)
class Meters:
    """What a truck's meters show at the beginning of a week."""

    odometer_km: float
    driven_hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who drives which truck where in a week."""

    truck: Truck
    driver: Driver
    trailer: Trailer
    tour: Tour
    number: int
    """Of the week."""
    start: float
    meters: Meters
    seed: str
    """Of everything that is a matter of chance in this week."""


class Weeks(Protocol):
    """The fleet, as its weeks know it."""

    drivers: list[Driver]

    def week(self, truck: int, number: int) -> "Week": ...

    def truck_number(self, driver: int, week: int) -> int: ...


class Week:
    """A truck's week, from home to home."""

    def __init__(self, assignment: Assignment, fleet: Weeks) -> None:
        self.fleet = fleet
        self.truck, self.driver, self.trailer = assignment.truck, assignment.driver, assignment.trailer
        self.tour, self.number, self.start = assignment.tour, assignment.number, assignment.start
        self.end = self.start + WEEK
        self._seed, self._meters = assignment.seed, assignment.meters
        chance = self._chance("duty")
        self.activities = plan_week(self.tour, self.start, chance)
        self._starts = [each.start for each in self.activities]
        driven = (each.seconds if each.duty is Duty.DRIVING else 0.0 for each in self.activities)
        self._driven_before = [0.0, *accumulate(driven)]
        fuel_stops = [each for each in self.activities if each.task is Task.FUEL]
        self._fuelled_until = [each.end for each in fuel_stops]
        self._fuelled_km = [0.0, *(each.start_km for each in fuel_stops)]
        self._phase = chance.uniform(0, 2 * pi)
        self.gaps = _gaps(self.activities, chance)
        self.corrections = tuple(_corrections(self.activities, chance))

    def next_of_driver(self) -> "Week":
        """The driver's next week, maybe in another truck."""
        number = self.number + 1
        return self.fleet.week(self.fleet.truck_number(self.driver.number, number), number)

    def next_of_truck(self) -> "Week":
        return self.fleet.week(self.truck.number, self.number + 1)

    def activities_between(self, start: float, end: float) -> list[Activity]:
        """The activities that overlap this time."""
        found: list[Activity] = []
        for each in self.activities[max(bisect_right(self._starts, start) - 1, 0) :]:
            if each.start >= end:
                break
            if each.end > start:
                found.append(each)
        return found

    def starting_between(self, start: float, end: float) -> list[tuple[Activity | None, Activity]]:
        """The activities that begin in this time, each with the one before it in the same week."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [(self.activities[n - 1] if n else None, self.activities[n]) for n in range(first, last)]

    @cached_property
    def faults(self) -> tuple[EngineFault, ...]:
        return incidents.faults(self.activities, self._chance("faults"))

    @cached_property
    def harsh_driving(self) -> tuple[Harsh, ...]:
        return incidents.harsh_driving(self.activities, self._chance("harsh"))

    @cached_property
    def inspections(self) -> tuple[Inspection, ...]:
        return incidents.inspections(self.activities, self._chance("inspections"))

    @cached_property
    def talks(self) -> tuple[Talk, ...]:
        return incidents.talks(self.activities, self._chance("talks"))

    def activity(self, moment: float) -> Activity:
        return self.activities[self._index(moment)]

    def km(self, moment: float, activity: Activity | None = None) -> float:
        """How far along the tour the truck is."""
        doing = activity or self.activity(moment)
        if doing.end_km == doing.start_km:
            return doing.start_km
        part = (moment - doing.start) / doing.seconds
        angle, phase = 2 * pi * part, self._phase
        swing = _SLOW_SIZE * (sin(_SLOW * angle + phase) - sin(phase)) / (2 * pi * _SLOW)
        swing += _FAST_SIZE * (sin(_FAST * angle + phase) - sin(phase)) / (2 * pi * _FAST)
        return doing.start_km + (doing.end_km - doing.start_km) * min(max(part + swing, 0.0), 1.0)

    def speed(self, moment: float, activity: Activity | None = None) -> float:
        """Kilometres per hour."""
        doing = activity or self.activity(moment)
        if doing.end_km == doing.start_km:
            return 0.0
        part = (moment - doing.start) / doing.seconds
        angle, phase = 2 * pi * part, self._phase
        swing = _SLOW_SIZE * cos(_SLOW * angle + phase) + _FAST_SIZE * cos(_FAST * angle + phase)
        return (doing.end_km - doing.start_km) / doing.seconds * HOUR * (1 + swing)

    def place(self, km: float) -> Place:
        return self.tour.route.place(km)

    def odometer(self, km: float) -> float:
        """Kilometres on the truck's meter."""
        return self._meters.odometer_km + km

    def engine_hours(self, moment: float) -> float:
        index = self._index(moment)
        doing = self.activities[index]
        driven = self._driven_before[index] + (moment - doing.start if doing.duty is Duty.DRIVING else 0.0)
        return IDLING * (self._meters.driven_hours + driven / HOUR)

    def fuel_litres(self, moment: float, km: float) -> float:
        """What is in the tank. It is full at the beginning and after each stop for fuel."""
        return TANK_LITRES - (km - self._fuelled_km[bisect_right(self._fuelled_until, moment)]) * LITRES_PER_KM

    def _chance(self, name: str) -> Random:
        return Random(f"{self._seed}/{name}")  # noqa: S311 - invents data, no secrets

    def _index(self, moment: float) -> int:
        return max(bisect_right(self._starts, moment) - 1, 0)


def _gaps(activities: list[Activity], chance: Random) -> tuple[Gap, ...]:
    drives = [each for each in activities if each.duty is Duty.DRIVING and each.seconds > HOUR]
    found: list[Gap] = []
    for each in sorted(chance.sample(drives, min(chance.randint(0, 2), len(drives))), key=lambda drive: drive.start):
        start = each.start + round(chance.uniform(0.1, 0.3) * each.seconds)
        found.append(Gap(start, start + round(chance.uniform(4, 25) * MINUTE)))
    return tuple(found)


def _corrections(activities: list[Activity], chance: Random) -> Iterator[Correction]:
    for work, rest in pairwise(activities):
        if work.task is Task.POST_TRIP and rest.seconds > HOUR and chance.random() < _CORRECTED:
            moved = rest.start + round(chance.uniform(3, 14) * MINUTE)
            yield Correction(rest.start, moved, rest.start + round(chance.uniform(2, 30) * HOUR))
