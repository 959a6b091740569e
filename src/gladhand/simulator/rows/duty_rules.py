"""What a provider works out of drivers' hours: violations, daily sums, and the time that is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from gladhand.simulator.fleet.duty import (
    BREAK,
    DRIVING_BEFORE_BREAK,
    HOUR,
    MAX_CYCLE,
    MAX_DRIVING,
    MAX_WINDOW,
    REST,
    RESTART,
    Activity,
    Duty,
    Task,
)
from gladhand.simulator.fleet.week import Week
from gladhand.simulator.moments import iso, local_day, midnight
from gladhand.simulator.rows.base import Body, Entry, Table
from gladhand.simulator.rows.logs import RULES

RESTING = frozenset({Duty.OFF, Duty.SLEEPER, Duty.PERSONAL})


@dataclass(slots=True)
class _Hours:
    """What a driver has used up."""

    driven: float = 0.0
    since_break: float = 0.0
    cycle: float = 0.0
    rested: float = RESTART
    shift_start: float | None = None
    cycle_start: float | None = None

    def add(self, doing: Activity, seconds: float) -> None:
        if doing.duty in RESTING:
            self.rested += seconds
            if self.rested >= REST:
                self.driven, self.shift_start = 0.0, None
            if self.rested >= RESTART:
                self.cycle, self.cycle_start = 0.0, None
        else:
            self.rested = 0.0
            self.cycle += seconds
            self.shift_start = doing.start if self.shift_start is None else self.shift_start
            self.cycle_start = doing.start if self.cycle_start is None else self.cycle_start
        if doing.duty is Duty.DRIVING:
            self.driven += seconds
            self.since_break += seconds
        elif seconds >= BREAK:
            self.since_break = 0.0


def violations(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    """Entries have no id; one that grows keeps its beginning."""
    hours = _Hours()
    for doing in week.activities:
        if doing.duty is Duty.DRIVING:
            for rule, limit, used in (
                ("driving_11", MAX_DRIVING, hours.driven),
                ("break_30", DRIVING_BEFORE_BREAK, hours.since_break),
            ):
                begun = doing.start + max(limit - used, 0.0)
                if begun < doing.end and start <= begun < end and begun <= now:
                    yield _violation(week, rule, begun, min(doing.end, now), limit)
        hours.add(doing, doing.seconds)


def _violation(week: Week, rule: str, begun: float, until: float, limit: float) -> Entry:
    body = {
        "driver": week.driver.id,
        "rule": rule,
        "text": "More than 11 hours of driving" if rule == "driving_11" else "More than 8 hours without a break",
        "start": iso(begun),
        "end": iso(until),
        "limit_hours": limit / HOUR,
    }
    return Entry(f"vio:{week.truck.number}-{week.number}-{rule}-{int(begun)}", begun, begun, body)


def days(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    """The sums of a driver's day, from midnight to midnight at the home terminal."""
    zone = week.driver.zone
    day = local_day(week.start, zone)
    while (begins := midnight(day, zone)) < min(week.end, now):
        following = day + timedelta(days=1)
        # The day on which two weeks meet belongs to the week that it begins in.
        if begins >= week.start and start <= begins < end:
            yield _day(week, day.isoformat(), begins, midnight(following, zone), now)
        day = following


def _day(week: Week, label: str, begins: float, ends: float, now: float) -> Entry:
    sums = dict.fromkeys(Duty, 0.0)
    until = min(ends, now)
    activities = week.activities_between(begins, until)
    if until > week.end:
        activities += week.next_of_driver().activities_between(week.end, until)
    for doing in activities:
        sums[doing.duty] += min(doing.end, until) - max(doing.start, begins)
    # The restart at the end of a week begins a new cycle.
    this_cycle = week.next_of_driver() if until > week.end else week
    worked = sum(
        min(doing.end, until) - doing.start
        for doing in this_cycle.activities
        if doing.duty not in RESTING and doing.start < until
    )
    body = {
        "driver": week.driver.id,
        "date": label,
        "start": iso(begins),
        "zone": week.driver.zone,
        "seconds": {duty.value: round(seconds) for duty, seconds in sums.items()},
        "cycle_seconds": round(worked),
    }
    return Entry(f"day:{week.driver.id}-{label}", begins, begins, body)


def clock(week: Week, now: float) -> Body:
    """The time that a driver has left."""
    hours = _Hours()
    for doing in week.activities:
        if doing.start >= now:
            break
        hours.add(doing, min(doing.end, now) - doing.start)
    doing = week.activity(now)
    window = MAX_WINDOW - (now - hours.shift_start) if hours.shift_start is not None else MAX_WINDOW
    works, resting = doing.duty not in RESTING, doing.duty in RESTING and doing.task is not Task.AT_HOME
    cycle = max(MAX_CYCLE - hours.cycle, 0.0)
    return {
        "driver": week.driver.id,
        "vehicle": None if doing.task is Task.AT_HOME else week.truck.id,
        "duty": doing.duty.value,
        "rules": RULES,
        "as_of": iso(now),
        "left": {
            "driving": round(max(min(MAX_DRIVING - hours.driven, window, cycle), 0.0)),
            "shift": round(max(window, 0.0)),
            "cycle": round(cycle),
            "cycle_tomorrow": round(cycle if works else MAX_CYCLE if hours.rested >= RESTART else cycle),
            "until_break": round(max(DRIVING_BEFORE_BREAK - hours.since_break, 0.0)),
            "rest": round(max(REST - hours.rested, 0.0)) if resting else None,
        },
        "cycle_start": iso(hours.cycle_start) if hours.cycle_start else None,
        "shift_ends": iso(hours.shift_start + MAX_WINDOW) if hours.shift_start and works else None,
        "over": {
            "driving": round(max(hours.driven - MAX_DRIVING, 0.0)),
            "cycle": round(max(hours.cycle - MAX_CYCLE, 0.0)),
        },
        "personal": doing.duty is Duty.PERSONAL,
        "yard": doing.duty is Duty.YARD,
    }


VIOLATIONS = Table(name="violations", rows=violations)
DAYS = Table(name="days", rows=days)
