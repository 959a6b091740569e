"""A server of Traccar's kind that is running, an account at it, and adapters for that account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import aiohttp
from tests.fakes.serving import serve
from tests.fakes.traccar import TraccarFake
from tests.processes import PATIENCE

from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.registry import Provider
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.session import InMemorySessionStore
from gladhand.sdk.writing import Written

USER, VEHICLE = ResourceEnum.USER, ResourceEnum.VEHICLE
DRIVER: dict[str, Any] = {
    "username": "dana.example",
    "first_name": "Dana",
    "last_name": "Example",
    "employee_number": "EMP-0042",
    "user_email": "dana@fleet.example",
    "phone_country_code": "+1",
    "phone_number": "2175550142",
    "user_designation": "DRIVER",
    "country_code": "USA",
    "license_country": "USA",
    "license_region": "IL",
    "license_number": "E0000123",
    "license_expiration": "2028-05-31",
    "carrier_number": "1234567",
    "dot_id": "7654321",
    "default_time_zone": "America/Chicago",
    "notes": "Night shift",
    "is_active": True,
    "status": "ACTIVE",
    "is_driver": True,
}
OFFICE = DRIVER | {"username": "office.example", "user_email": "Office@Fleet.example", "is_driver": False}
TRUCK: dict[str, Any] = {
    "vehicle_name": "Truck 7",
    "eld_serial_number": "860000000000007",
    "vin": "1XKAD49X00J000007",
    "model_year": 2024,
}


class TraccarBench:
    """A running server, an account at it, and adapters for that account."""

    def __init__(self, fake: TraccarFake, session: aiohttp.ClientSession, **account: Any) -> None:
        self.fake, self.session = fake, session
        self.user = fake.account(**account)
        self.token = fake.token(self.user)
        self.sessions = InMemorySessionStore()

    def adapter(
        self, *, options: dict[str, Any] | None = None, timeout: float = PATIENCE, **credentials: Any
    ) -> Adapter:
        """With the session of earlier calls, as the hub keeps it."""
        given = {"url": self.fake.url, **(credentials or {"token": self.token})}
        sessions = InMemorySessionStore() if credentials else self.sessions
        transport = AiohttpTransport(self.session)
        return PROVIDER.adapter(given, transport, timeout=timeout, sessions=sessions, options=options or {})

    async def create(self, resource: ResourceEnum = USER, key: str = "op-1", **body: Any) -> Written:
        return await calls.create(self.adapter(), resource, changes(resource, **body), operation_key=key)

    async def update(self, source_id: str, resource: ResourceEnum = USER, **body: Any) -> Written:
        return await calls.update(self.adapter(), resource, source_id, changes(resource, **body))


PROVIDER = Provider("gladhand.providers.traccar")


def changes(resource: ResourceEnum = USER, **body: Any) -> dict[str, Any]:
    model = REGISTRY[resource].update_model
    assert model is not None
    return model.model_validate({"connection_id": str(uuid4()), **body}).changes()


@asynccontextmanager
async def running(fake: TraccarFake, **account: Any) -> AsyncIterator[TraccarBench]:
    async with serve(fake), aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield TraccarBench(fake, session, **account)
