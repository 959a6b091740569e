"""The provider simulator: bearer key, plain REST, an external id by which a lost create is found again."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from gladhand.providers.simulator.mapping import NAMES, to_driver, to_record
from gladhand.sdk.adapter import Account, Adapter, Change, Note, Page, Record, Written
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.http import Response

_PAGE = 100


class SimulatorAdapter(Adapter):
    """One account of the simulator."""

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
        found = self._object(await self.client.get("/api/drivers", query={"limit": _PAGE, "cursor": cursor}))
        records = [to_record(driver) for driver in found["drivers"]]
        return Page(records=records, cursor=found["next"], more=found["next"] is not None)

    async def find_user(self, change: Change, *, operation_key: str | None) -> Record | None:
        # The key tells exactly which create made a driver. A driver who only has the same username is somebody else's.
        if operation_key is not None:
            query = {"external_id": operation_key}
        elif change.get("username") is not None:
            query = {"username": change["username"]}
        else:
            return None
        found = self._object(await self.client.get("/api/drivers", query=query))["drivers"]
        return to_record(found[0]) if found else None

    async def create_user(self, change: Change, *, operation_key: str) -> Written:
        driver = {"external_id": operation_key, **to_driver(change)}
        return _written(self._object(await self.client.post("/api/drivers", json=driver)), change)

    async def update_user(self, source_id: str, change: Change) -> Written:
        answer = await self.client.patch(f"/api/drivers/{quote(source_id, safe=':')}", json=to_driver(change))
        return _written(self._object(answer), change)

    def _object(self, response: Response) -> dict[str, Any]:
        if response.ok:
            return response.object()
        raise self.client.failure(response, _reason(response))


def _written(driver: Mapping[str, Any], change: Change) -> Written:
    sent = to_driver(change)
    notes = {name: Note.APPLIED if driver.get(NAMES[name]) == sent[NAMES[name]] else Note.UNCHANGED for name in change}
    return Written(record=to_record(driver), notes=notes)


def _reason(response: Response) -> str:
    return ": ".join(part for part in (response.said("error", "field"), response.said("error", "reason")) if part)
