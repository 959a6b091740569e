"""Where Reveal's vehicles are and were.

Many newest positions come at once. The history of a vehicle, a day at most, takes a request of its own, and so does
what its engine measures; these are spread over the day. The history has the odometer, and its speeds are assumed to be
in kilometres an hour; the newest positions have a speed in the unit of the account.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final

from gladhand.providers.verizon_connect.api import DRIVER_NUMBER, VEHICLE_NUMBER, RevealApi, part_of_path, utc
from gladhand.providers.verizon_connect.locations import flat, newest
from gladhand.providers.verizon_connect.people import driver_source_id
from gladhand.providers.verizon_connect.places import address, is_visible, point, speed
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.clock import days, hours, minutes
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Skipped, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import hours_of_seconds as engine_hours
from gladhand.sdk.units import metres, metres_per_second
from gladhand.sdk.windows import SPREAD, bounds, due_span, is_current, is_due, is_spread

SHOWS: Final = (
    "source_vehicle_id",
    "source_driver_id",
    "location",
    "inferred_address",
    "speed",
    "odometer",
    "fuel_level",
    "engine_hours",
)
#: As far as one answer is asked to reach; how far it may is not documented.
LONGEST: Final = days(1)
_DAY, _REGULARLY, _TOGETHER = days(1), hours(2), minutes(15)
# What the engine measured at about the time of the position.
_ENGINE: Final = "Ecm"
_MINUTES: Final = ("EngineMintutes", "EngineMinutes")


@dataclass(frozen=True, slots=True)
class _Track:
    rows: list[Row]
    refused: list[Skipped]
    is_late: bool = False
    """Whether positions that are stored stay as they are."""


async def read(reveal: RevealApi, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    """The positions of the window; without an end the newest ones.

    The hub takes pages that stay at one place for pages without an end, so that only the first of several has a state.
    """
    numbers, mark = await reveal.vehicle_numbers(), {SPREAD: True} if is_spread(part) else {}
    mapped, last = partial(to_record, reveal), part.state.get("after", "")
    now: dict[str, Row] = {}
    if mark or is_current(part):
        # A run that is resumed stays at its place.
        state = None if part.state else mark
        async for rows in newest(reveal, numbers):
            places = [place for row in rows if is_visible(place := flat(row))]
            now |= {number: place for place in places if (number := place.text(VEHICLE_NUMBER)) is not None}
            yield replace(batch_of(places, mapped, state=state, id_key=VEHICLE_NUMBER), is_preliminary=True)
            state = None
    for number in numbers if part.end is not None else ():
        if number > last:
            tracks = [track async for track in _tracks(reveal, number, part, now.get(number, Row()))]
            for track in tracks:
                # A run that is cut off between them reads the vehicle again.
                after = {**mark, "after": number} if track is tracks[-1] else None
                found = batch_of(track.rows, mapped, state=after, id_key=VEHICLE_NUMBER, skipped=track.refused)
                yield replace(found, is_preliminary=track.is_late)


async def _tracks(reveal: RevealApi, number: str, part: Slice, place: Row) -> AsyncIterator[_Track]:
    """The positions of a vehicle that are due.

    What the engine measured belongs to one position, and a history that is read again does not have it. So the spans of
    two hours lie end to end, and what may be stored stays as it is: long windows, and the two days that are read again
    once a day for what came late. A newest position, which has no odometer, takes that of the history.
    """
    start, end = bounds(part)
    moved = place.moment("UpdateUTC")
    if not is_spread(part):
        track = await _history(reveal, number, start, end)
        newest = [row for row in track.rows if row.moment("UpdateUtc") == moved]
        yield replace(track, rows=[row for row in track.rows if row not in newest], is_late=True)
        if newest:
            yield _Track(newest, [])
        return
    if is_due(number, start, end, _DAY):
        for first in (end - 2 * _DAY, end - _DAY):
            yield replace(await _history(reveal, number, first, first + _DAY), is_late=True)
    span = due_span(number, start, end, _REGULARLY)
    if span is not None and moved is not None and moved >= span[0]:
        yield await _measured(reveal, number, await _history(reveal, number, *span))


def to_record(reveal: RevealApi, row: Row) -> Record[VehicleLocationFields]:
    """The hub's record of a position of either form."""
    is_history = "UpdateUtc" in row
    moment = row.required_moment("UpdateUtc" if is_history else "UpdateUTC")
    number, place = row.source_id(VEHICLE_NUMBER), point(row)
    if place is None:
        raise Malformed("The position has no coordinates.")
    engine, measured = row.row(_ENGINE), row.number("Speed")
    # The first name is Reveal's own.
    run = next((value for name in _MINUTES if (value := engine.number(name)) is not None), None)
    return Record(
        source_id=composite_id(number, moment),
        source_data=row,
        occurred_at=moment,
        fields=VehicleLocationFields(
            source_vehicle_id=number,
            source_driver_id=driver_source_id(row.text(DRIVER_NUMBER)),
            location=place,
            inferred_address=address(row.row("Address")),
            speed=metres_per_second(measured) if is_history else speed(reveal, measured),
            odometer=metres(row.number("OdometerInKM")),
            fuel_level=engine.number("FuelLevelPercentage"),
            engine_hours=engine_hours(None if run is None else run * 60),
        ),
    )


def remap(reveal: RevealApi, _source_id: str, row: Row) -> Record[VehicleLocationFields]:
    return to_record(reveal, row)


async def _history(reveal: RevealApi, number: str, start: datetime, end: datetime) -> _Track:
    path = f"/rad/v1/vehicles/{part_of_path(number)}/status/history"
    query = {"startdatetimeutc": utc(start), "enddatetimeutc": utc(end)}
    answer, refused = await reveal.found(number, path, query)
    rows = [] if answer is None else answer.rows()
    shown = [row for row in rows if is_visible(row) and ((moment := row.moment("UpdateUtc")) is None or moment < end)]
    return _Track([Row({**row, VEHICLE_NUMBER: number}, row.path) for row in shown], refused)


async def _measured(reveal: RevealApi, number: str, track: _Track) -> _Track:
    """The positions, the newest of which with what the engine measured then."""
    answer, _ = await reveal.found(number, f"/rad/v1/vehicles/{part_of_path(number)}/getecmstatusbyvehiclenumber")
    engine = Row() if answer is None else answer.object()
    measured = engine.moment("UpdateUTC")
    dated = [(moment, row) for row in track.rows if (moment := row.moment("UpdateUtc")) is not None]
    if measured is None or not dated:
        return track
    moment, last = max(dated, key=lambda each: each[0])
    if abs(moment - measured) > _TOGETHER:
        return track
    rows = [Row({**row, _ENGINE: engine}, row.path) if row is last else row for row in track.rows]
    return replace(track, rows=rows)
