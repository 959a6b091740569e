"""Reads and writes Reveal's drivers, our users: identified by number, written whole, read back after each write.

The names come from Reveal's documents and examples. These do not say what a driver needs besides the number, how long a
text may be, or how a field is cleared; rules that depend on it are marked as assumed. Two more facts are assumed: a
single driver looks as in a list, and a PUT replaces the whole driver, so an update reads the driver first. Answers to
writes are ignored: the driver is read back instead.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Final

from gladhand.providers.verizon_connect import office_users
from gladhand.providers.verizon_connect.api import DRIVER_NUMBER, DRIVERS, RevealApi, entity, part_of_path, present
from gladhand.providers.verizon_connect.driver_fields import FIELD_MAP, check_update, complete_create, number_of
from gladhand.providers.verizon_connect.people import DRIVER, OFFICE, id_of_driver
from gladhand.resources.base import Change
from gladhand.resources.enums import UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import NoAnswer, Rejected
from gladhand.sdk.field_map import ABSENT, FieldOutcome, Prepared, Verb
from gladhand.sdk.keys import accepted_at
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written, after_write

# Reveal shows these fields of a driver and does not accept them in writes.
_READ_ONLY = frozenset({"CreatedDateUTC", "UserApiInsteadOfSts"})

_NEXT, _OFFICE_USERS = "next", "users"
# How far Reveal's creation time of a driver may lie before the time in our key.
_CLOCKS_APART = timedelta(hours=1)


SHOWS: Final = (
    "employee_number",
    "username",
    "first_name",
    "last_name",
    "user_email",
    "phone_number",
    "user_designation",
    "default_time_zone",
    "is_driver",
    "is_active",
    "status",
)


async def read(reveal: RevealApi, part: Slice) -> AsyncIterator[Batch[UserFields]]:
    """The drivers, and then the office users."""
    if part.state.get(_NEXT) != _OFFICE_USERS:
        # Numbers are optional. A driver without one cannot be addressed and is skipped.
        yield batch_of(await reveal.rows(DRIVERS), to_record, state={_NEXT: _OFFICE_USERS}, id_key=id_of_driver)
    async for batch in office_users.read(reveal):
        yield batch


def remap(_reveal: RevealApi, source_id: str, row: Row) -> Record[UserFields]:
    return office_users.to_record(row) if source_id.startswith(OFFICE) else to_record(row)


async def get(reveal: RevealApi, source_id: str) -> Record[UserFields] | None:
    if source_id.startswith(OFFICE):
        return await office_users.get(reveal, source_id)
    row = await _driver(reveal, source_id.removeprefix(DRIVER))
    return None if row is None else to_record(row)


async def find(reveal: RevealApi, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
    number = number_of(change)
    row = await _driver(reveal, number) if number is not None else None
    if row is None:
        return None
    if operation_key is not None:
        prepared = complete_create(FIELD_MAP.prepare(change, Verb.CREATE))
        if not is_ours(entity(row, "Driver"), prepared, operation_key):
            return None
    return to_record(row)


async def create(
    reveal: RevealApi,
    change: Change,
    *,
    operation_key: str,  # noqa: ARG001 - Reveal has no field for it
) -> Written[UserFields]:
    prepared = complete_create(reveal.prepare(FIELD_MAP, change, Verb.CREATE))
    await reveal.ask("POST", DRIVERS, json=prepared.body)
    return Written(record=to_record(await _read_back(reveal, prepared.body[DRIVER_NUMBER])), prepared=prepared)


async def update(reveal: RevealApi, source_id: str, change: Change) -> Written[UserFields]:
    if source_id.startswith(OFFICE):
        raise Rejected(office_users.ONLY_READ)
    number = source_id.removeprefix(DRIVER)
    prepared = check_update(reveal.prepare(FIELD_MAP, change, Verb.UPDATE), number)
    row = await _driver(reveal, number, planned={"Driver": {DRIVER_NUMBER: number}})
    if row is None:
        raise Rejected(f"Reveal has no driver {number}.")
    before = entity(row, "Driver")
    whole = {name: value for name, value in before.items() if name not in _READ_ONLY} | prepared.body
    if any(before.get(name) != value for name, value in prepared.body.items()):
        await reveal.ask("PUT", _path_of(number), json=whole)
        row = await _read_back(reveal, number)
    _compare(prepared, before, entity(row, "Driver"))
    return Written(record=to_record(row), prepared=prepared)


def is_ours(driver: Row, prepared: Prepared, operation_key: str) -> bool:
    """Whether that create made this driver.

    Reveal has no field for a mark of ours. A driver with the same number is not ours if it existed before the hub
    accepted the create, or if any value differs from what the create writes.
    """
    accepted, created = accepted_at(operation_key), driver.moment("CreatedDateUTC")
    if accepted is not None and created is not None and created < accepted - _CLOCKS_APART:
        return False
    return all(_same(value, driver.get(name)) for name, value in prepared.body.items())


def to_record(row: Row) -> Record[UserFields]:
    """The hub's record of a driver."""
    driver = entity(row, "Driver")
    number = driver.source_id(DRIVER_NUMBER)
    fields = UserFields(
        username=number,
        employee_number=number,
        is_active=True,
        status=UserStatusEnum.ACTIVE.value,
        is_driver=True,
        first_name=driver.text("FirstName"),
        last_name=driver.text("LastName"),
        user_email=driver.text("EmailAddress"),
        phone_number=driver.text("PhoneNumber"),
    )
    extras = {"mobile_access": driver.get("EnableMobileAccess"), "created_at": driver.get("CreatedDateUTC")}
    return Record(source_id=f"{DRIVER}{number}", source_data=row, fields=fields, extras=present(extras))


def _compare(prepared: Prepared, before: Row, after: Row) -> None:
    """Correct the outcomes of an update by comparing the driver before and after it."""
    for name, outcome in list(prepared.outcomes.items()):
        # Fields that are not in the body, such as the number, did not change.
        if outcome is FieldOutcome.APPLIED and prepared.sent(name) is ABSENT:
            prepared.keep(name)
    prepared.compare(after, before=before, same=_same, reason="Reveal took the write and kept another value.")


def _same(sent: Any, answered: Any) -> bool:
    """Whether two values are equal; None equals an empty text."""
    return (sent or None) == (answered or None)


async def _driver(reveal: RevealApi, number: str, *, planned: Any = None) -> Row | None:
    response = await reveal.ask("GET", _path_of(number), missing=True, planned=planned)
    return None if response.status == 404 else response.object()


async def _read_back(reveal: RevealApi, number: str) -> Row:
    with after_write():
        row = await _driver(reveal, number)
    if row is None:
        raise NoAnswer("It was written, and is not there yet when it is read back.")
    return row


def _path_of(number: str) -> str:
    return f"{DRIVERS}/{part_of_path(number)}"
