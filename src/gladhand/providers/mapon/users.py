"""Mapon's drivers, our users: created with a password that Mapon tells once, and found among all drivers.

Only the e-mail address of a driver is unique, so that a new driver has one. After a lost answer a driver is ours who
holds everything that the create writes and is not older than it.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

from gladhand.providers.mapon.api import MaponApi
from gladhand.resources.base import Change
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import NoAnswer, Rejected
from gladhand.sdk.field_map import Absent, Convert, FieldMap, LeftOut, Prepared, Takes, Verb
from gladhand.sdk.keys import not_before
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.user_rules import active_or_not, no_hours, only_drivers, status_of
from gladhand.sdk.values import phone_number
from gladhand.sdk.writing import Written, after_write

_EMAIL, _PHONE, _BLOCKED = "email", "phone", "blocked"
_NO_NAME: Final = "Mapon knows a driver by the e-mail address. A username that is none has no place."
_NEEDS_ADDRESS: Final = "Mapon tells drivers apart by their e-mail addresses: send one as user_email or username."
_CODE: Final = "Mapon takes numbers with their calling code, such as +37060000001."
_NEW: Final = "A new driver of Mapon is active. Change it afterwards."


def _address(given: str) -> str:
    if "@" not in given:
        raise LeftOut(_NO_NAME)
    return given


FIELD_MAP = FieldMap(
    "Mapon",
    {
        "first_name": Takes("name", required=True),
        "last_name": Takes("surname", required=True),
        "user_email": Takes(_EMAIL, clear="", form="Unique in Mapon.", assumed=True),
        "username": Takes(
            _EMAIL, placed=False, value=Convert(_address), form="An e-mail address, where no user_email is sent."
        ),
        "phone_number": Takes(
            _PHONE,
            placed=False,
            value=Convert(phone_number),
            clear="",
            form="With its calling code.",
            assumed=True,
        ),
        "phone_country_code": Takes(_PHONE, placed=False, form="Before the number.", reason=_CODE),
        **only_drivers("Office users are added in Mapon."),
        **active_or_not(_BLOCKED, active=0, inactive=1, reason=_NEW, placed=False),
        "employee_number": Absent("Mapon's drivers have it in fields that each company names itself."),
        **no_hours("Mapon's drivers follow the rules of the European Union."),
    },
    others=Absent("Mapon's drivers have no place for it."),
)
SHOWS: Final = (
    "username",
    "first_name",
    "last_name",
    "user_email",
    "phone_number",
    "is_driver",
    "is_active",
    "status",
    "started_at",
)


async def read(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[UserFields]]:  # noqa: ARG001 - no pages
    yield batch_of(await _drivers(mapon), to_record)


async def get(mapon: MaponApi, source_id: str) -> Record[UserFields] | None:
    row = await _driver(mapon, source_id)
    return None if row is None else to_record(row)


async def find(mapon: MaponApi, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
    body = _with_paired_fields(FIELD_MAP.prepare(change, Verb.CREATE), Verb.CREATE).body
    rows = await _drivers(mapon)
    if operation_key is None:
        found = [row for row in rows if body.get(_EMAIL) and _same(body[_EMAIL], row.get(_EMAIL))]
    else:
        earliest = not_before(operation_key)
        new = [row for row in rows if (at := row.moment("created")) is None or at >= earliest]
        found = [row for row in new if all(_same(value, row.get(name)) for name, value in body.items())]
    return to_record(found[0]) if found else None


async def create(
    mapon: MaponApi,
    change: Change,
    *,
    operation_key: str,  # noqa: ARG001 - Mapon has no field for it
) -> Written[UserFields]:
    prepared = _with_paired_fields(mapon.prepare(FIELD_MAP, change, Verb.CREATE), Verb.CREATE)
    body = {**prepared.body, "send_password_to_email": 0}
    made = await mapon.post("driver/create", body, blames={1: "first_name", 2: "last_name", 3: "user_email"})
    # A password that works. Nobody needs it: another one can be set.
    if password := made.text("password"):
        mapon.client.hide(password)
    return await _written(mapon, made.source_id(), prepared)


async def update(mapon: MaponApi, source_id: str, change: Change) -> Written[UserFields]:
    prepared = _with_paired_fields(mapon.prepare(FIELD_MAP, change, Verb.UPDATE), Verb.UPDATE)
    if not (source_id.isascii() and source_id.isdigit()):
        raise Rejected(f"Mapon has no driver {source_id}.")
    body = {"driver_id": int(source_id), **prepared.body}
    if body.get(_BLOCKED):
        body["blocked_text"] = "inactive"
    await mapon.post("driver/update", body, blames={2: "user_email", 3: "phone_number"})
    return await _written(mapon, source_id, prepared)


def to_record(row: Row) -> Record[UserFields]:
    active = _plain(row[_BLOCKED]) in ("", "0") if _BLOCKED in row else None
    email = row.text(_EMAIL)
    return Record(
        source_id=row.source_id(),
        source_data=row,
        fields=UserFields(
            username=email,
            first_name=row.text("name"),
            last_name=row.text("surname"),
            user_email=email,
            phone_number=row.text(_PHONE),
            is_driver=True,
            is_active=active,
            status=status_of(active),
            started_at=row.moment("created"),
        ),
    )


def _with_paired_fields(prepared: Prepared, verb: Verb) -> Prepared:
    """Place what depends on two of our fields. Raises `Rejected` for those that contradict each other."""
    values = prepared.values
    name, email = values.get("username"), values.get("user_email")
    if name and email and not _same(name, email):
        prepared.leave_out("username", "A driver of Mapon has one e-mail address, and user_email was sent as well.")
    elif name:
        prepared.put(_EMAIL, name)
    if verb is Verb.CREATE and not prepared.body.get(_EMAIL):
        fields = dict.fromkeys(("user_email", "username"), _NEEDS_ADDRESS)
        raise Rejected(_NEEDS_ADDRESS, fields=fields, prepared=prepared)
    blocked = {values[each] for each in ("is_active", "status") if each in values}
    if len(blocked) > 1 or (verb is Verb.CREATE and 1 in blocked):
        names = [each for each in ("is_active", "status") if each in values]
        reason = _NEW if verb is Verb.CREATE else "is_active and status contradict each other."
        raise Rejected(reason, fields=dict.fromkeys(names, reason), prepared=prepared)
    if blocked and verb is Verb.UPDATE:
        prepared.put(_BLOCKED, blocked.pop())
    return _with_phone(prepared)


def _with_phone(prepared: Prepared) -> Prepared:
    number, code = prepared.values.get("phone_number"), prepared.values.get("phone_country_code")
    if number:
        whole = str(number) if str(number).strip().startswith("+") else f"{code or ''}{number}"
        if not whole.startswith("+"):
            raise Rejected(f"phone_number: {_CODE}", fields={"phone_number": _CODE}, prepared=prepared)
        prepared.put(_PHONE, "+" + "".join(each for each in whole if each.isdigit()))
    elif number is not None:
        prepared.put(_PHONE, number)
    if code and not number:
        prepared.leave_out("phone_country_code", "It says nothing without a phone_number.")
    return prepared


async def _written(mapon: MaponApi, source_id: str, prepared: Prepared) -> Written[UserFields]:
    with after_write():
        row = await _driver(mapon, source_id)
    if row is None:
        raise NoAnswer("It was written, and is not there yet when it is read back.")
    prepared.compare(row, same=_same)
    return Written(record=to_record(row), prepared=prepared)


async def _drivers(mapon: MaponApi, **which: Any) -> list[Row]:
    return (await mapon.get("driver/list", **which)).required_row("data").rows("drivers")


async def _driver(mapon: MaponApi, source_id: str) -> Row | None:
    return next((row for row in await _drivers(mapon, id=source_id) if row.text("id") == source_id), None)


def _same(sent: Any, answered: Any) -> bool:
    """Whether two values are equal. None, an empty text, false and zero are; true is one; texts are without case."""
    return _plain(sent) == _plain(answered)


def _plain(value: Any) -> str:
    return str(int(value) if isinstance(value, bool) and value else value or "").casefold()
