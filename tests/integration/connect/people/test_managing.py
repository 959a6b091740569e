"""Partners and operators manage people through the API: whom they see, what they may give, and who gets a link."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
from tests.conftest import Api, PartnerFixture, eventually, fetch_token
from tests.integration.connect.conftest import Visitor
from tests.integration.connect.people.conftest import PASSWORD, LoginApp, MadePerson, MakePerson, sign_in
from tests.processes import serving, settings

from gladhand.auth.audit.actors import OPERATOR
from gladhand.auth.people import queries, service, wire_queries
from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.mail.outbox import find_content

PEOPLE = "/v2/orgs/people"


def address() -> str:
    return f"{uuid4().hex[:12]}@people.example"


async def prove(database: Database, person: MadePerson) -> None:
    async with database.transaction() as db:
        await db.execute("update person set verified_at = now() where id = %s", (person.id,))


async def listed(api: Api) -> list[tuple[str, str]]:
    return [(each["email"], each["role"]) for each in (await api.get(PEOPLE)).body["items"]]


async def actions(admin: Api, person_id: Any) -> list[str]:
    found = (await admin.get("/v2/orgs/rights-changes", params={"subject_id": str(person_id)})).body["items"]
    return [each["action"] for each in found][::-1]


async def person_client(app: LoginApp, visitor: Visitor, anyone: Api, person: MadePerson) -> Api:
    tokens = await app.tokens(await sign_in(visitor, await visitor.open(app.authorization_url()), person.email))
    return anyone.with_token(tokens["access_token"])


@pytest.fixture(scope="module")
def mailing_hub(database_url: str, encryption_keys: str) -> Iterator[str]:
    """A server that has an account at a mail server."""
    more = {"GLADHAND_SMTP_URL": "smtp://127.0.0.1:2525", "GLADHAND_MAIL_FROM": "Hub <no-reply@hub.example.com>"}
    with serving(settings(database_url, encryption_keys, **more)) as url:
        yield url


@pytest.fixture
async def owner(mailing_hub: str) -> AsyncIterator[Visitor]:
    """The browser of whoever reads the mailbox."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Visitor(session, mailing_hub)


@pytest.fixture
async def there(mailing_hub: str, owner: Visitor, partner: PartnerFixture) -> Api:
    """The partner's client at that server. Each server takes the tokens that it has issued itself."""
    anyone = Api(owner.session, mailing_hub)
    return anyone.with_token(await fetch_token(anyone, partner.client_id, partner.client_secret))


async def mailed_links(database: Database, keyring: Keyring, email: str) -> list[str]:
    async with database.connection() as db:
        rows = await db.execute("select id, sealed from mail where kind = 'person_invited'")
        mails = [find_content(keyring, each["id"], each["sealed"]) for each in await rows.fetchall()]
    return [str(each[1]["link"]) for each in mails if each is not None and each[0] == email]


async def test_without_mail_the_administrator_alone_gets_a_link_and_it_opens_the_account(
    api: Api, admin: Api, partner: PartnerFixture, visitor: Visitor, database: Database
):
    email = address()
    refused = await api.post(PEOPLE, {"email": email, "role": "partner_admin"})
    assert (refused.status, "sends no mail" in str(refused.body)) == (409, True)
    async with database.connection() as db:
        assert await queries.find_person(db, email) is None

    body = {"email": email.upper(), "name": "Ann", "role": "partner_admin", "partner_id": str(partner.id)}
    made = (await admin.post(PEOPLE, body)).body
    assert (made["email"], made["name"], made["scopes"]) == (email, "Ann", None)
    page = await visitor.open(made["link"])
    assert ("gives you access" in page.heading, made["is_accepted"]) == (True, False)
    page = await visitor.submit(page, "/account/role")
    assert (await visitor.open(made["link"])).status == 410
    page = await visitor.submit(page, "/account/new-password", password=PASSWORD)
    assert page.heading == "Your new password is set"
    page = await sign_in(visitor, await visitor.open("/account/sign-in"), email)
    assert page.url.path == f"/console/partners/{partner.slug}"
    assert await listed(api) == [(email, "partner_admin")]
    assert await actions(admin, made["person_id"]) == [
        "person.added", "person.role_offered", "person.role_accepted", "person.password_set", "person.signed_in"
    ]  # fmt: skip


