"""A forgotten password: one answer for everybody, and a mail for those with an account."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.integration.connect.people.conftest import MakePerson, sign_in
from tests.processes import serving, settings

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.mail.outbox import find_content


@pytest.fixture(scope="module")
def mailing_server(database_url: str, encryption_keys: str) -> Iterator[str]:
    """A server that has an account at a mail server."""
    more = {"GLADHAND_SMTP_URL": "smtp://127.0.0.1:2525", "GLADHAND_MAIL_FROM": "Hub <no-reply@hub.example.com>"}
    with serving(settings(database_url, encryption_keys, **more)) as url:
        yield url


@pytest.fixture
async def mailed(mailing_server: str) -> AsyncIterator[Visitor]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Visitor(session, mailing_server)


async def ask(visitor: Visitor, email: str) -> ConnectPage:
    return await visitor.submit(await visitor.open("/account/forgotten"), "/account/forgotten", email=email)


async def letters(database: Database, keyring: Keyring, email: str) -> list[Any]:
    async with database.connection() as db:
        rows = await (await db.execute("select id, sealed from mail where kind = 'password_reset'")).fetchall()
    content = [find_content(keyring, row["id"], row["sealed"]) for row in rows if row["sealed"]]
    return [found[1] for found in content if found is not None and found[0] == email]


async def test_the_answer_is_the_same_and_only_an_account_gets_a_link_that_works(
    mailed, make_person, database, keyring
):
    person = await make_person()
    known, unknown = await ask(mailed, person.email), await ask(mailed, "nobody@people.example")
    assert known.heading == unknown.heading == "Please check your e-mail"
    assert known.text == unknown.text.replace("nobody@people.example", person.email)
    assert f"an account for {person.email}, a message" in known.text
    assert await letters(database, keyring, "nobody@people.example") == []
    [letter] = await letters(database, keyring, person.email)
    page = await mailed.open(letter["link"])
    assert page.heading == "Set a new password"
    done = await mailed.submit(page, "/account/new-password", password="quite another sentence")
    assert done.heading == "Your new password is set"


async def test_asking_is_limited_and_neither_ends_links_nor_keeps_the_person_from_signing_in(
    mailed: Visitor, make_person: MakePerson, database: Database, keyring: Keyring
):
    person = await make_person()
    pages = [await ask(mailed, person.email) for _ in range(15)]
    assert {(page.status, page.heading) for page in pages} == {(200, "Please check your e-mail")}
    sent = await letters(database, keyring, person.email)
    assert len(sent) == 3
    signed_in = await sign_in(mailed, await mailed.open("/account/sign-in"), person.email)
    assert signed_in.heading == "What you share"

    links = [letter["link"] for letter in sent]
    assert [(await mailed.open(link)).heading for link in links] == ["Set a new password"] * 3
    page = await mailed.open(links[0])
    done = await mailed.submit(page, "/account/new-password", password="quite another sentence")
    assert done.heading == "Your new password is set"
    assert [(await mailed.open(link)).status for link in links] == [410] * 3


async def test_without_mail_the_page_says_who_helps(visitor):
    page = await visitor.open("/account/forgotten")
    assert "The company that runs this page can give you a link" in page.text
