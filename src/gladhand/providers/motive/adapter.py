"""Motive: users and drivers, vehicles, and trailers among its assets, by version 1 of its API."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from gladhand.providers.motive import equipment
from gladhand.providers.motive.api import PER_PAGE, Kind, MotiveApi, blamed, entry_of
from gladhand.providers.motive.equipment import TRAILERS, VEHICLES, to_trailer, to_vehicle
from gladhand.providers.motive.mapping import USERS, prepare, settle, settle_mode, to_record, wants_mode
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Account, Change, Page, Record, Written
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldMap, Prepared, Verb
from gladhand.sdk.passwords import new_password

_USER = Kind(plural="users", singular="user", sheet=USERS)
_VEHICLE = Kind(plural="vehicles", singular="vehicle", sheet=VEHICLES)
_TRAILER = Kind(plural="assets", singular="asset", sheet=TRAILERS)

ToRecord = Callable[[Mapping[str, Any], str], Record]


class MotiveAdapter(MotiveApi):
    """One company's account."""

    sheets: ClassVar[Mapping[ResourceEnum, FieldMap]] = MappingProxyType(
        {ResourceEnum.USER: USERS, ResourceEnum.VEHICLE: VEHICLES, ResourceEnum.TRAILER: TRAILERS}
    )

    async def verify(self) -> Account:
        company = (await self.send("GET", "/v1/companies")).object()["companies"][0]["company"]
        return Account(id=str(company["id"]), name=company.get("name"))

    async def list_users(self, cursor: str | None) -> Page:
        found, following = await self.page(_USER, cursor)
        return Page(records=[self._user(each) for each in found], cursor=following, more=following is not None)

    async def get_user(self, source_id: str) -> Record | None:
        found = await self.one(_USER, source_id)
        return None if found is None else self._user(found)

    async def find_user(self, change: Change, *, operation_key: str | None) -> Record | None:
        found = await (self._namesake(change) if operation_key is None else self.by_key(_USER, operation_key))
        return None if found is None else self._user(found)

    async def create_user(self, change: Change, *, operation_key: str) -> Written:
        made = prepare(change, Verb.CREATE, uncertain=self._uncertain)
        # Motive's older documents demand a password, the newer ones leave it open. Nobody keeps this one.
        names = (str(change.get(name) or "") for name in ("first_name", "last_name", "username"))
        made.body["password"] = self.client.hide(new_password(names))
        try:
            user = await self.made(_USER, made.body, operation_key)
        except Rejected as error:
            raise blamed(_USER, error, change) from None
        return self._written_user(made, user)

    async def update_user(self, source_id: str, change: Change) -> Written:
        made = prepare(change, Verb.UPDATE, uncertain=self._uncertain)
        if wants_mode(made):
            settle_mode(made, await self.present(_USER, source_id, planned={"id": source_id, "eld_mode": "logs"}))
        return self._written_user(made, await self._sent(_USER, source_id, change, made))

    async def list_vehicles(self, cursor: str | None) -> Page:
        return await self._machines(_VEHICLE, to_vehicle, cursor)

    async def get_vehicle(self, source_id: str) -> Record | None:
        found = await self.one(_VEHICLE, source_id)
        return None if found is None else to_vehicle(found, self._record_name)

    async def find_vehicle(self, change: Change, *, operation_key: str | None) -> Record | None:
        if operation_key is not None:
            found = await self.by_key(_VEHICLE, operation_key)
        else:
            number = change.get("vehicle_name")
            found = await self.one(_VEHICLE, "lookup", query={"number": number}) if number else None
            found = found if found is not None and found.get("number") == number else None
        return None if found is None else to_vehicle(found, self._record_name)

    async def create_vehicle(self, change: Change, *, operation_key: str) -> Written:
        return await self._create_machine(_VEHICLE, to_vehicle, change, operation_key)

    async def update_vehicle(self, source_id: str, change: Change) -> Written:
        return await self._update_machine(_VEHICLE, to_vehicle, source_id, change)

    async def list_trailers(self, cursor: str | None) -> Page:
        return await self._machines(_TRAILER, to_trailer, cursor)

    async def get_trailer(self, source_id: str) -> Record | None:
        found = await self.one(_TRAILER, source_id)
        return None if found is None else to_trailer(found, self._record_name)

    async def find_trailer(self, change: Change, *, operation_key: str | None) -> Record | None:
        if operation_key is not None:
            found = await self.by_key(_TRAILER, operation_key)
        else:
            found = await self._asset_named(change["trailer_name"]) if change.get("trailer_name") else None
        return None if found is None else to_trailer(found, self._record_name)

    async def create_trailer(self, change: Change, *, operation_key: str) -> Written:
        return await self._create_machine(_TRAILER, to_trailer, change, operation_key)

    async def update_trailer(self, source_id: str, change: Change) -> Written:
        return await self._update_machine(_TRAILER, to_trailer, source_id, change)

    @property
    def _uncertain(self) -> bool:
        return bool(self.options["uncertain_values"])

    @property
    def _record_name(self) -> str:
        return str(self.options["record_integration_name"])

    async def _namesake(self, change: Change) -> dict[str, Any] | None:
        for name, theirs in (("username", "username"), ("employee_number", "driver_company_id")):
            if (value := change.get(name)) is not None:
                found = await self.one(_USER, "lookup", query={theirs: value})
                # A search that also finds what is alike proves nothing.
                return found if found is not None and found.get(theirs) == value else None
        return None

    async def _asset_named(self, name: str) -> dict[str, Any] | None:
        # Names of assets need not differ, and there is no lookup by them, but the list can be searched.
        answer = await self.send("GET", "/v1/assets", query={"name": name, "per_page": PER_PAGE, "page_no": 1})
        alike = [each.get("asset", each) for each in answer.object()["assets"]]
        found = [each for each in alike if each.get("name") == name]
        return found[0] if len(found) == 1 else None

    async def _machines(self, kind: Kind, to_ours: ToRecord, cursor: str | None) -> Page:
        found, following = await self.page(kind, cursor)
        records = [to_ours(each, self._record_name) for each in found]
        return Page(records=records, cursor=following, more=following is not None)

    async def _create_machine(self, kind: Kind, to_ours: ToRecord, change: Change, operation_key: str) -> Written:
        made = equipment.prepare(kind.sheet, change, Verb.CREATE, uncertain=self._uncertain)
        if value := made.values.get("external_id"):
            made.body["external_ids_attributes"] = [{"external_id": value, "integration_name": self._record_name}]
        try:
            record = await self.made(kind, made.body, operation_key)
        except Rejected as error:
            raise blamed(kind, error, change) from None
        return self._written_machine(kind, to_ours, made, record)

    async def _update_machine(self, kind: Kind, to_ours: ToRecord, source_id: str, change: Change) -> Written:
        made = equipment.prepare(kind.sheet, change, Verb.UPDATE, uncertain=self._uncertain)
        if "external_id" in made.values:
            await self._place_external_id(kind, source_id, made)
        return self._written_machine(kind, to_ours, made, await self._sent(kind, source_id, change, made))

    async def _place_external_id(self, kind: Kind, source_id: str, made: Prepared) -> None:
        """Motive wants its own id of an entry that is there already, and takes one away by a call of its own."""
        held = await self.present(kind, source_id, planned={"id": source_id})
        entry, value = entry_of(held, self._record_name), made.values["external_id"]
        if value:
            known = {"id": entry["id"]} if entry else {}
            made.body["external_ids_attributes"] = [
                {**known, "external_id": value, "integration_name": self._record_name}
            ]
        elif entry:
            await self.drop_external_id(entry)

    async def _sent(self, kind: Kind, source_id: str, change: Change, made: Prepared) -> dict[str, Any]:
        """What is there after an update, which may turn out to have nothing to send."""
        if not made.body:
            return await self.present(kind, source_id, planned={"id": source_id})
        try:
            return await self.changed(kind, source_id, made.body)
        except Rejected as error:
            raise blamed(kind, error, change) from None

    def _written_user(self, made: Prepared, user: Mapping[str, Any]) -> Written:
        settle(made, user)
        return Written(record=self._user(user), notes=made.notes, details=made.details)

    def _written_machine(self, kind: Kind, to_ours: ToRecord, made: Prepared, record: Mapping[str, Any]) -> Written:
        equipment.settle(kind.sheet, made, record)
        return Written(record=to_ours(record, self._record_name), notes=made.notes, details=made.details)

    def _user(self, user: Mapping[str, Any]) -> Record:
        return to_record(user, uncertain=self._uncertain)