async def test_a_partner_learns_nothing_of_an_account_whose_owner_has_not_accepted(
    there: Api, admin: Api, make_person: MakePerson, make_partner: Any, database: Database, keyring: Keyring,
    owner: Visitor, partner: PartnerFixture,
):  # fmt: skip
    other = await make_partner()
    known = await make_person(RoleAssignment(PersonRoleEnum.PARTNER_ADMIN, partner_id=other.id))
    disabled, unproved = await make_person(), await make_person(RoleAssignment(PersonRoleEnum.ADMIN))
    await prove(database, known)
    async with database.transaction() as db:
        await service.set_disabled(db, OPERATOR, disabled.id, is_disabled=True)
    answers = [
        await there.post(PEOPLE, {"email": email, "name": "Bob", "role": "partner_reader"})
        for email in (address(), known.email, disabled.email, unproved.email)
    ]
    assert {each.status for each in answers} == {201}
    shown = [{**each.body, "id": "", "email": "", "created_at": ""} for each in answers]
    assert shown == [shown[0]] * 4
    assert (shown[0]["person_id"], shown[0]["name"], shown[0]["verified_at"]) == (None, None, None)
    assert [each["person_id"] for each in (await there.get(PEOPLE)).body["items"]] == [None] * 4
    assert await mailed_links(database, keyring, disabled.email) == []
    async with database.connection() as db:
        assert [each.partner_id for each in await queries.list_roles(db, known.id)] == [other.id]
        found = await queries.find_person(db, unproved.email)
        assert found is not None
        assert found.password_hash is not None

    [link] = await mailed_links(database, keyring, known.email)
    asked = await owner.open(link)
    [to_sign_in] = [each for each in asked.read.links if each.startswith("/account/sign-in")]
    page = await sign_in(owner, await owner.open(asked.read.links[to_sign_in]), known.email)
    assert "gives you access" in page.heading
    await owner.submit(page, "/account/role")
    mine = (await there.get(f"{PEOPLE}/{answers[1].body['id']}")).body
    assert (mine["person_id"], mine["is_accepted"], mine["verified_at"] is None) == (str(known.id), True, False)
    async with database.connection() as db:
        assert [each.partner_id for each in await queries.list_roles(db, known.id)] == [other.id, partner.id]
    assert (await there.post(PEOPLE, {"email": known.email, "role": "partner_reader"})).status == 409

    # The link of somebody else gives nothing to who is signed in.
    assert (await owner.open((await mailed_links(database, keyring, unproved.email))[0])).status == 200
    await prove(database, unproved)
    assert (await owner.open((await mailed_links(database, keyring, unproved.email))[0])).status == 403


async def test_who_only_reads_invites_nobody(
    make_person: MakePerson, app: LoginApp, visitor: Visitor, anyone: Api, partner: PartnerFixture
):
    person = await make_person(RoleAssignment(PersonRoleEnum.PARTNER_READER, partner_id=partner.id))
    client = await person_client(app, visitor, anyone, person)
    assert (await client.post(PEOPLE, {"email": address(), "role": "partner_reader"})).status == 403
    assert (await client.get(PEOPLE)).status == 200


async def test_an_invitation_that_is_repeated_gives_what_it_gave_before(
    there: Api, database: Database, keyring: Keyring
):
    email = address()
    body = {"email": email, "role": "partner_admin"}
    made = (await there.post(PEOPLE, body)).body
    assert (await there.post(PEOPLE, body)).body["id"] == made["id"]
    refused = await there.post(PEOPLE, body | {"scopes": ["fleet:read"]})
    assert (refused.status, "Change that one" in str(refused.body)) == (409, True)
    assert len(await mailed_links(database, keyring, email)) == 2


