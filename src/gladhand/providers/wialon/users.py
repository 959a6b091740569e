"""Wialon's drivers and users, our users. Only drivers are written.

A driver has a name, a code for card readers, a phone, a description, and values under names that are free. Our fields
stand under such names, and the key of the create, too. A write sends a driver whole.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from gladhand.providers.wialon.api import DRIVERS, RESOURCE, WialonApi, found_id
from gladhand.providers.wialon.resource_items import FREE, KEY, ResourceItems, changed_values, is_same
from gladhand.resources.base import Change
from gladhand.resources.enums import UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.field_map import Absent, Convert, FieldMap, Prepared, Takes, Verb
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.user_rules import always_active, no_hours, only_drivers
from gladhand.sdk.writing import Written

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
        **only_drivers("Wialon's users are not written."),
        **always_active("A driver of Wialon is always active. Delete the driver in Wialon instead."),
        **no_hours("Wialon keeps no hours of service."),
    },
    others=Absent("Wialon's drivers have no place for it."),
)
SHOWS: Final = (*_FREE, "phone_number", "notes", "is_driver", "is_active", "status")
DRIVER_ITEMS: Final = ResourceItems(
    held_under=DRIVERS,
    service="resource/update_driver",
    noun="driver",
    new={"c": "", "ds": "", "p": "", "pwd": "", "jp": {}, "ej": {}, "f": 0, "r": 0, "ck": 0},
)


async def read(wialon: WialonApi, part: Slice) -> AsyncIterator[Batch[UserFields]]:  # noqa: ARG001 - no pages
    """The drivers of all resources, then the users that the token's user sees."""
    yield batch_of(await wialon.of_resources(DRIVERS), to_record, id_key=found_id)
    yield batch_of(await _office_users(wialon), to_office_user)


async def get(wialon: WialonApi, source_id: str) -> Record[UserFields] | None:
    if _is_driver(source_id):
        row = await DRIVER_ITEMS.find_row(wialon, source_id)
        return None if row is None else to_record(row)
    rows = await _office_users(wialon)
    return next((to_office_user(row) for row in rows if row.text("id") == source_id), None)


async def find(wialon: WialonApi, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
    name, value = (KEY, operation_key) if operation_key else ("username", change.get("username"))
    row = await DRIVER_ITEMS.find_by_value(wialon, name, value)
    return None if row is None else to_record(row)


async def create(wialon: WialonApi, change: Change, *, operation_key: str) -> Written[UserFields]:
    prepared = wialon.prepare(FIELD_MAP, change, Verb.CREATE)
    before = DRIVER_ITEMS.values_before(**{KEY: operation_key})
    return _written(await DRIVER_ITEMS.create(wialon, _full_body(wialon, before, prepared)), prepared)


async def update(wialon: WialonApi, source_id: str, change: Change) -> Written[UserFields]:
    prepared = wialon.prepare(FIELD_MAP, change, Verb.UPDATE)
    row = await DRIVER_ITEMS.row_before(wialon, source_id)
    body = _full_body(wialon, DRIVER_ITEMS.values_before(row), prepared)
    return _written(await DRIVER_ITEMS.update(wialon, row, body), prepared)


def to_record(row: Row) -> Record[UserFields]:
    """The hub's record of a driver. A name that was changed in Wialon goes before the parts that we have stored."""
    free, name = row.row(FREE), row.required_text("n")
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


def to_office_user(row: Row) -> Record[UserFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        fields=UserFields(username=row.required_text("nm"), is_driver=False),
    )


def remap(_wialon: WialonApi, source_id: str, row: Row) -> Record[UserFields]:
    return to_record(row) if _is_driver(source_id) else to_office_user(row)


def _is_driver(source_id: str) -> bool:
    """Whether the id is one of a driver, which has two parts."""
    return "|" in source_id


async def _office_users(wialon: WialonApi) -> list[Row]:
    return (await wialon.items("user", 1)).rows("items")


def _full_body(wialon: WialonApi, before: Mapping[str, Any], prepared: Prepared) -> dict[str, Any]:
    """The driver as a write has to send it."""
    whole = changed_values(before, prepared)
    kept = whole[FREE]
    if wialon.options["code_is_employee_number"] and "employee_number" in prepared.outcomes:
        whole["c"] = kept.get("employeeNumber", "")
    if not before["n"] or prepared.body.get(FREE, {}).keys() & {"firstName", "lastName"}:
        whole["n"] = _name(kept.get("firstName"), kept.get("lastName"), kept.get("username")) or before["n"]
    return whole


def _name(first: str | None, last: str | None, otherwise: str | None) -> str | None:
    return " ".join(part for part in (first, last) if part) or otherwise


def _written(driver: Row, prepared: Prepared) -> Written[UserFields]:
    prepared.compare(driver, same=is_same)
    return Written(record=to_record(driver), prepared=prepared)
