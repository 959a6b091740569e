"""Writes purchases of fuel at Geotab, with the hub's key as their external reference."""

import re
from datetime import timedelta
from typing import Any, Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.fuel import purchase
from gladhand.providers.geotab.user_mapping import wire
from gladhand.resources.base import Change
from gladhand.resources.enums import EngineType
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.sdk.errors import ProviderError, Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, Takes, Verb
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

_TYPE: Final = "FuelTransaction"
_KEY: Final = "externalReference"
_SECOND: Final = timedelta(seconds=1)
# Geotab tells three grades of gasoline apart; ours is the usual one. That its LPG is also what others call propane, no
# document says.
_PRODUCTS: Final = {
    EngineType.GASOLINE: "Regular",
    EngineType.DIESEL: "Diesel",
    EngineType.ETHANOL: "E85",
    EngineType.CNG: "CNG",
    EngineType.LPG: "LPG",
    EngineType.PROPANE: "LPG",
    EngineType.HYDROGEN: "Hydrogen",
    EngineType.ELECTRICITY: "Electric",
}
_POINT: Final = ("latitude", "longitude")
_HALF_A_PLACE: Final = "Geotab keeps the place of a purchase as coordinates: latitude and longitude."
_CURRENCY: Final = re.compile("[A-Z]{3}")


def _currency(value: str) -> str:
    code = value.strip().upper()
    if not _CURRENCY.fullmatch(code):
        raise ValueError("Geotab takes a currency as its three letters, such as USD.")
    return code


FIELD_MAP: Final = FieldMap(
    "Geotab",
    {
        "driver_id": Takes("driver.id", required=True),
        "vehicle_id": Takes("device.id", required=True),
        "transaction_time": Takes("dateTime", value=Convert(wire), required=True, form="UTC, to the millisecond"),
        "fuel_volume": Takes(
            "volume", value=Convert(lambda volume: round(volume * 1000, 3)), required=True, form="litres"
        ),
        "fuel_type": Takes("productType", value=Choices(_PRODUCTS, uncertain=frozenset({EngineType.PROPANE}))),
        "fuel_vendor": Takes("siteName"),
        "total_cost": Takes("cost", value=Convert(float), form="a number"),
        "currency": Takes("currencyCode", value=Convert(_currency), form="three letters"),
        "odometer": Takes(
            "odometer",
            value=Convert(lambda metres: round(metres / 1000, 3)),
            form="kilometres",
            assumed=True,
        ),
        "latitude": Takes("location.y"),
        "longitude": Takes("location.x"),
        "co_driver_id": Absent("A purchase at Geotab has one driver."),
        "location_string": Absent("Geotab keeps the place of a purchase as coordinates."),
        "transaction_jurisdiction": Absent("Geotab keeps the place of a purchase as coordinates."),
    },
)


async def create(geotab: GeotabApi, change: Change, *, operation_key: str) -> Written[FuelTransactionFields]:
    prepared = geotab.prepare(FIELD_MAP, change, Verb.CREATE)
    missing = [name for name in _POINT if prepared.values.get(name) is None]
    if len(missing) == 1:
        # Geotab fills the other one in with 0.
        raise Rejected(_HALF_A_PLACE, fields=dict.fromkeys(missing, _HALF_A_PLACE), prepared=prepared)
    entity: dict[str, Any] = {**prepared.body, _KEY: operation_key}
    id_ = await geotab.call("Add", _TYPE, entity=entity)
    try:
        row = await geotab.find_one(_TYPE, {"id": id_})
    except ProviderError:
        # It is made, so that the write must not fail, and least of all be repeated.
        row = None
    return Written(record=purchase(row or Row({**entity, "id": id_})), prepared=prepared)


async def find(geotab: GeotabApi, change: Change, *, operation_key: str | None) -> Record[FuelTransactionFields] | None:
    bought = change.get("transaction_time")
    if operation_key is None or bought is None:
        return None
    search = {"fromDate": wire(bought - _SECOND), "toDate": wire(bought + _SECOND)}
    found = (row for row in await geotab.search(_TYPE, search) if row.text(_KEY) == operation_key)
    return next((purchase(row) for row in found), None)