async def test_who_may_do_less_gets_no_link_to_an_account_that_waits_for_more(
    admin: Api, anyone: Api, partner: PartnerFixture
):
    email = address()
    made = (await admin.post(PEOPLE, {"email": email, "role": "admin"})).body
    assert made["link"] is not None
    held = ["partner:read", "partner:update", "fleet:read"]
    narrow = await narrow_client(admin, anyone, held, "admin")
    refused = await narrow.post(PEOPLE, {"email": email, "role": "admin"})
    assert (refused.status, "Change that one" in str(refused.body)) == (409, True)
    body = {"email": email, "role": "partner_reader", "partner_id": str(partner.id)}
    refused = await narrow.post(PEOPLE, body)
    assert (refused.status, "more than your own token" in str(refused.body)) == (409, True)
    assert (await narrow.post(PEOPLE, body | {"email": address()})).body["link"] is not None


async def test_an_unproved_account_with_another_role_is_left_alone(
    api: Api, admin: Api, make_person: MakePerson, accept: Any, database: Database, partner: PartnerFixture,
    make_partner: Any, visitor: Visitor,
):  # fmt: skip
    fleet_id = UUID((await accept())["fleet_id"])
    other = await make_partner()
    for role in (
        RoleAssignment(PersonRoleEnum.FLEET, fleet_id=fleet_id),
        RoleAssignment(PersonRoleEnum.PARTNER_ADMIN, partner_id=other.id),
    ):
        person = await make_person(role)
        body = {"email": person.email, "role": "partner_reader", "partner_id": str(partner.id)}
        refused = await admin.post(PEOPLE, body)
        assert (refused.status, "proved" in str(refused.body)) == (409, True)
        async with database.connection() as db:
            found = await queries.find_person(db, person.email)
            assert found is not None
            assert found.password_hash is not None
            assert len(await queries.list_roles(db, person.id)) == 1
    assert await listed(api) == []

    # Without a role, whoever has registered it loses the password when the owner accepts.
    person = await make_person()
    body = {"email": person.email, "role": "partner_reader", "partner_id": str(partner.id)}
    for _ in range(2):
        again = await admin.post(PEOPLE, body)
        assert (again.status, again.body["link"] is None) == (201, False)
    await visitor.submit(await visitor.open(again.body["link"]), "/account/role")
    async with database.connection() as db:
        found = await queries.find_person(db, person.email)
    assert found is not None
    assert found.password_hash is None


async def narrow_client(who: Api, anyone: Api, held: list[str], kind: str = "partner") -> Api:
    """A client of the same owner with these scopes alone."""
    client = (await who.post("/v2/orgs/api-clients", {"name": "narrow", "kind": kind, "scopes": held})).body
    return anyone.with_token(await fetch_token(anyone, client["client_id"], client["client_secret"]))


async def test_nobody_gives_more_than_the_own_token_may_do(there: Api, owner: Visitor, mailing_hub: str):
    held = ["fleet:read", "partner:read", "partner:update"]
    narrow = await narrow_client(there, Api(owner.session, mailing_hub), held)
    body: dict[str, Any] = {"email": address(), "role": "partner_admin"}
    for scope, role in (("webhook:create", "partner_admin"), ("fleet:update", "partner_admin")):
        refused = await narrow.post(PEOPLE, body | {"role": role, "scopes": ["fleet:read", scope]})
        assert (refused.status, refused.body["detail"][0]["path"]) == (422, "body.scopes.1")
    assert (await narrow.post(PEOPLE, body | {"role": "admin"})).status == 422
    assert (await narrow.post(PEOPLE, body | {"partner_id": str(uuid4())})).status == 422
    made = (await narrow.post(PEOPLE, body)).body
    assert made["scopes"] == held

    path = f"{PEOPLE}/{made['id']}"
    assert (await narrow.patch(path, {"scopes": ["webhook:create"]})).status == 422
    assert (await narrow.patch(path, {"role": "admin"})).status == 422
    assert (await narrow.patch(path, {"role": "partner_reader"})).body["scopes"] == ["fleet:read", "partner:read"]
    assert (await there.patch(path, {})).body["role"] == "partner_reader"
    # A narrowed role stays narrow until somebody widens it on purpose.
    assert (await there.patch(path, {"role": "partner_admin"})).body["scopes"] == ["fleet:read", "partner:read"]
    assert (await there.patch(path, {"scopes": None})).body["scopes"] is None
    assert (await there.patch(path, {"scopes": ["webhook:create"]})).status == 200
    assert (await there.patch(path, {"role": "partner_reader"})).status == 422


