"""Signing in at an OpenID provider: one that others have written, and a second gladhand, which is one too."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import aiohttp
import pytest
from tests.integration.connect.conftest import Visitor
from tests.integration.connect.people.conftest import PASSWORD, MadePerson, MakePerson, sign_in
from tests.processes import serving, settings, until

from gladhand.auth.audit.actors import OPERATOR
from gladhand.auth.grants.applications import create_application
from gladhand.auth.people import queries, service
from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment
from gladhand.core.db import Database
from gladhand.local.stack import free_port

SIGN_IN, OPENID, CALLBACK = "/account/sign-in", "/account/openid", "/account/openid/callback"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider of the package `oidc-provider-mock`. Its users are those that a test sends."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            asyncio.run(until(lambda: _listens(port), "the provider"))
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as made:
        return made.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def hub(issuer: str, database_url: str, encryption_keys: str) -> Iterator[str]:
    """A server whose people may sign in there."""
    more = {"GLADHAND_OPENID_ISSUER": f"{issuer}/", "GLADHAND_OPENID_CLIENT_ID": "hub"}
    more |= {"GLADHAND_OPENID_CLIENT_SECRET": "a secret", "GLADHAND_OPENID_NAME": "Acme"}
    with serving(settings(database_url, encryption_keys, **more)) as url:
        yield url


@pytest.fixture
async def open_browser(hub: str) -> AsyncIterator[Callable[[], Any]]:
    async with AsyncExitStack() as stack:

        async def make() -> Visitor:
            jar = aiohttp.CookieJar(unsafe=True)
            return Visitor(await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar)), hub)

        yield make


@pytest.fixture
async def browser(open_browser: Callable[[], Any]) -> Visitor:
    visitor: Visitor = await open_browser()
    return visitor


async def _sign_in_there(visitor: Visitor, issuer: str, begin: str = SIGN_IN, **claims: Any) -> str:
    """The address with which the provider sends the browser back, for a user with these claims."""
    subject = claims.pop("sub", uuid4().hex)
    async with visitor.session.put(f"{issuer}/users/{subject}", json=claims) as answer:
        assert answer.status < 300, await answer.text()
    leaving = await visitor.follow(await visitor.open(begin), OPENID)
    assert leaving.status == 303, leaving.text
    async with visitor.session.post(
        leaving.headers["Location"], data={"sub": subject}, allow_redirects=False
    ) as answer:
        assert answer.status in (302, 303), await answer.text()
        return str(answer.headers["Location"])


async def _changes(database: Database, person_id: UUID) -> list[tuple[str, Any]]:
    async with database.connection() as db:
        rows = await db.execute(
            "select action, details from rights_change where subject_id = %s order by created_at, id", (person_id,)
        )
        return [(row["action"], row["details"]) for row in await rows.fetchall()]


async def test_a_person_signs_in_at_the_provider_and_keeps_the_account_when_the_address_changes_there(
    open_browser: Callable[[], Any], issuer: str, make_person: MakePerson, partner: Any, database: Database
) -> None:
    person = await make_person(RoleAssignment(PersonRoleEnum.PARTNER_ADMIN, partner_id=partner.id), password=None)
    subject, browser = uuid4().hex, await open_browser()
    back = await _sign_in_there(
        browser, issuer, f"{SIGN_IN}?next=/console", sub=subject, email=person.email.upper(), email_verified=True
    )

    page = await browser.open(back)

    assert (page.status, page.url.path.split("/")[1]) == (200, "console")
    async with database.connection() as db:
        known = await queries.find_person(db, person.email)
    assert known is not None
    assert known.verified_at is not None
    signed_in = [each for each in await _changes(database, person.id) if each[0].startswith("person.")]
    assert [name for name, _ in signed_in][-2:] == ["person.identity_added", "person.signed_in"]
    assert signed_in[-1][1]["way"] == "openid"

    again = await open_browser()
    back = await _sign_in_there(again, issuer, sub=subject, email="married@people.example", email_verified=False)
    assert person.email in (await again.open(back)).text
    assert [name for name, _ in await _changes(database, person.id)].count("person.identity_added") == 1


async def test_whoever_has_no_account_or_a_disabled_one_is_told_so_and_not_signed_in(
    browser: Visitor, issuer: str, make_person: MakePerson, database: Database
) -> None:
    email = f"{uuid4().hex}@people.example"
    page = await browser.open(await _sign_in_there(browser, issuer, email=email, email_verified=True))
    assert (page.status, f"There is no account for {email}." in page.text) == (422, True)

    person = await make_person()
    async with database.transaction() as db:
        await service.set_disabled(db, OPERATOR, person.id, is_disabled=True)
    page = await browser.open(await _sign_in_there(browser, issuer, email=person.email, email_verified=True))
    assert (page.status, "There is no account for" in page.text) == (422, True)
    assert (await browser.open("/my-data")).url.path == SIGN_IN


@pytest.mark.parametrize("claims", [{"email_verified": False}, {}, {"email_verified": True, "email": "none"}])
async def test_an_address_that_the_provider_does_not_vouch_for_opens_no_account(
    browser: Visitor, issuer: str, make_person: MakePerson, claims: dict[str, Any]
) -> None:
    person = await make_person()
    page = await browser.open(await _sign_in_there(browser, issuer, **({"email": person.email} | claims)))
    assert (page.status, "Acme does not say that your e-mail address is yours" in page.text) == (422, True)


async def test_what_a_stranger_has_set_up_for_the_address_ends_with_the_owner_s_first_sign_in(
    open_browser: Callable[[], Any], issuer: str, make_person: MakePerson
) -> None:
    person, stranger = await make_person(), await open_browser()
    await sign_in(stranger, await stranger.open(SIGN_IN), person.email)
    assert (await stranger.open("/my-data")).url.path == "/my-data"

    owner = await open_browser()
    await owner.open(await _sign_in_there(owner, issuer, email=person.email, email_verified=True))

    assert (await owner.open("/my-data")).url.path == "/my-data"
    assert (await stranger.open("/my-data")).url.path == SIGN_IN
    assert (await sign_in(stranger, await stranger.open(SIGN_IN), person.email)).status == 422


async def test_an_answer_counts_once_and_in_the_browser_that_asked(
    open_browser: Callable[[], Any], issuer: str, make_person: MakePerson
) -> None:
    person, browser, other = await make_person(), await open_browser(), await open_browser()
    back = await _sign_in_there(browser, issuer, email=person.email, email_verified=True)

    for page in (
        await other.open(back),
        await browser.open(back.replace("state=", "state=x")),
        await browser.open(CALLBACK),
    ):
        assert (page.status, "The sign-in at Acme did not work." in page.text) == (422, True)
    assert (await other.open("/my-data")).url.path == SIGN_IN
    assert (await browser.request("HEAD", back)).status == 405

    assert (await browser.open(back)).url.path == "/my-data"
    await browser.submit(await browser.open("/my-data"), "/account/sign-out")
    assert (await browser.open(back)).status == 422


async def test_a_sign_in_that_was_broken_off_leads_back_to_the_form(browser: Visitor, issuer: str) -> None:
    leaving = await browser.follow(await browser.open(SIGN_IN), OPENID)
    state = parse_qs(urlsplit(leaving.headers["Location"]).query)["state"][0]
    page = await browser.request("GET", CALLBACK, params={"error": "access_denied", "state": state})
    assert (page.status, "The sign-in at Acme did not work." in page.text) == (422, True)
    assert "password" in page.form(SIGN_IN).values


async def test_a_provider_that_is_away_leaves_the_password(
    database_url: str, encryption_keys: str, make_person: MakePerson
) -> None:
    more = {"GLADHAND_OPENID_ISSUER": "http://127.0.0.1:9", "GLADHAND_OPENID_CLIENT_ID": "hub"}
    person = await make_person()
    jar = aiohttp.CookieJar(unsafe=True)
    with serving(settings(database_url, encryption_keys, **more)) as url:
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            visitor = Visitor(session, url)
            page = await visitor.follow(await visitor.open(SIGN_IN), OPENID)
            assert (page.status, "did not work" in page.text) == (422, True)
            assert (await sign_in(visitor, page, person.email)).url.path == "/my-data"


async def test_without_a_provider_the_page_offers_none(visitor: Visitor) -> None:
    page = await visitor.open(SIGN_IN)
    assert OPENID not in page.read.links
    assert (await visitor.open("/account/openid")).status == 404
    assert (await visitor.open(CALLBACK)).status == 422


async def test_another_gladhand_is_a_provider_without_a_secret(
    server: str, database: Database, database_url: str, encryption_keys: str, partner_person: MadePerson
) -> None:
    person = partner_person
    async with database.transaction() as db:
        await queries.update_verified(db, person.id)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with database.transaction() as db:
        client_id = await create_application(db, "Second hub", [f"{url}{CALLBACK}"])
    more = {"GLADHAND_OPENID_ISSUER": f"{server}/realms/catena", "GLADHAND_OPENID_CLIENT_ID": client_id}
    more |= {"GLADHAND_PORT": str(port), "GLADHAND_PUBLIC_URL": url, "GLADHAND_ISSUER_URL": "https://second.example"}
    with serving(settings(database_url, encryption_keys, **more)):
        # Two cookie jars: browsers keep cookies of one host together, whatever the port.
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as here,
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as there,
        ):
            visitor, at_provider = Visitor(here, url), Visitor(there, server)
            leaving = await visitor.follow(await visitor.open(SIGN_IN), OPENID)
            form = await at_provider.open(leaving.headers["Location"])
            returned = await sign_in(at_provider, form, person.email, PASSWORD)
            page = await visitor.open(returned.headers["Location"])
            assert (page.status, person.email in page.text) == (200, True)
