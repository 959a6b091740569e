"""TrustTrack's objects, our vehicles, and who was the last to drive each of them."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.x_trusttrack.api import TrustTrackApi
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.enums import EngineType
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.one_by_one import for_each
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

SHOWS: Final = (
    "vehicle_name",
    "vin",
    "oem",
    "model_type",
    "license_plate_number",
    "engine_type",
    "fuel_capacity",
    "eld_serial_number",
)
DRIVERS_SHOW: Final = ("source_vehicle_id", "source_driver_id")
_OBJECT: Final = "object_id"
# The document writes ExternalFuelType.DIESEL, and the pages write DIESEL.
_PREFIX: Final = "ExternalFuelType."
_FUELS: Final = {"PETROL": EngineType.GASOLINE, "UNKNOWN": None}


async def read(trusttrack: TrustTrackApi, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:  # noqa: ARG001 - no pages
    yield batch_of(await trusttrack.objects(), to_record)


def to_record(row: Row) -> Record[VehicleFields]:
    about = row.row("vehicle_params")
    tank, fuel = about.number("fuel_tank_capacity"), (about.text("fuel_type") or "").removeprefix(_PREFIX)
    return Record(
        source_id=row.source_id(),
        source_data=row,
        fields=VehicleFields(
            vehicle_name=row.text("name"),
            vin=about.text("vin"),
            oem=about.text("make"),
            model_type=about.text("model"),
            license_plate_number=about.text("plate_number"),
            engine_type=_FUELS.get(fuel, fuel or None),
            fuel_capacity=None if tank is None else f"{tank:g} liters",
            eld_serial_number=row.text("imei"),
        ),
    )


async def read_drivers(trusttrack: TrustTrackApi, part: Slice) -> AsyncIterator[Batch[DriverVehicleAssociationFields]]:
    """Each object's last driver. One who has left it stays as stored."""

    async def last(source_id: str) -> AsyncIterator[list[Row]]:
        answer = await trusttrack.ask("GET", "/driver/assignations/last", 1, {"byObjectId": source_id})
        # An object that nobody has driven yet.
        row = Row() if answer.status == 404 else trusttrack.well(answer).object()
        yield [row] if row.text("event_type") == "START" else []

    async for batch in for_each(part, await trusttrack.objects(), last, to_association, id_key=_OBJECT):
        yield batch
    # The next run begins with the first object.
    yield Batch(state={})


def to_association(row: Row) -> Record[DriverVehicleAssociationFields]:
    vehicle, driver = row.source_id(_OBJECT), row.source_id("driver_id")
    moment = row.required_moment("datetime")
    return Record(
        source_id=composite_id(vehicle, driver, moment),
        source_data=row,
        occurred_at=moment,
        fields=DriverVehicleAssociationFields(source_vehicle_id=vehicle, source_driver_id=driver),
    )
