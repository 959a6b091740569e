"""Where TrustTrack's objects are and were.

The newest positions come in pages for the whole account. The history of an object has all positions and what the
vehicle measured, for a request of its own or several. So an object that moves is asked for once an hour, and every
object once a day for the last two days, for what came late.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from gladhand.providers.x_trusttrack.api import OBJECTS, TrustTrackApi, within
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.clock import days, hours
from gladhand.sdk.one_by_one import AFTER, one_by_one
from gladhand.sdk.reading import Batch, Slice, State, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.units import cubic_metres, kelvin, metres, metres_per_second
from gladhand.sdk.values import fixed_point
from gladhand.sdk.windows import SPREAD, bounds, is_current, is_due, is_spread

SHOWS: Final = (
    "source_vehicle_id",
    "location",
    "speed",
    "odometer",
    "fuel_level",
    "fuel_value",
    "engine_hours",
    "coolant_temperature",
)
LONGEST: Final = days(1)
_DAY, _HOUR = days(1), hours(1)
_NOW, _FIXED, _HELD = "last_coordinate", "last_valid_gps_datetime", "datetime"


async def read(trusttrack: TrustTrackApi, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    """The newest positions, then the histories that are due. Of an old window those of all objects."""
    start, end = bounds(part)
    mark: dict[str, Any] = {SPREAD: True} if is_spread(part) else {}
    newest: dict[str, datetime] = {}
    state: State | None = mark
    async for rows, _ in trusttrack.pages("/objects-last-coordinate", 2, "results"):
        moments = {row.text("id"): row.row(_NOW).moment(_HELD) for row in rows}
        newest |= {source_id: moment for source_id, moment in moments.items() if source_id and moment}
        if (mark or is_current(part)) and AFTER not in part.state:
            # A place without a fix may have been stored with what the vehicle measured there.
            found = batch_of([row for row in rows if _is_public(row)], to_record, state=state)
            yield replace(found, is_preliminary=True)
            state = None
    firsts = {source_id: _first(source_id, part, moment) for source_id, moment in newest.items()}

    async def history(source_id: str) -> AsyncIterator[list[Row]]:
        path = within(OBJECTS, source_id, "coordinates")
        span = {"from_datetime": utc_text(firsts[source_id] or start), "to_datetime": utc_text(end)}
        async for rows, _ in trusttrack.pages(path, 2, "items", span):
            yield [row for row in rows if _is_public(row)]

    due = [source_id for source_id, first in firsts.items() if first is not None]
    async for answer in one_by_one(part, due, history, mark=mark, is_sample=bool(mark)):
        yield answer.batch(to_record, id_key="object_id")


def to_record(row: Row) -> Record[VehicleLocationFields]:
    """The hub's record of a position of either form."""
    is_newest = _NOW in row
    source_id = row.source_id("id" if is_newest else "object_id")
    place = row.required_row(_NOW if is_newest else "position")
    moment = _fixed_at(place) if is_newest else row.required_moment(_HELD)
    inputs = row.row("inputs")
    calculated, device = inputs.row("calculated_inputs"), inputs.row("device_inputs")
    return Record(
        source_id=composite_id(source_id, moment),
        source_data=row,
        occurred_at=moment,
        fields=VehicleLocationFields(
            source_vehicle_id=source_id,
            location=fixed_point(place),
            speed=metres_per_second(place.number("speed")),
            odometer=metres(calculated.number("mileage")),
            fuel_level=device.number("fuel_level_can"),
            fuel_value=cubic_metres(calculated.number("fuel_level")),
            engine_hours=device.number("engine_hours"),
            coolant_temperature=kelvin(device.number("canbus_engine_coolant_temperature")),
        ),
    )


def _first(source_id: str, part: Slice, moment: datetime) -> datetime | None:
    """From when on the history of an object is due; None if it is not."""
    start, end = bounds(part)
    if not is_spread(part):
        return start if moment >= start else None
    if is_due(source_id, start, end, _DAY):
        return end - 2 * _DAY
    return start - _HOUR if moment >= start - _HOUR and is_due(source_id, start, end, _HOUR) else None


def _fixed_at(place: Row) -> datetime:
    """When the object was there. Without a fix it still shows the last place that it knew."""
    moment, fixed = place.required_moment(_HELD), place.moment(_FIXED)
    return moment if fixed is None else min(moment, fixed)


def _is_public(row: Row) -> bool:
    """Whether the row is to be read: not of an object that was never seen, or that had no satellites at nought."""
    place = row.row(_NOW) if _NOW in row else row.row("position")
    if "id" in row and not place:
        return False
    return bool(place.get("satellites_count", 1) or place.number("latitude") or place.number("longitude"))
