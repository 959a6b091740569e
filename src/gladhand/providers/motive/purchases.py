"""Purchases of fuel at Motive. People of the fleet enter, change and delete them: what a window lacks was deleted."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Final

from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.providers.motive.fuels import fuel_of
from gladhand.providers.motive.places import distance
from gladhand.providers.motive.windows import local_days
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.resources.positions import InferredAddress
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import cubic_metres, cubic_metres_of_gallons

PATH: Final = "/v1/fuel_purchases"
SHOWS: Final = (
    "source_vehicle_id",
    "source_driver_id",
    "inferred_address",
    "odometer",
    "fuel_type",
    "fuel_volume",
    "fuel_vendor",
    "total_cost",
    "currency",
)
_KIND: Final = RecordKind(plural="fuel_purchases", singular="fuel_purchase")
_LITRES: Final = frozenset({"litres", "liters"})


async def read(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[FuelTransactionFields]]:
    """The purchases of all days that have a part in the window."""
    async for rows, state in motive.resumable_pages(PATH, _KIND, part, query=local_days(part)):
        yield batch_of(rows, to_record, state=state)


def to_record(purchase: Row) -> Record[FuelTransactionFields]:
    """The hub's record of a purchase. A page mixes units; each row names its own."""
    vehicle, cost = purchase.row("vehicle"), purchase.number("total_cost")
    jurisdiction, unit = purchase.text("jurisdiction"), purchase.text("odometer_unit")
    return Record(
        source_id=purchase.source_id(),
        source_data=purchase,
        occurred_at=purchase.required_moment("purchased_at"),
        fields=FuelTransactionFields(
            source_vehicle_id=vehicle.text("id"),
            source_driver_id=purchase.row("driver").text("id"),
            inferred_address=InferredAddress(province=jurisdiction) if jurisdiction else None,
            odometer=distance(
                purchase.number("odometer"), is_metric=unit == "km" if unit else vehicle.flag("metric_units")
            ),
            fuel_type=fuel_of(purchase.text("fuel_type")),
            fuel_volume=_volume(purchase, vehicle.flag("metric_units")),
            fuel_vendor=purchase.text("vendor"),
            total_cost=None if cost is None else Decimal(str(purchase["total_cost"])),
            currency=purchase.text("currency"),
        ),
    )


def _volume(purchase: Row, is_metric: bool | None) -> float | None:
    value, unit = purchase.number("fuel"), purchase.text("fuel_unit")
    if unit is None and is_metric is None:
        return None
    return cubic_metres(value) if unit in _LITRES or (unit is None and is_metric) else cubic_metres_of_gallons(value)
