"""Between the drivers and vehicles of Reveal and ours.

The names are those of Reveal's documents and examples. They say nothing of what a driver needs beside the number, how
long a text may be, or how a field is emptied; where it matters the rules are marked as assumed.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from gladhand.resources.enums import UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.adapter import Change, Record
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldMap, Note, Prepared, Rule, Verb

NUMBER = "DriverNumber"
#: What Reveal says of a driver and does not let itself be told.
READ_ONLY = frozenset({"CreatedDateUTC", "UserApiInsteadOfSts"})

_ITSELF, _ALWAYS = "the driver", "always"
_ADDRESS = "Reveal knows a driver by this number and by nothing else, so it cannot change."
_NAMED = "Whether Reveal takes a driver without a name is not known."
_ALWAYS_ACTIVE = "A driver of Reveal is always active. Delete the driver in Reveal instead."
_OFFICE = "Office users are not written by Reveal's API. Add them in Reveal."
_NO_PLACE = Rule(reason="Reveal's drivers have no place for it.", read=False)
_HOURS_ELSEWHERE = "How Reveal's API sets hours of service is not known. Set them in Reveal."
_HOURS = Rule(reason=_HOURS_ELSEWHERE, read=False)
# How much earlier than our key Reveal's clock may say that a driver was made.
_CLOCKS_APART = timedelta(hours=1)
_TIME_ORDERED = 7


def _number(given: str) -> str:
    number = given.strip()
    if number in ("", ".", ".."):
        raise ValueError("It is part of an address: at least one character that is neither a space nor a dot.")
    return number


DRIVERS = FieldMap(
    "Verizon Connect Reveal",
    {
        "employee_number": Rule(
            to=NUMBER, placed=False, convert=_number, reason=_ADDRESS, form="unique in the account; set once"
        ),
        "username": Rule(
            to=NUMBER, placed=False, convert=_number, reason=_ADDRESS, form="only where no employee_number is sent"
        ),
        "first_name": Rule(to="FirstName", reason=_NAMED, assumed=True),
        "last_name": Rule(to="LastName", reason=_NAMED, assumed=True),
        "user_email": Rule(to="EmailAddress", clear=None, assumed=True),
        "phone_number": Rule(to="PhoneNumber", clear=None, assumed=True),
        "phone_country_code": Rule(reason="Reveal keeps one text. Send the number with its calling code.", read=False),
        "is_driver": Rule(to=_ITSELF, placed=False, values={True: _ALWAYS}, reason=_OFFICE),
        "is_active": Rule(to=_ITSELF, placed=False, values={True: _ALWAYS}, reason=_ALWAYS_ACTIVE, assumed=True),
        "status": Rule(
            to=_ITSELF, placed=False, values={UserStatusEnum.ACTIVE: _ALWAYS}, reason=_ALWAYS_ACTIVE, assumed=True
        ),
        "hos_ruleset_code": Rule(refused=True, reason=_HOURS_ELSEWHERE, read=False),
        "allow_yard_move": _HOURS,
        "allow_personal_conveyance": _HOURS,
        "allow_adverse_driving": _HOURS,
        "hos_compliance_type": _HOURS,
        "hos_tracking_method": _HOURS,
        "user_designation": _NO_PLACE,
        "country_code": _NO_PLACE,
        "license_country": _NO_PLACE,
        "license_region": _NO_PLACE,
        "license_number": _NO_PLACE,
        "license_expiration": _NO_PLACE,
        "carrier_number": _NO_PLACE,
        "dot_id": _NO_PLACE,
        "notes": _NO_PLACE,
        "default_time_zone": _NO_PLACE,
    },
)


def prepare_new(change: Change) -> Prepared:
    """A create in Reveal's form."""
    made = DRIVERS.prepare(change, Verb.CREATE)
    number, name = made.values.get("employee_number"), made.values.get("username")
    if number and name and number != name:
        made.notes["username"] = Note.NOT_SUPPORTED
        made.details["username"] = "A driver of Reveal has one number, and employee_number was sent as well."
    if not (given := number or name):
        why = "Reveal knows a driver by a number: send employee_number or username."
        raise Rejected(why, fields={"employee_number": why, "username": why})
    made.put(NUMBER, given)
    return made


