"""Safety events at Motive: what cameras and gateways saw, speeding and idling, which are three lists."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.providers.motive.places import point, town
from gladhand.providers.motive.windows import local_days
from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.resources.enums import DriverSafetyEventEnum
from gladhand.resources.positions import InferredAddress
from gladhand.sdk.clock import days, hours, minutes
from gladhand.sdk.errors import Malformed, NotAllowed
from gladhand.sdk.reading import Batch, Skipped, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import metres_per_second
from gladhand.sdk.windows import bounds, is_current, is_short, passes

SHOWS: Final = (
    "event",
    "duration_seconds",
    "event_metadata",
    "location",
    "inferred_address",
    "source_vehicle_id",
    "source_driver_id",
)
#: How far back rows are read again: people coach and dismiss events for days. A request is for whole days anyway.
LOOKBACK: Final = days(1)
_Event = DriverSafetyEventEnum
#: Our event by the type, or by a behaviour. Motive adds both without notice, and lists good behaviours, too.
EVENTS: Final[Mapping[str, DriverSafetyEventEnum]] = {
    "hard_accel": _Event.HARD_ACCELERATION,
    "hard_brake": _Event.HARD_BRAKING,
    "hard_corner": _Event.HARSH_TURN,
    "crash": _Event.COLLISION,
    "collision": _Event.COLLISION,
    "near_collision": _Event.NEAR_COLLISION,
    "forward_collision_warning": _Event.FORWARD_COLLISION_WARNING,
    "stop_sign_violation": _Event.ROLLING_STOP,
    "ran_red_light": _Event.RAN_RED_LIGHT,
    "failure_to_yield": _Event.DID_NOT_YIELD,
    "railroad_crossing": _Event.RAILROAD_CROSSING_VIOLATION,
    "seat_belt_violation": _Event.NO_SEATBELT,
    "cell_phone": _Event.MOBILE_USAGE,
    "distraction": _Event.DISTRACTION,
    "drowsiness": _Event.DROWSY,
    "smoking": _Event.SMOKING,
    "tailgating": _Event.TAILGATING,
    "close_following": _Event.TAILGATING,
    "close following": _Event.TAILGATING,
    "unsafe_lane_change": _Event.LANE_DEPARTURE,
    "lane_swerving_event": _Event.LANE_DEPARTURE,
    "road_facing_cam_obstruction": _Event.CAMERA_OBSTRUCTED,
    "driver_facing_cam_obstruction": _Event.CAMERA_OBSTRUCTED,
    # Assumed.
    "manual_event": _Event.MANUAL_EVENT,
}
_INVALID: Final = "invalid"


@dataclass(frozen=True, kw_only=True)
class _EventList:
    path: str
    kind: RecordKind
    name: str
    """Stands in each row that is stored."""
    prefix: str
    """Begins the source ids, so that those of two lists differ."""
    to_record: Callable[[Row], Record[DriverSafetyEventFields]]
    every: timedelta = timedelta()
    """The list is read when a multiple of this time has passed."""
    margin: timedelta = timedelta()

    def source_id(self, row: Row) -> str:
        return f"{self.prefix}{row.source_id()}"


async def read(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[DriverSafetyEventFields]]:
    """The events of the window. Motive has thrown out those that are invalid. Speeding and idling take rights of their
    own: without them the other events come."""
    begun, page = int(part.state.get("list", 0)), int(part.state.get("page", 1))
    for number, each in enumerate(_LISTS):
        if number < begun or not _is_due(each, part):
            continue
        first = page if number == begun else 1
        try:
            async for rows, following in motive.list_records(
                each.path, each.kind, query=local_days(part, margin=each.margin), page=first
            ):
                state = {"list": number, "page": following} if following else {"list": number + 1}
                good = [Row({**row, "list": each.name}, row.path) for row in rows if row.get("status") != _INVALID]
                found = batch_of(good, to_record, state=state)
                invalid = [row for row in rows if row.get("status") == _INVALID and row.whole("id") is not None]
                gone = [each.source_id(row) for row in invalid]
                yield Batch(found.records, state=state, skipped=found.skipped, removed=gone)
        except NotAllowed as error:
            if number == 0:
                raise
            yield Batch(state={"list": number + 1}, skipped=[Skipped(None, error.full_text)])


def to_record(row: Row) -> Record[DriverSafetyEventFields]:
    """The hub's record of a row of any of the lists; the read has put its list into it."""
    return _list_of(row).to_record(row)


