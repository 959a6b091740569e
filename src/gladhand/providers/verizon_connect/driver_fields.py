"""What a write of one of Reveal's drivers may name. The number, which identifies a driver, is set once."""

from gladhand.providers.verizon_connect import office_users
from gladhand.providers.verizon_connect.api import DRIVER_NUMBER
from gladhand.resources.base import Change
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Absent, Convert, FieldMap, Prepared, Takes
from gladhand.sdk.user_rules import always_active, no_hours, only_drivers

_ADDRESS = "Reveal knows a driver by this number and by nothing else, so it cannot change."
_NAMED = "Whether Reveal takes a driver without a name is not known."
_ALWAYS_ACTIVE = "A driver of Reveal is always active. Delete the driver in Reveal instead."
_HOURS_ELSEWHERE = "How Reveal's API sets hours of service is not known. Set them in Reveal."


def _number(given: str) -> str:
    number = given.strip()
    if number in ("", ".", ".."):
        raise ValueError("It is part of an address: at least one character that is neither a space nor a dot.")
    return number


FIELD_MAP = FieldMap(
    "Verizon Connect Reveal",
    {
        "employee_number": Takes(
            DRIVER_NUMBER, placed=False, value=Convert(_number), form="unique in the account; set once", reason=_ADDRESS
        ),
        "username": Takes(
            DRIVER_NUMBER,
            placed=False,
            value=Convert(_number),
            form="only where no employee_number is sent",
            reason=_ADDRESS,
        ),
        "first_name": Takes("FirstName", reason=_NAMED, assumed=True),
        "last_name": Takes("LastName", reason=_NAMED, assumed=True),
        "user_email": Takes("EmailAddress", clear=None, assumed=True),
        "phone_number": Takes("PhoneNumber", clear=None, assumed=True),
        "phone_country_code": Absent("Reveal keeps one text. Send the number with its calling code."),
        **only_drivers(office_users.ONLY_READ),
        **always_active(_ALWAYS_ACTIVE, assumed=True),
        **no_hours(_HOURS_ELSEWHERE),
    },
    others=Absent("Reveal's drivers have no place for it."),
)


def complete_create(prepared: Prepared) -> Prepared:
    """Place the number of a new driver. Raises `Rejected` if the change has none."""
    number, name = prepared.values.get("employee_number"), prepared.values.get("username")
    if number and name and number != name:
        prepared.leave_out("username", "A driver of Reveal has one number, and employee_number was sent as well.")
    if not (given := number or name):
        reason = "Reveal knows a driver by a number: send employee_number or username."
        raise Rejected(reason, fields={"employee_number": reason, "username": reason}, prepared=prepared)
    prepared.put(DRIVER_NUMBER, given)
    return prepared


def check_update(prepared: Prepared, number: str) -> Prepared:
    """Raises `Rejected` for an update that changes the number."""
    changed = [name for name in ("employee_number", "username") if prepared.values.get(name, number) != number]
    if changed:
        detail = " ".join(f"{name}: {_ADDRESS}" for name in changed)
        raise Rejected(detail, fields=dict.fromkeys(changed, _ADDRESS), prepared=prepared)
    return prepared


def number_of(change: Change) -> str | None:
    """The number of the driver that a create with these fields makes."""
    given = change.get("employee_number") or change.get("username")
    return _number(str(given)) if given else None
