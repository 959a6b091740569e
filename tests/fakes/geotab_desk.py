"""What the fake of Geotab takes besides users and devices: texts, inspections, purchases of fuel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from tests.fakes.geotab_feeds import Entity
from tests.fakes.geotab_store import GeotabDatabase, GeotabRefusal

#: The keys of new entities, by the object model.
KEYS: Final[Mapping[str, frozenset[str]]] = {
    "TextMessage": frozenset(
        {
            *("activeFrom", "activeTo", "device", "isDirectionToVehicle", "messageContent", "parentMessage"),
            *("recipient", "user"),
        }
    ),
    "DVIRLog": frozenset(
        {
            *("authorityAddress", "authorityName", "certifiedBy", "certifyDate", "certifyRemark", "dateTime"),
            *("defectList", "defects", "device", "driver", "driverRemark", "duration", "dvirDefects", "engineHours"),
            *("isInspectedByDriver", "isRejected", "isSafeToOperate", "loadHeight", "loadWidth", "location"),
            *("logType", "odometer", "repairDate", "repairedBy", "repairRemark", "trailer"),
        }
    ),
    "FuelTransaction": frozenset(
        {
            *("cardNumber", "comments", "cost", "currencyCode", "dateTime", "description", "device", "driver"),
            *("driverName", "externalReference", "licencePlate", "location", "odometer", "productType", "provider"),
            *("providerProductDescription", "serialNumber", "siteName", "sourceData", "vehicleIdentificationNumber"),
            "volume",
        }
    ),
}
_PRODUCTS: Final = frozenset(
    {
        *("Unknown", "NonFuel", "Regular", "Midgrade", "Premium", "Super", "Diesel", "E85", "CNG", "LPG", "Hydrogen"),
        *("Electric", "DieselExhaustFluid"),
    }
)
_LONGEST: Final = 255
#: Texts with a documented maximum length.
_SHORT: Final[Mapping[str, frozenset[str]]] = {
    "TextMessage": frozenset(),
    "DVIRLog": frozenset({"authorityAddress", "authorityName"}),
    "FuelTransaction": frozenset(
        {
            *("description", "driverName", "externalReference", "licencePlate", "serialNumber"),
            "vehicleIdentificationNumber",
        }
    ),
}
_CURRENCY: Final = re.compile("[A-Z]{3}")
_NEVER: Final = "2050-01-01T00:00:00.000Z"


def add(database: GeotabDatabase, type_name: str, given: Entity) -> str:
    """The id of a new entity. Raises `Refused`."""
    if unknown := given.keys() - KEYS[type_name]:
        raise GeotabRefusal("JsonSerializerException", f"{type_name} has no member {min(unknown)}.")
    for key, of in (("device", database.devices), ("driver", database.users), ("user", database.users)):
        if key in given and (given[key] or {}).get("id") not in of:
            raise GeotabRefusal("ArgumentException", f"The {key} is not known.")
    for name in _SHORT[type_name] & given.keys():
        if len(given[name]) > _LONGEST:
            raise GeotabRefusal("ArgumentException", f"{name} is longer than {_LONGEST} characters.")
    entity = {"TextMessage": _message, "DVIRLog": _inspection, "FuelTransaction": _purchase}[type_name](database, given)
    return str(database.feeds.put(type_name, entity)["id"])


def staff(database: GeotabDatabase, now: datetime) -> tuple[str, str, str]:
    """The ids of a truck, of somebody in the office, and of a driver who is in the truck."""
    groups = {key: [{"id": "GroupCompanyId"}] for key in ("companyGroups", "securityGroups")}
    named = {"firstName": "Robin", "lastName": "Sample", "password": "Xq7-mnopqrs-Tv", **groups}
    truck = database.add(
        "Device", {"name": "Truck 42", "serialNumber": "G90000000042", "groups": [{"id": "GroupVehicleId"}]}
    )
    office = database.add("User", {"name": "office@fleet.example", **named})
    driven = {"isDriver": True, "driverGroups": groups["companyGroups"]}
    driver = database.add("User", {"name": "robin@fleet.example", **named, **driven})
    enter(database, truck, driver, now)
    return truck, office, driver


def enter(database: GeotabDatabase, truck: str, driver: str, now: datetime) -> None:
    """The driver signs in to the truck."""
    whose = {"device": {"id": truck}, "driver": {"id": driver}, "dateTime": now.isoformat().replace("+00:00", "Z")}
    database.feeds.put("DriverChange", {**whose, "type": "Driver"})
    database.feeds.put("DeviceStatusInfo", {"id": f"status-{truck}", **whose})


def _message(database: GeotabDatabase, given: Entity) -> Entity:
    content, recipient = given.get("messageContent") or {}, given.get("recipient") or {}
    if content.keys() != {"contentType", "message"} or content["contentType"] != "Normal" or not content["message"]:
        raise GeotabRefusal("ArgumentException", "The content of the message is invalid.")
    if "device" not in given or not given.get("isDirectionToVehicle"):
        raise GeotabRefusal("ArgumentException", "A message goes to a vehicle.")
    if recipient and recipient.get("id") not in database.users:
        raise GeotabRefusal("ArgumentException", "The recipient is not known.")
    if (parent := given.get("parentMessage")) is not None:
        answered = {each["id"]: each for each in database.feeds.find("TextMessage", {}, None)}.get(parent.get("id"))
        # A message that is a reply itself has none.
        if answered is None or "parentMessage" in answered:
            raise GeotabRefusal("ArgumentException", "The message cannot be answered.")
    now = _now()
    shown = {"activeFrom": now, "activeTo": _NEVER, **given, "sent": now, "messageSize": len(content["message"])}
    if recipient:
        shown["recipient"] = recipient["id"]
    return shown


def _inspection(database: GeotabDatabase, given: Entity) -> Entity:
    _moment(given)
    trailers = {device.get("tmpTrailerId") for device in database.devices.values()}
    if ("device" in given) == ("trailer" in given):
        raise GeotabRefusal("ArgumentException", "Either a device or a trailer is defined.")
    if "trailer" in given and given["trailer"].get("id") not in trailers:
        raise GeotabRefusal("ArgumentException", "The trailer is not known.")
    if "driver" not in given or given.get("logType", "Unknown") not in ("Unknown", "PreTrip", "PostTrip", "InTrip"):
        raise GeotabRefusal("ArgumentException", "The inspection is invalid.")
    return {"logType": "Unknown", "isInspectedByDriver": True, **given}


def _purchase(database: GeotabDatabase, given: Entity) -> Entity:
    _moment(given)
    if "driver" in given and not database.users[given["driver"]["id"]].get("isDriver"):
        raise GeotabRefusal("ArgumentException", "The driver is no driver.")
    if not _CURRENCY.fullmatch(given.get("currencyCode", "USD")):
        raise GeotabRefusal("ArgumentException", "currencyCode is no currency.")
    if given.get("location") is not None and given["location"].keys() != {"x", "y"}:
        raise GeotabRefusal("ArgumentException", "location is no coordinate.")
    if not isinstance(given.get("volume"), int | float) or given.get("productType", "Unknown") not in _PRODUCTS:
        raise GeotabRefusal("ArgumentException", "The purchase is invalid.")
    return {"productType": "Unknown", **given}


def _moment(given: Mapping[str, Any]) -> None:
    try:
        datetime.fromisoformat(given["dateTime"])
    except (KeyError, TypeError, ValueError):
        raise GeotabRefusal("ArgumentException", "dateTime is invalid.") from None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
