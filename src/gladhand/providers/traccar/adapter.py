"""Traccar: drivers, office users, and vehicles, which it calls devices.

Facts are from the server's public source, up to 6.14.5; which keys hold what in `attributes` is our choice (`assumed`
in the sheets). Every write of something that exists sends the whole entity as it was read a moment ago, because the
server replaces all of it, and reads it back, because a 200 does not prove that anything was written.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gladhand.providers.traccar import devices, mapping
from gladhand.providers.traccar.mapping import OURS, Entity
from gladhand.providers.traccar.server import Server, denied
from gladhand.resources.base import Change
from gladhand.resources.user import USER, UserFields
from gladhand.resources.vehicle import VEHICLE, VehicleFields
from gladhand.sdk.clock import minutes
from gladhand.sdk.errors import Malformed, ProviderError, Rejected
from gladhand.sdk.field_map import FieldMap, FieldOutcome, Prepared, Verb
from gladhand.sdk.http import Response
from gladhand.sdk.reading import FULL, Batch, Read, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import rows_of
from gladhand.sdk.writing import Write, Written

_GONE = "The Traccar server has no such record, or the account may not see it."
_USERS = "users"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One of Traccar's tables."""

    path: str
    prefix: str
    """Of our source ids: drivers and users are numbered apart."""
    key: str
    """What has to be unique on the server."""
    field: str
    """Our name of that."""
    sheet: FieldMap
    record: Callable[[Mapping[str, Any]], Record]

    def number(self, source_id: str) -> str | None:
        """The server's own id in a source id of this kind."""
        number = source_id.removeprefix(self.prefix)
        fits = source_id.startswith(self.prefix) and number.isascii() and number.isdecimal()
        return number if fits else None


_DRIVER = Kind(
    path="/drivers",
    prefix="driver:",
    key="uniqueId",
    field="username",
    sheet=mapping.DRIVERS,
    record=mapping.driver_record,
)
_USER = Kind(
    path="/users", prefix="user:", key="email", field="user_email", sheet=mapping.OFFICE, record=mapping.user_record
)
_DEVICE = Kind(
    path="/devices",
    prefix="",
    key="uniqueId",
    field="eld_serial_number",
    sheet=devices.VEHICLES,
    record=devices.device_record,
)


