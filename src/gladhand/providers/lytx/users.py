"""Lytx's users: written whole, found by their names, which no two users of any company share.

`status` has the words `Active` and `Inactive` in examples; whether there are others is not documented. Which texts a
user may lack is not documented either: an empty text is sent for nothing, since a write names every field.
"""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from gladhand.providers.lytx.api import LytxApi, guid
from gladhand.resources.base import Change
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, Prepared, Takes, Verb
from gladhand.sdk.keys import not_before
from gladhand.sdk.passwords import new_password
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.user_rules import active_or_not, no_hours, only_drivers
from gladhand.sdk.values import phone_number
from gladhand.sdk.writing import Written

_USERS: Final = "/v1/users"
_NUMBER, _COUNTRY, _STATUS = "cellPhoneNumber", "cellPhoneCountry", "status"
_ACTIVE, _INACTIVE = "Active", "Inactive"
_CODE: Final = "+1"
_ONE_STATUS = "A new user of Lytx is active. Change it afterwards."
#: What a write has to name.
_REQUIRED: Final = (
    "allowVideoSearchDownload",
    _COUNTRY,
    _NUMBER,
    "email",
    "employeeId",
    "firstName",
    "lastName",
    "loginEnabled",
    "primaryGroupId",
    _STATUS,
    "username",
)


def _phone(given: str) -> str:
    digits = "".join(each for each in given if each.isdigit())
    number = digits.removeprefix("1") if len(digits) == 11 else digits
    if len(number) != 10 or (given.strip().startswith("+") and not digits.startswith("1")):
        raise ValueError("Lytx takes numbers of the United States and Canada only: ten digits, with or without +1.")
    return number


FIELD_MAP = FieldMap(
    "Lytx",
    {
        "username": Takes("username", required=True, form="Unique among all users of Lytx."),
        "first_name": Takes("firstName", required=True),
        "last_name": Takes("lastName", required=True),
        "user_email": Takes("email", clear="", assumed=True),
        "employee_number": Takes("employeeId", clear="", assumed=True),
        "phone_number": Takes(
            _NUMBER, value=(Convert(phone_number), Convert(_phone)), clear="", form="Of the United States or Canada."
        ),
        "phone_country_code": Takes(
            _COUNTRY,
            placed=False,
            value=Choices({_CODE: "US"}),
            reason="Lytx takes numbers with +1 only.",
            assumed=True,
        ),
        **only_drivers("Roles of the office are set in Lytx."),
        **active_or_not(_STATUS, active=_ACTIVE, inactive=_INACTIVE, reason=_ONE_STATUS, placed=False, assumed=True),
        **no_hours("Lytx's API cannot set hours of service."),
    },
    others=Absent("Lytx's users have no place for it."),
)
SHOWS: Final = (
    "username",
    "first_name",
    "last_name",
    "user_email",
    "employee_number",
    "phone_number",
    "is_active",
    "status",
    "is_driver",
    "last_tsp_login",
)
#: Which role is that of drivers comes from another list.
JOINED: Final = ("is_driver",)


async def read(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[UserFields]]:
    role = await lytx.driver_role()
    async for rows, state, total in lytx.pages(_USERS, part):
        yield batch_of(rows, partial(to_record, role=role), state=state, total=total, id_key="userId")


async def get(lytx: LytxApi, source_id: str) -> Record[UserFields] | None:
    row = await _user(lytx, source_id)
    return None if row is None else to_record(row, role=await lytx.driver_role())


