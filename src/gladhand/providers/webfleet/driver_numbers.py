"""The number of a driver at Webfleet, and the telephone: one of theirs for two of our fields each."""

from typing import Final

from gladhand.providers.webfleet.reports import NO_CLEARING
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Prepared, Verb

NUMBER: Final = "driverno"
_WITH_NUMBER: Final = "Webfleet keeps both in one: send phone_number as well."


def complete(prepared: Prepared, verb: Verb) -> Prepared:
    """Place the fields that several of ours form together. Raises `Rejected`."""
    _place_number(prepared, verb)
    _place_phone(prepared, verb)
    return prepared


def _place_number(prepared: Prepared, verb: Verb) -> None:
    number, name = prepared.values.get("employee_number"), prepared.values.get("username")
    if number and name and number != name:
        prepared.leave_out("username", "A driver of Webfleet has one number, and employee_number was sent as well.")
    for field, value in (("employee_number", number), ("username", name)):
        if value == "":
            prepared.leave_out(field, NO_CLEARING)
    if given := number or name:
        prepared.put(NUMBER, given)
    elif verb is Verb.CREATE:
        reason = "Webfleet knows a driver by a number: send employee_number or username."
        raise Rejected(reason, fields={"employee_number": reason, "username": reason}, prepared=prepared)


def _place_phone(prepared: Prepared, verb: Verb) -> None:
    number, code = prepared.values.get("phone_number"), prepared.values.get("phone_country_code")
    if code and not number:
        if verb is Verb.UPDATE:
            raise _refused_code(prepared, _WITH_NUMBER)
        prepared.leave_out("phone_country_code", _WITH_NUMBER)
    if not number:
        return
    prefix = f"+{code.strip().removeprefix('+')}" if code else ""
    if number.startswith("+") and not number.startswith(prefix):
        raise _refused_code(prepared, "The number begins with another calling code.")
    prepared.put("telmobile", number if number.startswith("+") else prefix + number)


def _refused_code(prepared: Prepared, reason: str) -> Rejected:
    return Rejected(f"phone_country_code: {reason}", fields={"phone_country_code": reason}, prepared=prepared)
