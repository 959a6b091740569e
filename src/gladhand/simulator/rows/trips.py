"""Trips that the office has planned: one for each week of a truck, with a stop at each town of its tour."""

from collections.abc import Iterator
from itertools import pairwise

from gladhand.simulator.fleet.duty import Activity, Task
from gladhand.simulator.fleet.week import Week
from gladhand.simulator.moments import iso
from gladhand.simulator.rows.base import Body, Entry, Table
from gladhand.simulator.rows.positions import where

#: The office plans in quarters of an hour.
_PLANNED_TO = 900


def trips(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    if start <= week.start < end and week.start <= now:
        identifier = f"trp:{week.truck.name}-{week.number}"
        yield Entry(identifier, week.start, week.start, _trip(week, now, identifier))


def _trip(week: Week, now: float, identifier: str) -> Body:
    calls = _calls(week)
    begun, done = calls[0][-1].end, calls[-1][-1].end
    return {
        "id": identifier,
        "planned_at": iso(week.start),
        "vehicle": week.truck.id,
        "driver": week.driver.id,
        "state": "done" if done <= now else "under_way" if begun <= now else "planned",
        "start": iso(begun) if begun <= now else None,
        "end": iso(done) if done <= now else None,
        "km": round(week.tour.km, 1),
        "text": f"Trailer {week.trailer.name}. Keep it below 4 °C." if week.trailer.is_reefer else None,
        "stops": [_stop(week, now, number, call, len(calls)) for number, call in enumerate(calls, 1)],
    }


def _calls(week: Week) -> list[list[Activity]]:
    """What is done at each stop: from the arrival to the departure."""
    here: list[Activity] = []
    calls = [here]
    for before, doing in pairwise(week.activities):
        if before.task is Task.DRIVE and doing.task is Task.DOCK:
            here = []
            calls.append(here)
        if doing.task in (Task.HOOK, Task.DOCK, Task.UNLOAD, Task.DROP):
            here.append(doing)
    return calls


def _stop(week: Week, now: float, number: int, call: list[Activity], count: int) -> Body:
    arrival, departure, km = call[0].start, call[-1].end, call[0].start_km
    town = week.place(km).near
    return {
        "id": f"stp:{week.truck.name}-{week.number}-{number}",
        "number": number,
        "kind": "pickup" if number == 1 else "home" if number == count else "delivery",
        "name": f"{town} terminal" if number in (1, count) else f"{town} warehouse",
        "to_do": sorted({each.task.value for each in call}),
        "planned_arrival": iso(_planned(arrival)),
        "planned_departure": iso(_planned(departure)),
        "arrival": iso(arrival) if arrival <= now else None,
        "departure": iso(departure) if departure <= now else None,
        **where(week, km),
    }


def _planned(moment: float) -> float:
    return moment // _PLANNED_TO * _PLANNED_TO


TRIPS = Table(name="trips", rows=trips)
