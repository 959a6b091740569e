"""Fuel receipts that drivers have added to the log of the day: fuel transactions."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from gladhand.providers.vistracks.api import VisTracksApi
from gladhand.resources.enums import EngineType
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.resources.positions import InferredAddress
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import cubic_metres

SHOWS: Final = (
    "source_vehicle_id",
    "source_driver_id",
    "inferred_address",
    "fuel_type",
    "fuel_volume",
    "total_cost",
)
_RECEIPT: Final = "Fuel Receipt"
# The others have no counterpart.
_FUELS: Final[Mapping[str, EngineType]] = {
    "Gasoline": EngineType.GASOLINE,
    "SpecialDiesel": EngineType.DIESEL,
    "Propane": EngineType.PROPANE,
    "LNG": EngineType.LNG,
    "CNG": EngineType.CNG,
    "Ethanol": EngineType.ETHANOL,
    "Methanol": EngineType.METHANOL,
}
_CENT: Final = Decimal("0.01")


async def read(vistracks: VisTracksApi, part: Slice) -> AsyncIterator[Batch[FuelTransactionFields]]:
    async for page in vistracks.changes("/driverDailyDocuments", part):
        receipts = [row for row in page.rows if row.get("documentType", _RECEIPT) == _RECEIPT]
        yield replace(page, rows=receipts).batch(to_record)


def to_record(row: Row) -> Record[FuelTransactionFields]:
    row.required_text("documentType")
    city, liters, price = row.text("city"), row.money("liters"), row.money("cost")
    return Record(
        source_id=row.source_id(),
        # Pictures of receipts are large, and stay in VisTracks.
        source_data={name: value for name, value in row.items() if name != "media"},
        occurred_at=row.required_moment("dateTime"),
        fields=FuelTransactionFields(
            source_vehicle_id=row.text("assetId"),
            source_driver_id=row.text("userId"),
            inferred_address=None if city is None else InferredAddress(city=city),
            fuel_type=_FUELS.get(row.text("fuelType") or ""),
            fuel_volume=cubic_metres(row.number("liters")),
            total_cost=None if liters is None or price is None else (liters * price).quantize(_CENT),
        ),
    )