def prepare_change(change: Change, number: str) -> Prepared:
    """An update of this driver in Reveal's form, only what is to change."""
    made = DRIVERS.prepare(change, Verb.UPDATE)
    faults = {name: _ADDRESS for name in ("employee_number", "username") if made.values.get(name, number) != number}
    if faults:
        raise Rejected(" ".join(f"{name}: {why}" for name, why in faults.items()), fields=faults)
    return made


def number_of(change: Change) -> str | None:
    """The number of the driver that a create with these fields makes."""
    given = change.get("employee_number") or change.get("username")
    return _number(str(given)) if given else None


def is_ours(driver: Mapping[str, Any], made: Prepared, operation_key: str) -> bool:
    """Whether this driver is what that create has made.

    Reveal has no place for a mark of ours. A driver with the same number who was there before the create was asked for,
    or who differs in anything that it would have written, is somebody else's.
    """
    asked, created = _asked_at(operation_key), _moment(driver.get("CreatedDateUTC"))
    if asked is not None and created is not None and created < asked - _CLOCKS_APART:
        return False
    return all(_same(driver.get(name), value) for name, value in made.body.items())


def settle(made: Prepared, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Correct the notes of an update by what Reveal showed before and shows afterwards."""
    for name in [name for name, note in made.notes.items() if note is Note.APPLIED]:
        to = DRIVERS.rules[name].to
        if to not in made.body or _same(before.get(to), made.body[to]):
            made.notes[name] = Note.UNCHANGED
        elif not _same(after.get(to), made.body[to]):
            made.notes[name], made.details[name] = Note.UNCHANGED, "Reveal took the write and kept another value."


def inner(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The entity in a row: beside its links, or the row itself."""
    return row[name] if isinstance(row.get(name), Mapping) else row


def to_driver(row: Mapping[str, Any]) -> Record:
    """A driver as the hub keeps it."""
    driver = inner(row, "Driver")
    fields = UserFields(
        username=driver[NUMBER],
        employee_number=driver[NUMBER],
        is_active=True,
        status=UserStatusEnum.ACTIVE.value,
        is_driver=True,
        first_name=driver.get("FirstName") or None,
        last_name=driver.get("LastName") or None,
        user_email=driver.get("EmailAddress") or None,
        phone_number=driver.get("PhoneNumber") or None,
    )
    extras = {"mobile_access": driver.get("EnableMobileAccess"), "created_at": driver.get("CreatedDateUTC")}
    return Record(source_id=driver[NUMBER], source_data=row, fields=fields, extras=_present(extras))


def to_vehicle(row: Mapping[str, Any]) -> Record:
    """A vehicle as the hub keeps it."""
    vehicle = inner(row, "Vehicle")
    year = str(vehicle.get("Year") or "")
    fields = VehicleFields(
        vehicle_name=vehicle.get("Name") or vehicle["VehicleNumber"],
        vin=vehicle.get("VIN") or None,
        license_plate_number=vehicle.get("RegistrationNumber") or None,
        oem=vehicle.get("Make") or None,
        model_type=vehicle.get("Model") or None,
        model_year=int(year) if year.isdecimal() else None,
    )
    extras = {"has_tachograph": vehicle.get("HasTachograph")}
    return Record(source_id=vehicle["VehicleNumber"], source_data=row, fields=fields, extras=_present(extras))


def _same(held: Any, sent: Any) -> bool:
    """Nothing and an empty text are the same."""
    return (held or None) == (sent or None)


def _asked_at(operation_key: str) -> datetime | None:
    try:
        key = UUID(operation_key)
    except ValueError:
        return None
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC) if key.version == _TIME_ORDERED else None


def _moment(text: Any) -> datetime | None:
    """Reveal's times are UTC and do not say so."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _present(extras: Mapping[str, Any]) -> dict[str, Any] | None:
    return {name: value for name, value in extras.items() if value is not None} or None
