"""Samsara's drivers and office users, which are our users; its vehicles and trailers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from gladhand.providers.samsara import drivers, office, trailers, vehicles
from gladhand.providers.samsara.account import SamsaraAccount, data_of
from gladhand.providers.samsara.answers import compare
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Change, Page, Record, Written
from gladhand.sdk.errors import NotAllowed, Rejected
from gladhand.sdk.field_map import FieldMap, Note, Prepared, Verb
from gladhand.sdk.keys import accepted_at
from gladhand.sdk.passwords import new_password

_DRIVERS, _USERS, _VEHICLES, _TRAILERS = "/fleet/drivers", "/users", "/fleet/vehicles", "/fleet/trailers"
_READ_DRIVERS, _WRITE_DRIVERS = "driver-reads", "driver-writes"
_READ_USERS, _WRITE_USERS = "user-reads", "user-writes"
_READ_VEHICLES, _WRITE_VEHICLES = "vehicle-reads", "vehicle-writes"
_READ_TRAILERS, _WRITE_TRAILERS = "trailer-reads", "trailer-writes"
#: The parts of a list of users, in their order: drivers are listed by their status, active ones unless asked otherwise.
_SWEEPS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "active": (_DRIVERS, _READ_DRIVERS, {"driverActivationStatus": "active"}),
    "deactivated": (_DRIVERS, _READ_DRIVERS, {"driverActivationStatus": "deactivated"}),
    "office": (_USERS, _READ_USERS, {}),
}
# How much earlier than our key Samsara's clock may say that a driver was made.
_CLOCKS_APART = timedelta(hours=1)
_NO_ROLE = (
    "Samsara needs a role for an office user. The operator of this server chooses one with the option office_role_id."
)


class SamsaraAdapter(SamsaraAccount):
    """One organization at Samsara."""

    sheets: ClassVar[Mapping[ResourceEnum, FieldMap]] = {
        ResourceEnum.USER: FieldMap("Samsara", drivers.SHEET.rules, variants={"is_driver is false": office.SHEET}),
        ResourceEnum.VEHICLE: vehicles.SHEET,
        ResourceEnum.TRAILER: trailers.SHEET,
    }

    async def list_users(self, cursor: str | None) -> Page:
        part, _, after = (cursor or "active:").partition(":")
        path, kind, query = _SWEEPS[part]
        try:
            found, following = await self.page(path, after, kind=kind, query=query)
        except NotAllowed:
            if part != "office":
                raise
            # The token may not read office users, so for this connection there are none.
            return Page(records=[])
        records = [self._record(part, each) for each in found]
        if following is not None:
            return Page(records=records, cursor=f"{part}:{following}", more=True)
        rest = list(_SWEEPS)[list(_SWEEPS).index(part) + 1 :]
        return Page(records=records, cursor=f"{rest[0]}:" if rest else None, more=bool(rest))

    async def get_user(self, source_id: str) -> Record | None:
        part, path = _place(source_id)
        found = await self.record(path, kind=_SWEEPS[part][1])
        return None if found is None else self._record(part, found)

    async def create_user(self, change: Change, *, operation_key: str) -> Written:
        if change.get("is_driver") is False:
            return await self._create_office(change)
        made = drivers.SHEET.prepare(change, Verb.CREATE, uncertain=self._uncertain)
        drivers.complete(made, {})
        body = drivers.for_create(made, operation_key)
        body["password"] = self.client.hide(new_password([body["name"], body["username"]]))
        # What a dry run needs to go on to the second request, if there is one.
        usual = {"data": {"id": "0", "driverActivationStatus": "active"}} if drivers.is_wanted_inactive(made) else None
        try:
            answer = await self.ask("POST", _DRIVERS, json=body, kind=_WRITE_DRIVERS, planned=usual)
            driver = data_of(answer)
        except NotAllowed:
            raise
        except Rejected:
            # What is refused may be the second of two tries, the first one's answer having been lost. The text does not
            # tell: neither status nor words for a username that is taken are documented.
            found = await self._made_by(operation_key, body["username"])
            if found is None:
                raise
            driver = found
        driver = await self._activated(driver, made)
        compare(made, drivers.SHEET, driver)
        return Written(record=self._record("active", driver), notes=made.notes, details=made.details)

    async def find_user(self, change: Change, *, operation_key: str | None) -> Record | None:
        if change.get("is_driver") is False:
            found = await self._find_office(change, operation_key)
            return None if found is None else office.to_record(found)
        if operation_key is None:
            named = await self._named(str(change["username"])) if change.get("username") else None
            return None if named is None else self._record("active", named)
        made = drivers.SHEET.prepare(change, Verb.CREATE, uncertain=True)
        drivers.complete(made, {})
        driver = await self._by_key(operation_key)
        if driver is None and drivers.is_wanted_inactive(made):
            # Whether an external id leads to a deactivated driver is not documented.
            driver = await self._made_by(operation_key, made.body["username"], statuses=("deactivated",))
        if driver is None:
            return None
        # The create is two requests for an inactive driver. Whoever died between them has it ended here.
        return self._record("active", await self._activated(driver, made))

    async def update_user(self, source_id: str, change: Change) -> Written:
        part, path = _place(source_id)
        if part == "office":
            return await self._update_office(path, change)
        made = drivers.SHEET.prepare(change, Verb.UPDATE, uncertain=self._uncertain)
        needs_current = drivers.needs_current(made)
        drivers.complete(made, await self._current(path, _READ_DRIVERS) if needs_current else {})
        if "is_driver" in made.values:
            made.notes["is_driver"] = Note.UNCHANGED
        driver = await self._changed(path, made, read=_READ_DRIVERS, write=_WRITE_DRIVERS)
        compare(made, drivers.SHEET, driver)
        return Written(record=self._record("active", driver), notes=made.notes, details=made.details)

    async def list_vehicles(self, cursor: str | None) -> Page:
        found, following = await self.page(_VEHICLES, cursor, kind=_READ_VEHICLES)
        records = [vehicles.to_record(each) for each in found]
        return Page(records=records, cursor=following, more=following is not None)

    async def get_vehicle(self, source_id: str) -> Record | None:
        found = await self.record(_at(_VEHICLES, source_id), kind=_READ_VEHICLES)
        return None if found is None else vehicles.to_record(found)

    async def update_vehicle(self, source_id: str, change: Change) -> Written:
        path = _at(_VEHICLES, source_id)
        made = vehicles.SHEET.prepare(change, Verb.UPDATE)
        vehicles.complete(made, await self._current(path, _READ_VEHICLES) if "external_id" in made.values else {})
        vehicle = await self._changed(path, made, read=_READ_VEHICLES, write=_WRITE_VEHICLES)
        compare(made, vehicles.SHEET, vehicle)
        return Written(record=vehicles.to_record(vehicle), notes=made.notes, details=made.details)

    async def list_trailers(self, cursor: str | None) -> Page:
        found, following = await self.page(_TRAILERS, cursor, kind=_READ_TRAILERS)
        records = [trailers.to_record(each) for each in found]
        return Page(records=records, cursor=following, more=following is not None)

    async def get_trailer(self, source_id: str) -> Record | None:
        found = await self.record(_at(_TRAILERS, source_id), kind=_READ_TRAILERS)
        return None if found is None else trailers.to_record(found)

    async def create_trailer(self, change: Change, *, operation_key: str) -> Written:
        made = trailers.SHEET.prepare(change, Verb.CREATE)
        trailers.complete(made, {})
        body = trailers.for_create(made, operation_key)
        try:
            trailer = data_of(await self.ask("POST", _TRAILERS, json=body, kind=_WRITE_TRAILERS))
        except NotAllowed:
            raise
        except Rejected:
            # As with drivers: an earlier try may have made it, and its key is taken now.
            found = await self.record(_at(_TRAILERS, f"{trailers.KEY}:{operation_key}"), kind=_READ_TRAILERS)
            if found is None:
                raise
            trailer = found
        compare(made, trailers.SHEET, trailer)
        return Written(record=trailers.to_record(trailer), notes=made.notes, details=made.details)

    async def find_trailer(self, change: Change, *, operation_key: str | None) -> Record | None:
        if operation_key is not None:
            found = await self.record(_at(_TRAILERS, f"{trailers.KEY}:{operation_key}"), kind=_READ_TRAILERS)
            return None if found is None else trailers.to_record(found)
        name = change.get("trailer_name")
        async for trailer in self.sweep(_TRAILERS, kind=_READ_TRAILERS):
            if trailer.get("name") == name:
                return trailers.to_record(trailer)
        return None

    async def update_trailer(self, source_id: str, change: Change) -> Written:
        path = _at(_TRAILERS, source_id)
        made = trailers.SHEET.prepare(change, Verb.UPDATE)
        trailers.complete(made, await self._current(path, _READ_TRAILERS) if "external_id" in made.values else {})
        trailer = await self._changed(path, made, read=_READ_TRAILERS, write=_WRITE_TRAILERS)
        compare(made, trailers.SHEET, trailer)
        return Written(record=trailers.to_record(trailer), notes=made.notes, details=made.details)

    @property
    def _uncertain(self) -> bool:
        return bool(self.options["uncertain_values"])

    def _record(self, part: str, found: Mapping[str, Any]) -> Record:
        return office.to_record(found) if part == "office" else drivers.to_record(found, uncertain=self._uncertain)

    async def _activated(self, driver: dict[str, Any], made: Prepared) -> dict[str, Any]:
        """The driver as the create wants it: a new one is active, and an inactive one takes a second request."""
        if not drivers.is_wanted_inactive(made) or driver.get("driverActivationStatus") == "deactivated":
            return driver
        try:
            answer = await self.ask(
                "PATCH",
                _at(_DRIVERS, str(driver["id"])),
                json={"driverActivationStatus": "deactivated"},
                kind=_WRITE_DRIVERS,
            )
        except Rejected as error:
            error.detail = f"The driver was made, and is active: Samsara refused to deactivate it. {error.detail}"
            raise
        return data_of(answer)

    async def _by_key(self, operation_key: str) -> dict[str, Any] | None:
        found = await self.record(_at(_DRIVERS, f"{drivers.KEY}:{operation_key}"), kind=_READ_DRIVERS)
        return found if found is not None and drivers.key_of(found) in (operation_key, None) else None

    async def _made_by(
        self, operation_key: str, username: str, *, statuses: tuple[str, ...] = ("active", "deactivated")
    ) -> dict[str, Any] | None:
        """The driver that this create has made. One of the same username, and without the key, is somebody else's."""
        if (found := await self._by_key(operation_key)) is not None:
            return found
        found = await self._named(username, statuses=statuses, since=_made_since(operation_key))
        return found if found is not None and drivers.key_of(found) == operation_key else None

    async def _named(
        self, username: str, *, statuses: tuple[str, ...] = ("active", "deactivated"), since: str | None = None
    ) -> dict[str, Any] | None:
        wanted = username.casefold()
        for status in statuses:
            query = {"driverActivationStatus": status, "createdAfterTime": since}
            async for driver in self.sweep(_DRIVERS, kind=_READ_DRIVERS, query=query):
                if str(driver.get("username", "")).casefold() == wanted:
                    return driver
        return None

    async def _create_office(self, change: Change) -> Written:
        made = office.SHEET.prepare(change, Verb.CREATE)
        body = office.for_create(made, self._office_role)
        user = data_of(await self.ask("POST", _USERS, json=body, kind=_WRITE_USERS))
        return Written(record=office.to_record(user), notes=made.notes, details=made.details)

    async def _find_office(self, change: Change, operation_key: str | None) -> dict[str, Any] | None:
        made = office.SHEET.prepare(change, Verb.CREATE)
        email = made.values["user_email"].lower()
        body = office.for_create(made, self._office_role) if operation_key is not None else None
        async for user in self.sweep(_USERS, kind=_READ_USERS):
            if str(user.get("email", "")).lower() == email:
                # There is no external id. A user who was there before has made Samsara refuse ours, and is taken for
                # ours only if he is all that we wanted.
                return user if body is None or office.is_what_create_makes(user, body) else None
        return None

    async def _update_office(self, path: str, change: Change) -> Written:
        made = office.SHEET.prepare(change, Verb.UPDATE)
        office.complete(made, await self._current(path, _READ_USERS) if made.values else {})
        user = await self._changed(path, made, read=_READ_USERS, write=_WRITE_USERS)
        return Written(record=office.to_record(user), notes=made.notes, details=made.details)

    @property
    def _office_role(self) -> str:
        if not (role := str(self.options["office_role_id"])):
            raise Rejected(_NO_ROLE, fields={"is_driver": _NO_ROLE})
        return role

    async def _current(self, path: str, kind: str) -> dict[str, Any]:
        """The record as it is, for writes that depend on it."""
        found = await self.record(path, kind=kind, planned={"id": "0", "name": "First Last"})
        if found is None:
            raise Rejected("Samsara has no such record any more.", status_code=404)
        return found

    async def _changed(self, path: str, made: Prepared, *, read: str, write: str) -> dict[str, Any]:
        """Send what there is to send; the record as it is then."""
        if made.body:
            return data_of(await self.ask("PATCH", path, json=made.body, kind=write))
        return await self._current(path, read)


def _at(path: str, id_: str) -> str:
    return f"{path}/{quote(id_, safe=':')}"


def _place(source_id: str) -> tuple[str, str]:
    """What kind of user this is, and where it is."""
    for prefix, part, path in ((drivers.PREFIX, "active", _DRIVERS), (office.PREFIX, "office", _USERS)):
        if source_id.startswith(prefix):
            return part, _at(path, source_id.removeprefix(prefix))
    raise Rejected(f"Samsara has no user {source_id}.", status_code=404)


def _made_since(operation_key: str) -> str | None:
    """From when on a driver with this key can have been made, if the key tells."""
    accepted = accepted_at(operation_key)
    return (accepted - _CLOCKS_APART).strftime("%Y-%m-%dT%H:%M:%SZ") if accepted is not None else None
