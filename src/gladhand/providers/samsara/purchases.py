"""Writes purchases of fuel at Samsara, which lists none of them."""

from decimal import Decimal
from typing import Final

from gladhand.providers.samsara.account import SamsaraAccount, data_of
from gladhand.providers.samsara.people import driver_id
from gladhand.resources.base import Change
from gladhand.resources.enums import EngineType
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, Prepared, Takes, Verb
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
_PLACE: Final = "transactionLocation"
_POINT: Final = ("latitude", "longitude")
_NO_PLACE: Final = "Samsara needs the place of a purchase: location_string, or latitude and longitude."
_ADDRESS: Final = "Samsara takes one place, and an address goes before coordinates."
FIELD_MAP: Final = FieldMap(
    "Samsara",
    {
        "driver_id": Takes("driverId", value=Convert(driver_id), required=True, form="a driver"),
        "vehicle_id": Takes("vehicleId", required=True),
        "transaction_time": Takes("transactionTime", value=Convert(utc_text), required=True, form="UTC"),
        "location_string": Takes(_PLACE, form="a full address; needed without coordinates"),
        **{name: Takes(_PLACE, placed=False, form="a text of both, without an address") for name in _POINT},
        "fuel_type": Takes("iftaFuelType", value=Choices(_FUELS)),
        "fuel_volume": Takes(
            "fuelQuantityLiters",
            value=Convert(lambda volume: f"{volume * 1000:.3f}"),
            required=True,
            form="litres as a text",
        ),
        "fuel_vendor": Takes("merchantName"),
        "total_cost": Takes(
            "transactionPrice.amount",
            value=Convert(lambda amount: format(amount, "f")),
            required=True,
            form="a decimal as a text",
        ),
        "currency": Takes(
            "transactionPrice.currency",
            value=Choices({each: each.lower() for each in _CURRENCIES}),
            required=True,
            form="one of six, in lower case",
        ),
        "co_driver_id": Absent("A purchase at Samsara has one driver."),
        "transaction_jurisdiction": Absent("Samsara takes the jurisdiction from the address."),
        "odometer": Absent("A purchase at Samsara has no odometer."),
    },
)


async def create(samsara: SamsaraAccount, change: Change, *, operation_key: str) -> Written[FuelTransactionFields]:
    prepared = samsara.prepare(FIELD_MAP, change, Verb.CREATE)
    _put_place(prepared)
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


def _put_place(prepared: Prepared) -> None:
    """Place the coordinates where there is no address. Raises `Rejected` if there is no place at all."""
    given = [name for name in _POINT if prepared.values.get(name) is not None]
    if prepared.values.get("location_string"):
        for name in given:
            prepared.leave_out(name, _ADDRESS)
    elif len(given) == len(_POINT):
        prepared.put(_PLACE, ", ".join(format(Decimal(str(prepared.values[name])), "f") for name in _POINT))
    else:
        missing = [name for name in ("location_string", *_POINT) if name not in given]
        raise Rejected(_NO_PLACE, fields=dict.fromkeys(missing, _NO_PLACE), prepared=prepared)
