"""Browsers without a screen: sessions of the console that people of all roles have opened by a one-time link."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import aiohttp
import pytest
from tests.conftest import PartnerFixture

from gladhand.auth.audit.actors import OPERATOR
from gladhand.auth.people import queries, service
from gladhand.auth.people.passwords import Passwords
from gladhand.auth.people.queries import Person
from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment
from gladhand.console.sessions.service import create_link
from gladhand.core.crypto import Secret
from gladhand.core.db import Database

PASSWORD = "three brown foxes at noon"
_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')

MakePerson = Callable[..., Awaitable[Person]]


@dataclass
class Shown:
    """What the reader got in the end, after redirects."""

    status: int
    text: str
    path: str
    headers: Any


@dataclass
class ConsoleBrowser:
    """One signed-in browser."""

    session: aiohttp.ClientSession
    server: str

    async def get(self, path: str, **options: Any) -> Shown:
        async with self.session.get(self.server + path, **options) as answer:
            return Shown(answer.status, await answer.text(), answer.url.path_qs, answer.headers)

    async def submit(self, path: str, **values: str) -> Shown:
        """Send a form with the token that all pages of this session have."""
        shown = await self.get("/console/nothing")
        found = _TOKEN.search(shown.text)
        assert found is not None, shown.text
        return await self.send(path, form_token=found[1], **values)

    async def send(self, path: str, *, headers: Any = None, **values: str) -> Shown:
        """Send a form exactly like this."""
        async with self.session.post(self.server + path, data=values, headers=headers) as answer:
            return Shown(answer.status, await answer.text(), answer.url.path_qs, answer.headers)


@pytest.fixture
async def visitor(server: str) -> AsyncIterator[ConsoleBrowser]:
    """Nobody is signed in."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield ConsoleBrowser(session, server)


@pytest.fixture
async def make_code(database: Database) -> Callable[..., Awaitable[str]]:
    """Makes a one-time code."""

    async def make(role: PersonRoleEnum, partner_id: UUID | None = None, **options: Any) -> str:
        async with database.transaction() as db:
            return (await create_link(db, role, partner_id=partner_id, **options)).reveal()

    return make


@pytest.fixture
async def sign_in(server: str, make_code: Callable[..., Awaitable[str]]) -> AsyncIterator[Callable[..., Any]]:
    """Signs one more person in: `await sign_in(PersonRoleEnum.PARTNER_ADMIN, partner)`."""
    async with AsyncExitStack() as stack:

        async def make(role: PersonRoleEnum, partner: PartnerFixture | None = None) -> ConsoleBrowser:
            session = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
            reader = ConsoleBrowser(session, server)
            code = await make_code(role, None if partner is None else partner.id)
            # The first page that somebody sees has queries of its own.
            shown = await reader.send("/console/sign-in", code=code, next="/console/nothing")
            assert shown.path == "/console/nothing", shown.text
            return reader

        yield make


@pytest.fixture
async def operator(sign_in: Callable[..., Any]) -> ConsoleBrowser:
    reader: ConsoleBrowser = await sign_in(PersonRoleEnum.ADMIN)
    return reader


@pytest.fixture
async def engineer(sign_in: Callable[..., Any], partner: PartnerFixture) -> ConsoleBrowser:
    """An admin of the fresh partner."""
    reader: ConsoleBrowser = await sign_in(PersonRoleEnum.PARTNER_ADMIN, partner)
    return reader


@pytest.fixture
def make_person(database: Database) -> MakePerson:
    """Makes a person with a password and these roles."""

    async def make(*roles: RoleAssignment) -> Person:
        hashed = await Passwords().hash(Secret(PASSWORD))
        async with database.transaction() as db:
            person_id = await service.add_person(db, OPERATOR, f"{uuid4().hex[:12]}@people.example")
            await queries.update_password(db, person_id, hashed, is_verified=True)
            for role in roles:
                await service.give_role(db, OPERATOR, person_id, role)
            return await queries.get_locked_person(db, person_id)

    return make


def at(partner: PartnerFixture, role: PersonRoleEnum = PersonRoleEnum.PARTNER_ADMIN) -> RoleAssignment:
    return RoleAssignment(role, partner_id=partner.id)


async def enter(reader: ConsoleBrowser, person: Person, page: str = "/console") -> Any:
    """Sign in with the password; what the browser shows then."""
    path = f"/account/sign-in?next={quote(page, safe='')}"
    token = _TOKEN.search((await reader.get(path)).text)
    assert token is not None
    return await reader.send(path, form_token=token[1], email=person.email, password=PASSWORD)
