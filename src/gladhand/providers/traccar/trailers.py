"""Reads Traccar's devices that ride on trailers, by their category."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.traccar.device_mapping import trailer_record
from gladhand.providers.traccar.devices import devices_of
from gladhand.providers.traccar.server import TraccarServer
from gladhand.resources.trailer import TrailerFields
from gladhand.sdk.reading import Batch, Slice, batch_of, by_row

SHOWS: Final = (
    "trailer_name",
    "oem",
    "model_type",
    "model_year",
    "vin",
    "license_plate_region",
    "license_plate_country",
    "license_plate_number",
    "notes",
    "external_id",
    "trailer_groups",
    "eld_serial_number",
    "eld_device_type",
    "is_active",
    "status",
)
REMAP: Final = by_row(trailer_record)


async def read(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[TrailerFields]]:  # noqa: ARG001 - no pages
    yield batch_of(await devices_of(server, trailers=True), trailer_record)
