"""Traccar's devices, which are our vehicles where they do not ride on trailers."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.traccar import device_mapping as mapping
from gladhand.providers.traccar.devices import devices_of, is_trailer
from gladhand.providers.traccar.server import TraccarServer
from gladhand.providers.traccar.table import TraccarTable
from gladhand.resources.base import Change
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.field_map import Verb
from gladhand.sdk.reading import Batch, Slice, batch_of, by_row
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

FIELD_MAP: Final = mapping.VEHICLES
SHOWS: Final = (
    "oem",
    "model_type",
    "model_year",
    "vin",
    "engine_vin",
    "license_plate_region",
    "license_plate_country",
    "license_plate_number",
    "notes",
    "eld_id",
    "eld_product_id",
    "total_axles",
    "external_id",
    "fuel_capacity",
    "engine_type",
    "vehicle_name",
    "eld_serial_number",
    "eld_device_type",
    "is_active",
    "status",
)
_DEVICES: Final = TraccarTable[VehicleFields](
    path="/devices",
    prefix="",
    key="uniqueId",
    name="eld_serial_number",
    field_map=FIELD_MAP,
    to_record=mapping.device_record,
    may_create=lambda rights: rights.creates_devices,
    may_change=lambda rights: rights.writes_devices,
    limit=lambda rights: rights.device_limit,
)
REMAP: Final = by_row(mapping.device_record)


async def read(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:  # noqa: ARG001 - no pages
    yield batch_of(await devices_of(server, trailers=False), _DEVICES.to_record)


async def get(server: TraccarServer, source_id: str) -> Record[VehicleFields] | None:
    found = await _DEVICES.get(server, source_id)
    return None if found is None or is_trailer(server, Row(found.source_data)) else found


async def find(server: TraccarServer, change: Change, *, operation_key: str | None) -> Record[VehicleFields] | None:
    return await _DEVICES.find(server, change.get(_DEVICES.name), operation_key)


async def create(server: TraccarServer, change: Change, *, operation_key: str) -> Written[VehicleFields]:
    prepared = server.prepare(FIELD_MAP, change, Verb.CREATE)
    return await _DEVICES.create(server, mapping.new_device(prepared, operation_key), prepared, operation_key)


async def update(server: TraccarServer, source_id: str, change: Change) -> Written[VehicleFields]:
    prepared = server.prepare(FIELD_MAP, change, Verb.UPDATE)
    return await _DEVICES.update(server, source_id, prepared, lambda device: mapping.changed_device(device, prepared))
