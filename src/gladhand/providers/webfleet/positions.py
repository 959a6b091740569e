"""Where Webfleet's objects, which are vehicles and trailers, are and were.

The object report has everybody's newest position, with what the sensors measure. The tracks of an object have all its
positions and nothing else, for a request each and two days at most. So the requests are spread over the day: the hub
asks for the last two days of each object once a day, which brings what lies between two looks and what was uploaded
late. In the object report `latitude` is a text of degrees and minutes, in tracks it is a number of micro-degrees.
Where the account has a message queue, it brings the positions of vehicles between two looks within a minute.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Generic

from gladhand.providers.webfleet import queue
from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.people import driver_source_id
from gladhand.providers.webfleet.ranges import ranged
from gladhand.providers.webfleet.readings import address, has_position, is_trailer, measured, point
from gladhand.resources.fields import FieldsT
from gladhand.resources.positions import Point
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.clock import days, minutes
from gladhand.sdk.errors import Malformed
from gladhand.sdk.one_by_one import AFTER, one_by_one
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import hours_of_seconds, metres_per_second
from gladhand.sdk.windows import SPREAD, bounds, is_current, is_due, is_spread

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
# As far as the tracks of one request reach.
LONGEST_TRACK: Final = days(2)
_DAY: Final = days(1)
# The names in the object report, in messages of the queue and in tracks.
_COORDINATES: Final = (
    ("latitude_mdeg", "longitude_mdeg"),
    ("pos_latitude", "pos_longitude"),
    ("latitude", "longitude"),
)
_MESSAGE: Final = "msgid"
# Stands in the state of a long run that began as a read of what is new, which stays so when it is resumed late.
_IS_NEW: Final = "is_news"
# Vehicles that are on their way report every few minutes.
_FRESH: Final = minutes(15)
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
            source_driver_id=_driver(row, moment, "driveruid"),
            source_co_driver_id=_driver(row, moment, "codriveruid"),
            location=_point(row),
            inferred_address=address(row),
            speed=metres_per_second(row.number("speed")),
            odometer=measured(row, "odometer_long") or (hundreds and hundreds * 100),
            fuel_level=per_mille and per_mille / 10,
            fuel_value=volume and volume / _MILLILITRES,
            engine_hours=hours_of_seconds(measured(row, "engine_operation_time", "engine_operating_time")),
        ),
    )


def trailer_location(row: Row) -> Record[TrailerLocationFields]:
    """The hub's record of a position of a trailer."""
    uid, moment = row.source_id(OBJECT), row.required_moment("pos_time")
    return Record(
        source_id=composite_id(uid, moment),
        source_data=row,
        occurred_at=moment,
        fields=TrailerLocationFields(source_trailer_id=uid, location=_point(row), inferred_address=address(row)),
    )


@dataclass(frozen=True, kw_only=True)
class Positions(Generic[FieldsT]):
    """The positions of vehicles, or of trailers."""

    of_trailers: bool
    to_record: Callable[[Row], Record[FieldsT]]

    async def read(self, webfleet: WebfleetApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        """The positions of the window; without an end the newest ones.

        The newest ones come first in each run that reads what is new, and tell more than tracks; a position that is
        stored stays as it is.
        """
        rows = await webfleet.rows(OBJECTS)
        spread = is_spread(part)
        mark = {SPREAD: True} if spread else {_IS_NEW: True} if is_current(part) or part.state.get(_IS_NEW) else {}
        if mark:
            # A run that is resumed stays at its place until the next track is read.
            state = None if AFTER in part.state else {**mark, AFTER: ""}
            found = batch_of(self._located(rows), self.to_record, state=state, id_key=OBJECT)
            yield replace(found, is_preliminary=True)
        if part.end is None:
            return
        if spread and not self.of_trailers and webfleet.options[queue.OPTION]:
            own = self._uids(rows)
            async for messages in queue.messages(webfleet):
                placed = (row for row in messages if _has_place_of(row, own))
                yield replace(batch_of(placed, self.to_record, id_key=_MESSAGE), is_preliminary=True)
        start, end = bounds(part)
        uids = {uid for uid in self._uids(rows) if not spread or is_due(uid, start, end, _DAY)}
        asked = webfleet.rows_of_one("showTracks", OBJECT, **ranged(end - LONGEST_TRACK if spread else start, end))
        async for track in one_by_one(part, uids, asked, mark=mark, is_sample=spread):
            places = (Row({OBJECT: track.key, **each}, each.path) for each in track.rows)
            yield replace(track.batch(self.to_record, places, id_key=OBJECT), is_preliminary=True)

    def _uids(self, rows: Iterable[Row]) -> set[str]:
        return {uid for row in rows if self._is_one(row) and (uid := row.text(OBJECT)) is not None}

    def _located(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows that have a position. One that is malformed stays, to be skipped with its reason."""
        return (row for row in rows if self._is_one(row) and (OBJECT not in row or has_position(row)))

    def _is_one(self, row: Row) -> bool:
        return OBJECT not in row or is_trailer(row) is self.of_trailers


def _has_place_of(message: Row, uids: Collection[str]) -> bool:
    """Whether a message of the queue has a position of one of these. One that is malformed counts, to be skipped."""
    if OBJECT not in message:
        return True
    return message.text(OBJECT) in uids and has_position(message, "pos_latitude", "pos_longitude")


def _point(row: Row) -> Point:
    names = next((each for each in _COORDINATES if each[0] in row), _COORDINATES[-1])
    if (found := point(row, *names)) is None:
        raise Malformed("The position has no coordinates.")
    return found


def _driver(row: Row, moment: datetime, name: str) -> str | None:
    """The driver of a position. Who has the vehicle now need not have had it when it was parked there."""
    reported = row.moment("msgtime") or row.moment("msg_time")
    return None if reported is not None and reported - moment > _FRESH else driver_source_id(row.text(name))


VEHICLES: Final = Positions[VehicleLocationFields](of_trailers=False, to_record=vehicle_location)
TRAILERS: Final = Positions[TrailerLocationFields](of_trailers=True, to_record=trailer_location)
