"""Passkeys: adding, using and removing them, and what attackers try."""

import html
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tests.fakes.authenticator import Authenticator
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.integration.connect.people.conftest import PASSWORD, MadePerson, MakePerson, sign_in
from tests.processes import serving

from gladhand.auth.audit.actors import OPERATOR
from gladhand.auth.people import service
from gladhand.core.db import Database
from gladhand.local.stack import free_port

SHARE, SIGN_IN, PASSKEYS = "What you share", "/account/sign-in", "/account/passkeys"
UNKNOWN = "This passkey is not known here."
TOO_LATE = "That took too long."


@pytest.fixture(scope="module")
def local_server(environment: dict[str, str]) -> Iterator[str]:
    """A server with a host name: browsers have no passkeys for an address of numbers."""
    port = free_port()
    url = f"http://localhost:{port}"
    with serving(environment | {"GLADHAND_PORT": str(port), "GLADHAND_PUBLIC_URL": url}):
        yield url


@pytest.fixture
async def make_browser(local_server: str) -> AsyncIterator[Callable[[], Visitor]]:
    made: list[Visitor] = []

    def make() -> Visitor:
        made.append(Visitor(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)), local_server))
        return made[-1]

    yield make
    for each in made:
        await each.session.close()


@pytest.fixture
async def browser(make_browser: Callable[[], Visitor]) -> Visitor:
    return make_browser()


@pytest.fixture
def device(local_server: str) -> Authenticator:
    return Authenticator(local_server)


@pytest.fixture
async def person(make_person: MakePerson) -> MadePerson:
    return await make_person()


def options_of(page: ConnectPage) -> str:
    found = re.search(r'data-options="([^"]*)"', page.html)
    assert found is not None, page.text
    return html.unescape(found[1])


async def enter_password(browser: Visitor, person: MadePerson) -> ConnectPage:
    return await sign_in(browser, await browser.open(SIGN_IN), person.email)


async def creation_page(browser: Visitor) -> ConnectPage:
    return await browser.submit(await browser.open(PASSKEYS), PASSKEYS, password=PASSWORD)


async def add(browser: Visitor, device: Authenticator, name: str = "My phone") -> ConnectPage:
    page = await creation_page(browser)
    return await browser.submit(page, f"{PASSKEYS}/new", name=name, credential=device.create(options_of(page)))


async def sign_out(browser: Visitor) -> None:
    await browser.submit(await browser.open("/my-data"), "/account/sign-out")


async def use(browser: Visitor, device: Authenticator) -> ConnectPage:
    page = await browser.open(SIGN_IN)
    return await browser.submit(page, "/account/passkey", credential=device.get(options_of(page)))


async def with_passkey(browser: Visitor, person: MadePerson, device: Authenticator) -> None:
    """The person has a passkey, and the browser is signed out."""
    await enter_password(browser, person)
    page = await add(browser, device)
    assert page.heading == "Passkeys"
    assert "My phone" in page.text
    await sign_out(browser)


async def actions(database: Database, person: MadePerson) -> list[str]:
    async with database.connection() as db:
        rows = await db.execute(
            "select action from rights_change where subject_id = %s order by created_at, id", (person.id,)
        )
        return [row["action"] for row in await rows.fetchall()]


async def test_a_passkey_signs_in_and_counts_as_both_steps(browser, person, device, database):
    await with_passkey(browser, person, device)
    async with database.connection() as db:
        await db.execute("update person set totp_confirmed_at = now() where id = %s", (person.id,))
    assert (await enter_password(browser, person)).heading == "Second step"

    page = await use(browser, device)
    assert (page.heading, page.status) == (SHARE, 200)
    assert person.email in page.text
    assert "Last used:" in (await browser.open(PASSKEYS)).text
    assert "person.passkey_added" in await actions(database, person)