async def find(lytx: LytxApi, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
    """The user with this name. After a lost answer it is ours if it is not older than the key, and holds what the
    create writes."""
    row = await _user(lytx, str(change.get("username")), by="Username")
    if row is None:
        return None
    if operation_key is not None:
        created = row.moment("createdDate")
        is_older = created is not None and created < not_before(operation_key)
        body = _with_paired_fields(FIELD_MAP.prepare(change, Verb.CREATE), Verb.CREATE).body
        if is_older or not all(_same(value, row.get(name)) for name, value in body.items()):
            return None
    return to_record(row, role=await lytx.driver_role())


async def create(
    lytx: LytxApi,
    change: Change,
    *,
    operation_key: str,  # noqa: ARG001 - Lytx has no field for it
) -> Written[UserFields]:
    prepared = _with_paired_fields(lytx.prepare(FIELD_MAP, change, Verb.CREATE), Verb.CREATE)
    role = await lytx.driver_role()
    if role is None:
        raise Rejected("Lytx has no role with the name Driver for this account.")
    group = await lytx.highest_group()
    body = {
        **prepared.body,
        "loginEnabled": True,
        "password": lytx.client.hide(new_password([str(value) for value in prepared.body.values()])),
        "primaryGroupId": group,
        "groupRoles": [{"groupId": group, "roleId": role}],
    }
    row = (await lytx.ask("POST", _USERS, json=body)).object()
    prepared.compare(row, same=_same)
    return Written(record=to_record(row, role=role), prepared=prepared)


async def update(lytx: LytxApi, source_id: str, change: Change) -> Written[UserFields]:
    prepared = _with_paired_fields(lytx.prepare(FIELD_MAP, change, Verb.UPDATE), Verb.UPDATE)
    role = await lytx.driver_role()
    before = await _user(lytx, source_id, planned={"userId": source_id})
    if before is None:
        raise Rejected(f"Lytx has no user {source_id}.", status_code=404)
    row = (await lytx.ask("PUT", _path(source_id), json=_full_body(before, prepared))).object()
    prepared.compare(row, before=before, same=_same)
    return Written(record=to_record(row, role=role), prepared=prepared)


def to_record(row: Row, *, role: int | None) -> Record[UserFields]:
    status = row.text(_STATUS)
    active = None if status is None else status.casefold() == _ACTIVE.casefold()
    number, is_plus_one = row.text(_NUMBER), row.text(_COUNTRY) in ("US", "CA")
    roles = row.optional_rows("groupRoles")
    return Record(
        source_id=guid(row, "userId"),
        source_data=row,
        fields=UserFields(
            username=row.text("username"),
            first_name=row.text("firstName"),
            last_name=row.text("lastName"),
            user_email=row.text("email"),
            employee_number=row.text("employeeId"),
            phone_number=f"{_CODE}{number}" if number and is_plus_one and not number.startswith("+") else number,
            is_active=active,
            status=status.upper() if status else None,
            is_driver=None if role is None else any(each.whole("roleId") == role for each in roles),
            last_tsp_login=row.moment("lastLoginDate"),
        ),
    )


def _with_paired_fields(prepared: Prepared, verb: Verb) -> Prepared:
    """Place what depends on two of our fields. Raises `Rejected` for fields that contradict each other."""
    values = prepared.values
    active, status = (
        values.get(name, values.get(other)) for name, other in (("is_active", "status"), ("status", "is_active"))
    )
    if active != status or (verb is Verb.CREATE and active == _INACTIVE):
        reason = _ONE_STATUS if verb is Verb.CREATE else "is_active and status contradict each other."
        names = [name for name in ("is_active", "status") if name in values]
        raise Rejected(reason, fields=dict.fromkeys(names, reason), prepared=prepared)
    if active is not None and verb is Verb.UPDATE:
        prepared.put(_STATUS, active)
    if prepared.body.get(_NUMBER):
        prepared.put(_COUNTRY, "US")
    elif "phone_country_code" in values:
        prepared.keep("phone_country_code", "It says nothing without a phone_number.")
    return prepared


def _full_body(before: Row, prepared: Prepared) -> dict[str, Any]:
    """The user as a write has to send it: what it was, and the change over it."""
    kept = {name: before.get(name) for name in _REQUIRED}
    usual = {"allowVideoSearchDownload": False, "loginEnabled": False, "primaryGroupId": _first_group(before)}
    whole = {name: usual.get(name, "") if value is None else value for name, value in kept.items()}
    status = prepared.body.get(_STATUS)
    if status is not None and status != before.get(_STATUS):
        # Who is no longer active does not sign in.
        whole["loginEnabled"] = status == _ACTIVE
    return {**whole, **prepared.body, "groupRoles": _roles(before)}


def _roles(row: Row) -> list[dict[str, Any]]:
    roles = row.optional_rows("groupRoles")
    return [{"groupId": each.get("groupId"), "roleId": each.get("roleId")} for each in roles]


def _first_group(row: Row) -> Any:
    return next((each["groupId"] for each in _roles(row)), "")


async def _user(lytx: LytxApi, identifier: str, *, by: str | None = None, planned: Any = None) -> Row | None:
    answer = await lytx.ask("GET", _path(identifier), query={"searchBy": by}, missing=True, planned=planned)
    return None if answer.status == 404 else answer.object()


def _path(identifier: str) -> str:
    return f"{_USERS}/{quote(identifier, safe='')}"


def _same(sent: Any, answered: Any) -> bool:
    """Whether two values are equal; None equals an empty text."""
    return (sent or None) == (answered or None)
