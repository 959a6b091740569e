"""Writes purchases of fuel at Samsara, which lists none of them."""

from typing import Final

from gladhand.providers.samsara.account import SamsaraAccount, data_of
from gladhand.providers.samsara.people import driver_id
from gladhand.resources.base import Change
from gladhand.resources.enums import EngineType
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, MaxLength, Takes, Verb
from gladhand.sdk.records import Record
from gladhand.sdk.source_ids import utc_text
from gladhand.sdk.writing import Written

_PATH: Final = "/fuel-purchase"
_WRITES: Final = "fuel-writes"
CANNOT_FIND: Final = (
    "Samsara lists no fuel purchases. Its dashboard shows this one by its reference, if it was taken: the id of this "
    "operation without hyphens."
)
_FUELS: Final = {
    EngineType.DIESEL: "Diesel",
    EngineType.GASOLINE: "Gasoline",
    EngineType.ETHANOL: "Ethanol",
    EngineType.METHANOL: "Methanol",
    EngineType.PROPANE: "Propane",
    EngineType.LPG: "Propane",
    EngineType.CNG: "CompressedNaturalGas",
    EngineType.LNG: "LiquifiedNaturalGas",
    EngineType.HYDROGEN: "Hydrogen",
    EngineType.ELECTRICITY: "Electricity",
}
_CURRENCIES: Final = ("USD", "GBP", "CAD", "EUR", "CHF", "MXN")
_PLACE: Final = "Samsara takes the place as an address: location_string."
FIELD_MAP: Final = FieldMap(
    "Samsara",
    {
        "driver_id": Takes("driverId", value=Convert(driver_id), required=True, form="a driver"),
        "vehicle_id": Takes("vehicleId", required=True),
        "transaction_time": Takes("transactionTime", value=Convert(utc_text), required=True, form="UTC"),
        "location_string": Takes("transactionLocation", value=MaxLength(255), required=True, form="a full address"),
        "fuel_type": Takes("iftaFuelType", value=Choices(_FUELS)),
        "fuel_volume": Takes(
            "fuelQuantityLiters",
            value=Convert(lambda volume: f"{volume * 1000:.3f}"),
            required=True,
            form="litres as a text",
        ),
        "fuel_vendor": Takes("merchantName"),
        "total_cost": Takes("transactionPrice.amount", value=Convert(str), required=True, form="a decimal as a text"),
        "currency": Takes(
            "transactionPrice.currency",
            value=Choices({each: each.lower() for each in _CURRENCIES}),
            required=True,
            form="one of six, in lower case",
        ),
        "co_driver_id": Absent("A purchase at Samsara has one driver."),
        "latitude": Absent(_PLACE),
        "longitude": Absent(_PLACE),
        "transaction_jurisdiction": Absent("Samsara takes the jurisdiction from the address."),
        "odometer": Absent("A purchase at Samsara has no odometer."),
    },
)


async def create(samsara: SamsaraAccount, change: Change, *, operation_key: str) -> Written[FuelTransactionFields]:
    prepared = samsara.prepare(FIELD_MAP, change, Verb.CREATE)
    body = {**prepared.body, "transactionReference": operation_key.replace("-", "")[:32]}
    made = data_of(await samsara.ask("POST", _PATH, json=body, kind=_WRITES))
    fields = FuelTransactionFields(
        source_driver_id=change["driver_id"],
        source_vehicle_id=change["vehicle_id"],
        fuel_type=change.get("fuel_type"),
        fuel_volume=change["fuel_volume"],
        fuel_vendor=change.get("fuel_vendor"),
        total_cost=change["total_cost"],
        currency=change["currency"],
    )
    record = Record(
        source_id=made.source_id("uuid"),
        source_data={**body, "uuid": made["uuid"]},
        occurred_at=change["transaction_time"],
        fields=fields,
    )
    return Written(record=record, prepared=prepared)