def _performance(row: Row) -> Record[DriverSafetyEventFields]:
    begun, event = row.required_moment("start_time"), _event_of(row)
    measured = row.row("metadata")
    values = {
        "severity": measured.text("severity"),
        "aggregated": measured.flag("aggregated"),
        "coaching_status": row.text("coaching_status"),
        # A text in version 2.
        "acceleration": row.number("acceleration"),
        # The unit of these three differs between Motive's documents.
        "start_speed": row.number("start_speed"),
        "end_speed": row.number("end_speed"),
        "max_speed": row.number("max_speed"),
        "sub_event_metadata": row.get("sub_event_metadata"),
    }
    return _record(row, event, begun, metadata=values, address=town(row.text("location")))


def _speeding(row: Row) -> Record[DriverSafetyEventFields]:
    """Speeding. Its speeds are in km/h, whatever the units of the vehicle."""
    values = {
        "severity": row.row("metadata").text("severity"),
        "coaching_status": row.text("coaching_status"),
        "speed": metres_per_second(row.number("max_vehicle_speed")),
        "average_speed": metres_per_second(row.number("avg_vehicle_speed")),
        "speed_limit": metres_per_second(row.number("max_posted_speed_limit_in_kph")),
        "over_speed": metres_per_second(row.number("max_over_speed_in_kph")),
    }
    begun = row.required_moment("start_time")
    return _record(row, _Event.SPEEDING, begun, metadata=values, prefix="start_")


def _idling(row: Row) -> Record[DriverSafetyEventFields]:
    values = {
        "end_type": row.text("end_type"),
        "fuel_start": row.number("veh_fuel_start"),
        "fuel_end": row.number("veh_fuel_end"),
    }
    city, province, begun = row.text("city"), row.text("state"), row.required_moment("start_time")
    address = InferredAddress(city=city, province=province) if city or province else town(row.text("location"))
    return _record(row, _Event.IDLING, begun, metadata=values, address=address)


def _record(
    row: Row,
    event: DriverSafetyEventEnum,
    begun: datetime,
    *,
    metadata: Mapping[str, Any],
    address: InferredAddress | None = None,
    prefix: str = "",
) -> Record[DriverSafetyEventFields]:
    return Record(
        source_id=_list_of(row).source_id(row),
        source_data=row,
        occurred_at=begun,
        fields=DriverSafetyEventFields(
            event=event,
            duration_seconds=_duration(row, begun),
            event_metadata={name: value for name, value in metadata.items() if value is not None} or None,
            location=point(row, prefix=prefix),
            inferred_address=address,
            source_vehicle_id=row.row("vehicle").text("id"),
            source_driver_id=row.row("driver").text("id"),
        ),
    )


def _list_of(row: Row) -> _EventList:
    return next(each for each in _LISTS if each.name == row.text("list"))


def _event_of(row: Row) -> DriverSafetyEventEnum:
    names = [row.required_text("type"), *_texts(row, "primary_behavior"), *_texts(row, "secondary_behaviors")]
    found = next((event for name in names if (event := EVENTS.get(name)) is not None), None)
    if found is None:
        raise Malformed(f"No event is known for {', '.join(dict.fromkeys(names))}.")
    return found


def _texts(row: Row, name: str) -> Iterable[str]:
    values = row.get(name)
    return [each for each in values if isinstance(each, str)] if isinstance(values, list) else []


def _duration(row: Row, begun: datetime) -> int | None:
    if (given := row.number("duration")) is not None:
        return int(given)
    ended = row.moment("end_time")
    return None if ended is None or ended < begun else int((ended - begun).total_seconds())


def _is_due(each: _EventList, part: Slice) -> bool:
    start, end = bounds(part)
    is_new = is_current(part) and is_short(Slice(start=start + LOOKBACK, end=end))
    return not (each.every and is_new) or passes(start + LOOKBACK, end, each.every)


_LISTS: Final = (
    _EventList(
        path="/v2/driver_performance_events",
        kind=RecordKind(plural="driver_performance_events", singular="driver_performance_event"),
        name="performance",
        prefix="",
        to_record=_performance,
    ),
    _EventList(
        path="/v1/speeding_events",
        kind=RecordKind(plural="speeding_events", singular="speeding_event"),
        name="speeding",
        prefix="speeding:",
        to_record=_speeding,
        every=minutes(15),
    ),
    # An event belongs to each day that it touches, in the company's zone.
    _EventList(
        path="/v1/idle_events",
        kind=RecordKind(plural="idle_events", singular="idle_event"),
        name="idle",
        prefix="idle:",
        to_record=_idling,
        every=hours(1),
        margin=days(1),
    ),
)
