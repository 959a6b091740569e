"""Where Webfleet's objects, which are vehicles and trailers, are and were.

The object report has everybody's newest position, with what the sensors measure. The tracks of an object have all its
positions and nothing else, for a request each and two days at most, so that they are read for the time before a fleet
was connected and after an interruption only. In the object report `latitude` is a text of degrees and minutes, in
tracks it is a number of micro-degrees.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.ranges import ranged
from gladhand.providers.webfleet.readings import address, has_position, is_trailer, measured, number, point
from gladhand.resources.fields import FieldsT
from gladhand.resources.positions import Point
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.clock import minutes
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import hours, metres_per_second
from gladhand.sdk.windows import bounds, is_current

OBJECTS: Final = "showObjectReportExtern"
OBJECT: Final = "objectuid"
VEHICLES_SHOW: Final = (
    "source_vehicle_id",
    "source_driver_id",
    "source_co_driver_id",
    "location",
    "inferred_address",
    "speed",
    "odometer",
    "fuel_level",
    "fuel_value",
    "engine_hours",
)
TRAILERS_SHOW: Final = ("source_trailer_id", "location", "inferred_address")
# Runs that come this late have an interruption before them.
_INTERRUPTION: Final = minutes(30)
_MILLILITRES: Final = 1_000_000


def vehicle_location(row: Row) -> Record[VehicleLocationFields]:
    """The hub's record of a position of a vehicle."""
    uid, moment = row.source_id(OBJECT), row.required_moment("pos_time")
    hundreds, per_mille, volume = (measured(row, name) for name in ("odometer", "fuellevel", "fuellevel_milliliters"))
    return Record(
        source_id=composite_id(uid, moment),
        source_data=row,
        occurred_at=moment,
        fields=VehicleLocationFields(
            source_vehicle_id=uid,
            source_driver_id=row.text("driveruid"),
            source_co_driver_id=row.text("codriveruid"),
            location=_place(row),
            inferred_address=address(row),
            speed=metres_per_second(number(row, "speed")),
            odometer=measured(row, "odometer_long") or (hundreds and hundreds * 100),
            fuel_level=per_mille and per_mille / 10,
            fuel_value=volume and volume / _MILLILITRES,
            engine_hours=hours(measured(row, "engine_operation_time", "engine_operating_time")),
        ),
    )


def trailer_location(row: Row) -> Record[TrailerLocationFields]:
    """The hub's record of a position of a trailer."""
    uid, moment = row.source_id(OBJECT), row.required_moment("pos_time")
    return Record(
        source_id=composite_id(uid, moment),
        source_data=row,
        occurred_at=moment,
        fields=TrailerLocationFields(source_trailer_id=uid, location=_place(row), inferred_address=address(row)),
    )


@dataclass(frozen=True, kw_only=True)
class Positions(Generic[FieldsT]):
    """The positions of vehicles, or of trailers."""

    of_trailers: bool
    to_record: Callable[[Row], Record[FieldsT]]

    async def read(self, webfleet: WebfleetApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        """The positions of the window; without an end the newest ones.

        Tracks come first: where both have a position, that of the object report stays, which tells more.
        """
        rows, state = await webfleet.rows(OBJECTS), dict(part.state)
        if part.end is not None and not _is_regular(part):
            start, end = bounds(part)
            for uid in sorted(self._uids(rows)):
                if uid > part.state.get("after", ""):
                    track = await webfleet.rows("showTracks", objectuid=uid, **ranged(start, end))
                    found = (Row({OBJECT: uid, **each}, each.path) for each in track)
                    state = {"after": uid}
                    yield batch_of(found, self.to_record, state=state, id_key=OBJECT)
        if is_current(part):
            yield batch_of(self._located(rows), self.to_record, state=state, id_key=OBJECT)

    def _uids(self, rows: Iterable[Row]) -> set[str]:
        return {uid for row in rows if self._is_one(row) and (uid := row.text(OBJECT)) is not None}

    def _located(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows that have a position. One that is malformed stays, to be skipped with its reason."""
        return (row for row in rows if self._is_one(row) and (OBJECT not in row or has_position(row)))

    def _is_one(self, row: Row) -> bool:
        return OBJECT not in row or is_trailer(row) is self.of_trailers


def _place(row: Row) -> Point:
    names = ("latitude_mdeg", "longitude_mdeg") if "latitude_mdeg" in row else ("latitude", "longitude")
    if (found := point(row, *names)) is None:
        raise Malformed("The position has no coordinates.")
    return found


def _is_regular(part: Slice) -> bool:
    """Whether the window follows the one before without an interruption."""
    start, end = bounds(part)
    return is_current(part) and not part.state and end - start < _INTERRUPTION


VEHICLES: Final = Positions[VehicleLocationFields](of_trailers=False, to_record=vehicle_location)
TRAILERS: Final = Positions[TrailerLocationFields](of_trailers=True, to_record=trailer_location)
