"""A fleet's browser without script, invitations for it, and an account at the simulator."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin
from uuid import UUID, uuid4

import aiohttp
import pytest
from tests.conftest import Api, PartnerFixture
from yarl import URL

from gladhand.core.db import Database
from gladhand.local.demo.page_reader import Form, PageReader


@dataclass
class ConnectPage:
    status: int
    url: URL
    headers: Any
    html: str

    @cached_property
    def read(self) -> PageReader:
        return PageReader(self.html)

    @property
    def heading(self) -> str:
        return self.read.heading

    @property
    def text(self) -> str:
        return " ".join(self.read.text.split())

    def form(self, path: str) -> Form:
        found = self.read.form(path)
        assert found is not None, f"“{self.heading}” has no form for {path}"
        return found


@dataclass
class Visitor:
    """Keeps cookies and follows redirects on its origin; one that leaves is answered as it is."""

    session: aiohttp.ClientSession
    url: str

    async def request(self, method: str, target: str, **options: Any) -> ConnectPage:
        while True:
            target = urljoin(self.url, target)
            async with self.session.request(method, target, allow_redirects=False, **options) as answer:
                page = ConnectPage(answer.status, answer.url, answer.headers, await answer.text())
            target = urljoin(target, page.headers.get("Location", ""))
            if page.status not in (302, 303, 307) or not target.startswith(self.url):
                return page
            method, options = "GET", {}

    async def open(self, target: str) -> ConnectPage:
        return await self.request("GET", target)

    async def follow(self, page: ConnectPage, path: str) -> ConnectPage:
        return await self.open(page.read.links[path])

    async def submit(self, page: ConnectPage, path: str, **values: str) -> ConnectPage:
        form = page.form(path)
        return await self.request(form.method.upper(), form.action, data=form.values | values)


@pytest.fixture
def make_visitor(server: str) -> Callable[[], Visitor]:
    """One more browser. Loopback addresses are no reason to refuse cookies."""
    return lambda: Visitor(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)), server)


@pytest.fixture
async def visitor(make_visitor: Callable[[], Visitor]) -> AsyncIterator[Visitor]:
    made = make_visitor()
    yield made
    await made.session.close()


@pytest.fixture
def invite(api: Api) -> Callable[..., Awaitable[Any]]:
    """Makes an invitation with these fields and answers it as the API does."""

    async def make(**fields: Any) -> Any:
        answer = await api.post("/v2/orgs/invitations", {"fleet_ref": f"FLEET {uuid4().hex[:6]}"} | fields)
        assert answer.status == 201, answer.body
        return answer.body

    return make


@pytest.fixture
async def account(anyone: Api, simulator: str) -> str:
    """The API key of a fresh account at the simulator, named Rolling Thunder."""
    key = f"key-{uuid4().hex}"
    answer = await Api(anyone.session, simulator).request(
        "PUT", "/_control/accounts", json={"key": key, "name": "Rolling Thunder"}
    )
    assert answer.status == 200
    return key


@pytest.fixture
def events(database: Database, partner: PartnerFixture) -> Callable[[], Awaitable[list[str]]]:
    """Names of what the partner was told so far, in order."""

    async def names() -> list[str]:
        async with database.connection() as db:
            rows = await db.execute(
                "select event_name from event where partner_id = %s order by created_at, id", (partner.id,)
            )
            return [row["event_name"] for row in await rows.fetchall()]

    return names


@pytest.fixture
def connected_to(visitor: Visitor, account: str) -> Callable[[Any], Awaitable[ConnectPage]]:
    """Walks an invitation to its first connected provider."""

    async def walk(invitation: Any) -> ConnectPage:
        page = await visitor.open(invitation["magic_link"])
        page = await visitor.submit(page, "/accept")
        page = await visitor.follow(page, "/providers/groundhog")
        return await visitor.submit(page, "/providers/groundhog", api_key=account)

    return walk


@pytest.fixture
async def brands(database: Database, server: str) -> AsyncIterator[list[str]]:
    """Two more names under which the simulator is known, so that there is something to choose from."""
    slugs = [f"northern-eld-{uuid4().hex[:6]}", f"southern-gps-{uuid4().hex[:6]}"]
    names = ["Northern 100% ELD", "Southern GPS"]
    async with database.connection() as db:
        for slug, name in zip(slugs, names, strict=True):
            await db.execute(
                "insert into tsp (slug, name, source_name, conn_type, websites)"
                " values (%s, %s, 'catena_simulator', 'api_key', '{https://telematics.example}')",
                (slug, name),
            )
    yield slugs
    async with database.connection() as db:
        await db.execute("update tsp set status = 'deleted' where slug = any(%s)", (slugs,))


async def status_of(api: Api, invitation: Any) -> UUID | str:
    answer = await api.get(f"/v2/orgs/invitations/{invitation['id']}")
    return str(answer.body["status"])
