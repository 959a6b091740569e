"""The pages of people show nobody a secret of somebody else: the operator, people of two partners, and the fleet."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID, uuid4

import aiohttp
import pytest
from tests.conftest import Sink
from tests.integration.connect.conftest import Visitor
from tests.integration.secrets.pages import PageCrawl, ReaderPages
from tests.integration.secrets.story import Story
from tests.integration.secrets.tables import dump_tables
from tests.integration.secrets.world import OPERATOR, SecretsWorld

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.connect.pages.own_link import own_link
from gladhand.console.sessions.service import create_link
from gladhand.core.crypto import Keyring
from gladhand.orgs.sharing.queries import SharingOwner, find_secret

pytestmark = pytest.mark.timeout(300)

NewBrowser = Callable[[], Awaitable[Visitor]]

_FLEET = "fleet in Connect"
_HERE = "/console/partners/{slug}"
#: Forms whose answers show secrets or links.
SHOWING = frozenset({
    f"{_HERE}/clients",
    f"{_HERE}/clients/{{client_id}}/rotate",
    f"{_HERE}/invitations",
    f"{_HERE}/invitations/of/refresh",
    f"{_HERE}/people",
    f"{_HERE}/webhooks",
    f"{_HERE}/webhooks/{{webhook_id:uuid}}/rotate",
    "/account/security",
    "/console/operator/clients",
    "/console/operator/clients/{client_id}/rotate",
})  # fmt: skip
#: Nothing leads there: nobody in this world has a passkey, and pages without scripts open no stream. That one names
#: topics alone.
NOT_LINKED = frozenset({"/account/passkeys/{passkey_id:uuid}", "/console/partners/{slug}/live"})


@pytest.fixture
async def new_browser(server: str) -> AsyncIterator[NewBrowser]:
    async with AsyncExitStack() as stack:

        async def make() -> Visitor:
            jar = aiohttp.CookieJar(unsafe=True)
            return Visitor(await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar)), server)

        yield make


async def test_no_page_of_people_holds_a_secret_of_somebody_else(
    world: SecretsWorld, story: Story, sink: Sink, keyring: Keyring, logs: Path, new_browser: NewBrowser
) -> None:
    operator = await _in_console(story, await new_browser(), OPERATOR, PersonRoleEnum.ADMIN)
    first = await _in_console(story, await new_browser(), "first", PersonRoleEnum.PARTNER_ADMIN)
    second = await _in_console(story, await new_browser(), "second", PersonRoleEnum.PARTNER_ADMIN)
    reads = await _in_console(story, await new_browser(), "reader of first", PersonRoleEnum.PARTNER_READER)
    fleet, link = await _accepts(story, await new_browser(), keyring)
    people = [
        await _registers(story, await new_browser(), "person by the first's link", world.links["first"][0]),
        await _registers(story, await new_browser(), "person by the second's link", world.links["second"][0]),
    ]
    # The partner opens the links that it has made: of the fleet that both share, and of one that has accepted itself.
    visits = [ReaderPages("first", await new_browser(), (f"/sharing?invite={each}",))
              for each in (world.links["first"][0], link)]  # fmt: skip

    crawl = PageCrawl(world, story.server)
    everybody = [operator, first, second, reads, fleet, *people, *visits]
    for each in everybody:
        await crawl.follow(each)
    for each, other in ((second, first), (first, second), (reads, first), (people[1], people[0])):
        await crawl.open_all(each, other.links)
    for each in (reads, second, first, operator, *visits, *people, fleet):
        await crawl.send_forms(each, url=f"{sink.url}/typed", password=world.facts["password"])
    for each in (operator, first, second, reads, *people):
        each.links.clear()
        await crawl.follow(each)

    assert not world.found, world.found
    assert crawl.never <= NOT_LINKED, sorted(crawl.never)
    sent = {path for method, path in crawl.reached if method == "POST"}
    assert sent >= SHOWING, sorted(SHOWING - sent)
    assert any("/rotate" in each.what for each in world.secrets.values())
    dump = await dump_tables(story.database)
    assert {table: leaks for table, text in dump.items() if (leaks := world.leaks(text, None, hashed=False))} == {}
    text = await asyncio.to_thread(logs.read_text)
    assert "/console/partners/{slug}/invitations/of" in text
    assert not world.leaks(text, None)


async def _in_console(story: Story, visitor: Visitor, reader: str, role: PersonRoleEnum) -> ReaderPages:
    name = reader.rpartition(" ")[2]
    partner_id = story.world.partners[name].id if name in story.world.partners else None
    async with story.database.transaction() as db:
        code = (await create_link(db, role, partner_id=partner_id)).reveal()
    story.world.add("link to the console", code)
    page = await visitor.request("POST", "/console/sign-in", data={"code": code, "next": "/console"})
    assert page.status == 200, page.text
    _add_cookies(story.world, visitor, reader)
    return ReaderPages(reader, visitor, ("/console",))


async def _accepts(story: Story, visitor: Visitor, keyring: Keyring) -> tuple[ReaderPages, str]:
    """A fleet that answers in Connect, gets a link of its own, and makes an account; and the link it came by."""
    world, partner_id = story.world, story.world.partners["first"].id
    answer = await story.callers["first"].post("/v2/orgs/invitations", {"fleet_ref": f"ref-{uuid4().hex[:8]}"})
    link = world.add("link that the fleet has", answer.body["id"], "first", _FLEET, OPERATOR)
    page = await visitor.open(answer.body["magic_link"])
    await visitor.submit(page, "/accept", fleet_email="dispatch@fleet.example")
    accepted = world.add_invitation((await story.callers["first"].get(f"/v2/orgs/invitations/{link}")).body, "first")
    async with story.database.connection() as db:
        secret = await find_secret(db, SharingOwner(partner_id, UUID(accepted["fleet_id"])), keyring)
    assert secret is not None
    world.add("the fleet's own link", secret, _FLEET)
    await _register(story, visitor, _FLEET, link)
    return ReaderPages(_FLEET, visitor, (own_link("", secret), f"/sharing?invite={link}", "/my-data")), link


async def _registers(story: Story, visitor: Visitor, reader: str, link: str) -> ReaderPages:
    await _register(story, visitor, reader, link)
    return ReaderPages(reader, visitor, ("/my-data", "/account/security"))


async def _register(story: Story, visitor: Visitor, reader: str, link: str) -> None:
    form = await visitor.open(f"/account/register?invite={link}")
    password = story.world.add("password of a person", f"foxes {uuid4().hex}")
    email = f"{uuid4().hex[:12]}@fleet.example"
    page = await visitor.submit(form, "/account/register", email=email, password=password)
    assert page.url.path == "/my-data", page.text
    story.world.facts["password"] = password
    _add_cookies(story.world, visitor, reader)


def _add_cookies(world: SecretsWorld, visitor: Visitor, reader: str) -> None:
    # The pages of a browser have its form token, which is a hash of its cookie.
    for cookie in visitor.session.cookie_jar:
        if len(cookie.value) > 20:
            world.add(f"cookie of {reader}", cookie.value, reader)
