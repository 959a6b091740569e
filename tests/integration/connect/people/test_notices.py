"""People hear by mail of every change of how their account opens."""

import html
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import pytest
from pyotp import TOTP
from tests.fakes.authenticator import Authenticator
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.integration.connect.people.conftest import PASSWORD, MadePerson, MakePerson, sign_in
from tests.processes import serving, settings

from gladhand.auth.people.links import LinkPurposeEnum, make_link
from gladhand.auth.people.notices import AccountChangeEnum
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.languages import LANGUAGES
from gladhand.core.mail.outbox import find_content
from gladhand.local.stack import free_port
from gladhand.notifications.mail.kinds import KINDS
from gladhand.notifications.mail.texts import mail_texts

Told = Callable[[MadePerson], Awaitable[list[str]]]


@pytest.fixture(scope="module")
def mailing(database_url: str, encryption_keys: str) -> Iterator[str]:
    """A server that has an account at a mail server, and a name, so that browsers have passkeys for it."""
    port = free_port()
    url = f"http://localhost:{port}"
    more = {"GLADHAND_SMTP_URL": "smtp://127.0.0.1:2525", "GLADHAND_MAIL_FROM": "Hub <no-reply@hub.example.com>"}
    more |= {"GLADHAND_PORT": str(port), "GLADHAND_PUBLIC_URL": url}
    with serving(settings(database_url, encryption_keys, **more)):
        yield url


@pytest.fixture
async def browser(mailing: str) -> AsyncIterator[Visitor]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Visitor(session, mailing)


@pytest.fixture
def told(database: Database, keyring: Keyring, mailing: str) -> Told:
    """The kinds of the messages that a person got, in order. Each leads to a new password."""

    async def read(person: MadePerson) -> list[str]:
        async with database.connection() as db:
            rows = await db.execute("select id, kind, sealed from mail where subject_id = %s order by id", (person.id,))
            found = await rows.fetchall()
        for row in found:
            content = find_content(keyring, row["id"], row["sealed"])
            assert content is not None
            assert (content[0], content[1]["link"]) == (person.email, f"{mailing}/account/forgotten")
        return [row["kind"] for row in found]

    return read


def options_of(page: ConnectPage) -> str:
    found = re.search(r'data-options="([^"]*)"', page.html)
    assert found
    return html.unescape(found[1])


async def turn_on(browser: Visitor) -> None:
    """The second step, at the second attempt."""
    page = await browser.submit(await browser.open("/account/security"), "/account/security", password=PASSWORD)
    key = re.search(r"secret=([A-Z2-7]+)", page.html)
    assert key
    assert (await browser.submit(page, "/account/security/confirm", code="000000")).status == 422
    page = await browser.submit(page, "/account/security/confirm", code=TOTP(key[1]).now())
    assert page.heading == "Your recovery codes"


async def test_each_change_is_told_once_and_what_fails_is_not(
    browser: Visitor, make_person: MakePerson, told: Told, mailing: str, database: Database
) -> None:
    person, device = await make_person(), Authenticator(mailing)
    await sign_in(browser, await browser.open("/account/sign-in"), person.email)

    refused = await browser.submit(await browser.open("/account/passkeys"), "/account/passkeys", password="wrong one")
    assert refused.status == 422
    creation = await browser.submit(await browser.open("/account/passkeys"), "/account/passkeys", password=PASSWORD)
    made = await browser.submit(
        creation, "/account/passkeys/new", name="My phone", credential=device.create(options_of(creation))
    )
    removal = next(path for path in made.read.links if path.startswith("/account/passkeys/"))
    assert await told(person) == ["passkey_added"]
    await browser.submit(await browser.follow(made, removal), removal, password=PASSWORD)

    await turn_on(browser)
    await browser.submit(await browser.open("/account/security"), "/account/security", password=PASSWORD)

    async with database.transaction() as db:
        link = await make_link(db, mailing, person.email, LinkPurposeEnum.RESET)
    assert link is not None
    page = await browser.open(link.reveal())
    await browser.submit(page, "/account/new-password", password="quite another sentence")
    await browser.submit(page, "/account/new-password", password="quite another sentence")
    assert await told(person) == [
        "passkey_added",
        "passkey_removed",
        "second_step_on",
        "second_step_off",
        "password_changed",
    ]


async def test_an_address_that_nobody_has_proved_is_not_flooded(
    browser: Visitor, make_person: MakePerson, told: Told, database: Database
) -> None:
    person = await make_person()
    await sign_in(browser, await browser.open("/account/sign-in"), person.email)
    async with database.transaction() as db:
        await db.execute(
            "insert into rights_change (action, actor_kind, subject_id, details)"
            " select 'person.passkey_added', 'person', %s, '{}' from generate_series(1, 10)",
            (person.id,),
        )
    await turn_on(browser)
    assert await told(person) == []
    async with database.transaction() as db:
        await db.execute("update person set verified_at = now() where id = %s", (person.id,))
    await browser.submit(await browser.open("/account/security"), "/account/security", password=PASSWORD)
    assert await told(person) == ["second_step_off"]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_each_message_asks_whether_it_was_the_person(language: str) -> None:
    values: dict[str, Any] = {"until": "2026-11-30T08:00:00Z", "link": "https://hub.example.com/account/forgotten"}
    subjects = set()
    for change in AccountChangeEnum:
        texts = mail_texts(KINDS[change], language, partner="Hub", values=values, own=None)
        english = mail_texts(KINDS[change], "en", partner="Hub", values=values, own=None)
        assert "2026" in texts.paragraphs[0]
        assert ("?" in texts.paragraphs[1]) or ("؟" in texts.paragraphs[1])
        assert language == "en" or texts.paragraphs[1] != english.paragraphs[1]
        subjects.add(texts.subject)
    assert len(subjects) == len(AccountChangeEnum)
