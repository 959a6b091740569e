"""When engines of Reveal's vehicles ran: the segments of their trips, each with a start and an end.

The newest positions say also who stands with a running engine and who is towed. What their words mean is assumed.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from gladhand.providers.verizon_connect.api import DRIVER_NUMBER, VEHICLE_NUMBER, RevealApi, part_of_path, utc
from gladhand.providers.verizon_connect.locations import flat, newest
from gladhand.providers.verizon_connect.people import driver_source_id
from gladhand.providers.verizon_connect.places import address, point
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import EngineStatusEnum
from gladhand.sdk.clock import days, hours
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Skipped, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.windows import SPREAD, bounds, is_current, is_due, is_spread

SHOWS: Final = ("source_vehicle_id", "source_driver_id", "location", "inferred_address", "engine_status")
#: As far as one answer reaches.
LONGEST: Final = days(1)
_DAY, _REGULARLY = days(1), hours(3)
# Which end of the segment a row is about.
_EDGE, _START, _END = "Edge", "Start", "End"
_STATE: Final = "DisplayState"
_STATES: Final = {
    "moving": EngineStatusEnum.ON,
    "stop": EngineStatusEnum.OFF,
    "idle": EngineStatusEnum.IDLE,
    "towing": EngineStatusEnum.TOWING,
}


async def read(reveal: RevealApi, part: Slice) -> AsyncIterator[Batch[EngineStatusFields]]:
    """The starts and ends of the window, and how it is now.

    Short windows are spread: a vehicle is asked every three hours for the last day, and once a day for the day before.
    The hub takes pages that stay at one place for pages without an end, so that only the first of several has a state.
    """
    start, end = bounds(part)
    spread, last = is_spread(part), part.state.get("after", "")
    mark, numbers = {SPREAD: True} if spread else {}, await reveal.vehicle_numbers()
    if spread or is_current(part):
        state = None if part.state else mark
        async for found_now in newest(reveal, numbers):
            shown = (place for row in found_now if not (place := flat(row)).flag("IsPrivate"))
            places = [place for place in shown if place.text(_STATE) is not None]
            now = batch_of(places, to_record, state=state, id_key=VEHICLE_NUMBER)
            yield replace(now, is_preliminary=True)
            state = None
    for number in numbers:
        firsts = list(_due(number, start, end)) if spread else [start]
        if number > last and firsts:
            answers = [await _edges(reveal, number, first) for first in firsts]
            rows = [row for edges, _ in answers for row in edges]
            refused = [each for _, some in answers for each in some]
            yield batch_of(rows, to_record, state={**mark, "after": number}, id_key=VEHICLE_NUMBER, skipped=refused)


def to_record(row: Row) -> Record[EngineStatusFields]:
    """The hub's record of a start or an end, or of how it is at a position."""
    if _STATE in row:
        return _present(row)
    number, edge = row.source_id(VEHICLE_NUMBER), row.required_text(_EDGE)
    moment, place = row.required_moment(f"{edge}DateUtc"), row.row(f"{edge}Location")
    return Record(
        source_id=composite_id(number, moment),
        source_data=row,
        occurred_at=moment,
        fields=EngineStatusFields(
            source_vehicle_id=number,
            source_driver_id=driver_source_id(row.row("Driver").text("Number")),
            location=point(place),
            inferred_address=address(place),
            engine_status=EngineStatusEnum.ON if edge == _START else EngineStatusEnum.OFF,
        ),
    )


def _present(row: Row) -> Record[EngineStatusFields]:
    number, moment, word = row.source_id(VEHICLE_NUMBER), row.required_moment("UpdateUTC"), row.required_text(_STATE)
    status = _STATES.get(word.casefold())
    if status is None:
        raise Malformed(f"No state of an engine is known for {word}.")
    return Record(
        source_id=composite_id(number, moment),
        source_data=row,
        occurred_at=moment,
        fields=EngineStatusFields(
            source_vehicle_id=number,
            source_driver_id=driver_source_id(row.text(DRIVER_NUMBER)),
            location=point(row),
            inferred_address=address(row.row("Address")),
            engine_status=status,
        ),
    )


def _due(number: str, start: datetime, end: datetime) -> Iterator[datetime]:
    """From when on a vehicle is asked for, a day each time."""
    if is_due(number, start, end, _DAY):
        yield end - 2 * _DAY
    if is_due(number, start, end, _REGULARLY):
        yield end - _DAY


async def _edges(reveal: RevealApi, number: str, first: datetime) -> tuple[list[Row], list[Skipped]]:
    """A row for each start and each end of the day that begins then. A segment that goes on has no end."""
    path = f"/rad/v1/vehicles/{part_of_path(number)}/segments"
    answer, refused = await reveal.found(number, path, {"startdateutc": utc(first)})
    if answer is None:
        return [], refused
    found = answer.object()
    whose = {VEHICLE_NUMBER: number, "Driver": dict(found.row("Driver"))}
    rows: list[Row] = []
    for segment in found.rows("Segments"):
        row = {**whose, **_without_private_places(segment)} if segment else {}
        edges = [_START, _END] if segment.get("EndDateUtc") is not None else [_START]
        rows += [Row({**row, _EDGE: edge} if row else {}, f"{number}.{segment.path}") for edge in edges]
    return rows, refused


def _without_private_places(segment: Row) -> dict[str, Any]:
    """Where a driver had private time there is no place."""
    private = {f"{edge}Location" for edge in (_START, _END) if segment.flag(f"{edge}LocationIsPrivate")}
    return {name: value for name, value in segment.items() if name not in private}