async def test_a_changed_and_an_ended_role_end_its_tokens(
    api: Api, admin: Api, anyone: Api, app: LoginApp, visitor: Visitor, partner_person: MadePerson
):
    client = await person_client(app, visitor, anyone, partner_person)
    [held] = (await client.get(PEOPLE)).body["items"]
    path = f"{PEOPLE}/{held['id']}"
    for refused in (await client.delete(path), await client.patch(path, {"role": "partner_reader"})):
        assert (refused.status, "their own role" in str(refused.body)) == (409, True)
    assert (await api.get(path)).body["role"] == "partner_admin"

    async def refuses() -> bool:
        return (await client.get(PEOPLE)).status == 401

    assert (await api.patch(path, {"role": "partner_reader"})).status == 200
    await eventually(refuses, "the end of the tokens")
    tokens = await app.tokens(await visitor.open(app.authorization_url()))
    client = anyone.with_token(tokens["access_token"])
    assert (await client.get(PEOPLE)).status == 200
    assert (await api.delete(path)).status == 204
    await eventually(refuses, "the end of the tokens")
    assert (await api.get(path)).status == 404
    assert (await actions(admin, partner_person.id))[-1] == "person.role_taken"
    assert "person.role_changed" in await actions(admin, partner_person.id)


async def test_people_of_others_are_unknown(
    api: Api, admin: Api, anyone: Api, make_person: MakePerson, make_partner: Any, accept: Any
):
    other = await make_partner()
    theirs = await make_person(RoleAssignment(PersonRoleEnum.PARTNER_ADMIN, partner_id=other.id))
    [held] = (await admin.get(PEOPLE, params={"partner_id": str(other.id)})).body["items"]
    path = f"{PEOPLE}/{held['id']}"
    assert (await api.get(PEOPLE, params={"partner_id": str(other.id)})).body["items"] == []
    for answer in (
        await api.get(path),
        await api.patch(path, {"role": "partner_reader"}),
        await api.delete(path),
    ):
        assert answer.status == 404
    fleet = anyone.with_token((await accept())["pre_registration_access_token"])
    assert (await fleet.get(PEOPLE)).status == 403
    assert (await anyone.get(PEOPLE)).status == 401
    assert (await admin.get(path)).body["email"] == theirs.email
    assert await actions(admin, theirs.id) == ["person.added", "person.role_given"]


async def test_where_there_is_mail_the_link_goes_to_the_mailbox_alone(
    there: Api, owner: Visitor, partner: PartnerFixture, database: Database, keyring: Keyring
):
    email = address()
    made = await there.post(PEOPLE, {"email": email, "role": "partner_admin"})
    assert (made.status, made.body["link"], made.body["verified_at"]) == (201, None, None)
    [link] = await mailed_links(database, keyring, email)
    page = await owner.submit(await owner.open(link), "/account/role")
    await owner.submit(page, "/account/new-password", password=PASSWORD)
    assert (await there.get(f"{PEOPLE}/{made.body['id']}")).body["verified_at"] is not None
    page = await sign_in(owner, await owner.open("/account/sign-in"), email)
    assert page.url.path == f"/console/partners/{partner.slug}"


async def test_changes_of_the_roles_of_one_account_follow_each_other(
    api: Api, make_person: MakePerson, partner: PartnerFixture, database: Database
):
    person = await make_person(RoleAssignment(PersonRoleEnum.PARTNER_ADMIN, partner_id=partner.id))
    [listed_role] = (await api.get(PEOPLE)).body["items"]
    reader = RoleAssignment(PersonRoleEnum.PARTNER_READER, partner_id=partner.id)

    async def give() -> bool:
        async with database.transaction() as db:
            return await service.give_role(db, OPERATOR, person.id, reader)

    async def waits() -> bool:
        async with database.connection() as db:
            rows = await db.execute(
                "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
            )
            return rows.rowcount > 0

    async with database.transaction() as db:
        held = await wire_queries.lock_held_role(db, partner.id, UUID(listed_role["id"]))
        await queries.get_locked_person(db, person.id)
        giving = asyncio.create_task(give())
        await eventually(waits, "the command that waits")
        await wire_queries.update_held_role(db, held, reader.role, None)
    assert await giving is False
