"""Drivers' logs: duty states with a beginning and an end, and moments such as signing in.

Entries have no id, as at many providers. An edit moves the beginning of an entry; what began elsewhere is gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gladhand.simulator.fleet.duty import HOUR, MINUTE, Activity, Duty, Task
from gladhand.simulator.fleet.week import Week
from gladhand.simulator.moments import iso
from gladhand.simulator.rows.base import Body, Entry, Table
from gladhand.simulator.rows.positions import where

RULES = "US_INT_PROP_70_8"
_REMARKS = {
    Task.PRE_TRIP: "Pre-trip inspection",
    Task.FUEL: "Fuel",
    Task.UNLOAD: "Unloading",
    Task.DOCK: "Dock",
    Task.BREAK: "Break",
    Task.ERRAND: "Dinner",
}


@dataclass(frozen=True, slots=True)
class _State:
    """A duty state of the log: what follows each other with the same duty is one."""

    start: float
    end: float
    first: Activity
    edited_at: float | None = None


def entries(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    states = _states(week, now)
    for number, state in enumerate(states):
        if start <= state.start < end and state.start <= now:
            yield _entry(week, number, state, _certified_at(week, state, now), now)
    for moment, event in _moments(week):
        if start <= moment < end and moment <= now:
            yield _moment(week, moment, event)


def _states(week: Week, now: float) -> list[_State]:
    """The states as the log has them now, with the driver's corrections so far."""
    states: list[_State] = []
    for each in week.activities:
        if states and states[-1].first.duty is each.duty:
            states[-1] = replace(states[-1], end=each.end)
        else:
            states.append(_State(each.start, each.end, each))
    for correction in week.corrections:
        if correction.when <= now:
            later = next(number for number, state in enumerate(states) if state.start == correction.boundary)
            states[later - 1] = replace(states[later - 1], end=correction.moved, edited_at=correction.when)
            states[later] = replace(states[later], start=correction.moved, edited_at=correction.when)
    return states


def _certified_at(week: Week, state: _State, now: float) -> float | None:
    """Drivers certify their log when they come on duty for the next shift."""
    following = next((each for each in week.activities if each.task is Task.PRE_TRIP and each.start >= state.end), None)
    certified = (following.start if following else week.end - HOUR) + 4 * MINUTE
    certified = max(certified, (state.edited_at or 0.0) + MINUTE)
    return certified if state.end <= certified <= now else None


def _entry(week: Week, number: int, state: _State, certified: float | None, now: float) -> Entry:
    doing = state.first
    driving = doing.duty is Duty.DRIVING
    body = {
        "driver": week.driver.id,
        "vehicle": None if doing.task is Task.AT_HOME else week.truck.id,
        "duty": doing.duty.value,
        "event": None,
        "start": iso(state.start),
        "end": iso(state.end) if state.end <= now else None,
        "source": "device" if driving else "driver",
        "remark": "Corrected by the driver" if state.edited_at else _REMARKS.get(doing.task),
        "edited_at": iso(state.edited_at) if state.edited_at else None,
        "certified_at": iso(certified) if certified else None,
        **_circumstances(week, state.start),
    }
    return Entry(f"log:{week.truck.number}-{week.number}-{number}", state.start, state.start, body)


def _moment(week: Week, moment: float, event: str) -> Entry:
    body = {
        "driver": week.driver.id,
        "vehicle": week.truck.id,
        "duty": None,
        "event": event,
        "start": iso(moment),
        "end": iso(moment),
        "source": "device" if event.startswith("engine") else "driver",
        "remark": None,
        "edited_at": None,
        "certified_at": None,
        **_circumstances(week, moment),
    }
    return Entry(f"log:{week.truck.number}-{week.number}-{event}-{int(moment)}", moment, moment, body)


def _circumstances(week: Week, moment: float) -> Body:
    km = week.km(moment)
    return {
        "rules": RULES,
        "zone": week.driver.zone,
        "odometer_km": round(week.odometer(km), 1),
        "engine_hours": round(week.engine_hours(moment), 2),
        **where(week, km),
    }


def _moments(week: Week) -> Iterator[tuple[float, str]]:
    for each in week.activities:
        if each.task is Task.PRE_TRIP:
            yield each.start - 60, "sign_in"
            yield each.start + 30, "engine_on"
            if each.start_km > 0:
                yield each.start + 4 * MINUTE, "certification"
        elif each.task is Task.POST_TRIP:
            yield each.end - 20, "engine_off"


LOGS = Table(name="logs", rows=entries)
