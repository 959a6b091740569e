"""Between Webfleet's drivers and vehicles and ours.

Names of parameters and limits of drivers come from two public clients and a public list of columns; nobody outside has
Webfleet's own reference. What only one of them says is marked as assumed. A field is changed by sending a value and by
nothing else, so none can be cleared.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from gladhand.resources.base import Change
from gladhand.resources.enums import EngineType, UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.countries import alpha2, alpha3
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import (
    Absent,
    Choices,
    Convert,
    FieldMap,
    FieldOutcome,
    LeftOut,
    MaxLength,
    Prepared,
    Refused,
    Takes,
    Verb,
)
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

_NUMBER = "driverno"
_NO_CLEARING = "Webfleet changes a field only when a value is sent; it has no way to clear one."
_DAY = "%d/%m/%Y"
_UPDATE = frozenset({Verb.UPDATE})
_ALWAYS_ACTIVE = "A driver of Webfleet is always active. Delete the driver in Webfleet instead."
_NO_PLACE = Absent("Webfleet's drivers have no place for it.")
_LITERS = re.compile(r"(\d{1,5})\s*(?:l|liters?|litres?)", re.IGNORECASE)
#: What showDriverReportExtern calls otherwise than the actions that write.
_SHOWN_AS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"name": ("name1", "name"), "country": ("country", "state")}
)


def _day(value: date) -> str:
    return value.strftime(_DAY)


DRIVERS = FieldMap(
    "Webfleet",
    {
        "employee_number": Takes(
            _NUMBER, placed=False, value=MaxLength(15), form="unique in the account", reason=_NO_CLEARING
        ),
        "username": Takes(
            _NUMBER,
            placed=False,
            value=MaxLength(15),
            form="only where no employee_number is sent",
            reason=_NO_CLEARING,
        ),
        "first_name": Takes("name", required=True, value=MaxLength(50)),
        "last_name": Takes("name2", value=MaxLength(50), reason=_NO_CLEARING),
        "user_email": Takes("email", value=MaxLength(50), reason=_NO_CLEARING, assumed=True),
        "phone_number": Takes(
            "telmobile", placed=False, value=MaxLength(50), form="with the calling code", reason=_NO_CLEARING
        ),
        "phone_country_code": Takes("telmobile", placed=False, form="before the number", reason=_NO_CLEARING),
        "country_code": Takes("country", value=Convert(alpha2), form="two letters, ISO 3166-1"),
        "license_country": Takes(
            "license_country", value=Convert(alpha2), form="two letters, ISO 3166-1", assumed=True
        ),
        "license_region": Takes("license_state", reason=_NO_CLEARING, assumed=True),
        "license_number": Takes("license_number", value=MaxLength(20), reason=_NO_CLEARING, assumed=True),
        "license_expiration": Takes("license_expiry_date", value=Convert(_day), form="dd/MM/yyyy", assumed=True),
        "notes": Takes("description", value=MaxLength(4000), reason=_NO_CLEARING),
        "is_driver": Takes(
            "driver",
            placed=False,
            value=Choices({True: "driver"}),
            reason="Office users have rights in Webfleet by profiles whose names are not public. Add them in Webfleet.",
        ),
        "is_active": Takes("driver", placed=False, value=Choices({True: "driver"}), reason=_ALWAYS_ACTIVE),
        "status": Takes(
            "driver", placed=False, value=Choices({UserStatusEnum.ACTIVE: "driver"}), reason=_ALWAYS_ACTIVE
        ),
        "hos_ruleset_code": Refused("Webfleet follows the European driving times; it has no North American rulesets."),
        "allow_yard_move": _NO_PLACE,
        "allow_personal_conveyance": _NO_PLACE,
        "allow_adverse_driving": _NO_PLACE,
        "hos_compliance_type": _NO_PLACE,
        "hos_tracking_method": _NO_PLACE,
        "default_time_zone": _NO_PLACE,
        "user_designation": _NO_PLACE,
        "carrier_number": _NO_PLACE,
        "dot_id": _NO_PLACE,
    },
)

#: As one public source has them. Another one counts from 0 and in another order.
_FUELS: Mapping[EngineType, str] = MappingProxyType(
    {
        EngineType.DIESEL: "1",
        EngineType.GASOLINE: "2",
        EngineType.LPG: "3",
        EngineType.ELECTRICITY: "6",
        EngineType.CNG: "7",
        EngineType.LNG: "8",
        EngineType.HYDROGEN: "9",
    }
)


def _liters(capacity: str) -> str:
    if (found := _LITERS.fullmatch(capacity.strip())) is None:
        raise LeftOut("Webfleet takes whole liters only, such as 400 liters.")
    return found[1]


def _of_updates(to: str, **more: Any) -> Takes:
    return Takes(to, verbs=_UPDATE, **{"reason": _NO_CLEARING, **more})


_NOT_OF_VEHICLES = Absent("Webfleet's vehicles have no place for it.")
_OF_THE_UNIT = Absent("The unit in a vehicle is part of its contract with Webfleet.")
VEHICLES = FieldMap(
    "Webfleet",
    {
        "license_plate_number": _of_updates("licenseplatenumber", value=MaxLength(20), assumed=True),
        "vin": _of_updates("identnumber", value=MaxLength(20)),
        "model_year": _of_updates("manufacturedyear", value=Convert(str)),
        "notes": _of_updates("description", value=MaxLength(500)),
        "total_axles": _of_updates("numaxles", value=Convert(str)),
        "fuel_capacity": _of_updates("fueltanksize", value=Convert(_liters), form="whole liters"),
        "engine_type": _of_updates(
            "fueltype", value=Choices(_FUELS, uncertain=frozenset(_FUELS)), reason="", assumed=True
        ),
        "vehicle_name": Absent("How updateVehicle changes the name that Webfleet shows is not public."),
        "external_id": Absent("Webfleet reserves its external id for the future."),
        "eld_id": _OF_THE_UNIT,
        "eld_serial_number": _OF_THE_UNIT,
        "eld_device_type": _OF_THE_UNIT,
        "eld_product_id": _OF_THE_UNIT,
        **dict.fromkeys(
            (
                "oem",
                "model_type",
                "engine_vin",
                "license_plate_region",
                "license_plate_country",
                "is_active",
                "status",
                "speed_unit",
                "odometer_unit",
                "fuel_unit",
            ),
            _NOT_OF_VEHICLES,
        ),
    },
)


def prepare_driver(change: Change, verb: Verb) -> Prepared:
    """The parameters of an action that writes a driver."""
    made = DRIVERS.prepare(change, verb)
    _settle_number(made, verb)
    _settle_phone(made, verb)
    return made


def number_of(change: Change) -> str | None:
    """The number by which a driver is known in an account."""
    given = change.get("employee_number") or change.get("username")
    return str(given) if given else None


def is_ours(driver: Mapping[str, Any], made: Prepared) -> bool:
    """Whether this driver is what a create with these parameters makes.

    Webfleet has no place for a mark of ours. A driver with the same number who differs in anything that would have been
    written is somebody else's; one who differs in nothing is, whoever made it, what was asked for. If ours was changed
    before it was looked for, it counts as somebody else's, and the next insert is refused because the number is taken:
    the outcome may be told wrongly, but there are never two.
    """
    return driver.get(_NUMBER) == made.body[_NUMBER] and all(_holds(driver, *each) for each in made.body.items())


def settle(made: Prepared, row: Mapping[str, Any], sheet: FieldMap) -> None:
    """Correct the notes by what Webfleet shows afterwards."""
    for name, note in made.outcomes.items():
        to = sheet.path(name)
        if note is FieldOutcome.APPLIED and to in made.body and not _holds(row, to, made.body[to]):
            made.outcomes[name], made.details[name] = (
                FieldOutcome.UNCHANGED,
                "Webfleet took the write and kept another value.",
            )


def to_driver(row: Row) -> Record[UserFields]:
    """A driver as the hub keeps it."""
    license_ = _license(row)
    fields = UserFields(
        username=_shown(row, _NUMBER),
        employee_number=_shown(row, _NUMBER),
        is_active=True,
        status=UserStatusEnum.ACTIVE.value,
        is_driver=True,
        user_email=_shown(row, "email"),
        first_name=_shown(row, "name"),
        last_name=_shown(row, "name2"),
        phone_number=_shown(row, "telmobile"),
        country_code=alpha3(_shown(row, "country")),
        license_country=alpha3(license_.get("country")),
        license_region=license_.get("state") or None,
        license_number=license_.get("number") or None,
        license_expiration=_date(license_.get("expiry_date")),
        company_name=_shown(row, "company"),
        notes=_shown(row, "description"),
    )
    extras = {
        "name3": _shown(row, "name3"),
        "tachograph_card": _shown(row, "dt_cardid"),
        "vehicle": _shown(row, "objectuid"),
    }
    # Numbers can be given anew; this never changes.
    return Record(source_id=row["driveruid"], source_data=row, fields=fields, extras=_present(extras))


def to_vehicle(row: Row, *, uncertain: bool) -> Record[VehicleFields]:
    """A vehicle as the hub keeps it."""
    fuel, tank = _shown(row, "vh_fueltype"), _shown(row, "fueltanksize")
    fields = VehicleFields(
        vehicle_name=_shown(row, "objectname"),
        model_year=_whole(_shown(row, "manufacturedyear")),
        vin=_shown(row, "identnumber"),
        license_plate_number=_shown(row, "licenseplatenumber"),
        is_active=True,
        notes=_shown(row, "description"),
        total_axles=_whole(_shown(row, "numaxles") or _shown(row, "numaxes")),
        fuel_capacity=f"{tank} liters" if tank and tank != "0" else None,
        engine_type=next((ours.value for ours, theirs in _FUELS.items() if theirs == fuel and uncertain), None),
    )
    extras = {
        "objectno": _shown(row, "objectno"),
        "vehicletype": _shown(row, "vehicletype"),
        "fueltype": fuel if fields.engine_type is None else None,
    }
    return Record(source_id=row["objectuid"], source_data=row, fields=fields, extras=_present(extras))


def _settle_number(made: Prepared, verb: Verb) -> None:
    number, name = made.values.get("employee_number"), made.values.get("username")
    if number and name and number != name:
        made.outcomes["username"] = FieldOutcome.NOT_SUPPORTED
        made.details["username"] = "A driver of Webfleet has one number, and employee_number was sent as well."
    if given := number or name:
        made.put(_NUMBER, given)
    elif verb is Verb.CREATE:
        why = "Webfleet knows a driver by a number: send employee_number or username."
        raise Rejected(why, fields={"employee_number": why, "username": why})


def _settle_phone(made: Prepared, verb: Verb) -> None:
    number, code = made.values.get("phone_number"), made.values.get("phone_country_code")
    if code and not number:
        if verb is Verb.UPDATE:
            raise Rejected(f"phone_country_code: {_WITH_NUMBER}", fields={"phone_country_code": _WITH_NUMBER})
        made.outcomes["phone_country_code"], made.details["phone_country_code"] = (
            FieldOutcome.NOT_SUPPORTED,
            _WITH_NUMBER,
        )
    if not number:
        return
    prefix = f"+{code.strip().removeprefix('+')}" if code else ""
    if number.startswith("+") and not number.startswith(prefix):
        why = "The number begins with another calling code."
        raise Rejected(f"phone_country_code: {why}", fields={"phone_country_code": why})
    made.put("telmobile", number if number.startswith("+") else prefix + number)


_WITH_NUMBER = "Webfleet keeps both in one: send phone_number as well."


def _holds(row: Mapping[str, Any], parameter: str, sent: str) -> bool:
    """Whether a report shows what was sent; it need not show everything."""
    if parameter.startswith("license_"):
        license_, name = _license(row), parameter.removeprefix("license_")
        if not license_:
            return "driving_license" not in row
        held = license_.get(name)
        return _date(held) == _date(sent) if name == "expiry_date" else str(held or "") == sent
    names = [name for name in _SHOWN_AS.get(parameter, (parameter,)) if name in row]
    return not names or any(str(row[name] if row[name] is not None else "").strip() == sent.strip() for name in names)


def _shown(row: Mapping[str, Any], parameter: str) -> str | None:
    values = (row.get(name) for name in _SHOWN_AS.get(parameter, (parameter,)))
    return next((str(value) for value in values if value not in (None, "")), None)


def _license(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The driving licence: JSON within JSON, or plain."""
    held = row.get("driving_license")
    try:
        held = json.loads(held) if isinstance(held, str) and held else held
    except ValueError:
        return {}
    return held if isinstance(held, Mapping) else {}


def _date(value: Any) -> date | None:
    if not isinstance(value, str):
        return None
    for form in (_DAY, "%Y-%m-%d"):
        try:
            return datetime.strptime(value[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and text != "0" else None


def _present(extras: Mapping[str, Any]) -> dict[str, Any] | None:
    return {name: value for name, value in extras.items() if value is not None} or None
