"""Purchases of fuel at Geotab: those of fuel cards, and fill-ups that it has detected. Each has a feed.

A fill-up that belongs to a purchase is left out, so that fuel counts once.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import newest, point, reference
from gladhand.providers.geotab.feeds import SMALL_PAGE, changes
from gladhand.resources.enums import EngineType
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.sdk.errors import NotAllowed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text
from gladhand.sdk.units import cubic_metres, metres

SHOWS: Final = (
    "source_vehicle_id",
    "source_driver_id",
    "location",
    "odometer",
    "fuel_type",
    "fuel_volume",
    "fuel_vendor",
    "total_cost",
    "currency",
)
_FUELS: Final = {
    **dict.fromkeys(("Regular", "Midgrade", "Premium", "Super"), EngineType.GASOLINE),
    "Diesel": EngineType.DIESEL,
    "E85": EngineType.ETHANOL,
    "CNG": EngineType.CNG,
    "LPG": EngineType.LPG,
    "Hydrogen": EngineType.HYDROGEN,
    "Electric": EngineType.ELECTRICITY,
}
_NO_FUEL: Final = frozenset({"NonFuel", "DieselExhaustFluid"})
_FILL_UP, _PURCHASE = "FillUp", "FuelTransaction"


async def read(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[FuelTransactionFields]]:
    """The purchases and fill-ups that have arrived or changed."""
    state: dict[str, Any] = dict(part.state)
    if part.start is not None:
        # Both feeds begin there, also if a run is cut off between them.
        state.setdefault("since", utc_text(part.start))
    start = datetime.fromisoformat(state["since"]) if "since" in state else None
    for type_name, to_record in ((_PURCHASE, purchase), (_FILL_UP, fill_up)):
        try:
            feed = changes(geotab, type_name, version=state.get(type_name), start=start, limit=SMALL_PAGE)
            async for rows, version in feed:
                state = {**state, type_name: version}
                found = newest(rows)
                if type_name == _PURCHASE:
                    yield batch_of([row for row in found if _is_fuel(row)], to_record, state=state)
                    continue
                batch = batch_of([row for row in found if is_counted(row)], to_record, state=state)
                yield replace(
                    batch, removed=[_fill_up_id(row) for row in found if "id" in row and _is_of_purchase(row)]
                )
        except NotAllowed:
            # One of both is worth reading, too.
            if type_name == _FILL_UP and _PURCHASE not in state:
                raise


def purchase(row: Row) -> Record[FuelTransactionFields]:
    """The hub's record of a purchase. That its odometer is in kilometres is assumed."""
    cost = row.get("cost")
    return Record(
        source_id=f"fueltransaction:{row.source_id()}",
        source_data=row,
        occurred_at=row.required_moment("dateTime"),
        fields=FuelTransactionFields(
            source_vehicle_id=reference(row, "device"),
            source_driver_id=reference(row, "driver"),
            location=point(row.row("location")),
            odometer=metres(row.number("odometer")),
            fuel_type=_FUELS.get(row.text("productType") or ""),
            fuel_volume=cubic_metres(row.number("volume")),
            fuel_vendor=row.text("siteName"),
            total_cost=Decimal(str(cost)) if row.number("cost") is not None else None,
            currency=row.text("currencyCode"),
        ),
    )


def fill_up(row: Row) -> Record[FuelTransactionFields]:
    """The hub's record of a fill-up that Geotab has detected, from the level of the tank. Its odometer is in metres."""
    return Record(
        source_id=_fill_up_id(row),
        source_data=row,
        occurred_at=row.required_moment("dateTime"),
        fields=FuelTransactionFields(
            source_vehicle_id=reference(row, "device"),
            source_driver_id=reference(row, "driver"),
            location=point(row.row("location")),
            odometer=row.number("odometer"),
            fuel_type=_FUELS.get(row.text("productType") or ""),
            fuel_volume=cubic_metres(_detected(row)),
        ),
    )


def remap(_geotab: GeotabApi, source_id: str, row: Row) -> Record[FuelTransactionFields]:
    return fill_up(row) if source_id.startswith("fillup:") else purchase(row)


def _is_fuel(row: Row) -> bool:
    return row.text("productType") not in _NO_FUEL


def is_counted(fill_up: Row) -> bool:
    """Whether fuel came in that no purchase tells of. A row without an id counts, to be skipped with its reason."""
    tells = not _is_of_purchase(fill_up) and _detected(fill_up) is not None
    return "id" not in fill_up or (_is_fuel(fill_up) and tells)


def _is_of_purchase(row: Row) -> bool:
    """Whether it is a fill-up that belongs to a purchase, which Geotab may find out later."""
    return bool(row.get("fuelTransactions"))


def _fill_up_id(row: Row) -> str:
    return f"fillup:{row.source_id()}"


def _detected(row: Row) -> float | None:
    """The litres of a fill-up, as far as they could be derived."""
    return next((value for name in ("volume", "derivedVolume") if (value := row.number(name) or 0) > 0), None)
