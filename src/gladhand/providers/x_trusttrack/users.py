"""TrustTrack's drivers and office users, our users.

A driver has names, an address, a phone and identifiers, such as the number of the tachograph card. A write replaces the
driver whole. Lists are searched by identifiers and by nothing else, so that a made-up one holds the key of the create.
"""

from collections.abc import AsyncIterator, Mapping
from hashlib import sha256
from typing import Any, Final

from gladhand.providers.x_trusttrack.api import DRIVERS, TrustTrackApi, within
from gladhand.resources.base import Change
from gladhand.resources.enums import UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import NoAnswer, NotAllowed, Rejected
from gladhand.sdk.field_map import Absent, Convert, FieldMap, MaxLength, Prepared, Takes, Verb
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.user_rules import always_active, no_hours, only_drivers
from gladhand.sdk.writing import Written, after_write

_MANAGED: Final = "/management/driver"
_KEY_TYPE: Final = "WIRELESS"


def _not_blank(given: str) -> str:
    if not given.strip():
        raise ValueError("It must not be blank: a driver of TrustTrack needs a first name.")
    return given


FIELD_MAP = FieldMap(
    "TrustTrack",
    {
        "first_name": Takes("first_name", required=True, value=(Convert(_not_blank), MaxLength(250))),
        "last_name": Takes("last_name", value=MaxLength(250), clear=""),
        "phone_number": Takes(
            "phone", value=MaxLength(30), clear="", form="With its calling code, such as +37060000001."
        ),
        "phone_country_code": Absent("TrustTrack keeps one text. Send the number with its calling code."),
        "username": Absent("TrustTrack's drivers have no user names."),
        "employee_number": Absent("TrustTrack's drivers have no numbers, only cards, keys and tags."),
        **only_drivers("TrustTrack's office users are only read."),
        **always_active("A driver of TrustTrack is always active. Delete the driver in TrustTrack instead."),
        **no_hours("TrustTrack's drivers follow the rules of the European Union."),
    },
    others=Absent("TrustTrack's drivers have no place for it."),
)
SHOWS: Final = ("first_name", "last_name", "phone_number", "user_email", "is_driver", "is_active", "status")
_USUAL: Final = {"first_name": "Dana", "last_name": "", "address": "", "phone": "", "identifiers": []}


async def read(trusttrack: TrustTrackApi, part: Slice) -> AsyncIterator[Batch[UserFields]]:
    """Drivers, then office users. Some keys may not list the latter."""
    start = part.state.get("start")
    if not part.state.get("drivers_end"):
        async for rows, following in trusttrack.pages(DRIVERS, 2, "items", start=start):
            yield batch_of(rows, to_record, state={"start": following} if following else {"drivers_end": True})
        start = None
    try:
        async for rows, following in trusttrack.pages("/users", 1, "items", start=start):
            state = {"drivers_end": True, "start": following} if following else {}
            yield batch_of(rows, to_office_user, state=state)
    except NotAllowed:
        return


async def get(trusttrack: TrustTrackApi, source_id: str) -> Record[UserFields] | None:
    answer = await trusttrack.ask("GET", within(_MANAGED, source_id), 1)
    return None if answer.status == 404 else to_record(trusttrack.well(answer).object())


async def find(trusttrack: TrustTrackApi, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:  # noqa: ARG001 - no field of ours identifies a driver
    if operation_key is None:
        return None
    query = {"identifier_type": _KEY_TYPE, "identifier": key_identifier(operation_key)}
    async for rows, _ in trusttrack.pages(DRIVERS, 2, "items", query):
        for row in rows:
            # A server that ignores the filter must not give away another driver.
            if any(each.get("identifier") == query["identifier"] for each in row.rows("identifiers")):
                return to_record(row)
    return None


async def create(trusttrack: TrustTrackApi, change: Change, *, operation_key: str) -> Written[UserFields]:
    prepared = trusttrack.prepare(FIELD_MAP, change, Verb.CREATE)
    key = {"identifier": key_identifier(operation_key), "type": _KEY_TYPE}
    answer = trusttrack.well(await trusttrack.ask("POST", _MANAGED, 1, json={**prepared.body, "identifiers": [key]}))
    if not answer.body.strip():
        # The document has no content for the status 201. The key leads to the driver.
        raise NoAnswer("TrustTrack's answer does not have the driver.", status_code=answer.status)
    return _written(answer.object(), prepared)


async def update(trusttrack: TrustTrackApi, source_id: str, change: Change) -> Written[UserFields]:
    prepared = trusttrack.prepare(FIELD_MAP, change, Verb.UPDATE)
    path = within(_MANAGED, source_id)
    before = await trusttrack.ask("GET", path, 1, planned={"id": source_id, **_USUAL})
    if before.status == 404:
        raise Rejected(f"TrustTrack has no driver {source_id}.", status_code=404)
    driver = trusttrack.well(before).object()
    after = trusttrack.well(await trusttrack.ask("PUT", path, 1, json=_full_body(driver, prepared)))
    if not after.body.strip():
        with after_write():
            after = trusttrack.well(await trusttrack.ask("GET", path, 1))
    return _written(after.object(), prepared)


def to_record(row: Row) -> Record[UserFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        fields=UserFields(
            first_name=row.text("first_name"),
            last_name=row.text("last_name"),
            phone_number=row.text("phone"),
            is_driver=True,
            is_active=True,
            status=UserStatusEnum.ACTIVE.value,
        ),
    )


def to_office_user(row: Row) -> Record[UserFields]:
    first, _, rest = (row.text("full_name") or "").partition(" ")
    return Record(
        source_id=row.source_id(),
        source_data=row,
        fields=UserFields(
            first_name=first or None,
            last_name=rest or None,
            user_email=row.text("email"),
            phone_number=row.text("phone"),
            is_driver=False,
            is_active=True,
            status=UserStatusEnum.ACTIVE.value,
        ),
    )


def remap(_adapter: TrustTrackApi, _source_id: str, row: Row) -> Record[UserFields]:
    return to_office_user(row) if "full_name" in row else to_record(row)


def key_identifier(operation_key: str) -> str:
    """The identifier that stands for the key of a create: the longest of its type."""
    return sha256(operation_key.encode()).hexdigest()[:20].upper()


def _full_body(driver: Mapping[str, Any], prepared: Prepared) -> dict[str, Any]:
    """The driver as a write has to send it: what it was, and the change over it. An empty text stands for nothing."""
    return {name: "" if value is None else value for name, value in {**driver, **prepared.body}.items()}


def _written(driver: Row, prepared: Prepared) -> Written[UserFields]:
    prepared.compare(driver)
    return Written(record=to_record(driver), prepared=prepared)
