"""Making partners and setting their properties."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from tests.conftest import Api, eventually

from gladhand.auth.audit.queries import ChangeFilter, list_changes
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.keyset import Cursor
from gladhand.orgs.fleets.queries import count_fleets
from gladhand.orgs.partners import queries
from gladhand.orgs.partners.problems import SlugTaken
from gladhand.orgs.partners.service import create_partner


async def test_a_slug_is_made_from_the_name_and_made_unique(database: Database, keyring: Keyring):
    name = f"Ärzte & Söhne {uuid4().hex[:6]}"
    async with database.transaction() as db:
        first = await create_partner(db, keyring, name=name)
        second = await create_partner(db, keyring, name=name)
        third = await create_partner(db, keyring, name="日本")
    assert first.slug == "arzte-sohne-" + name[-6:]
    assert second.slug.startswith(first.slug + "-")
    assert third.slug.startswith("partner")


async def test_a_given_slug_that_is_taken_is_refused(database: Database, keyring: Keyring):
    slug = f"acme-{uuid4().hex[:8]}"
    async with database.transaction() as db:
        made = await create_partner(db, keyring, name="Acme", slug=slug)
        [(_, noted)] = await list_changes(db, ChangeFilter(made.id), cursor=Cursor(), size=5)
        assert '"action":"partner.created","actor_kind":"operator"' in noted
        with pytest.raises(SlugTaken):
            await create_partner(db, keyring, name="Acme", slug=slug)
        assert await queries.find_partner_by_slug(db, slug) == made
        assert await queries.find_partner_by_slug(db, "unknown") is None


async def test_a_partners_callback_secret_is_sealed(database: Database, keyring: Keyring):
    async with database.transaction() as db:
        made = await create_partner(db, keyring, name="Acme")
        rows = await db.execute("select callback_secret from partner where id = %s", (made.id,))
        row = await rows.fetchone()
    assert row is not None
    assert len(keyring.unseal(row["callback_secret"], purpose="partner.callback_secret")) >= 32


PARTNERS, AGREEMENTS, FLEETS = "/v2/orgs/partners", "/v2/orgs/share-agreements", "/v2/orgs/fleets"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("default_success_redirect_url", "javascript:0"),
        ("default_callback_url", "http://acme.example/"),
        ("default_callback_url", "https://10.0.0.1/hooks"),
        ("default_invitation_expires_in_hours", "673"),
        ("default_invitation_expires_in_hours", "soon"),
        ("contract_signed", "perhaps"),
        ("contract_url", "here"),
        ("contract_started_at", "then"),
        ("billing_day_of_month", "32"),
        ("account_status", "suspend"),
        ("notes", "\0"),
    ],
)
async def test_a_value_that_its_key_cannot_have_is_refused(admin, partner, key, value):
    path = f"{PARTNERS}/{partner.id}/properties"
    answer = await admin.post(path, [{"key": "billing_model", "value": "per truck"}, {"key": key, "value": value}])
    assert (answer.status, answer.body["detail"][0]["path"]) == (422, "body.1.value")
    assert (await admin.get(path)).body == []
    made = await admin.post(PARTNERS, {"name": "Beta", "properties": [{"key": key, "value": value}]})
    assert (made.status, made.body["detail"][0]["path"]) == (422, "body.properties.0.value")


async def test_properties_are_added_all_or_none_and_deleted_one_by_one(admin, api, partner):
    path = f"{PARTNERS}/{partner.id}/properties"
    sent = [{"key": "billing_day_of_month", "value": "31.0"}, {"key": "contract_signed", "value": "true"}]
    made = await admin.post(path, sent)
    assert (made.status, [(each["key"], each["value"]) for each in made.body]) == (
        201,
        [("billing_day_of_month", "31"), ("contract_signed", "true")],
    )
    assert (await admin.get(path)).body == made.body
    assert (await admin.post(path, [{"key": "notes", "value": "x"}, sent[0]])).status == 409
    twice = [{"key": "notes", "value": "x"}, {"key": "notes", "value": "y"}]
    assert (await admin.post(path, twice)).status == 409
    for status in (204, 404):
        assert (await admin.delete(f"{path}/{made.body[0]['id']}")).status == status
    assert (await admin.get(path)).body == made.body[1:]
    assert [(await api.get(path)).status, (await api.post(path, sent)).status] == [403, 403]
    assert (await admin.post(f"{PARTNERS}/{uuid4()}/properties", sent)).status == 404


async def test_the_operator_makes_partners_and_each_sees_and_describes_itself(admin, api, partner):
    body = {
        "name": f"Beta {uuid4().hex[:6]}",
        "description": "Routes",
        "websites": ["https://beta.example"],
        "categories": ["Payments & Finance"],
        "is_sandbox": True,
        "parent_partner_id": str(partner.id),
        "properties": [{"key": "notes", "value": "met at a fair"}],
    }
    made = await admin.post(PARTNERS, body)
    assert made.status == 201
    properties = (await admin.get(f"{PARTNERS}/{made.body['id']}/properties")).body
    assert [(each["key"], each["value"]) for each in properties] == [("notes", "met at a fair")]
    del body["properties"]
    assert {name: made.body[name] for name in body} == body
    assert (await admin.get(f"{PARTNERS}/{made.body['id']}")).body == made.body
    made = await admin.post(PARTNERS, {"name": "Gamma", "websites": []})
    assert (made.status, made.body["websites"]) == (201, [])
    assert (await admin.post(PARTNERS, body | {"parent_partner_id": str(uuid4())})).status == 422
    assert (await api.post(PARTNERS, body)).status == 403

    own = f"{PARTNERS}/{partner.id}"
    listed = (await api.get(PARTNERS)).body
    assert ([each["id"] for each in listed["items"]], listed["total"]) == ([str(partner.id)], 1)
    changed = await api.patch(own, {"description": "Ours"})
    assert (changed.body["name"], changed.body["description"]) == (listed["items"][0]["name"], "Ours")
    assert (await api.patch(own, {"name": None, "description": None})).body["description"] is None
    assert (await api.patch(own, {"name": ""})).status == 422
    for verb in (api.get(f"{PARTNERS}/{made.body['id']}"), api.patch(f"{PARTNERS}/{made.body['id']}", {})):
        assert (await verb).status == 404
    page = (await admin.get(PARTNERS, params={"size": 1})).body
    assert (len(page["items"]), page["total"] > 1, page["next_page"] is not None) == (1, True, True)


async def test_a_fleet_sees_the_partners_that_it_shares_with(admin, anyone, invite, accept, partner, make_partner):
    await make_partner()
    fleet = anyone.with_token((await accept(await invite()))["pre_registration_access_token"])
    assert [each["id"] for each in (await fleet.get(PARTNERS)).body["items"]] == [str(partner.id)]
    assert (await fleet.get(f"{PARTNERS}/{partner.id}")).status == 200


async def test_a_suspended_account_has_no_tokens_and_no_access(admin, anyone, api, database, invite, accept, partner):
    await accept(await invite())
    created = await admin.post(f"{PARTNERS}/{partner.id}/properties", [{"key": "account_status", "value": "suspended"}])

    async def is_shared() -> bool:
        async with database.connection() as db:
            rows = await db.execute("select from live_agreement where partner_id = %s", (partner.id,))
            return await rows.fetchone() is not None

    async def token() -> int:
        form = {
            "grant_type": "client_credentials",
            "client_id": partner.client_id,
            "client_secret": partner.client_secret,
        }
        path = "/realms/catena/protocol/openid-connect/token"
        return int((await anyone.request("POST", path, data=form)).status)

    await _until(_fleets_of(api), 401)
    assert not await is_shared()
    async with database.connection() as db:
        assert await count_fleets(db, partner.id, None) == 0
    await _until(token, 401)
    assert (await admin.delete(f"{PARTNERS}/{partner.id}/properties/{created.body[0]['id']}")).status == 204
    await _until(_fleets_of(api), 200)
    assert await is_shared()
    await _until(token, 200)


async def test_a_deleted_partner_is_gone_with_its_tokens_links_and_agreements(
    admin, anyone, api, database, invite, accept, partner
):
    await accept(await invite())
    link = await invite()
    assert (await api.delete(f"{PARTNERS}/{partner.id}")).status == 403
    for status in (204, 404):
        assert (await admin.delete(f"{PARTNERS}/{partner.id}")).status == status
    assert (await admin.get(f"{PARTNERS}/{partner.id}")).status == 404
    assert (await anyone.get(f"/v2/orgs/invitations/{link['id']}")).body["status"] == "deleted"
    async with database.connection() as db:
        rows = await db.execute("select status::text from share_agreement where partner_id = %s", (partner.id,))
        assert [row["status"] for row in await rows.fetchall()] == ["deleted"]
    await _until(_fleets_of(api), 401)


def _fleets_of(api: Api) -> Callable[[], Awaitable[int]]:
    async def read() -> int:
        return (await api.get(FLEETS)).status

    return read


async def _until(read: Callable[[], Awaitable[int]], status: int) -> None:
    async def is_reached() -> bool:
        return await read() == status

    await eventually(is_reached, f"status {status}")
