"""Writes purchases of fuel at Motive. The id that Motive's app gives to a purchase without reception holds our key."""

from datetime import timedelta
from typing import Any, Final

from gladhand.providers.motive.api import MotiveApi
from gladhand.providers.motive.fuels import FUELS
from gladhand.providers.motive.purchases import KIND, PATH, to_record
from gladhand.providers.motive.windows import local_days
from gladhand.resources.base import Change
from gladhand.resources.enums import EngineType
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, Takes, Verb
from gladhand.sdk.reading import Slice
from gladhand.sdk.records import Record
from gladhand.sdk.regions import region_code
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text
from gladhand.sdk.writing import Written

_KEY: Final = "offline_id"
_METRES_A_MILE: Final = 1609.344
_CUBIC_METRES_A_GALLON: Final = 0.003785411784
_DAY: Final = timedelta(days=1)
_PLACE: Final = "Motive keeps the jurisdiction of a purchase only: transaction_jurisdiction."


def _jurisdiction(value: str) -> str:
    code = region_code(value).upper()
    return code.removeprefix("US-").removeprefix("CA-").removeprefix("MX-")


FIELD_MAP: Final = FieldMap(
    "Motive",
    {
        "driver_id": Takes("driver_id", value=Convert(int), required=True),
        "vehicle_id": Takes("vehicle_id", value=Convert(int), required=True),
        "transaction_time": Takes("purchased_at", value=Convert(utc_text), required=True, form="UTC"),
        "transaction_jurisdiction": Takes(
            "jurisdiction", value=Convert(_jurisdiction), required=True, form="a state or province, such as TX or ON"
        ),
        "fuel_type": Takes("fuel_type", value=Choices(FUELS, uncertain=frozenset({EngineType.LPG})), required=True),
        "fuel_volume": Takes(
            "fuel",
            value=Convert(lambda volume: round(volume / _CUBIC_METRES_A_GALLON, 3)),
            required=True,
            form="US gallons",
        ),
        "fuel_vendor": Takes("vendor"),
        "total_cost": Takes("total_cost", value=Convert(float), form="a number"),
        "currency": Takes("currency"),
        "odometer": Takes(
            "odometer", value=Convert(lambda metres: round(metres / _METRES_A_MILE, 1)), form="miles, with one decimal"
        ),
        "co_driver_id": Absent("A purchase at Motive has one driver."),
        "latitude": Absent(_PLACE),
        "longitude": Absent(_PLACE),
        "location_string": Absent(_PLACE),
    },
)


async def create(motive: MotiveApi, change: Change, *, operation_key: str) -> Written[FuelTransactionFields]:
    prepared = motive.prepare(FIELD_MAP, change, Verb.CREATE)
    body: dict[str, Any] = {**prepared.body, "fuel_unit": "gal", _KEY: operation_key}
    if "odometer" in body:
        body["odometer_unit"] = "mi"
    answer = (await motive.send("POST", PATH, json=body)).object()
    purchase = answer.row(KIND.singular) or answer
    if purchase.get("id") is None:
        raise Malformed("Motive's answer holds no fuel purchase.")
    return Written(record=to_record(purchase), prepared=prepared)


async def find(motive: MotiveApi, change: Change, *, operation_key: str | None) -> Record[FuelTransactionFields] | None:
    """The purchase with our key. One that lacks a key and is equal otherwise counts too, because no document says that
    Motive keeps a key that the API sends."""
    bought = change.get("transaction_time")
    if operation_key is None or bought is None:
        return None
    asked = local_days(Slice(start=bought - _DAY, end=bought + _DAY))
    alike = None
    async for rows, _ in motive.list_records(PATH, KIND, query=asked, needs_total=True):
        for row in rows:
            if row.text(_KEY) == operation_key:
                return to_record(row)
            if row.text(_KEY) is None and _is_alike(row, change):
                alike = row
    return None if alike is None else to_record(alike)


def _is_alike(row: Row, change: Change) -> bool:
    volume = to_record(row).fields.fuel_volume if "purchased_at" in row and "id" in row else None
    return (
        row.moment("purchased_at") == change["transaction_time"]
        and row.row("vehicle").text("id") == change["vehicle_id"]
        and row.row("driver").text("id") == change["driver_id"]
        and volume is not None
        and abs(volume - change["fuel_volume"]) < _CUBIC_METRES_A_GALLON / 100
    )
