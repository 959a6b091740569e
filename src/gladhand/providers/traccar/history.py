"""Reads what Traccar keeps of the past: positions and events, window by window.

Traccar has no feed of changes. The list of devices says when each was active last, so that only those are asked that
have something in the window.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from gladhand.providers.traccar import position_mapping as mapping
from gladhand.providers.traccar.server import TraccarServer
from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.clock import now
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Batch, Slice, batch_of, by_row
from gladhand.sdk.rows import Row
from gladhand.sdk.windows import is_due, passes

LOCATIONS_SHOW: Final = (
    "location",
    "source_vehicle_id",
    "source_driver_id",
    "speed",
    "odometer",
    "engine_hours",
    "fuel_level",
    "fuel_value",
    "coolant_temperature",
)
ENGINES_SHOW: Final = ("engine_status", "location", "source_vehicle_id")
SAFETY_SHOWS: Final = ("event", "event_metadata", "location", "source_vehicle_id")
ASSOCIATIONS_SHOW: Final = ("source_vehicle_id", "source_driver_id")
# Which driver a tracker means, and where an event was, stand in other answers.
LOCATIONS_REMAP: Final = by_row(partial(mapping.location_record, drivers={}))
ENGINES_REMAP: Final = by_row(partial(mapping.engine_record, places={}))
SAFETY_REMAP: Final = by_row(partial(mapping.safety_record, places={}))
ASSOCIATIONS_REMAP: Final = by_row(partial(mapping.association_record, drivers={}))

LOOKBACK: Final = timedelta(minutes=10)
#: The server ends an answer there without a sign, unless its operator has set another number: 50,000 is usual.
MOST_POSITIONS: Final = 50_000
# Trackers keep positions while they are out of reach. The hours before are asked for again once an hour, each device at
# a minute of its own, and the days before once a day.
_HOUR = timedelta(hours=1)
_LATE = timedelta(hours=6)
_VERY_LATE = timedelta(days=2)
_DAY = timedelta(days=1)
_LIVE = timedelta(hours=12)
_IDS_AT_ONCE = 50
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)


async def locations(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    """The positions of each device in the window; where the account may see no history, the last ones."""
    drivers = mapping.driver_ids(await server.signed_in(lambda: server.everything("/drivers")))
    is_open = False
    for device in await _active_devices(server, part):
        try:
            async for found, is_last in _positions(server, part, device):
                is_open = True
                yield _located(found, drivers, state={"after": int(device["id"])} if is_last else None)
        except Rejected:
            if is_open:
                # This device alone is refused, such as one that was deleted just now.
                continue
            # An administrator of the server has closed its reports for this account.
            found = await _many(server, "/positions")
            yield _located([each for each in found if _is_within(each, part)], drivers, state=None)
            return


async def engines(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[EngineStatusFields]]:
    """When engines were switched on and off in the window."""
    async for events, places, state in _events(server, part, tuple(mapping.ENGINE)):
        yield batch_of(events, partial(mapping.engine_record, places=places), state=state)


async def safety(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[DriverSafetyEventFields]]:
    """The alarms in the window that tell of driving."""
    async for events, places, state in _events(server, part, mapping.SAFETY):
        telling = [event for event in events if "type" not in event or mapping.safety_event(event) is not None]
        yield batch_of(telling, partial(mapping.safety_record, places=places), state=state)


async def associations(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[DriverVehicleAssociationFields]]:
    """The changes of drivers that trackers have reported in the window."""
    drivers = mapping.driver_ids(await server.signed_in(lambda: server.everything("/drivers")))
    for device in await _active_devices(server, part):
        events = await _many(server, "/reports/events", **_window(part, device), type=[mapping.DRIVER_CHANGED])
        to_record = partial(mapping.association_record, drivers=drivers)
        yield batch_of(events, to_record, state={"after": int(device["id"])})


async def _positions(server: TraccarServer, part: Slice, device: Row) -> AsyncIterator[tuple[list[Row], bool]]:
    """The positions of a device in the window, by the time of their fixes, and whether they are the last ones."""
    window = _window(part, device)
    while True:
        found = await _many(server, "/positions", **window)
        last = found[-1].moment("fixTime") if len(found) >= MOST_POSITIONS else None
        is_last = last is None or _iso(last) == window["from"]
        yield found, is_last
        if last is None or is_last:
            return
        window["from"] = _iso(last)


def _located(positions: Sequence[Row], drivers: dict[str, str], *, state: Any) -> Batch[VehicleLocationFields]:
    fixed = [each for each in positions if mapping.has_fix(each)]
    return batch_of(fixed, partial(mapping.location_record, drivers=drivers), state=state)


async def _events(
    server: TraccarServer, part: Slice, types: Sequence[str]
) -> AsyncIterator[tuple[list[Row], dict[int, Row], dict[str, int]]]:
    for device in await _active_devices(server, part):
        events = await _many(server, "/reports/events", **_window(part, device), type=list(types))
        yield events, await _event_positions(server, events), {"after": int(device["id"])}


async def _active_devices(server: TraccarServer, part: Slice) -> list[Row]:
    """The devices that may have something in the window, behind the one that was read last."""
    devices = await server.signed_in(lambda: server.everything("/devices"))
    after = part.state.get("after", 0)
    active = [
        device
        for device in devices
        if (device.whole("id") or 0) > after
        and (last := device.moment("lastUpdate")) is not None
        and ((begin := _begin(part, device)) is None or last >= begin)
    ]
    return sorted(active, key=lambda device: int(device["id"]))


async def _event_positions(server: TraccarServer, events: Sequence[Row]) -> dict[int, Row]:
    """The positions of events. Where one of them is gone, the server refuses them all."""
    ids = sorted({number for event in events if (number := event.whole("positionId"))})
    found: dict[int, Row] = {}
    for start in range(0, len(ids), _IDS_AT_ONCE):
        chunk = ids[start : start + _IDS_AT_ONCE]
        try:
            positions = await _many(server, "/positions", id=chunk)
        except Rejected:
            continue
        found |= {int(each["id"]): each for each in positions}
    return found


def _window(part: Slice, device: Row) -> dict[str, Any]:
    # Without both ends the server answers the last position.
    return {"deviceId": device["id"], "from": _iso(_begin(part, device) or _FIRST), "to": _iso(part.end or now())}


def _begin(part: Slice, device: Row) -> datetime | None:
    if part.start is None or part.end is None or part.end - part.start >= _LIVE:
        return part.start
    read_until = part.start + LOOKBACK
    if passes(read_until, part.end, _DAY):
        return part.start - _VERY_LATE
    return part.start - _LATE if is_due(str(device["id"]), read_until, part.end, _HOUR) else part.start


def _is_within(position: Row, part: Slice) -> bool:
    moment = position.moment("fixTime")
    return moment is not None and (part.start is None or moment >= part.start)


async def _many(server: TraccarServer, path: str, **query: Any) -> list[Row]:
    return await server.signed_in(lambda: server.many(path, **query))


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
