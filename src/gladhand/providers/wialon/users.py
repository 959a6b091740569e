"""Wialon's drivers, our users.

A driver has a name, a code for card readers, a phone, a description, and values under names that are free. Our fields
stand under such names, and the key of the create, too. A write sends a driver whole.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from gladhand.providers.wialon.api import DRIVERS, RESOURCE, WialonApi, found_id
from gladhand.resources.base import Change
from gladhand.resources.enums import UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import Malformed, Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, Prepared, Refused, Takes, Verb
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.writing import Written

_KEY: Final = "hubUserId"
#: Our fields, and the names under which they stand among the free values of a driver.
_FREE: Final[Mapping[str, str]] = {
    "username": "username",
    "first_name": "firstName",
    "last_name": "lastName",
    "employee_number": "employeeNumber",
    "user_email": "email",
    "license_number": "licenseNumber",
    "license_region": "licenseRegion",
    "license_country": "licenseCountry",
    "carrier_number": "carrierNumber",
    "user_designation": "designation",
}
_ITSELF, _ALWAYS = "the driver", "always"
_ACTIVE = "A driver of Wialon is always active. Delete the driver in Wialon instead."
_HOURS = Absent("Wialon keeps no hours of service.")


def _not_empty(given: str) -> str:
    if not given.strip():
        raise ValueError("It must not be empty: a driver without another name has it as the name.")
    return given


FIELD_MAP = FieldMap(
    "Wialon",
    {name: Takes(f"jp.{theirs}", clear=None, assumed=True) for name, theirs in _FREE.items() if name != "username"}
    | {
        "username": Takes("jp.username", required=True, value=Convert(_not_empty), assumed=True),
        "phone_number": Takes("p", clear="", form="With its calling code, such as +12175550142."),
        "phone_country_code": Absent("Wialon keeps one text. Send the number with its calling code."),
        "notes": Takes("ds", clear=""),
        "is_driver": Takes(
            _ITSELF, placed=False, value=Choices({True: _ALWAYS}), reason="Wialon's users are not written."
        ),
        "is_active": Takes(_ITSELF, placed=False, value=Choices({True: _ALWAYS}), reason=_ACTIVE),
        "status": Takes(_ITSELF, placed=False, value=Choices({UserStatusEnum.ACTIVE: _ALWAYS}), reason=_ACTIVE),
        "hos_ruleset_code": Refused("Wialon keeps no hours of service."),
        "allow_yard_move": _HOURS,
        "allow_personal_conveyance": _HOURS,
        "allow_adverse_driving": _HOURS,
        "hos_compliance_type": _HOURS,
        "hos_tracking_method": _HOURS,
    },
    others=Absent("Wialon's drivers have no place for it."),
)
SHOWS: Final = (*_FREE, "phone_number", "notes", "is_driver", "is_active", "status")
# What a write has to name, and what a new driver has there.
_NEW: Final[Mapping[str, Any]] = {"c": "", "ds": "", "p": "", "pwd": "", "jp": {}, "ej": {}, "f": 0, "r": 0, "ck": 0}
_USUAL: Final = {"id": 701, DRIVERS: {}}


async def read(wialon: WialonApi, part: Slice) -> AsyncIterator[Batch[UserFields]]:  # noqa: ARG001 - no pages
    yield batch_of(await wialon.of_resources(DRIVERS), to_record, id_key=found_id)


async def get(wialon: WialonApi, source_id: str) -> Record[UserFields] | None:
    row = await _driver(wialon, source_id)
    return None if row is None else to_record(row)


async def find(wialon: WialonApi, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
    name, value = (_KEY, operation_key) if operation_key else ("username", change.get("username"))
    for row in await wialon.of_resources(DRIVERS):
        if value and row.row("jp").get(name) == value:
            return to_record(row)
    return None


async def create(wialon: WialonApi, change: Change, *, operation_key: str) -> Written[UserFields]:
    prepared = wialon.prepare(FIELD_MAP, change, Verb.CREATE)
    resource = await _own_resource(wialon)
    driver = _full_body(wialon, {**_NEW, "jp": {_KEY: operation_key}}, prepared)
    made = await _write(wialon, {RESOURCE: resource, "id": 0, "callMode": "create", **driver})
    return _written(made, prepared)


async def update(wialon: WialonApi, source_id: str, change: Change) -> Written[UserFields]:
    prepared = wialon.prepare(FIELD_MAP, change, Verb.UPDATE)
    resource, _, number = source_id.partition("|")
    planned = {"items": [{"id": resource, DRIVERS: {number: {"id": number, **_NEW}}}]}
    row = await _driver(wialon, source_id, planned=planned)
    if row is None:
        raise Rejected(f"Wialon has no driver {source_id}.")
    driver = _full_body(
        wialon, {name: row.get(name, usual) for name, usual in _NEW.items()} | {"n": row.get("n")}, prepared
    )
    made = await _write(wialon, {RESOURCE: row[RESOURCE], "id": row["id"], "callMode": "update", **driver})
    return _written(made, prepared)


def to_record(row: Row) -> Record[UserFields]:
    """The hub's record of a driver. A name that was changed in Wialon goes before the parts that we have stored."""
    free, name = row.row("jp"), row.required_text("n")
    first, last = free.text("firstName"), free.text("lastName")
    if _name(first, last, free.text("username")) != name:
        first, _, rest = name.partition(" ")
        last = rest or None
    ours = {field: free.text(theirs) for field, theirs in _FREE.items()}
    return Record(
        source_id=composite_id(str(row.whole(RESOURCE) or row[RESOURCE]), row.source_id()),
        # A driver's password for the app is no concern of the hub.
        source_data={name: value for name, value in row.items() if name != "pwd"},
        fields=UserFields.model_validate(
            ours
            | {
                "username": ours["username"] or row.text("c") or name,
                "first_name": first,
                "last_name": last,
                "phone_number": row.text("p"),
                "notes": row.text("ds"),
                "is_driver": True,
                "is_active": True,
                "status": UserStatusEnum.ACTIVE.value,
            }
        ),
    )


