"""Plans a week of a driver by the hours-of-service rules of the United States (property, 70 hours in 8 days).

11 hours of driving in a window of 14 hours, 30 minutes of break after 8 hours of driving, 10 hours of rest before the
next shift, 34 hours of rest between two tours. Now and then a driver overdoes it, so that there are violations to show.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from gladhand.simulator.fleet.tours import Leg, Tour

HOUR = 3600.0
MINUTE = 60.0
WEEK = 168 * HOUR

MAX_DRIVING = 11 * HOUR
MAX_WINDOW = 14 * HOUR
MAX_CYCLE = 70 * HOUR
DRIVING_BEFORE_BREAK = 8 * HOUR
BREAK = 30 * MINUTE
REST = 10 * HOUR
RESTART = 34 * HOUR

_OVERDOES_IT = 0.03
_KM_BEFORE_FUEL = (1500.0, 1900.0)


class Duty(StrEnum):
    """What a driver's log says, in this provider's words."""

    OFF = "off"
    SLEEPER = "sleeper"
    DRIVING = "driving"
    ON = "working"
    PERSONAL = "personal"
    YARD = "yard"


class Task(StrEnum):
    """What the driver is doing."""

    AT_HOME = "at_home"
    PRE_TRIP = "pre_trip"
    HOOK = "hook"
    DRIVE = "drive"
    BREAK = "break"
    FUEL = "fuel"
    DOCK = "dock"
    UNLOAD = "unload"
    DROP = "drop"
    ERRAND = "errand"
    POST_TRIP = "post_trip"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Activity:
    """A stretch of time in which the duty status and the task stay the same."""

    start: float
    end: float
    duty: Duty
    task: Task
    start_km: float
    end_km: float
    """From the beginning of the tour."""
    shift: int
    """Which shift of the week, from 0; rests belong to the shift before."""

    @property
    def seconds(self) -> float:
        return self.end - self.start


def plan_week(tour: Tour, start: float, chance: Random) -> list[Activity]:
    """Everything that the driver does in the week from `start`, without gaps."""
    return _Planner(tour, start, chance).plan()


class _Planner:
    def __init__(self, tour: Tour, start: float, chance: Random) -> None:
        self._tour, self._start, self._chance = tour, start, chance
        self._activities: list[Activity] = []
        self._now, self._km, self._shift = start, 0.0, -1
        self._driving_left = self._window_end = self._break_left = 0.0
        self._fuel_km = 0.0

    def plan(self) -> list[Activity]:
        self._spend(self._chance.uniform(0.2, 2.5) * HOUR, Duty.OFF, Task.AT_HOME)
        self._begin_shift()
        self._fuel_km = self._chance.uniform(*_KM_BEFORE_FUEL)
        self._work(20, Task.HOOK)
        for leg in self._tour.legs:
            self._drive(leg)
            self._work(8, Task.DOCK, Duty.YARD)
            if leg is not self._tour.legs[-1]:
                self._work(self._chance.uniform(35, 95), Task.UNLOAD)
                self._work(15, Task.HOOK)
        self._work(12, Task.DROP)
        self._work(25, Task.FUEL)
        self._work(15, Task.POST_TRIP)
        self._spend(self._start + WEEK - self._now, Duty.OFF, Task.AT_HOME)
        return self._activities

    def _drive(self, leg: Leg) -> None:
        while leg.end_km - self._km > 0.001:
            needed = (leg.end_km - self._km) / leg.speed * HOUR
            in_shift = min(self._driving_left, self._window_end - self._now)
            seconds = min(needed, in_shift, self._break_left, self._fuel_km / leg.speed * HOUR)
            # Nobody sets off for less than a few minutes, unless it is the rest of the way.
            if seconds >= min(needed, 5 * MINUTE):
                self._spend(seconds, Duty.DRIVING, Task.DRIVE, km=seconds / HOUR * leg.speed)
                self._driving_left -= seconds
                self._break_left -= seconds
                self._fuel_km -= seconds / HOUR * leg.speed
            elif in_shift < 45 * MINUTE:
                self._rest()
            elif self._fuel_km < 20:
                self._work(self._chance.uniform(30, 38), Task.FUEL)
                self._fuel_km = self._chance.uniform(*_KM_BEFORE_FUEL)
            else:
                self._spend(self._chance.uniform(31, 48) * MINUTE, Duty.OFF, Task.BREAK)

    def _begin_shift(self) -> None:
        overdoes_it = self._chance.random() < _OVERDOES_IT
        skips_break = not overdoes_it and self._chance.random() < _OVERDOES_IT
        goal = self._chance.uniform(8.6, 10.8) * HOUR
        self._driving_left = MAX_DRIVING + self._chance.uniform(8, 40) * MINUTE if overdoes_it else goal
        self._window_end = self._now + MAX_WINDOW - 10 * MINUTE
        self._break_left = self._time_to_break()
        if skips_break:
            self._driving_left = min(self._driving_left, 10 * HOUR)
            self._break_left = DRIVING_BEFORE_BREAK + self._chance.uniform(6, 25) * MINUTE
        self._shift += 1
        self._work(self._chance.uniform(15, 22), Task.PRE_TRIP)

    def _rest(self) -> None:
        self._work(self._chance.uniform(12, 20), Task.POST_TRIP)
        if self._chance.random() < 0.2:
            self._spend(self._chance.uniform(8, 16) * MINUTE, Duty.PERSONAL, Task.ERRAND)
        rest = REST + self._chance.uniform(0.1, 1.7) * HOUR
        awake = self._chance.choice((0.0, 1.0, 1.5)) * HOUR
        if awake:
            self._spend(awake, Duty.OFF, Task.REST)
        self._spend(rest - awake, Duty.SLEEPER, Task.REST)
        self._begin_shift()

    def _time_to_break(self) -> float:
        return self._chance.uniform(4.0, 7.6) * HOUR

    def _work(self, minutes: float, task: Task, duty: Duty = Duty.ON) -> None:
        self._spend(minutes * MINUTE, duty, task)

    def _spend(self, seconds: float, duty: Duty, task: Task, *, km: float = 0.0) -> None:
        # Whole seconds, as devices report them; the odometer gives way, not the clock.
        end = max(round(self._now + seconds), self._now + 1) if task is not Task.AT_HOME else round(self._now + seconds)
        shift = max(self._shift, 0)
        self._activities.append(Activity(self._now, end, duty, task, self._km, self._km + km, shift))
        self._now, self._km = float(end), self._km + km
        if duty is not Duty.DRIVING and seconds >= BREAK and task not in (Task.AT_HOME, Task.PRE_TRIP):
            self._break_left = self._time_to_break()
