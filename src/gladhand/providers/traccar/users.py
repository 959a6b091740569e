"""Our users, which Traccar keeps as drivers and as office users of its pages."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from gladhand.providers.traccar import user_fields, user_records
from gladhand.providers.traccar import user_mapping as mapping
from gladhand.providers.traccar.server import TraccarServer
from gladhand.providers.traccar.table import TraccarTable
from gladhand.resources.base import Change
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Verb
from gladhand.sdk.reading import Batch, Slice, batch_of, prefixed
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

FIELD_MAP: Final = user_fields.DRIVERS
SHOWS: Final = (
    "employee_number",
    "user_designation",
    "country_code",
    "license_country",
    "license_region",
    "license_number",
    "license_expiration",
    "carrier_number",
    "dot_id",
    "notes",
    "default_time_zone",
    "is_driver",
    "first_name",
    "last_name",
    "username",
    "user_email",
    "phone_number",
    "phone_country_code",
    "is_active",
    "status",
)
_DRIVERS: Final = TraccarTable[UserFields](
    path="/drivers",
    prefix="driver:",
    key="uniqueId",
    name="username",
    field_map=user_fields.DRIVERS,
    to_record=user_records.driver_record,
    may_create=lambda rights: rights.writes,
    may_change=lambda rights: rights.writes,
)
_OFFICE: Final = TraccarTable[UserFields](
    path="/users",
    prefix="user:",
    key="email",
    name="user_email",
    field_map=user_fields.OFFICE,
    to_record=user_records.user_record,
    # Without this right a create would be a registration, which creates a user that the account cannot see.
    may_create=lambda rights: rights.manages_users,
    may_change=lambda rights: rights.writes,
    also_unique={"login": "username"},
    limit=lambda rights: rights.user_limit,
    needs_right=True,
)
_USERS = "users"


async def read(server: TraccarServer, part: Slice) -> AsyncIterator[Batch[UserFields]]:
    if part.state.get("next") != _USERS:
        drivers = await server.signed_in(lambda: server.everything(_DRIVERS.path))
        yield batch_of(drivers, _DRIVERS.to_record, state={"next": _USERS}, id_key=prefixed(_DRIVERS.prefix))
    users = await server.signed_in(lambda: _office_users(server))
    yield batch_of(users, _OFFICE.to_record, state={}, id_key=prefixed(_OFFICE.prefix))


def remap(_server: TraccarServer, source_id: str, row: Row) -> Record[UserFields]:
    return _table_of(source_id).to_record(row)


async def get(server: TraccarServer, source_id: str) -> Record[UserFields] | None:
    return await _table_of(source_id).get(server, source_id)


async def find(server: TraccarServer, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
    table = _table_for(change)
    return await table.find(server, change.get(_key_name(server, table)), operation_key)


async def create(server: TraccarServer, change: Change, *, operation_key: str) -> Written[UserFields]:
    table = _table_for(change)
    prepared, name = server.prepare(table.field_map, change, Verb.CREATE), _key_name(server, table)
    if table is _DRIVERS:
        entity = mapping.new_driver(prepared, operation_key, unique_id=name)
    else:
        entity = mapping.new_user(prepared, operation_key)
    return await table.create(server, entity, prepared, operation_key, name=name)


async def update(server: TraccarServer, source_id: str, change: Change) -> Written[UserFields]:
    table = _table_of(source_id)
    rest = {name: value for name, value in change.items() if name != "is_driver"}
    if "is_driver" in change and change["is_driver"] is not (table is _DRIVERS):
        reason = table.field_map.reason("is_driver")
        raise Rejected(f"is_driver: {reason}", fields={"is_driver": reason})
    prepared, name = server.prepare(table.field_map, rest, Verb.UPDATE), _key_name(server, table)
    if len(rest) < len(change):
        prepared.keep("is_driver")

    def changed(entity: Mapping[str, Any]) -> mapping.Entity:
        if table is _DRIVERS:
            return mapping.changed_driver(entity, prepared, unique_id=name)
        return mapping.changed_user(entity, prepared)

    return await table.update(server, source_id, prepared, changed, name=name)


async def _office_users(server: TraccarServer) -> list[Row]:
    if not server.rights.manages_users:
        return []
    # Traccar keeps share links as temporary users.
    return [user for user in await server.many(_OFFICE.path) if not user.get("temporary")]


def _table_for(change: Change) -> TraccarTable[UserFields]:
    return _OFFICE if change.get("is_driver") is False else _DRIVERS


def _table_of(source_id: str) -> TraccarTable[UserFields]:
    return _DRIVERS if _DRIVERS.number(source_id) else _OFFICE


def _key_name(server: TraccarServer, table: TraccarTable[UserFields]) -> str:
    """Our name of the table's key. The operator chooses the field that identifies drivers."""
    if table is _DRIVERS and server.options.get("driver_unique_id") == "employee_number":
        return "employee_number"
    return table.name
