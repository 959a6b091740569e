"""The vehicles of an account. The only id that rFMS has for one is its VIN."""

import re
from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.x_rfms.api import VEHICLES, RfmsApi
from gladhand.providers.x_rfms.spelling import in_newest_spelling
from gladhand.resources.enums import EngineType
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

SHOWS: Final = ("vehicle_name", "vin", "oem", "model_type", "model_year", "total_axles", "fuel_capacity", "engine_type")
# SPN 5837, by which the standard names fuels, as a hexadecimal number.
_FUELS: Final = {
    1: EngineType.GASOLINE,
    2: EngineType.METHANOL,
    3: EngineType.ETHANOL,
    4: EngineType.DIESEL,
    5: EngineType.LPG,
    6: EngineType.CNG,
    7: EngineType.PROPANE,
    8: EngineType.ELECTRICITY,
}
_HEXADECIMAL: Final = re.compile(r"(?:0x)?([0-9a-f]{1,2})", re.ASCII | re.IGNORECASE)
_MILLILITRES: Final = 1000


async def read(rfms: RfmsApi, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:
    last = part.state.get("last")
    while True:
        page = await rfms.page(VEHICLES, {"lastVin": last})
        last = in_newest_spelling(page.rows[-1]).text("vin") if page.has_more and page.rows else None
        if page.has_more and last is None:
            raise Malformed("The maker's answer says that there are more vehicles, and not where.")
        yield batch_of(page.rows, to_record, state={"last": last} if last else {})
        if last is None:
            return


def to_record(row: Row) -> Record[VehicleFields]:
    vehicle = in_newest_spelling(row)
    vin, tank = vehicle.source_id("vin"), vehicle.whole("totalFuelTankVolume")
    fuels = vehicle.get("possibleFuelType")
    return Record(
        source_id=vin,
        source_data=row,
        fields=VehicleFields(
            vehicle_name=vehicle.text("customerVehicleName"),
            vin=vin,
            oem=vehicle.text("brand"),
            model_type=vehicle.text("model"),
            model_year=vehicle.row("productionDate").whole("year"),
            total_axles=vehicle.whole("noOfAxles"),
            fuel_capacity=None if tank is None else f"{tank / _MILLILITRES:g} liters",
            engine_type=_engine_type(fuels if isinstance(fuels, list) else [fuels]),
        ),
    )


def _engine_type(fuels: list[object]) -> str | None:
    numbers = [int(found[1], 16) for fuel in fuels if (found := _HEXADECIMAL.fullmatch(str(fuel)))]
    known = [_FUELS[number] for number in numbers if number in _FUELS]
    return known[0] if len(known) == 1 else None
