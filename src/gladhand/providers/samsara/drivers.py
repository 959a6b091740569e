"""Samsara's drivers: created, found and changed through `/fleet/drivers`."""

from datetime import timedelta
from typing import Final

from gladhand.providers.samsara import driver_fields
from gladhand.providers.samsara import driver_mapping as mapping
from gladhand.providers.samsara.account import SamsaraAccount, data_of, path_of
from gladhand.resources.base import Change
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import NotAllowed, Rejected
from gladhand.sdk.field_map import Prepared, Verb, same_presence
from gladhand.sdk.keys import accepted_at
from gladhand.sdk.passwords import new_password
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

PATH: Final = "/fleet/drivers"
READS: Final = "driver-reads"
_WRITES = "driver-writes"
_ACTIVE, _DEACTIVATED = "active", "deactivated"
# How far Samsara's creation time of a driver may lie before the time in our key.
_CLOCKS_APART = timedelta(hours=1)


async def create(samsara: SamsaraAccount, change: Change, operation_key: str) -> Written[UserFields]:
    prepared = samsara.prepare(driver_fields.FIELD_MAP, change, Verb.CREATE)
    mapping.complete(prepared, {})
    body = mapping.for_create(prepared, operation_key)
    body |= samsara.tags.written_of()
    body["password"] = samsara.client.hide(new_password([body["name"], body["username"]]))
    # A dry run needs an answer, to continue with the second request if there is one.
    usual = {"data": {"id": "0", "driverActivationStatus": _ACTIVE}} if mapping.is_deactivation(prepared) else None
    try:
        driver = data_of(await samsara.ask("POST", PATH, json=body, kind=_WRITES, planned=usual))
    except NotAllowed:
        raise
    except Rejected:
        # An earlier attempt, whose answer was lost, may have created the driver. The error does not tell: neither the
        # status nor the text for a taken username is documented.
        found = await _made_by(samsara, operation_key, body["username"])
        if found is None:
            raise
        driver = found
    return _written(samsara, await _activated(samsara, driver, prepared), prepared)


async def find(samsara: SamsaraAccount, change: Change, operation_key: str | None) -> Record[UserFields] | None:
    if operation_key is None:
        named = await _named(samsara, str(change["username"])) if change.get("username") else None
        return None if named is None else to_record(samsara, named)
    prepared = driver_fields.FIELD_MAP.prepare(change, Verb.CREATE, uncertain=True)
    mapping.complete(prepared, {})
    driver = await _by_key(samsara, operation_key)
    if driver is None and mapping.is_deactivation(prepared):
        # Whether an external id leads to a deactivated driver is not documented.
        driver = await _made_by(samsara, operation_key, prepared.body["username"], statuses=(_DEACTIVATED,))
    if driver is None:
        return None
    # Creating an inactive driver takes two requests. If the create stopped between them, complete it here.
    return to_record(samsara, await _activated(samsara, driver, prepared))


async def update(samsara: SamsaraAccount, path: str, change: Change) -> Written[UserFields]:
    prepared = samsara.prepare(driver_fields.FIELD_MAP, change, Verb.UPDATE)
    needs_current = mapping.needs_current(prepared)
    mapping.complete(prepared, await samsara.current(path, kind=READS) if needs_current else {})
    if "is_driver" in prepared.values:
        prepared.keep("is_driver")
    return _written(samsara, await samsara.changed(path, prepared, read=READS, write=_WRITES), prepared)


def to_record(samsara: SamsaraAccount, driver: Row) -> Record[UserFields]:
    return mapping.to_record(driver, uncertain=samsara.allows_uncertain)


def _written(samsara: SamsaraAccount, driver: Row, prepared: Prepared) -> Written[UserFields]:
    prepared.compare(driver, same=same_presence)
    return Written(record=to_record(samsara, driver), prepared=prepared)


async def _activated(samsara: SamsaraAccount, driver: Row, prepared: Prepared) -> Row:
    """The driver with the requested status: a new driver is active, so an inactive one takes a second request."""
    if not mapping.is_deactivation(prepared) or driver.get("driverActivationStatus") == _DEACTIVATED:
        return driver
    try:
        path = path_of(PATH, driver.source_id())
        body = {"driverActivationStatus": _DEACTIVATED, **samsara.tags.written_of(driver)}
        answer = await samsara.ask("PATCH", path, json=body, kind=_WRITES)
    except Rejected as error:
        error.detail = f"The driver was made, and is active: Samsara refused to deactivate it. {error.full_text}"
        raise
    return data_of(answer)


async def _by_key(samsara: SamsaraAccount, operation_key: str) -> Row | None:
    found = await samsara.record(path_of(PATH, f"{mapping.KEY}:{operation_key}"), kind=READS)
    return found if found is not None and mapping.key_of(found) in (operation_key, None) else None


async def _made_by(
    samsara: SamsaraAccount,
    operation_key: str,
    username: str,
    *,
    statuses: tuple[str, ...] = (_ACTIVE, _DEACTIVATED),
) -> Row | None:
    """The driver that this create made. A driver with the same username but without the key is not ours."""
    if (found := await _by_key(samsara, operation_key)) is not None:
        return found
    found = await _named(samsara, username, statuses=statuses, since=_made_since(operation_key))
    return found if found is not None and mapping.key_of(found) == operation_key else None


async def _named(
    samsara: SamsaraAccount,
    username: str,
    *,
    statuses: tuple[str, ...] = (_ACTIVE, _DEACTIVATED),
    since: str | None = None,
) -> Row | None:
    name = username.casefold()
    for status in statuses:
        query = {"driverActivationStatus": status, "createdAfterTime": since}
        async for driver in samsara.sweep(PATH, kind=READS, query=query):
            if str(driver.get("username", "")).casefold() == name:
                return driver
    return None


def _made_since(operation_key: str) -> str | None:
    """The earliest time at which a driver with this key can have been created; None if the key has no time."""
    accepted = accepted_at(operation_key)
    return (accepted - _CLOCKS_APART).strftime("%Y-%m-%dT%H:%M:%SZ") if accepted is not None else None
