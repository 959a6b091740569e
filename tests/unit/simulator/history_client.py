"""A client of the simulator's feeds, tables, lists and ledger."""

from typing import Any, ClassVar

import aiohttp
import orjson

NOW = "2026-03-12T15:00:00.000Z"


class HistoryClient:
    """The account of one fleet, and the control routes."""

    headers: ClassVar = {"Authorization": "Bearer demo-key"}

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url, self.session = url, session

    async def get(self, path: str, status: int = 200, **query: Any) -> Any:
        return await self._call("GET", path, status, params=query)

    async def post(self, path: str, status: int = 200, **body: Any) -> Any:
        return await self._call("POST", path, status, json=body)

    async def _call(self, method: str, path: str, status: int, **options: Any) -> Any:
        async with self.session.request(method, self.url + path, headers=self.headers, **options) as answer:
            body = orjson.loads(await answer.read())
            assert answer.status == status, body
            return body

    async def set_clock(self, now: str) -> None:
        async with self.session.put(f"{self.url}/_control/clock", json={"now": now, "speed": 0}) as answer:
            assert answer.status == 200

    async def feed(self, name: str, *, limit: int = 500, **query: Any) -> tuple[list[Any], str]:
        """Everything that has arrived, and the cursor behind it."""
        rows: list[Any] = []
        while True:
            page = await self.get(f"/api/feeds/{name}", limit=limit, **query)
            rows += page[name]
            query = {"after": page["next"]}
            if not page["more"]:
                return rows, page["next"]

    async def logs(self, start: str, end: str, limit: int = 50) -> dict[str, list[Any]]:
        query: dict[str, Any] = {"from": start, "to": end, "limit": limit}
        found: dict[str, list[Any]] = {}
        while True:
            page = await self.get("/api/logs", **query)
            assert not found.keys() & set(page["drivers"])
            found |= {driver: [] for driver in page["drivers"]}
            for each in page["logs"]:
                found[each["driver"]].append(each)
            if page["next"] is None:
                return found
            query["cursor"] = page["next"]

    async def table(self, name: str, start: str = "2026-03-05T15:00:00.000Z", end: str = NOW) -> dict[str, Any]:
        return await self.walk(f"/api/{name}", name, {"from": start, "to": end})

    async def whole(self, name: str) -> dict[str, Any]:
        return await self.walk(f"/api/{name}", name, {})

    async def walk(self, path: str, name: str, query: dict[str, Any]) -> dict[str, Any]:
        """All rows by id."""
        found: dict[str, Any] = {}
        while True:
            page = await self.get(path, **query)
            rows = {each["id"]: each for each in page[name]}
            assert not rows.keys() & found.keys()
            found |= rows
            if page["next"] is None:
                assert page.get("total", len(found)) == len(found)
                return found
            query = {**query, "cursor": page["next"]}

    async def ledger(self, resource: str, **query: Any) -> list[Any]:
        found: list[Any] = (await self.get("/_control/ledger", resource=resource, **query))["rows"]
        return found
