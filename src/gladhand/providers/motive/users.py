"""Reads and writes Motive's users, which include drivers."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.motive import user_mapping as mapping
from gladhand.providers.motive.api import MotiveApi, RecordKind, blamed
from gladhand.providers.motive.user_fields import USERS
from gladhand.providers.motive.user_records import to_record
from gladhand.resources.base import Change
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Prepared, Verb
from gladhand.sdk.passwords import new_password
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

FIELD_MAP: Final = USERS
SHOWS: Final = (
    "is_driver",
    "user_designation",
    "is_active",
    "status",
    "user_email",
    "first_name",
    "last_name",
    "phone_number",
    "phone_country_code",
    "default_time_zone",
    "carrier_number",
    "dot_id",
    "username",
    "employee_number",
    "license_region",
    "license_number",
    "hos_ruleset_code",
    "allow_yard_move",
    "allow_personal_conveyance",
    "allow_adverse_driving",
    "hos_compliance_type",
    "hos_tracking_method",
    "company_groups",
    "authority_name",
    "authority_address",
    "company_address",
    "last_tsp_login",
)
_KIND: Final = RecordKind(plural="users", singular="user")


async def read(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[UserFields]]:
    async for rows, state in motive.pages(_KIND, part):
        yield batch_of(rows, lambda row: _record(motive, row), state=state)


def remap(motive: MotiveApi, _source_id: str, row: Row) -> Record[UserFields]:
    return _record(motive, row)


async def get(motive: MotiveApi, source_id: str) -> Record[UserFields] | None:
    found = await motive.find_one(_KIND, source_id)
    return None if found is None else _record(motive, found)


async def find(motive: MotiveApi, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
    found = await (_namesake(motive, change) if operation_key is None else motive.by_key(_KIND, operation_key))
    return None if found is None else _record(motive, found)


async def create(motive: MotiveApi, change: Change, *, operation_key: str) -> Written[UserFields]:
    prepared = _prepared(motive, change, Verb.CREATE)
    # Motive's older documents require a password; the newer ones do not say. This password is not stored.
    names = (str(change.get(name) or "") for name in ("first_name", "last_name", "username"))
    prepared.body["password"] = motive.client.hide(new_password(names))
    try:
        user = await motive.create_record(_KIND, prepared.body, operation_key)
    except Rejected as error:
        raise blamed(FIELD_MAP, error, change) from None
    return _written(motive, prepared, user)


async def update(motive: MotiveApi, source_id: str, change: Change) -> Written[UserFields]:
    prepared = _prepared(motive, change, Verb.UPDATE)
    if mapping.needs_mode(prepared):
        current = await motive.present(_KIND, source_id, planned={"id": source_id, "eld_mode": "logs"})
        mapping.complete_mode(prepared, current)
    return _written(motive, prepared, await motive.sent(_KIND, FIELD_MAP, source_id, change, prepared))


def _prepared(motive: MotiveApi, change: Change, verb: Verb) -> Prepared:
    prepared = motive.prepare(mapping.field_map_for(change, verb), change, verb)
    mapping.complete(prepared, change, verb)
    return prepared


async def _namesake(motive: MotiveApi, change: Change) -> Row | None:
    for name, theirs in (("username", "username"), ("employee_number", "driver_company_id")):
        if (value := change.get(name)) is not None:
            found = await motive.find_one(_KIND, "lookup", query={theirs: value})
            # The search may also return similar values, so compare exactly.
            return found if found is not None and found.get(theirs) == value else None
    return None


def _written(motive: MotiveApi, prepared: Prepared, user: Row) -> Written[UserFields]:
    mapping.compare(prepared, user)
    return Written(record=_record(motive, user), prepared=prepared)


def _record(motive: MotiveApi, user: Row) -> Record[UserFields]:
    return to_record(user, uncertain=motive.allows_uncertain)