class TraccarAdapter(Server):
    """One account of one server."""

    # ---------------------------------------------------------------- users

    async def read_users(self, part: Slice) -> AsyncIterator[Batch[UserFields]]:
        if part.state.get("next") != _USERS:
            drivers = await self.signed_in(lambda: self.everything(_DRIVER.path))
            yield batch_of(rows_of(drivers), mapping.driver_record, state={"next": _USERS})
        users = await self.signed_in(self._office_users)
        yield batch_of(rows_of(users), mapping.user_record, state={})

    async def _office_users(self) -> list[dict[str, Any]]:
        if not self.rights.manages_users:
            return []
        # Share links are users, too: temporary ones.
        return [user for user in await self.many(_USER.path) if not user.get("temporary")]

    async def get_user(self, source_id: str) -> Record | None:
        return await self._get(_DRIVER if _DRIVER.number(source_id) else _USER, source_id)

    async def find_user(self, change: Change, *, operation_key: str | None) -> Record | None:
        kind = _kind(change)
        key = self._driver_key if kind is _DRIVER else kind.field
        return await self._find(kind, change.get(key), operation_key)

    async def create_user(self, change: Change, *, operation_key: str) -> Written:
        kind = _kind(change)
        prepared = kind.sheet.prepare(change, Verb.CREATE)
        if kind is _DRIVER:
            entity = mapping.new_driver(prepared, operation_key, unique_id=self._driver_key)
        else:
            entity = mapping.new_user(prepared, operation_key)
        return await self._create(kind, entity, prepared, operation_key)

    async def update_user(self, source_id: str, change: Change) -> Written:
        kind = _DRIVER if _DRIVER.number(source_id) else _USER
        rest = {name: value for name, value in change.items() if name != "is_driver"}
        if "is_driver" in change and change["is_driver"] is not (kind is _DRIVER):
            why = kind.sheet.reason("is_driver")
            raise Rejected(f"is_driver: {why}", fields={"is_driver": why})
        prepared = kind.sheet.prepare(rest, Verb.UPDATE)
        if len(rest) < len(change):
            prepared.outcomes["is_driver"] = FieldOutcome.UNCHANGED

        def changed(entity: Mapping[str, Any]) -> Entity:
            if kind is _DRIVER:
                return mapping.changed_driver(entity, prepared, unique_id=self._driver_key)
            return mapping.changed_user(entity, prepared)

        return await self._update(kind, source_id, prepared, changed)

    @property
    def _driver_key(self) -> str:
        """Our field that identifies drivers at the server."""
        return "employee_number" if self.options.get("driver_unique_id") == "employee_number" else "username"

    # ---------------------------------------------------------------- vehicles

    async def read_vehicles(self, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:  # noqa: ARG002 - all at once
        found = await self.signed_in(lambda: self.everything(_DEVICE.path))
        yield batch_of(rows_of(found), devices.device_record)

    async def get_vehicle(self, source_id: str) -> Record | None:
        return await self._get(_DEVICE, source_id)

    async def find_vehicle(self, change: Change, *, operation_key: str | None) -> Record | None:
        return await self._find(_DEVICE, change.get(_DEVICE.field), operation_key)

    async def create_vehicle(self, change: Change, *, operation_key: str) -> Written:
        prepared = _DEVICE.sheet.prepare(change, Verb.CREATE)
        return await self._create(_DEVICE, devices.new_device(prepared, operation_key), prepared, operation_key)

    async def update_vehicle(self, source_id: str, change: Change) -> Written:
        prepared = _DEVICE.sheet.prepare(change, Verb.UPDATE)
        return await self._update(_DEVICE, source_id, prepared, lambda device: devices.changed_device(device, prepared))

    reads = (
        Read(
            USER,
            read_users,
            mode=FULL,
            every=minutes(30),
            shows=(
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
            ),
        ),
        Read(
            VEHICLE,
            read_vehicles,
            mode=FULL,
            every=minutes(30),
            shows=(
                "oem",
                "model_type",
                "model_year",
                "vin",
                "engine_vin",
                "license_plate_region",
                "license_plate_country",
                "license_plate_number",
                "notes",
                "eld_id",
                "eld_product_id",
                "total_axles",
                "external_id",
                "fuel_capacity",
                "engine_type",
                "vehicle_name",
                "eld_serial_number",
                "eld_device_type",
                "is_active",
                "status",
            ),
        ),
    )
    writes = (
        Write(USER, mapping.DRIVERS, create=create_user, find=find_user, get=get_user, update=update_user),
        Write(
            VEHICLE, devices.VEHICLES, create=create_vehicle, find=find_vehicle, get=get_vehicle, update=update_vehicle
        ),
    )

    # ---------------------------------------------------------------- all three

    async def _get(self, kind: Kind, source_id: str) -> Record | None:
        number = kind.number(source_id)
        if number is None:
            return None
        found = await self.signed_in(lambda: self.one(f"{kind.path}/{number}"))
        return None if found is None or found.get("temporary") else kind.record(found)

    async def _find(self, kind: Kind, wanted: Any, operation_key: str | None) -> Record | None:
        wanted = str(wanted or "").strip()
        if not wanted:
            return None
        found = await self.signed_in(lambda: self.matching(kind.path, kind.key, wanted))
        if operation_key is not None:
            found = [each for each in found if _made_by(each, operation_key)]
        return kind.record(found[0]) if found else None

    async def _create(self, kind: Kind, entity: Entity, prepared: Prepared, operation_key: str) -> Written:
        async def call() -> Written:
            made = None
            if kind is _USER:
                await self._may_create_users()
                # The server takes a second one that differs in case, and confuses the two at the sign-in.
                made = await self._rival(kind, entity, operation_key)
            if made is None:
                response = await self.client.post(kind.path, json=entity)
                if response.ok:
                    made = _entity(response)
                elif response.status == 400:
                    made = await self._not_created(kind, entity, operation_key, response)
                else:
                    raise self.failed(response)
            return Written(record=kind.record(made), prepared=prepared)

        return await self.signed_in(call)

    async def _may_create_users(self) -> None:
        """Without the right it would be a registration, which makes somebody whom the account cannot see."""
        if not (await self.rights_now()).manages_users:
            raise denied("create users")

    async def _not_created(self, kind: Kind, entity: Entity, operation_key: str, response: Response) -> Entity:
        """A 400 for a create: the record, if an earlier try has made it after all."""
        rights = await self.rights_now()
        if not (rights.creates_devices if kind is _DEVICE else rights.writes):
            raise denied("create this")
        made = await self._rival(kind, entity, operation_key)
        if made is not None:
            return made
        detail = f"The Traccar server refuses these values, or somebody whom the account cannot see has {kind.field}."
        raise Rejected(detail, status_code=response.status)

    async def _rival(self, kind: Kind, entity: Entity, operation_key: str) -> Entity | None:
        """What has our key already: the record, if this very create has made it. Raises `Rejected` for another's."""
        found = await self.matching(kind.path, kind.key, entity[kind.key])
        ours = [each for each in found if _made_by(each, operation_key)]
        if ours:
            return ours[0]
        field = self._driver_key if kind is _DRIVER else kind.field
        if found:
            raise _taken(field)
        login = entity.get("login") if kind is _USER else None
        if login and await self.matching(kind.path, "login", login):
            # Two may share it as far as the database goes, and then neither signs in with it.
            raise _taken("username")
        return None

    async def _update(
        self, kind: Kind, source_id: str, prepared: Prepared, changed: Callable[[Mapping[str, Any]], Entity]
    ) -> Written:
        number = kind.number(source_id)
        if number is None:
            raise Rejected(_GONE)
        path = f"{kind.path}/{number}"

        async def call() -> Written:
            before = await self._still(path, planned=_specimen(kind, number))
            if before.get("totpKey"):
                self.client.hide(str(before["totpKey"]))
            wanted = changed(before)
            after: Entity = before
            if wanted != before:
                await self._no_twin(kind, before, wanted)
                response = await self.client.put(path, json=wanted)
                if not response.ok:
                    raise await self._not_updated(kind, path, response)
                after = await self._still(path)
            _note_unchanged(prepared, kind.record(before), kind.record(after), kind.record(wanted))
            return Written(record=kind.record(after), prepared=prepared)

        return await self.signed_in(call)

    async def _still(self, path: str, *, planned: Any = None) -> Entity:
        found = await self.one(path, planned=planned)
        if found is None or found.get("temporary"):
            raise Rejected(_GONE)
        return found

    async def _no_twin(self, kind: Kind, before: Entity, wanted: Entity) -> None:
        """The server itself refuses a second unique key, but not a second login or an e-mail in other letters."""
        names = (("email", "user_email"), ("login", "username")) if kind is _USER else ((kind.key, kind.field),)
        for key, field in names:
            if not wanted.get(key) or wanted[key] == before.get(key):
                continue
            others = [each for each in await self.matching(kind.path, key, wanted[key]) if each["id"] != before["id"]]
            if others:
                raise _taken(self._driver_key if kind is _DRIVER else field)

    async def _not_updated(self, kind: Kind, path: str, response: Response) -> ProviderError:
        if response.status != 400:
            return self.failed(response)
        rights = await self.rights_now()
        if not (rights.writes_devices if kind is _DEVICE else rights.writes):
            return denied("change this")
        if await self.one(path) is None:
            return Rejected(_GONE, status_code=response.status)
        return Rejected("The Traccar server refuses these values.", status_code=response.status)


def _kind(change: Change) -> Kind:
    return _USER if change.get("is_driver") is False else _DRIVER


def _made_by(entity: Mapping[str, Any], operation_key: str) -> bool:
    return bool((entity.get("attributes") or {}).get(OURS) == operation_key)


def _taken(field: str) -> Rejected:
    why = "Somebody else at this Traccar server has it already."
    return Rejected(f"{field}: {why}", fields={field: why})


def _entity(response: Response) -> Entity:
    made = response.object()
    if not isinstance(made.get("id"), int):
        raise Malformed("The Traccar server's answer has no id.", status_code=response.status)
    return made


def _specimen(kind: Kind, number: str) -> Entity:
    """What a dry run reads: every key that a change could clear is there, so that the write shows."""
    paths = (kind.sheet.path(name) for name in kind.sheet.rules)
    held = {path.removeprefix("attributes."): "as it is" for path in paths if "." in path}
    return {"id": int(number), "name": "as it is", kind.key: "as it is", "phone": "as it is", "attributes": held}


def _note_unchanged(prepared: Prepared, before: Record, after: Record, wanted: Record) -> None:
    """A value that was there before was not changed; nor was one that did not arrive."""
    was, came, asked = _values(before), _values(after), _values(wanted)
    for name, note in prepared.outcomes.items():
        if note not in (FieldOutcome.APPLIED, FieldOutcome.SHORTENED):
            continue
        if asked.get(name) == was.get(name):
            prepared.outcomes[name] = FieldOutcome.UNCHANGED
        elif came.get(name) != asked.get(name):
            prepared.outcomes[name] = FieldOutcome.UNCHANGED
            prepared.details[name] = "The server had something else when it was read back."


def _values(record: Record) -> dict[str, Any]:
    return record.fields.stored() | dict(record.extras or {})
