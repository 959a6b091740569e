"""Each provider's fake behind one protocol: an account that is open, adapters for it, and what makes a user there.

A test that is about all providers walks the registry and asks here; a provider that is missing here fails it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import aiohttp
from tests.fakes import motive, webfleet
from tests.fakes.geotab import GeotabFake
from tests.fakes.samsara import SamsaraFake
from tests.fakes.serving import serve
from tests.fakes.traccar import TraccarFake

from gladhand.resources.base import Change
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.registry import providers
from gladhand.sdk.session import HeldSession
from gladhand.sdk.transport import AiohttpTransport
from gladhand.simulator import serve as serve_simulator

#: Enough for any provider to make a driver.
DANA: Change = {
    "username": "dana.example",
    "employee_number": "EMP-0042",
    "first_name": "Dana",
    "last_name": "Example",
    "is_driver": True,
}


@dataclass
class Account:
    """An open account at a provider's fake."""

    source_name: str
    url: str
    http: aiohttp.ClientSession
    credentials: Mapping[str, Any]
    options: Mapping[str, Any] = field(default_factory=dict)
    dana: Change = field(default_factory=lambda: DANA)
    sessions: HeldSession = field(default_factory=HeldSession)

    def adapter(self) -> Adapter:
        return providers()[self.source_name].adapter(
            self.credentials,
            AiohttpTransport(self.http),
            base_url=self.url,
            sessions=self.sessions,
            options=self.options,
            timeout=5,
        )


Opened = Callable[[aiohttp.ClientSession], AbstractAsyncContextManager[Account]]


@asynccontextmanager
async def open_account(source_name: str) -> AsyncIterator[Account]:
    """A fresh fake of this provider, with an account."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http, _OPENERS[source_name](http) as made:
        yield made


def new_key() -> str:
    """The key of an operation that is accepted now: a UUID of version 7."""
    moment, rest = time.time_ns() // 1_000_000, secrets.randbits(62)
    return str(UUID(int=(moment << 80) | (7 << 76) | (2 << 62) | rest))


@asynccontextmanager
async def _simulator(http: aiohttp.ClientSession) -> AsyncIterator[Account]:
    async with serve_simulator() as url:
        yield Account("catena_simulator", url, http, {"api_key": "demo-key"})


@asynccontextmanager
async def _samsara(http: aiohttp.ClientSession) -> AsyncIterator[Account]:
    async with serve(SamsaraFake()) as fake:
        yield Account("samsara", fake.url, http, {"token": "samsara_api_EXAMPLE"})


@asynccontextmanager
async def _geotab(http: aiohttp.ClientSession) -> AsyncIterator[Account]:
    async with serve(GeotabFake()) as fake:
        credentials = {"username": fake.USER, "password": fake.PASSWORD, "database": fake.DATABASE}
        yield Account("geotab", fake.url, http, credentials, dana={**DANA, "username": "dana@fleet.example"})


@asynccontextmanager
async def _motive(http: aiohttp.ClientSession) -> AsyncIterator[Account]:
    async with serve(motive.MotiveFake()) as fake:
        yield Account("motive", fake.url, http, {"api_key": motive.API_KEY})


@asynccontextmanager
async def _webfleet(http: aiohttp.ClientSession) -> AsyncIterator[Account]:
    quotas = dict.fromkeys(webfleet.QUOTAS, 100_000)
    dana = {name: value for name, value in DANA.items() if name != "username"}
    async with serve(webfleet.WebfleetFake(quotas=quotas)) as fake:
        options = {"api_key": webfleet.API_KEY}
        yield Account("webfleet", fake.url, http, webfleet.ACCOUNT, options=options, dana=dana)


@asynccontextmanager
async def _traccar(http: aiohttp.ClientSession) -> AsyncIterator[Account]:
    async with serve(TraccarFake()) as fake:
        yield Account("traccar", fake.url, http, {"url": fake.url, "token": fake.token(fake.account())})


_OPENERS: Mapping[str, Opened] = {
    "catena_simulator": _simulator,
    "samsara": _samsara,
    "geotab": _geotab,
    "motive": _motive,
    "webfleet": _webfleet,
    "traccar": _traccar,
}