async def test_a_new_passkey_needs_the_password(browser, person, device):
    await enter_password(browser, person)
    page = await browser.open(PASSKEYS)
    for wrong in ("", "not mine at all"):
        refused = await browser.submit(page, PASSKEYS, password=wrong)
        assert (refused.status, refused.heading) == (422, "Passkeys")
        assert "data-options" not in refused.html
    # A challenge of the sign-in page adds no passkey either.
    created = await creation_page(browser)
    await sign_out(browser)
    challenge = options_of(await browser.open(SIGN_IN))
    await enter_password(browser, person)
    page = await creation_page(browser)
    asked = options_of(created)
    answer = device.create(asked.replace(challenge_of(asked), challenge_of(challenge)))
    refused = await browser.submit(page, f"{PASSKEYS}/new", name="My phone", credential=answer)
    assert refused.status == 422
    assert TOO_LATE in refused.text
    assert "You have no passkey yet." in (await browser.open(PASSKEYS)).text


def challenge_of(options: str) -> str:
    found = re.search(r'"challenge": ?"([^"]+)"', options)
    assert found is not None
    return found[1]


BREAKS: dict[str, tuple[Callable[[Authenticator], Any], str]] = {
    "wrong origin": (lambda device: replace(device, origin="https://evil.example"), UNKNOWN),
    "other site": (lambda device: replace(device, rp_id="evil.example"), UNKNOWN),
    "holder not checked": (lambda device: replace(device, is_verified=False), UNKNOWN),
    "other key": (lambda device: replace(device, key=ec.generate_private_key(ec.SECP256R1())), UNKNOWN),
    "unknown passkey": (lambda device: replace(device, credential_id=b"unknown"), UNKNOWN),
    "nobody's handle": (lambda device: replace(device, user_handle=b""), UNKNOWN),
    "made-up challenge": (lambda device: replace(device, challenge=b"mark.99999999999.mac"), TOO_LATE),
    "odd challenge": (lambda device: replace(device, challenge=b"\xff" * 300), TOO_LATE),
}


async def test_an_answer_that_breaks_a_rule_signs_nobody_in(browser, person, device):
    await with_passkey(browser, person, device)
    for rule, (change, text) in BREAKS.items():
        page = await use(browser, change(device))
        assert (page.status, page.heading, text in page.text) == (422, "Sign in", True), rule
    assert (await browser.open("/my-data")).heading == "Sign in"
    assert (await use(browser, device)).heading == SHARE


async def test_what_is_no_answer_is_refused(browser):
    page = await browser.open(SIGN_IN)
    for text in ("", "{}", "[]", "null", "[" * 30_000, '{"id": 1}', "\ufffd", "x" * 40_000):
        assert (await browser.submit(page, "/account/passkey", credential=text)).status == 422, text[:20]


async def test_an_answer_works_once_and_in_its_own_browser(browser, make_browser, person, device):
    await with_passkey(browser, person, device)
    page, other = await browser.open(SIGN_IN), make_browser()
    answer = device.get(options_of(page))
    stolen = await other.submit(await other.open(SIGN_IN), "/account/passkey", credential=answer)
    assert (stolen.status, TOO_LATE in stolen.text) == (422, True)
    assert (await browser.submit(page, "/account/passkey", credential=answer)).heading == SHARE
    await sign_out(browser)
    again = await browser.submit(await browser.open(SIGN_IN), "/account/passkey", credential=answer)
    assert (again.status, TOO_LATE in again.text) == (422, True)


async def test_a_passkey_opens_the_account_of_its_person_only(browser, make_browser, make_person, person, device):
    await with_passkey(browser, person, device)
    other, theirs = await make_person(), make_browser()
    own = replace(device, credential_id=b"another one", key=ec.generate_private_key(ec.SECP256R1()))
    await with_passkey(theirs, other, own)
    # The own key under the name of the other passkey, and with the other person's handle.
    for forged in (replace(own, credential_id=device.credential_id), replace(own, user_handle=person.id.bytes)):
        refused = await use(theirs, forged)
        assert (refused.status, UNKNOWN in refused.text) == (422, True)

    # The passkey of somebody else cannot be added, nor can an answer to somebody else's page.
    await enter_password(theirs, other)
    assert "This passkey has been added already." in (await add(theirs, replace(device))).text
    await enter_password(browser, person)
    foreign = replace(device, credential_id=b"a third one").create(options_of(await creation_page(browser)))
    page = await theirs.submit(await creation_page(theirs), f"{PASSKEYS}/new", name="x", credential=foreign)
    assert (page.status, TOO_LATE in page.text) == (422, True)
    # Nor can it be removed.
    listed = re.search(rf"{PASSKEYS}/[0-9a-f-]{{36}}", (await browser.open(PASSKEYS)).html)
    assert listed is not None
    assert (await theirs.open(listed[0])).status == 404


