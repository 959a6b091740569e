"""People with accounts, and applications in which they sign in."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from requests_oauthlib import OAuth2Session
from tests.integration.connect.conftest import ConnectPage, Visitor

from gladhand.auth.audit.actors import OPERATOR
from gladhand.auth.grants.applications import create_application
from gladhand.auth.people import queries, service
from gladhand.auth.people.passwords import Passwords
from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment
from gladhand.core.crypto import Secret
from gladhand.core.db import Database

PASSWORD = "three brown foxes at noon"
BACK = "https://app.example/signed-in?from=gladhand"


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library asks for https, and the server of the tests is on loopback."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@dataclass
class MadePerson:
    id: UUID
    email: str


MakePerson = Callable[..., Awaitable[MadePerson]]


@pytest.fixture
def make_person(database: Database) -> MakePerson:
    """Makes a person with a password and these roles."""

    async def make(*roles: RoleAssignment, password: str | None = PASSWORD) -> MadePerson:
        email = f"{uuid4().hex[:12]}@people.example"
        hashed = None if password is None else await Passwords().hash(Secret(password))
        async with database.transaction() as db:
            person_id = await service.add_person(db, OPERATOR, email)
            if hashed is not None:
                await queries.update_password(db, person_id, hashed)
            for role in roles:
                await service.give_role(db, OPERATOR, person_id, role)
        return MadePerson(person_id, email)

    return make


@pytest.fixture
async def partner_person(make_person: MakePerson, partner: Any) -> MadePerson:
    return await make_person(RoleAssignment(PersonRoleEnum.PARTNER_ADMIN, partner_id=partner.id))


@pytest.fixture
async def client_id(database: Database) -> str:
    """An application that is registered."""
    async with database.transaction() as db:
        return await create_application(db, "Dashboard", [BACK])


@dataclass
class LoginApp:
    """An application that uses `requests-oauthlib` as it is."""

    url: str
    session: OAuth2Session
    client_id: str

    @property
    def endpoint(self) -> str:
        return f"{self.url}/realms/catena/protocol/openid-connect"

    def authorization_url(self, **more: str) -> str:
        return str(self.session.authorization_url(f"{self.endpoint}/auth", **more)[0])

    async def tokens(self, returned: ConnectPage) -> Mapping[str, Any]:
        return dict(
            await asyncio.to_thread(
                self.session.fetch_token,
                f"{self.endpoint}/token",
                authorization_response=returned.headers["Location"],
                include_client_id=True,
            )
        )


@pytest.fixture
def app(server: str, client_id: str, loopback: None) -> Iterator[LoginApp]:
    with OAuth2Session(client_id, redirect_uri=BACK, scope=["openid", "organization"], pkce="S256") as session:
        yield LoginApp(server, session, client_id)


def returned(page: ConnectPage) -> dict[str, str]:
    """The parameters with which the browser comes back to the application."""
    location = page.headers["Location"]
    assert location.startswith("https://app.example/signed-in?"), location
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


async def sign_in(visitor: Visitor, page: ConnectPage, email: str, password: str = PASSWORD) -> ConnectPage:
    return await visitor.submit(page, "/account/sign-in", email=email, password=password)