def _full_body(wialon: WialonApi, before: Mapping[str, Any], prepared: Prepared) -> dict[str, Any]:
    """The driver as a write has to send it: what it was, and the change over it."""
    free = {**(before.get("jp") or {}), **prepared.body.get("jp", {})}
    kept = {name: value for name, value in free.items() if value is not None}
    whole = {**before, **prepared.body, "jp": kept}
    if wialon.options["code_is_employee_number"] and "employee_number" in prepared.outcomes:
        whole["c"] = kept.get("employeeNumber", "")
    if not before.get("n") or prepared.body.get("jp", {}).keys() & {"firstName", "lastName"}:
        whole["n"] = _name(kept.get("firstName"), kept.get("lastName"), kept.get("username")) or before.get("n")
    return whole


def _name(first: str | None, last: str | None, otherwise: str | None) -> str | None:
    return " ".join(part for part in (first, last) if part) or otherwise


async def _own_resource(wialon: WialonApi) -> int:
    """The resource for new drivers: the only one, or else that of the user's own account."""
    found = (await wialon.items("avl_resource", 1, planned={"items": [_USUAL]})).rows("items")
    ids = [number for each in found if (number := each.whole("id")) is not None]
    account = (await wialon.sessions.current()).get("account")
    own = ids if len(ids) == 1 else [number for number in ids if number == account]
    if own:
        return own[0]
    raise Rejected(f"The token sees {len(ids)} resources of Wialon, and none is that of its own account.")


async def _driver(wialon: WialonApi, source_id: str, *, planned: Any = None) -> Row | None:
    for row in await wialon.of_resources(DRIVERS, planned=planned):
        if composite_id(str(row.get(RESOURCE)), str(row.get("id"))) == source_id:
            return row
    return None


async def _write(wialon: WialonApi, driver: Mapping[str, Any]) -> Row:
    answer = (await wialon.call("resource/update_driver", driver)).json()
    if not isinstance(answer, list) or len(answer) != 2 or not isinstance(answer[1], dict):
        raise Malformed("Wialon's answer has no driver.")
    return Row({RESOURCE: driver[RESOURCE], **answer[1]})


def _written(driver: Row, prepared: Prepared) -> Written[UserFields]:
    prepared.compare(driver, same=_same)
    return Written(record=to_record(driver), prepared=prepared)


def _same(sent: Any, answered: Any) -> bool:
    """Whether two values are equal; None equals an empty text."""
    return (sent or None) == (answered or None)
