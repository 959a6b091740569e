"""Reads Reveal's vehicles, which its API cannot change."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.verizon_connect.api import RevealApi, entity, present
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

SHOWS: Final = ("vehicle_name", "oem", "model_type", "model_year", "vin", "license_plate_number")
_NUMBER = "VehicleNumber"


async def read(reveal: RevealApi, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:  # noqa: ARG001 - no pages
    # A vehicle without a number cannot be addressed and is skipped.
    yield batch_of(await reveal.rows("/cmd/v1/vehicles"), to_record, id_key=_NUMBER)


def to_record(row: Row) -> Record[VehicleFields]:
    """The hub's record of a vehicle."""
    vehicle = entity(row, "Vehicle")
    number = vehicle.source_id(_NUMBER)
    fields = VehicleFields(
        vehicle_name=vehicle.text("Name") or number,
        vin=vehicle.text("VIN"),
        license_plate_number=vehicle.text("RegistrationNumber"),
        oem=vehicle.text("Make"),
        model_type=vehicle.text("Model"),
        model_year=vehicle.whole("Year"),
    )
    extras = {"has_tachograph": vehicle.get("HasTachograph")}
    return Record(source_id=number, source_data=row, fields=fields, extras=present(extras))
