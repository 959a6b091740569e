"""Between the drivers and vehicles of Reveal and ours.

The names are those of Reveal's documents and examples. They say nothing of what a driver needs beside the number, how
long a text may be, or how a field is emptied; where it matters the rules are marked as assumed.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from gladhand.resources.base import Change
from gladhand.resources.enums import UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, FieldOutcome, Prepared, Refused, Takes, Verb
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

NUMBER = "DriverNumber"
#: What Reveal says of a driver and does not let itself be told.
READ_ONLY = frozenset({"CreatedDateUTC", "UserApiInsteadOfSts"})

_ITSELF, _ALWAYS = "the driver", "always"
_ADDRESS = "Reveal knows a driver by this number and by nothing else, so it cannot change."
_NAMED = "Whether Reveal takes a driver without a name is not known."
_ALWAYS_ACTIVE = "A driver of Reveal is always active. Delete the driver in Reveal instead."
_OFFICE = "Office users are not written by Reveal's API. Add them in Reveal."
_NO_PLACE = Absent("Reveal's drivers have no place for it.")
_HOURS_ELSEWHERE = "How Reveal's API sets hours of service is not known. Set them in Reveal."
_HOURS = Absent(_HOURS_ELSEWHERE)
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
        "employee_number": Takes(
            NUMBER, placed=False, value=Convert(_number), form="unique in the account; set once", reason=_ADDRESS
        ),
        "username": Takes(
            NUMBER, placed=False, value=Convert(_number), form="only where no employee_number is sent", reason=_ADDRESS
        ),
        "first_name": Takes("FirstName", reason=_NAMED, assumed=True),
        "last_name": Takes("LastName", reason=_NAMED, assumed=True),
        "user_email": Takes("EmailAddress", clear=None, assumed=True),
        "phone_number": Takes("PhoneNumber", clear=None, assumed=True),
        "phone_country_code": Absent("Reveal keeps one text. Send the number with its calling code."),
        "is_driver": Takes(_ITSELF, placed=False, value=Choices({True: _ALWAYS}), reason=_OFFICE),
        "is_active": Takes(_ITSELF, placed=False, value=Choices({True: _ALWAYS}), reason=_ALWAYS_ACTIVE, assumed=True),
        "status": Takes(
            _ITSELF, placed=False, value=Choices({UserStatusEnum.ACTIVE: _ALWAYS}), reason=_ALWAYS_ACTIVE, assumed=True
        ),
        "hos_ruleset_code": Refused(_HOURS_ELSEWHERE),
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
        made.outcomes["username"] = FieldOutcome.NOT_SUPPORTED
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
    for name in [name for name, note in made.outcomes.items() if note is FieldOutcome.APPLIED]:
        to = DRIVERS.path(name)
        if to not in made.body or _same(before.get(to), made.body[to]):
            made.outcomes[name] = FieldOutcome.UNCHANGED
        elif not _same(after.get(to), made.body[to]):
            made.outcomes[name], made.details[name] = (
                FieldOutcome.UNCHANGED,
                "Reveal took the write and kept another value.",
            )


def inner(row: Row, name: str) -> Row:
    """The entity in a row: beside its links, or the row itself."""
    return row.row(name) or row


def to_driver(row: Row) -> Record[UserFields]:
    """A driver as the hub keeps it."""
    driver = inner(row, "Driver")
    fields = UserFields(
        username=driver.source_id(NUMBER),
        employee_number=driver.source_id(NUMBER),
        is_active=True,
        status=UserStatusEnum.ACTIVE.value,
        is_driver=True,
        first_name=driver.get("FirstName") or None,
        last_name=driver.get("LastName") or None,
        user_email=driver.get("EmailAddress") or None,
        phone_number=driver.get("PhoneNumber") or None,
    )
    extras = {"mobile_access": driver.get("EnableMobileAccess"), "created_at": driver.get("CreatedDateUTC")}
    return Record(source_id=driver.source_id(NUMBER), source_data=row, fields=fields, extras=_present(extras))


def to_vehicle(row: Row) -> Record[VehicleFields]:
    """A vehicle as the hub keeps it."""
    vehicle = inner(row, "Vehicle")
    year = str(vehicle.get("Year") or "")
    fields = VehicleFields(
        vehicle_name=vehicle.get("Name") or vehicle.source_id("VehicleNumber"),
        vin=vehicle.get("VIN") or None,
        license_plate_number=vehicle.get("RegistrationNumber") or None,
        oem=vehicle.get("Make") or None,
        model_type=vehicle.get("Model") or None,
        model_year=int(year) if year.isdecimal() else None,
    )
    extras = {"has_tachograph": vehicle.get("HasTachograph")}
    return Record(source_id=vehicle.source_id("VehicleNumber"), source_data=row, fields=fields, extras=_present(extras))


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
