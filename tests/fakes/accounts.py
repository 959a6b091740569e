"""Each provider's fake behind one protocol: an account that is open, adapters for it, and what makes a user there.

A test that is about all providers walks the registry and asks here. The fake of a provider is the module
`tests/fakes/<source_name>.py`, with underscores for hyphens. Its function `account(http)` opens an account at a fresh
fake.
"""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from _pytest.mark import MarkDecorator, ParameterSet
from tests.processes import PATIENCE

from gladhand.core.ids import uuid7
from gladhand.integrations.hosting.registry import Provider, providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.base import Change
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk import clock
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.http import Transport
from gladhand.sdk.reading import FEED, WINDOW, Slice
from gladhand.sdk.session import InMemorySessionStore

#: Our id of a record that a test never stores.
NAMED = "00000000-0000-4000-8000-000000000042"
#: Enough for any provider to make a driver.
DANA: Change = {
    "username": "dana.example",
    "employee_number": "EMP-0042",
    "first_name": "Dana",
    "last_name": "Example",
    "is_driver": True,
}


@dataclass
class FakeAccount:
    """An open account at a provider's fake."""

    source_name: str
    url: str
    http: aiohttp.ClientSession
    credentials: Mapping[str, Any]
    options: Mapping[str, Any] = field(default_factory=dict)
    dana: Change = field(default_factory=lambda: DANA)
    now: datetime | None = None
    """The provider's time, where that stands still."""
    spans: Mapping[ResourceEnum, timedelta] = field(default_factory=dict)
    """How far back a test reads, where the usual time holds nothing."""
    sessions: InMemorySessionStore = field(default_factory=InMemorySessionStore)
    seed: Callable[[], object] | None = None
    """Gives the account what no adapter writes, such as positions."""
    references: Mapping[ResourceEnum, Sequence[str]] = field(default_factory=dict)
    """The provider's ids of records that a write may name."""
    crew: Callable[[], Mapping[ResourceEnum, Sequence[str]]] | None = None
    """Makes the records that a write may name, in place of `references`."""
    needs: Mapping[ResourceEnum, Mapping[str, Any]] = field(default_factory=dict)
    """What the provider needs of a new record beside what every write has. A reference may be `NAMED`."""
    rows: Mapping[ResourceEnum, str] = field(default_factory=dict)
    """What the path or body of the request for a resource contains, where a read asks for other lists, too."""
    among: Mapping[ResourceEnum, str] = field(default_factory=dict)
    """The key under which the rows of a resource stand, in a list or in a map by their ids, where the first list of the
    answer is another one."""
    marks: Mapping[ResourceEnum, str] = field(default_factory=dict)
    """What a row of a resource contains, where its list has rows of other resources, too."""

    def adapter(self, transport: Transport | None = None) -> Adapter:
        return providers()[self.source_name].adapter(
            self.credentials,
            transport or AiohttpTransport(self.http),
            base_url=self.url,
            sessions=self.sessions,
            options=self.options,
            timeout=PATIENCE,
        )


def whole_slice(account: FakeAccount, resource: ResourceEnum) -> Slice:
    """Everything of the last days or minutes, whatever the mode of the read."""
    read = providers()[account.source_name].registration.reads[resource]
    now = account.now or clock.now()
    if read.mode is WINDOW:
        assert read.window is not None
        return Slice(start=now - min(read.window, account.spans.get(resource, _DAYS)), end=now)
    return Slice(start=now - account.spans.get(resource, _MINUTES)) if read.mode is FEED else Slice()


_DAYS, _MINUTES = timedelta(days=3), timedelta(minutes=20)
_NO_FAKE = pytest.mark.skip("there is no fake of it in tests/fakes")

#: Opens an account at a fresh fake.
Opener = Callable[[aiohttp.ClientSession], AbstractAsyncContextManager[FakeAccount]]


@asynccontextmanager
async def open_account(source_name: str) -> AsyncIterator[FakeAccount]:
    """A fresh fake of this provider, with an account."""
    opener = _opener(source_name)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http, opener(http) as made:
        yield made


def every_provider() -> list[ParameterSet]:
    """The source names of all providers, as parameters of a test."""
    return [pytest.param(name, marks=_marks(name)) for name, _ in _providers()]


def writers(resource: ResourceEnum) -> list[ParameterSet]:
    """The source names of all providers that create and update this resource, as parameters of a test."""
    able = (name for name, provider in _providers() if provider.can(resource).create and provider.can(resource).update)
    return [pytest.param(name, marks=_marks(name)) for name in able]


def reads() -> list[ParameterSet]:
    """Source name and resource of every read of every provider, as parameters of a test."""
    return [
        pytest.param(name, resource, id=f"{name}-{resource.value}", marks=_marks(name))
        for name, provider in _providers()
        for resource in provider.registration.reads
    ]


def writes() -> list[ParameterSet]:
    """Source name and resource of every write of every provider, as parameters of a test."""
    return [
        pytest.param(name, resource, id=f"{name}-{resource.value}", marks=_marks(name))
        for name, provider in _providers()
        for resource in provider.registration.writes
    ]


def _providers() -> list[tuple[str, Provider]]:
    return sorted(providers().items())


def _marks(source_name: str) -> Collection[MarkDecorator]:
    # A provider that was just begun has no fake yet. docs/providers.md says how it gets one.
    return () if _has_fake(source_name) else (_NO_FAKE,)


def new_key() -> str:
    """The key of an operation that is accepted now: a UUID of version 7."""
    return str(uuid7())


def _has_fake(source_name: str) -> bool:
    return (Path(__file__).parent / f"{_module(source_name)}.py").exists()


def _module(source_name: str) -> str:
    return source_name.replace("-", "_")


def _opener(source_name: str) -> Opener:
    opener: Opener = importlib.import_module(f"tests.fakes.{_module(source_name)}").account
    return opener
