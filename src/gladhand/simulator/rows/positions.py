"""Positions of trucks and trailers."""

from collections.abc import Iterator
from functools import partial
from math import ceil

from gladhand.simulator.fleet.duty import HOUR, Activity, Duty, Task
from gladhand.simulator.fleet.week import TANK_LITRES, Week
from gladhand.simulator.moments import iso
from gladhand.simulator.rows.base import Body, Feed, Sent

#: Seconds from one position to the next: on the road, while somebody works at the truck, and while it rests.
_DRIVING_EVERY, _WORKING_EVERY, _RESTING_EVERY = 15, 60, 900
_TOWED_EVERY, _PARKED_EVERY = 300, 3600
NO_ENGINE = frozenset({Task.AT_HOME, Task.REST, Task.BREAK, Task.FUEL, Task.ERRAND})
#: What is not hooked to a truck.
_UNHOOKED = frozenset({Task.AT_HOME, Task.UNLOAD, Task.PRE_TRIP})


def trucks(week: Week, start: float, end: float) -> Iterator[Sent]:
    for doing in week.activities_between(start, end):
        for moment in ticks(max(start, doing.start), min(end, doing.end), _every(doing), week.truck.number):
            identifier = f"pos:{week.truck.name}-{int(moment)}"
            yield Sent(identifier, moment, moment, partial(position, week, doing, moment, identifier))


def position(week: Week, doing: Activity, moment: float, identifier: str) -> Body:
    km = week.km(moment, doing)
    fuel = week.fuel_litres(moment, km)
    warm = doing.task not in NO_ENGINE
    speed = week.speed(moment, doing)
    return {
        "id": identifier,
        "vehicle": week.truck.id,
        "driver": None if doing.task is Task.AT_HOME else week.driver.id,
        "time": iso(moment),
        "speed_kmh": round(speed, 1),
        "odometer_km": round(week.odometer(km), 3),
        "engine_hours": round(week.engine_hours(moment), 2),
        "fuel_percent": round(100 * fuel / TANK_LITRES, 1),
        "fuel_litres": round(fuel, 1),
        "oil_kpa": round(210 + 1.6 * speed) if warm else None,
        "coolant_c": round(82 + 0.08 * speed, 1) if warm else None,
        **where(week, km),
    }


def where(week: Week, km: float) -> Body:
    """What the provider says of a point on the road."""
    place = week.place(km)
    return {
        "lat": place.lat,
        "lon": place.lon,
        "heading": place.bearing,
        "near": place.near,
        "state": place.state,
        "country": "US",
    }


def trailers(week: Week, start: float, end: float) -> Iterator[Sent]:
    """The positions of the trailer that is towed this week."""
    trailer = week.trailer
    for doing in week.activities_between(start, end):
        every = _TOWED_EVERY if doing.duty is Duty.DRIVING else _PARKED_EVERY
        for moment in ticks(max(start, doing.start), min(end, doing.end), every, trailer.number):
            identifier = f"tpos:{trailer.name}-{int(moment)}"
            yield Sent(identifier, moment, moment, partial(trailer_position, week, doing, moment, identifier))


def trailer_position(week: Week, doing: Activity, moment: float, identifier: str) -> Body:
    return {
        "id": identifier,
        "trailer": week.trailer.id,
        "vehicle": week.truck.id if is_hooked(doing) else None,
        "time": iso(moment),
        **where(week, week.km(moment, doing)),
    }


def is_hooked(doing: Activity) -> bool:
    """Whether the trailer hangs behind the truck while the driver does this."""
    return doing.task not in _UNHOOKED or (doing.task is Task.PRE_TRIP and doing.start_km > 0)


def ticks(start: float, end: float, every: int, phase: int) -> Iterator[float]:
    """The moments in this time that are a multiple of `every`, shifted so that not all devices send at once."""
    shift = phase * 7 % every
    moment = ceil((start - shift) / every) * every + shift
    while moment < end:
        yield float(moment)
        moment += every


def _every(doing: Activity) -> int:
    if doing.duty is Duty.DRIVING:
        return _DRIVING_EVERY
    return _RESTING_EVERY if doing.task in NO_ENGINE or doing.seconds > HOUR else _WORKING_EVERY


POSITIONS = Feed(name="positions", rows=trucks)
TRAILER_POSITIONS = Feed(name="trailer_positions", rows=trailers)
