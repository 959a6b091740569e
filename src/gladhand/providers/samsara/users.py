"""Our users, which Samsara keeps as drivers and as office users."""

from collections.abc import AsyncIterator, Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from gladhand.providers.samsara import driver_fields, driver_mapping, drivers, office
from gladhand.providers.samsara.account import SamsaraAccount, path_of
from gladhand.resources.base import Change
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import NotAllowed, Rejected
from gladhand.sdk.field_map import FieldMap
from gladhand.sdk.reading import Batch, Slice, batch_of, prefixed
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

FIELD_MAP: Final = FieldMap("Samsara", driver_fields.FIELD_MAP.rules, variants={"is_driver is false": office.FIELD_MAP})
SHOWS: Final = (
    "username",
    "started_at",
    "is_active",
    "status",
    "is_driver",
    "user_designation",
    "user_email",
    "first_name",
    "last_name",
    "phone_number",
    "country_code",
    "license_region",
    "license_number",
    "employee_number",
    "carrier_number",
    "notes",
    "hos_ruleset_code",
    "allow_yard_move",
    "allow_personal_conveyance",
    "allow_adverse_driving",
    "default_time_zone",
    "company_groups",
    "authority_name",
    "authority_address",
    "company_name",
    "company_address",
)
_OFFICE = "office"


class _Sweep(NamedTuple):
    """One of the lists that make up the users."""

    path: str
    kind: str
    query: Mapping[str, str]


# The sweeps, in order. Samsara lists drivers by status, by default the active ones.
_SWEEPS: Mapping[str, _Sweep] = MappingProxyType(
    {
        "active": _Sweep(drivers.PATH, drivers.READS, {"driverActivationStatus": "active"}),
        "deactivated": _Sweep(drivers.PATH, drivers.READS, {"driverActivationStatus": "deactivated"}),
        _OFFICE: _Sweep(office.PATH, office.READS, {}),
    }
)


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[UserFields]]:
    names = list(_SWEEPS)
    begun, after = part.state.get("sweep", names[0]), part.state.get("after")
    for name in names[names.index(begun) :]:
        sweep = _SWEEPS[name]
        try:
            async for rows, following in samsara.pages(sweep.path, after, kind=sweep.kind, query=sweep.query):
                prefix = office.PREFIX if name == _OFFICE else driver_mapping.PREFIX
                yield batch_of(rows, _to_record(samsara, name), state=_state(name, following), id_key=prefixed(prefix))
        except NotAllowed:
            if name != _OFFICE:
                raise
            # The token may not read office users, so this connection has none.
            yield Batch(state={})
        after = None


def remap(samsara: SamsaraAccount, source_id: str, row: Row) -> Record[UserFields]:
    return _to_record(samsara, _sweep_and_path(source_id)[0])(row)


async def get(samsara: SamsaraAccount, source_id: str) -> Record[UserFields] | None:
    sweep, path = _sweep_and_path(source_id)
    found = await samsara.record(path, kind=_SWEEPS[sweep].kind)
    return None if found is None else _to_record(samsara, sweep)(found)


async def create(samsara: SamsaraAccount, change: Change, *, operation_key: str) -> Written[UserFields]:
    if change.get("is_driver") is False:
        return await office.create(samsara, change)
    return await drivers.create(samsara, change, operation_key)


async def find(samsara: SamsaraAccount, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
    if change.get("is_driver") is False:
        return await office.find(samsara, change, operation_key)
    return await drivers.find(samsara, change, operation_key)


async def update(samsara: SamsaraAccount, source_id: str, change: Change) -> Written[UserFields]:
    sweep, path = _sweep_and_path(source_id)
    return await (office.update if sweep == _OFFICE else drivers.update)(samsara, path, change)


def _state(sweep: str, following: str | None) -> dict[str, str]:
    if following is not None:
        return {"sweep": sweep, "after": following}
    rest = list(_SWEEPS)[list(_SWEEPS).index(sweep) + 1 :]
    return {"sweep": rest[0]} if rest else {}


def _to_record(samsara: SamsaraAccount, sweep: str) -> Callable[[Row], Record[UserFields]]:
    return office.to_record if sweep == _OFFICE else lambda driver: drivers.to_record(samsara, driver)


def _sweep_and_path(source_id: str) -> tuple[str, str]:
    """The sweep of a user, and the user's path."""
    for prefix, sweep, path in ((driver_mapping.PREFIX, "active", drivers.PATH), (office.PREFIX, _OFFICE, office.PATH)):
        if source_id.startswith(prefix):
            return sweep, path_of(path, source_id.removeprefix(prefix))
    raise Rejected(f"Samsara has no user {source_id}.", status_code=404)
