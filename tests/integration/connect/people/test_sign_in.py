"""Signing in with a password, setting a new one, and what attackers try."""

import asyncio
import re
from typing import Any, Literal
from uuid import uuid4

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from tests.conftest import HubAnswer, eventually
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.integration.connect.people.conftest import PASSWORD, sign_in
from yarl import URL

from gladhand.auth.audit.actors import OPERATOR
from gladhand.auth.people import passwords as passwords_module
from gladhand.auth.people import service
from gladhand.auth.people.attempts import PersonAttempts
from gladhand.auth.people.links import LinkPurposeEnum, make_link
from gladhand.auth.people.passwords import Passwords
from gladhand.auth.people.problems import WrongPassword
from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment
from gladhand.core.attempts.service import TooManyAttempts
from gladhand.core.crypto import Keyring, Secret
from gladhand.core.db import Database


@pytest.fixture
def attempts(database: Database, keyring: Keyring) -> PersonAttempts:
    return PersonAttempts(database, keyring, burst_per_address=20)


WRONG = "The e-mail address or the password is wrong."
COOKIE = "gladhand_account"


def cookie_of(visitor: Visitor) -> str:
    found = [cookie.value for cookie in visitor.session.cookie_jar if cookie.key == COOKIE]
    return found[0] if found else ""


async def answer_to(visitor: Visitor, email: str, password: str = PASSWORD) -> ConnectPage:
    return await sign_in(visitor, await visitor.open("/account/sign-in"), email, password)


async def test_one_answer_for_an_unknown_address_a_wrong_password_and_a_disabled_account(
    visitor, make_person, database
):
    person, disabled, without = await make_person(), await make_person(), await make_person(password=None)
    async with database.transaction() as db:
        await service.set_disabled(db, OPERATOR, disabled.id, is_disabled=True)
    pages = [
        await answer_to(visitor, person.email, "not this one at all"),
        await answer_to(visitor, "nobody@people.example"),
        await answer_to(visitor, disabled.email),
        await answer_to(visitor, without.email),
        await answer_to(visitor, without.email, ""),
    ]
    assert [page.status for page in pages] == [422] * 5
    emails = (person.email, "nobody@people.example", disabled.email, without.email)
    plain = [page.html for page in pages[:4]]
    for number, email in enumerate(emails):
        plain[number] = re.sub(r'name="form_token" value="[^"]+"', "", plain[number].replace(email, "EMAIL"))
    assert len(set(plain)) == 1
    assert WRONG in pages[0].text
    assert cookie_of(visitor) == ""


class CountingHasher(PasswordHasher):
    """Keeps the costs of the hashes that it has verified."""

    def __init__(self, usual: PasswordHasher) -> None:
        super().__init__(usual.time_cost, usual.memory_cost, usual.parallelism)
        self.verified: list[Parameters] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 -- named by argon2
        self.verified.append(extract_parameters(str(hash)))
        return super().verify(hash, password)


async def test_an_unknown_address_costs_as_much_as_a_wrong_password(database, attempts, make_person, monkeypatch):
    known, without = await make_person(), await make_person(password=None)
    hasher = CountingHasher(passwords_module._hasher)
    monkeypatch.setattr(passwords_module, "_hasher", hasher)

    async def verified(email: str) -> list[Parameters]:
        hasher.verified.clear()
        with pytest.raises(WrongPassword):
            await service.check_password(database, attempts, Passwords(), email, Secret("wrong one"), address=None)
        return [*hasher.verified]

    wrong = await verified(known.email)
    assert len(wrong) == 1
    assert await verified(f"{uuid4().hex}@people.example") == wrong
    assert await verified(without.email) == wrong


