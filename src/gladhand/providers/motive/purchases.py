"""Purchases of fuel at Motive. People of the fleet enter, change and delete them: what a window lacks was deleted."""

from collections.abc import AsyncIterator, Mapping
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
KIND: Final = RecordKind(plural="fuel_purchases", singular="fuel_purchase")
# Of both units of a purchase: whether it is metric. The spellings are partly assumed.
_VOLUME_UNITS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("l", "litre", "litres", "liter", "liters"), True),
    **dict.fromkeys(("gal", "gallon", "gallons"), False),
}
_DISTANCE_UNITS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("km", "kilometers", "kilometres"), True),
    **dict.fromkeys(("mi", "miles"), False),
}


async def read(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[FuelTransactionFields]]:
    """The purchases of all days that have a part in the window."""
    async for rows, state in motive.resumable_pages(PATH, KIND, part, query=local_days(part), needs_total=True):
        yield batch_of(rows, to_record, state=state)


def to_record(purchase: Row) -> Record[FuelTransactionFields]:
    """The hub's record of a purchase. A page mixes units; each row names its own. A quantity in an unknown unit is
    left out."""
    vehicle, jurisdiction = purchase.row("vehicle"), purchase.text("jurisdiction")
    return Record(
        source_id=purchase.source_id(),
        source_data=purchase,
        occurred_at=purchase.required_moment("purchased_at"),
        fields=FuelTransactionFields(
            source_vehicle_id=vehicle.text("id"),
            source_driver_id=purchase.row("driver").text("id"),
            inferred_address=InferredAddress(province=jurisdiction) if jurisdiction else None,
            odometer=distance(
                purchase.number("odometer"), is_metric=_is_metric(purchase, "odometer_unit", _DISTANCE_UNITS)
            ),
            fuel_type=fuel_of(purchase.text("fuel_type")),
            fuel_volume=_volume(purchase),
            fuel_vendor=purchase.text("vendor"),
            total_cost=purchase.money("total_cost"),
            currency=purchase.text("currency"),
        ),
    )


def _is_metric(purchase: Row, name: str, units: Mapping[str, bool]) -> bool | None:
    """Whether this unit is metric: by its word, or without one as the vehicle has it. None for an unknown word."""
    unit = purchase.text(name)
    return purchase.row("vehicle").flag("metric_units") if unit is None else units.get(unit.strip().lower())


def _volume(purchase: Row) -> float | None:
    value, is_metric = purchase.number("fuel"), _is_metric(purchase, "fuel_unit", _VOLUME_UNITS)
    return None if is_metric is None else cubic_metres(value) if is_metric else cubic_metres_of_gallons(value)
