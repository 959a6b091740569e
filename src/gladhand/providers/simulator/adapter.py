"""The provider simulator: bearer key, plain REST, an external id by which a lost create is found again."""

from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from gladhand.providers.simulator.mapping import DRIVERS, TRAILERS, VEHICLES, Kind
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Account, Adapter, Change, Page, Record, Written
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import ProviderError, Rejected
from gladhand.sdk.field_map import Note, Prepared, Verb
from gladhand.sdk.http import Response

_PAGE = 100
_NOT_FOUND = 404


class SimulatorAdapter(Adapter):
    """One account of the simulator."""

    sheets = MappingProxyType(
        {
            ResourceEnum.USER: DRIVERS.sheet,
            ResourceEnum.VEHICLE: VEHICLES.sheet,
            ResourceEnum.TRAILER: TRAILERS.sheet,
        }
    )

    def ready(self) -> None:
        self.client.headers["Authorization"] = f"Bearer {self.credentials['api_key']}"

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:
        return credentials.get("url") or definition.base_url

    async def verify(self) -> Account:
        me = self._object(await self.client.get("/api/me"))
        # Another simulator may have an account of the same id, so its address counts where the fleet named it.
        return Account(id=me["id"], name=me["name"], host=self.credentials.get("url") or "")

    async def list_users(self, cursor: str | None) -> Page:
        return await self._list(DRIVERS, cursor)

    async def get_user(self, source_id: str) -> Record | None:
        return await self._get(DRIVERS, source_id)

    async def find_user(self, change: Change, *, operation_key: str | None) -> Record | None:
        return await self._find(DRIVERS, change, operation_key)

    async def create_user(self, change: Change, *, operation_key: str) -> Written:
        return await self._create(DRIVERS, change, operation_key)

    async def update_user(self, source_id: str, change: Change) -> Written:
        return await self._update(DRIVERS, source_id, change)

    async def list_vehicles(self, cursor: str | None) -> Page:
        return await self._list(VEHICLES, cursor)

    async def get_vehicle(self, source_id: str) -> Record | None:
        return await self._get(VEHICLES, source_id)

    async def find_vehicle(self, change: Change, *, operation_key: str | None) -> Record | None:
        return await self._find(VEHICLES, change, operation_key)

    async def create_vehicle(self, change: Change, *, operation_key: str) -> Written:
        return await self._create(VEHICLES, change, operation_key)

    async def update_vehicle(self, source_id: str, change: Change) -> Written:
        return await self._update(VEHICLES, source_id, change)

    async def list_trailers(self, cursor: str | None) -> Page:
        return await self._list(TRAILERS, cursor)

    async def get_trailer(self, source_id: str) -> Record | None:
        return await self._get(TRAILERS, source_id)

    async def find_trailer(self, change: Change, *, operation_key: str | None) -> Record | None:
        return await self._find(TRAILERS, change, operation_key)

    async def create_trailer(self, change: Change, *, operation_key: str) -> Written:
        return await self._create(TRAILERS, change, operation_key)

    async def update_trailer(self, source_id: str, change: Change) -> Written:
        return await self._update(TRAILERS, source_id, change)

    async def _list(self, kind: Kind, cursor: str | None) -> Page:
        found = self._object(await self.client.get(kind.path, query={"limit": _PAGE, "cursor": cursor}))
        records = [kind.to_record(item) for item in found[kind.plural]]
        return Page(records=records, cursor=found["next"], more=found["next"] is not None)

    async def _get(self, kind: Kind, source_id: str) -> Record | None:
        answer = await self.client.get(_one(kind, source_id))
        return None if answer.status == _NOT_FOUND else kind.to_record(self._object(answer))

    async def _find(self, kind: Kind, change: Change, operation_key: str | None) -> Record | None:
        # The key tells exactly which create made a thing. One that only has the same name is somebody else's.
        if operation_key is not None:
            query = {"external_id": operation_key}
        elif change.get(kind.unique) is not None:
            query = {kind.sheet.rules[kind.unique].to: change[kind.unique]}
        else:
            return None
        found = self._object(await self.client.get(kind.path, query=query))[kind.plural]
        return kind.to_record(found[0]) if found else None

    async def _create(self, kind: Kind, change: Change, operation_key: str) -> Written:
        prepared = kind.sheet.prepare(change, Verb.CREATE)
        item = {"external_id": operation_key, **prepared.body}
        return self._written(kind, prepared, await self.client.post(kind.path, json=item))

    async def _update(self, kind: Kind, source_id: str, change: Change) -> Written:
        prepared = kind.sheet.prepare(change, Verb.UPDATE)
        return self._written(kind, prepared, await self.client.patch(_one(kind, source_id), json=prepared.body))

    def _written(self, kind: Kind, prepared: Prepared, answer: Response) -> Written:
        item = self._object(answer, kind)
        kept = {name for name, value in prepared.values.items() if item.get(kind.sheet.rules[name].to) != value}
        notes = prepared.notes | dict.fromkeys(kept, Note.UNCHANGED)
        details = prepared.details | dict.fromkeys(kept, "The simulator has another value.")
        return Written(record=kind.to_record(item), notes=notes, details=details)

    def _object(self, response: Response, kind: Kind | None = None) -> dict[str, Any]:
        if response.ok:
            return response.object()
        raise self._refusal(response, kind)

    def _refusal(self, response: Response, kind: Kind | None) -> ProviderError:
        theirs, reason = response.said("error", "field"), response.said("error", "reason")
        error = self.client.failure(response, ": ".join(part for part in (theirs, reason) if part))
        if isinstance(error, Rejected) and kind is not None and (ours := kind.ours(theirs)):
            error.fields[ours] = self.client.redact(reason)
        return error


def _one(kind: Kind, source_id: str) -> str:
    return f"{kind.path}/{quote(source_id, safe=':')}"
