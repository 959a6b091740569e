"""A worker that reads, and what a partner and an administrator see of its schedules."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.conftest import PATIENCE, Api, Process, reading
from tests.integration.conftest import Connected


@pytest.fixture(scope="module")
def reader(environment: dict[str, str]) -> Iterator[Process]:
    """A running worker that reads."""
    with reading(environment) as process:
        yield process


@dataclass
class Schedules:
    """The schedules of one connection."""

    api: Api
    connection_id: str

    @property
    def path(self) -> str:
        return f"/v2/integrations/connections/{self.connection_id}/schedules"

    async def all(self) -> dict[str, Any]:
        answer = await self.api.get(self.path)
        assert answer.status == 200, answer.body
        return {each["resource"]: each for each in answer.body["items"]}

    async def get(self, resource: str) -> Any:
        return (await self.all())[resource]

    async def executions(self, resource: str) -> list[Any]:
        answer = await self.api.get(f"{self.path}/{(await self.get(resource))['id']}/executions")
        assert answer.status == 200, answer.body
        return list(answer.body["items"])

    async def run(self, resource: str, admin: Api) -> Any:
        """Have the resource read now; the execution when it has ended."""
        before = {each["id"] for each in await self.executions(resource) if each["status"] != "pending"}
        path = f"{self.path}/{(await self.get(resource))['id']}"
        answer = await admin.patch(path, {"next_execution_at": "2020-01-01T00:00:00Z"})
        assert answer.status == 200, answer.body
        return await self.ended(resource, lambda each: each["id"] not in before)

    async def ended(self, resource: str, wanted: Callable[[Any], bool] = lambda _: True) -> Any:
        """The newest execution that has ended and is wanted."""
        deadline = time.monotonic() + PATIENCE
        while True:
            listed = [each for each in await self.executions(resource) if each["status"] != "pending" and wanted(each)]
            if listed:
                return listed[-1]
            assert time.monotonic() < deadline, await self.executions(resource)
            await asyncio.sleep(0.05)


@pytest.fixture
def schedules() -> Callable[[Connected], Schedules]:
    """The schedules of a connection, as its partner sees them."""
    return lambda connected: Schedules(connected.api, connected.connection_id)


@pytest.fixture
def listed() -> Callable[[Connected, str], Awaitable[list[Any]]]:
    """The records of a resource that came through a connection."""

    async def records(connected: Connected, path: str) -> list[Any]:
        more = "&" if "?" in path else "?"
        answer = await connected.api.get(
            f"/v2/telematics/{path}{more}connection_id={connected.connection_id}&size=1000"
        )
        assert answer.status == 200, answer.body
        return list(answer.body["items"])

    return records
