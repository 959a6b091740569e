"""Safety events at Webfleet: harsh driving, speeding and idling, which are three lists.

The names of their fields are assumed from those of other reports: nothing public shows an answer. That an event says in
one of `TYPES` whether a driver braked, accelerated or turned is assumed, too. Crashes have a list for each vehicle,
whose fields are not public; they are not read.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.people import driver_source_id
from gladhand.providers.webfleet.positions import OBJECT
from gladhand.providers.webfleet.ranges import ranged
from gladhand.providers.webfleet.readings import address, point
from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.resources.enums import DriverSafetyEventEnum
from gladhand.sdk.errors import Malformed, Rejected
from gladhand.sdk.reading import Batch, Skipped, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import metres_per_second
from gladhand.sdk.windows import bounds

SHOWS: Final = (
    "event",
    "duration_seconds",
    "event_metadata",
    "location",
    "inferred_address",
    "source_vehicle_id",
    "source_driver_id",
)
#: An event is listed by its end, and a vehicle without reception reports late.
LOOKBACK: Final = timedelta(hours=2)
TYPES: Final = ("accelerationtype", "acceleration_type", "eventtype", "event_type", "type")
_Event = DriverSafetyEventEnum
_WORDS: Final[Mapping[str, DriverSafetyEventEnum]] = {
    "brak": _Event.HARD_BRAKING,
    "corner": _Event.HARSH_TURN,
    "steer": _Event.HARSH_TURN,
    "turn": _Event.HARSH_TURN,
    "accel": _Event.HARD_ACCELERATION,
}
# Stands in each row that is stored.
_LIST: Final = "list"
_REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True)
class _SafetyReport:
    name: str
    """Begins the source ids."""
    action: str
    event: DriverSafetyEventEnum | None
    """None: the row says which."""


_LISTS: Final = (
    _SafetyReport("acceleration", "showAccelerationEvents", None),
    _SafetyReport("speeding", "showSpeedingEvents", _Event.SPEEDING),
    _SafetyReport("idling", "showIdleExceptions", _Event.IDLING),
)


async def read(webfleet: WebfleetApi, part: Slice) -> AsyncIterator[Batch[DriverSafetyEventFields]]:
    """The events of the window. A list that the fleet's contract does not contain costs only itself."""
    begun, refused = (int(part.state.get(name, 0)) for name in (_LIST, _REFUSED))
    for place, each in enumerate(_LISTS[begun:], begun + 1):
        try:
            rows = await webfleet.rows(each.action, **ranged(*bounds(part)))
        except Rejected as error:
            refused += 1
            if refused == len(_LISTS):
                raise
            state = {_LIST: place, _REFUSED: refused}
            yield Batch(state=state, skipped=[Skipped(None, f"{each.action}: {error.full_text}")])
        else:
            found = (Row({**row, _LIST: each.name}, row.path) for row in rows)
            yield batch_of(found, to_record, state={_LIST: place, _REFUSED: refused}, id_key=OBJECT)


def to_record(row: Row) -> Record[DriverSafetyEventFields]:
    """The hub's record of a row of any of the lists."""
    listed = next(each for each in _LISTS if each.name == row[_LIST])
    uid, begun, ended = row.source_id(OBJECT), row.required_moment("start_time"), row.moment("end_time")
    lasted = row.number("duration")
    if lasted is None and ended is not None and ended >= begun:
        lasted = (ended - begun).total_seconds()
    return Record(
        source_id=composite_id(listed.name, uid, begun),
        source_data=row,
        occurred_at=begun,
        fields=DriverSafetyEventFields(
            event=listed.event or _event_of(row),
            duration_seconds=None if lasted is None else int(lasted),
            event_metadata=_metadata(row),
            location=point(row, "start_latitude", "start_longitude"),
            inferred_address=address(row),
            source_vehicle_id=uid,
            source_driver_id=driver_source_id(row.text("driveruid")),
        ),
    )


def _metadata(row: Row) -> dict[str, Any] | None:
    values = {
        "speed": metres_per_second(row.number("max_speed")),
        "average_speed": metres_per_second(row.number("avg_speed")),
        "speed_limit": metres_per_second(row.number("speedlimit")),
        "average_acceleration": row.number("avg_accel"),
    }
    return {name: value for name, value in values.items() if value is not None} or None


def _event_of(row: Row) -> DriverSafetyEventEnum:
    named = " ".join(text for name in TYPES if (text := row.text(name)) is not None)
    found = next((event for word, event in _WORDS.items() if word in named.casefold()), None)
    if found is None:
        raise Malformed(f"No event is known for {named or 'an event without a type'}.")
    return found