async def test_a_copy_of_a_passkey_blocks_it(browser, person, device, database):
    device.count = 5
    await with_passkey(browser, person, device)
    device.count = 6
    assert (await use(browser, device)).heading == SHARE
    await sign_out(browser)
    page = await use(browser, replace(device, count=6))
    assert (page.status, "used on two devices" in page.text) == (422, True)
    page = await use(browser, replace(device, count=7))
    assert (page.status, UNKNOWN in page.text) == (422, True)
    await enter_password(browser, person)
    assert "Blocked, because it was used on two devices." in (await browser.open(PASSKEYS)).text
    assert "person.passkey_suspended" in await actions(database, person)


async def test_a_removed_passkey_signs_nobody_in(browser, person, device, database):
    await with_passkey(browser, person, device)
    await enter_password(browser, person)
    target = re.search(rf"{PASSKEYS}/[0-9a-f-]{{36}}", (await browser.open(PASSKEYS)).html)
    assert target is not None
    page = await browser.open(target[0])
    assert page.heading == "Remove “My phone”?"
    assert (await browser.submit(page, target[0], password="not mine")).status == 422
    page = await browser.submit(page, target[0], password=PASSWORD)
    assert "You have no passkey yet." in page.text
    await sign_out(browser)
    assert UNKNOWN in (await use(browser, device)).text
    assert "person.passkey_removed" in await actions(database, person)


async def test_the_last_way_in_stays(browser, person, device, database):
    await with_passkey(browser, person, device)
    async with database.connection() as db:
        await db.execute("update person set password_hash = null where id = %s", (person.id,))
    await use(browser, device)
    target = re.search(rf"{PASSKEYS}/[0-9a-f-]{{36}}", (await browser.open(PASSKEYS)).html)
    assert target is not None
    page = await browser.submit(await browser.open(target[0]), target[0])
    assert page.status == 422
    assert "you could not sign in any more" in page.text

    # Without a password, a sign-in of the last minutes is the confirmation.
    second = replace(device, credential_id=b"second", key=ec.generate_private_key(ec.SECP256R1()))
    assert "Laptop" in (await add(browser, second, "Laptop")).text
    assert (await browser.submit(await browser.open(target[0]), target[0])).heading == "Passkeys"
    async with database.connection() as db:
        await db.execute(
            "update person_session set created_at = now() - interval '11 minutes' where person_id = %s", (person.id,)
        )
    assert (await creation_page(browser)).heading == "Please sign in again"
    await sign_out(browser)
    assert UNKNOWN in (await use(browser, device)).text
    assert (await use(browser, second)).heading == SHARE


async def test_a_disabled_account_and_an_unproved_one_lose_their_passkeys(browser, person, device, database):
    await with_passkey(browser, person, device)
    async with database.transaction() as db:
        await service.set_disabled(db, OPERATOR, person.id, is_disabled=True)
    assert UNKNOWN in (await use(browser, device)).text
    async with database.transaction() as db:
        await service.set_disabled(db, OPERATOR, person.id, is_disabled=False)
    assert (await use(browser, device)).heading == SHARE

    async with database.transaction() as db:
        assert await service.reset_unverified(db, OPERATOR, person.id)
    assert (await browser.open("/my-data")).heading == "Sign in"
    assert UNKNOWN in (await use(browser, device)).text


async def test_an_address_of_numbers_has_no_passkeys(visitor, person):
    page = await visitor.open(SIGN_IN)
    assert "data-passkey" not in page.html
    await enter_password(visitor, person)
    page = await visitor.open(PASSKEYS)
    assert "Passkeys need an address with https" in page.text
    assert visitor.url.startswith("http://127.0.0.1")
