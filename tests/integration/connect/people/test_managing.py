"""Partners and operators manage people through the API: whom they see, what they may give, and who gets a link."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
from tests.conftest import Api, PartnerFixture, eventually, fetch_token
from tests.integration.connect.conftest import Visitor
from tests.integration.connect.people.conftest import PASSWORD, LoginApp, MadePerson, MakePerson, sign_in
from tests.processes import serving, settings

from gladhand.auth import scopes
from gladhand.auth.people import queries
from gladhand.auth.people.roles import PersonRoleEnum, WantedRole
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
    page = await visitor.submit(await visitor.open(made["link"]), "/account/new-password", password=PASSWORD)
    assert page.heading == "Your new password is set"
    page = await sign_in(visitor, await visitor.open("/account/sign-in"), email)
    assert page.url.path == f"/console/partners/{partner.slug}"
    assert await listed(api) == [(email, "partner_admin")]
    assert await actions(admin, made["person_id"]) == [
        "person.added", "person.role_given", "person.password_set", "person.signed_in"
    ]  # fmt: skip


async def test_a_proved_account_gets_the_role_at_once_and_keeps_its_password(
    api: Api, make_person: MakePerson, database: Database, app: LoginApp, visitor: Visitor, anyone: Api
):
    person = await make_person()
    await prove(database, person)
    made = await api.post(PEOPLE, {"email": person.email, "role": "partner_reader"})
    assert (made.status, made.body["link"]) == (201, None)
    assert (await api.post(PEOPLE, {"email": person.email, "role": "partner_reader"})).status == 409
    client = await person_client(app, visitor, anyone, person)
    assert (await client.get("/v2/orgs/invitations")).status == 200
    # Who only reads invites nobody.
    assert (await client.post(PEOPLE, {"email": address(), "role": "partner_reader"})).status == 403
    assert (await client.get(PEOPLE)).status == 200


async def test_an_unproved_account_with_another_role_is_left_alone(
    api: Api, admin: Api, make_person: MakePerson, accept: Any, database: Database, partner: PartnerFixture,
    make_partner: Any,
):  # fmt: skip
    fleet_id = UUID((await accept())["fleet_id"])
    other = await make_partner()
    for role in (
        WantedRole(PersonRoleEnum.FLEET, fleet_id=fleet_id),
        WantedRole(PersonRoleEnum.PARTNER_ADMIN, partner_id=other.id),
    ):
        person = await make_person(role)
        for who, of in ((api, {}), (admin, {"partner_id": str(partner.id)})):
            refused = await who.post(PEOPLE, {"email": person.email, "role": "partner_reader"} | of)
            assert (refused.status, "proved" in str(refused.body)) == (409, True)
        async with database.connection() as db:
            found = await queries.find_person(db, person.email)
            assert found is not None
            assert found.password_hash is not None
            assert len(await queries.list_roles(db, person.id)) == 1
    assert await listed(api) == []

    # Without a role, whoever has registered it loses the password, and the owner gets the link.
    person = await make_person()
    body = {"email": person.email, "role": "partner_reader", "partner_id": str(partner.id)}
    for _ in range(2):
        again = await admin.post(PEOPLE, body)
        assert (again.status, again.body["link"] is None) == (201, False)
    async with database.connection() as db:
        found = await queries.find_person(db, person.email)
    assert found is not None
    assert found.password_hash is None


async def test_nobody_gives_more_than_the_own_token_may_do(
    api: Api, anyone: Api, make_person: MakePerson, database: Database, partner: PartnerFixture
):
    held = ["fleet:read", "partner:read", "partner:update"]
    client = (await api.post("/v2/orgs/api-clients", {"name": "narrow", "scopes": held})).body
    form = {"grant_type": "client_credentials", "client_id": client["client_id"]}
    form |= {"client_secret": client["client_secret"]}
    answer = await anyone.request("POST", "/realms/catena/protocol/openid-connect/token", data=form)
    narrow = anyone.with_token(answer.body["access_token"])

    person = await make_person()
    await prove(database, person)
    body: dict[str, Any] = {"email": person.email, "role": "partner_admin"}
    for scope, role in (("webhook:create", "partner_admin"), ("fleet:update", "partner_admin")):
        refused = await narrow.post(PEOPLE, body | {"role": role, "scopes": ["fleet:read", scope]})
        assert (refused.status, refused.body["detail"][0]["path"]) == (422, "body.scopes.1")
    assert (await narrow.post(PEOPLE, body | {"role": "admin"})).status == 422
    assert (await narrow.post(PEOPLE, body | {"partner_id": str(uuid4())})).status == 422
    made = (await narrow.post(PEOPLE, body)).body
    assert made["scopes"] == held
    async with database.connection() as db:
        [of_person] = await queries.list_roles(db, person.id)
    assert of_person.scopes == frozenset(held)

    path = f"{PEOPLE}/{made['id']}"
    assert (await narrow.patch(path, {"scopes": ["webhook:create"]})).status == 422
    assert (await narrow.patch(path, {"role": "admin"})).status == 422
    assert (await narrow.patch(path, {"role": "partner_reader"})).body["scopes"] == ["fleet:read", "partner:read"]
    assert (await api.patch(path, {"role": "partner_admin"})).body["scopes"] is None
    async with database.connection() as db:
        [of_person] = await queries.list_roles(db, person.id)
    assert of_person.scopes == scopes.PARTNER
    assert (await api.patch(path, {})).body["role"] == "partner_admin"


async def test_a_changed_and_an_ended_role_end_its_tokens(
    api: Api, admin: Api, anyone: Api, app: LoginApp, visitor: Visitor, partner_person: MadePerson
):
    client = await person_client(app, visitor, anyone, partner_person)
    [held] = (await client.get(PEOPLE)).body["items"]
    path = f"{PEOPLE}/{held['id']}"
    assert (await client.delete(path)).status == 409

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
    theirs = await make_person(WantedRole(PersonRoleEnum.PARTNER_ADMIN, partner_id=other.id))
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


async def test_where_there_is_mail_the_link_goes_to_the_mailbox_alone(
    mailing_hub: str, owner: Visitor, partner: PartnerFixture, database: Database, keyring: Keyring
):
    email = address()
    there = Api(owner.session, mailing_hub)
    # Each server takes the tokens that it has issued itself.
    client = there.with_token(await fetch_token(there, partner.client_id, partner.client_secret))
    made = await client.post(PEOPLE, {"email": email, "role": "partner_admin"})
    assert (made.status, made.body["link"], made.body["verified_at"]) == (201, None, None)
    async with database.connection() as db:
        rows = await db.execute(
            "select id, sealed from mail where partner_id = %s and kind = 'person_invited'", (partner.id,)
        )
        [mail] = await rows.fetchall()
    content = find_content(keyring, mail["id"], mail["sealed"])
    assert content is not None
    assert content[0] == email
    page = await owner.open(content[1]["link"])
    await owner.submit(page, "/account/new-password", password=PASSWORD)
    assert (await client.get(f"{PEOPLE}/{made.body['id']}")).body["verified_at"] is not None
    page = await sign_in(owner, await owner.open("/account/sign-in"), email)
    assert page.url.path == f"/console/partners/{partner.slug}"
