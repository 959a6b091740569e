"""Each provider's fake behind one protocol: an account that is open, adapters for it, and what makes a user there.

A test that is about all providers walks the registry and asks here. A fake that is named after its provider's source
name needs no line here: `tests/fakes/<source_name>.py` has a function `account(http)` like those below.
"""

from __future__ import annotations

import importlib
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from _pytest.mark import ParameterSet
from tests.fakes import motive, webfleet
from tests.fakes.geotab import GeotabFake
from tests.fakes.samsara import SamsaraFake
from tests.fakes.serving import serve
from tests.fakes.traccar import TraccarFake

from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.base import Change
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.session import InMemorySessionStore
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
    sessions: InMemorySessionStore = field(default_factory=InMemorySessionStore)

    def adapter(self) -> Adapter:
        return providers()[self.source_name].adapter(
            self.credentials,
            AiohttpTransport(self.http),
            base_url=self.url,
            sessions=self.sessions,
            options=self.options,
            timeout=5,
        )


_NO_FAKE = pytest.mark.skip("there is no fake of it in tests/fakes")

#: Opens an account at a fresh fake.
Opener = Callable[[aiohttp.ClientSession], AbstractAsyncContextManager[Account]]


@asynccontextmanager
async def open_account(source_name: str) -> AsyncIterator[Account]:
    """A fresh fake of this provider, with an account."""
    opener = _opener(source_name)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http, opener(http) as made:
        yield made


def writers(resource: ResourceEnum) -> list[ParameterSet]:
    """The source names of all that create and update this, as parameters of a test. One that was just begun has no fake
    yet, which is no failure: it is skipped, and `docs/providers.md` says how it gets one."""
    able = [
        name for name, each in sorted(providers().items()) if each.can(resource).create and each.can(resource).update
    ]
    return [pytest.param(name, marks=() if _has_fake(name) else _NO_FAKE) for name in able]


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


def _has_fake(source_name: str) -> bool:
    return source_name in _OPENERS or (Path(__file__).parent / f"{source_name}.py").exists()


def _opener(source_name: str) -> Opener:
    if found := _OPENERS.get(source_name):
        return found
    named: Opener = importlib.import_module(f"tests.fakes.{source_name}").account
    return named


_OPENERS: Mapping[str, Opener] = {
    "catena_simulator": _simulator,
    "samsara": _samsara,
    "geotab": _geotab,
    "motive": _motive,
    "webfleet": _webfleet,
    "traccar": _traccar,
}
