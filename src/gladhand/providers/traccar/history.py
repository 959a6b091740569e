"""Reads what Traccar keeps of the past: positions and events, window by window.

Traccar has no feed of changes. The list of devices says when each was active last, so that only those are asked that
have something in the window. Positions are asked for device by device also where they are new: an account sees the last
positions of linked devices only, and an administrator has none. A report is of many devices at once, since the server
writes each into its log.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from functools import partial
from typing import Final

from gladhand.providers.traccar import position_mapping as mapping
from gladhand.providers.traccar.devices import active_devices, begin_of, end_of, many, numbers_of
from gladhand.providers.traccar.events import events_of, places_of
from gladhand.providers.traccar.positions import positions_of
from gladhand.providers.traccar.server import TraccarServer
from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.fields import FieldsT
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Batch, Slice, batch_of, by_row
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

LOCATIONS_SHOW: Final = (
    "location",
    "inferred_address",
    "source_vehicle_id",
    "source_driver_id",
    "speed",
    "odometer",
    "engine_hours",
    "fuel_level",
    "fuel_value",
    "coolant_temperature",
)
TRAILER_LOCATIONS_SHOW: Final = ("location", "inferred_address", "source_trailer_id")
ENGINES_SHOW: Final = ("engine_status", "location", "source_vehicle_id")
SAFETY_SHOWS: Final = ("event", "event_metadata", "location", "source_vehicle_id")
ASSOCIATIONS_SHOW: Final = ("source_vehicle_id", "source_driver_id")
# Which driver a tracker means, and where an event was, stand in other answers.
LOCATIONS_REMAP: Final = by_row(partial(mapping.location_record, drivers={}))
TRAILER_LOCATIONS_REMAP: Final = by_row(mapping.trailer_location_record)
ENGINES_REMAP: Final = by_row(partial(mapping.engine_record, places={}))
SAFETY_REMAP: Final = by_row(partial(mapping.safety_record, places={}))
ASSOCIATIONS_REMAP: Final = by_row(partial(mapping.association_record, drivers={}))


async def locations(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    """The positions of each vehicle in the window; where the account may see no history, the last ones."""
    drivers = mapping.driver_ids(await server.signed_in(lambda: server.everything("/drivers")))
    async for batch in _located(server, part, partial(mapping.location_record, drivers=drivers), trailers=False):
        yield batch


async def trailer_locations(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[TrailerLocationFields]]:
    """The positions of each trailer in the window; where the account may see no history, the last ones."""
    async for batch in _located(server, part, mapping.trailer_location_record, trailers=True):
        yield batch


async def engines(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[EngineStatusFields]]:
    """When engines were switched on and off in the window."""
    async for events, state in events_of(server, part, tuple(mapping.ENGINE)):
        places = await places_of(server, events)
        yield batch_of(events, partial(mapping.engine_record, places=places), state=state)


async def safety(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[DriverSafetyEventFields]]:
    """The alarms in the window. One that does not tell of driving is skipped with its name."""
    async for events, state in events_of(server, part, mapping.SAFETY):
        places = await places_of(server, [event for event in events if mapping.safety_event(event) is not None])
        yield batch_of(events, partial(mapping.safety_record, places=places), state=state)


async def associations(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[DriverVehicleAssociationFields]]:
    """The changes of drivers that trackers have reported in the window."""
    drivers = mapping.driver_ids(await server.signed_in(lambda: server.everything("/drivers")))
    async for events, state in events_of(server, part, (mapping.DRIVER_CHANGED,)):
        yield batch_of(events, partial(mapping.association_record, drivers=drivers), state=state)


async def _located(
    server: TraccarServer, part: Slice, to_record: Callable[[Row], Record[FieldsT]], *, trailers: bool
) -> AsyncIterator[Batch[FieldsT]]:
    is_open, devices = False, await active_devices(server, part, trailers=trailers)
    for device in devices:
        try:
            async for found, is_last in positions_of(server, device, begin_of(part, device), end_of(part)):
                is_open = True
                state = {"after": int(device["id"])} if is_last else None
                yield batch_of(_fixed(found), to_record, state=state)
        except Rejected:
            if is_open:
                # This device alone is refused, such as one that was deleted just now.
                continue
            # An administrator of the server has closed its reports for this account.
            numbers = {*numbers_of(devices), None}
            last = [each for each in await many(server, "/positions") if each.whole("deviceId") in numbers]
            yield batch_of(_fixed(each for each in last if _is_within(each, part)), to_record)
            return


def _fixed(positions: Iterable[Row]) -> Sequence[Row]:
    return [each for each in positions if mapping.has_fix(each)]


def _is_within(position: Row, part: Slice) -> bool:
    moment = position.moment("fixTime")
    return moment is not None and (part.start is None or moment >= part.start)