async def test_the_session_cookie_is_new_at_every_sign_in_and_kept_from_scripts(visitor, make_person):
    person = await make_person()
    visitor.session.cookie_jar.update_cookies({COOKIE: "prepared-by-an-attacker"}, URL(visitor.url))
    page = await visitor.open("/account/sign-in")
    form = page.form("/account/sign-in")
    values = form.values | {"email": person.email.upper(), "password": PASSWORD}
    async with visitor.session.post(f"{visitor.url}{form.action}", data=values, allow_redirects=False) as answer:
        header = answer.headers["Set-Cookie"]
        assert (answer.status, answer.headers["Location"]) == (303, "/my-data")
    assert "HttpOnly" in header
    assert "SameSite=lax" in header
    first = cookie_of(visitor)
    assert len(first) >= 40
    assert first != "prepared-by-an-attacker"

    # Who signs in a second time gets another one, and the first is worth nothing.
    visitor.session.cookie_jar.update_cookies({COOKIE: first}, URL(visitor.url))
    async with visitor.session.post(f"{visitor.url}{form.action}", data=values, allow_redirects=False) as answer:
        assert answer.status == 403
    page = await visitor.open("/my-data")
    await visitor.submit(page, "/account/sign-out")
    assert cookie_of(visitor) == ""
    visitor.session.cookie_jar.update_cookies({COOKIE: first}, URL(visitor.url))
    assert (await visitor.open("/my-data")).heading == "Sign in"


async def test_a_form_of_another_site_signs_nobody_in_or_out(visitor, make_person):
    person = await make_person()
    await visitor.open("/account/sign-in")
    values = {"email": person.email, "password": PASSWORD}
    for token in ({}, {"form_token": "forged"}):
        answer = await visitor.request("POST", "/account/sign-in", data=values | token)
        assert answer.status == 403
    await answer_to(visitor, person.email)
    answer = await visitor.request("POST", "/account/sign-out", data={})
    assert answer.status == 403
    assert (await visitor.open("/my-data")).heading != "Sign in"


async def test_a_form_of_somebody_whose_session_is_gone_says_so_and_leads_to_the_sign_in(visitor, make_person):
    person = await make_person()
    await answer_to(visitor, person.email)
    page = await visitor.open("/account/security")
    visitor.session.cookie_jar.clear()
    answer = await visitor.submit(page, "/account/security", password=PASSWORD)
    assert (answer.status, answer.heading) == (401, "You are not signed in any more")
    signing_in = await visitor.follow(answer, "/account/sign-in")
    assert signing_in.heading == "Sign in"
    # The form that signs in is for anybody: it comes back.
    visitor.session.cookie_jar.clear()
    answer = await sign_in(visitor, signing_in, person.email)
    assert (answer.status, answer.heading) == (403, "Please fill in this page once more")
    again = await sign_in(visitor, await visitor.follow(answer, "/account/sign-in"), person.email)
    assert again.url.path == "/my-data"


async def test_where_a_browser_goes_after_signing_in_does_not_come_from_the_link(visitor, make_person):
    person = await make_person()
    page = await visitor.open(
        "/account/sign-in?next=https://evil.example/&continue=//evil.example&redirect_uri=//e.example"
    )
    page = await sign_in(visitor, page, person.email)
    assert page.url.path == "/my-data"


async def test_an_account_is_limited_from_everywhere_and_another_is_not(visitor, make_person, database, attempts):

    person, other = await make_person(), await make_person()
    passwords = Passwords()

    async def attempt(number: int, password: str) -> str:
        try:
            address = f"198.51.100.{number}"
            await service.check_password(database, attempts, passwords, person.email, Secret(password), address=address)
        except WrongPassword:
            return "wrong"
        except TooManyAttempts:
            return "limited"
        return "right"

    assert await attempt(1, PASSWORD) == "right"
    answers = await asyncio.gather(*(attempt(number, "wrong") for number in range(14)))
    assert sorted(answers) == ["limited"] * 4 + ["wrong"] * 10
    assert await attempt(99, PASSWORD) == "limited"
    page = await answer_to(visitor, person.email)
    assert (page.status, page.heading) == (429, "Too many attempts")
    assert int(page.headers["Retry-After"]) > 0
    assert (await answer_to(visitor, other.email)).heading != "Too many attempts"


