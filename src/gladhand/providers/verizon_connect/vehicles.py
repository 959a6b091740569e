"""Reads Reveal's vehicles, which its API cannot change."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.verizon_connect.api import VEHICLE_NUMBER, VEHICLES, RevealApi, entity, present
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

SHOWS: Final = ("vehicle_name", "oem", "model_type", "model_year", "vin", "license_plate_number")


async def read(reveal: RevealApi, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:  # noqa: ARG001 - no pages
    # A vehicle without a number and a VIN cannot be told from another and is skipped.
    yield batch_of(await reveal.rows(VEHICLES), to_record, id_key=VEHICLE_NUMBER)


def to_record(row: Row) -> Record[VehicleFields]:
    """The hub's record of a vehicle. One without a number is known by its VIN, and nothing else of it can be read."""
    vehicle = entity(row, "Vehicle")
    number = vehicle.text(VEHICLE_NUMBER) or vehicle.text("VIN") or vehicle.source_id(VEHICLE_NUMBER)
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
