"""Harsh driving, inspections and their defects. All have ids, and change after a while under the same id."""

from collections.abc import Iterator

from gladhand.simulator.fleet.incidents import Harsh, Inspection
from gladhand.simulator.fleet.week import Week
from gladhand.simulator.moments import iso
from gladhand.simulator.rows.base import Body, Entry, Table
from gladhand.simulator.rows.positions import where

MECHANIC = "user:workshop"
_DEFECT_TEXTS = {
    "brakes": "Brakes pull to the left",
    "tires": "Tread worn on axle 2",
    "lights": "Marker lamp out",
    "mirrors": "Right mirror cracked",
    "wipers": "Wiper blade torn",
    "horn": "Horn does not sound",
    "coupling": "Fifth wheel needs grease",
    "suspension": "Air leak at the left bag",
    "battery": "Slow to crank",
    "other": "Rattle behind the cab",
}


def safety(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    for number, event in enumerate(week.harsh_driving):
        if start <= event.at < end and event.at + event.seconds <= now:
            identifier = f"saf:{week.truck.name}-{week.number}-{number}"
            yield Entry(identifier, event.at, event.at + event.seconds, _harsh(week, event, identifier, now))


def _harsh(week: Week, event: Harsh, identifier: str, now: float) -> Body:
    reviewed = event.reviewed_at <= now
    km = week.km(event.at)
    return {
        "id": identifier,
        "vehicle": week.truck.id,
        "driver": week.driver.id,
        "time": iso(event.at),
        "seconds": event.seconds,
        "kind": event.kind,
        "force_g": event.force,
        "speed_kmh": round(week.speed(event.at) + (12 if event.kind == "speeding" else 0), 1),
        "review": event.verdict if reviewed else "open",
        "updated_at": iso(event.reviewed_at if reviewed else event.at + event.seconds),
        **where(week, km),
    }


def inspections(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    for number, done in enumerate(week.inspections):
        if start <= done.start < end and done.end <= now:
            identifier = f"ins:{week.truck.name}-{week.number}-{number}"
            yield Entry(identifier, done.start, done.end, _inspection(week, done, identifier, now))


def _inspection(week: Week, done: Inspection, identifier: str, now: float) -> Body:
    km = week.km(done.start)
    repaired = bool(done.defects) and done.repaired_at <= now
    return {
        "id": identifier,
        "vehicle": None if done.of_trailer else week.truck.id,
        "trailer": week.trailer.id if done.of_trailer else None,
        "driver": week.driver.id,
        "start": iso(done.start),
        "signed_at": iso(done.end),
        "kind": done.kind,
        "odometer_km": None if done.of_trailer else round(week.odometer(km), 1),
        "engine_hours": None if done.of_trailer else round(week.engine_hours(done.start), 2),
        "safe": repaired or not any(each.is_critical for each in done.defects),
        "defects": [each.part for each in done.defects],
        "remark": "See defects" if done.defects else "Good",
        "repaired_at": iso(done.repaired_at) if repaired else None,
        "repaired_by": MECHANIC if repaired else None,
        "repair_remark": "Repaired" if repaired else None,
        "revision": 2 if repaired else 1,
        "carrier": "Groundhog Freight LLC",
        "carrier_address": "100 Burrow Road, Punxsutawney, PA",
        "updated_at": iso(done.repaired_at if repaired else done.end),
        **where(week, km),
    }


def defects(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    for number, done in enumerate(week.inspections):
        if not (start <= done.start < end and done.end <= now):
            continue
        repaired = done.repaired_at <= now
        for index, defect in enumerate(done.defects):
            identifier = f"def:{week.truck.name}-{week.number}-{number}-{index}"
            body = {
                "id": identifier,
                "inspection": f"ins:{week.truck.name}-{week.number}-{number}",
                "found_at": iso(done.start),
                "part": defect.part,
                "text": _DEFECT_TEXTS[defect.part],
                "critical": defect.is_critical,
                "state": "repaired" if repaired else "open",
                "repaired_at": iso(done.repaired_at) if repaired else None,
                "repair_remark": "Replaced and tested" if repaired else None,
                "updated_at": iso(done.repaired_at if repaired else done.end),
            }
            yield Entry(identifier, done.start, done.end, body)


SAFETY = Table(name="safety", rows=safety)
INSPECTIONS = Table(name="inspections", rows=inspections)
DEFECTS = Table(name="defects", rows=defects)