async def link_to(database: Database, email: str, server: str) -> str:
    async with database.transaction() as db:
        link = await make_link(db, server, email, LinkPurposeEnum.RESET)
    assert link is not None
    return link.reveal()


async def test_a_link_sets_a_new_password_once_and_signs_everything_out(
    visitor, make_visitor, make_person, database, server
):
    person = await make_person()
    await answer_to(visitor, person.email)
    older = await link_to(database, person.email, server)
    link = await link_to(database, person.email, server)
    other = make_visitor()
    # A newer link leaves the older one, until one of them is used. Opening a link does not use it up.
    assert (await other.open(older)).heading == "Set a new password"
    assert (await other.open(link)).heading == "Set a new password"
    page = await other.open(link)
    for bad, text in (
        ("short", "At least 10 characters"),
        ("password123", "Many people use this password"),
        ("aaaaaaaaaaaa", "Many people use this password"),
        ("x" * 300, "At most 200 characters"),
    ):
        answer = await other.submit(page, "/account/new-password", password=bad)
        assert answer.status == 422
        assert text in answer.text
    done = await other.submit(page, "/account/new-password", password="another fine sentence")
    assert done.heading == "Your new password is set"
    assert (await other.submit(page, "/account/new-password", password="yet another sentence")).status == 410
    assert (await other.open(older)).status == 410
    assert (await visitor.open("/my-data")).heading == "Sign in"
    assert WRONG in (await answer_to(visitor, person.email)).text
    assert (await answer_to(other, person.email, "another fine sentence")).url.path == "/my-data"
    await other.session.close()


async def test_a_role_that_is_taken_ends_its_tokens(app: Any, visitor, anyone, make_person, database, partner):
    role = RoleAssignment(PersonRoleEnum.PARTNER_ADMIN, partner_id=partner.id)
    person = await make_person(role)
    tokens = await app.tokens(await sign_in(visitor, await visitor.open(app.authorization_url()), person.email))
    client = anyone.with_token(tokens["access_token"])
    assert (await client.get("/v2/orgs/invitations")).status == 200
    async with database.transaction() as db:
        await service.take_role(db, OPERATOR, person.id, role)

    async def is_refused() -> bool:
        answer: HubAnswer = await client.get("/v2/orgs/invitations")
        return answer.status == 401

    await eventually(is_refused, "the end of the token")


async def test_the_audit_trail_names_the_person(visitor, app, anyone, admin, make_person, database, accept):
    invitation = await accept()
    person = await make_person(RoleAssignment(PersonRoleEnum.FLEET, fleet_id=invitation["fleet_id"]))
    tokens = await app.tokens(await sign_in(visitor, await visitor.open(app.authorization_url()), person.email))
    fleet = anyone.with_token(tokens["access_token"])
    [agreement] = (await fleet.get("/v2/orgs/share-agreements")).body["items"]
    assert (await fleet.post(f"/v2/orgs/share-agreements/{agreement['id']}/pause")).status == 200
    changes = (await admin.get(f"/v2/orgs/rights-changes?person_id={person.id}")).body["items"]
    assert [(each["action"], each["actor_kind"], each["fleet_id"]) for each in changes] == [
        ("share_agreement.paused", "fleet", invitation["fleet_id"]),
        ("person.signed_in", "person", None),
    ]
    assert changes[0]["address"] == "127.0.0.1"
    given = (await admin.get(f"/v2/orgs/rights-changes?subject_id={person.id}")).body["items"]
    assert [each["action"] for each in given] == ["person.signed_in", "person.role_given", "person.added"]


async def test_an_address_is_limited_across_accounts(attempts):
    address = f"198.51.100.{uuid4()}"
    for _ in range(20):
        await attempts.count(f"{uuid4().hex}@people.example", address)
    with pytest.raises(TooManyAttempts) as limited:
        await attempts.count(f"{uuid4().hex}@people.example", address)
    assert limited.value.kind == "address"
    await attempts.count(f"{uuid4().hex}@people.example", f"198.51.100.{uuid4()}")
