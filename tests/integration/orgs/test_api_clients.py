"""API clients through the API: an administrator manages all of them, a partner its own."""

from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api, PartnerFixture, fetch_token

from gladhand.auth import scopes
from gladhand.core.db import Database

CLIENTS = "/v2/orgs/api-clients"
TOKENS = "/realms/catena/protocol/openid-connect/token"


async def ask(anyone: Api, client: Any, **more: str) -> Any:
    form = {"grant_type": "client_credentials", "client_id": client["client_id"]}
    return await anyone.request("POST", TOKENS, data=form | {"client_secret": client["client_secret"]} | more)


async def created(api: Api, **fields: Any) -> Any:
    answer = await api.post(CLIENTS, {"name": "staging"} | fields)
    assert answer.status == 201, answer.body
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.body


async def trail(admin: Api, partner_id: Any) -> list[tuple[Any, ...]]:
    answer = await admin.get("/v2/orgs/rights-changes", params={"partner_id": str(partner_id)})
    return [
        (each["action"], each["actor_kind"], each["actor_id"], each["details"]["client_id"])
        for each in answer.body["items"]
        if each["action"].startswith("api_client.")
    ]


async def listed(api: Api, query: str = "") -> list[Any]:
    return list((await api.get(f"{CLIENTS}?{query}")).body["items"])


async def test_a_secret_is_shown_once_and_the_last_use_is_shown(api: Api, anyone: Api, partner: PartnerFixture):
    made = await created(api)
    assert (made["kind"], made["partner_id"], made["last_used_at"]) == ("partner", str(partner.id), None)
    assert made["scopes"] == sorted(scopes.PARTNER)

    read = await api.get(f"{CLIENTS}/{made['client_id']}")
    assert read.body == {name: value for name, value in made.items() if name != "client_secret"}
    assert [each["client_id"] for each in await listed(api)] == [partner.client_id, made["client_id"]]

    assert (await ask(anyone, made)).status == 200
    assert (await api.get(f"{CLIENTS}/{made['client_id']}")).body["last_used_at"] is not None


async def test_both_secrets_work_after_a_rotation_and_the_former_ones_use_is_shown(api: Api, anyone: Api):
    first = await created(api)
    rotated = await api.post(f"{CLIENTS}/{first['client_id']}/rotate", {"overlap_hours": 1})
    assert rotated.status == 200, rotated.body
    second = rotated.body
    assert second["client_id"] == first["client_id"]
    assert second["client_secret"] != first["client_secret"]

    assert [(await ask(anyone, each)).status for each in (first, second)] == [200, 200]
    read = (await api.get(f"{CLIENTS}/{first['client_id']}")).body
    assert None not in (read["former_secret_until"], read["former_secret_used_at"])


async def test_without_an_overlap_the_former_secret_gets_no_token(api: Api, anyone: Api):
    first = await created(api)
    second = (await api.post(f"{CLIENTS}/{first['client_id']}/rotate", {"overlap_hours": 0})).body

    assert [(await ask(anyone, each)).status for each in (first, second)] == [401, 200]


async def test_a_revoked_client_ends_at_once_with_its_tokens(api: Api, anyone: Api):
    made = await created(api)
    token = await fetch_token(anyone, made["client_id"], made["client_secret"])
    assert (await anyone.with_token(token).get("/v2/orgs/fleets")).status == 200

    assert (await api.delete(f"{CLIENTS}/{made['client_id']}")).status == 204

    assert (await anyone.with_token(token).get("/v2/orgs/fleets")).status == 401
    assert (await ask(anyone, made)).status == 401
    revoked = (await api.get(f"{CLIENTS}/{made['client_id']}")).body["revoked_at"]
    assert revoked is not None
    assert (await api.delete(f"{CLIENTS}/{made['client_id']}")).status == 204
    assert (await api.get(f"{CLIENTS}/{made['client_id']}")).body["revoked_at"] == revoked
    assert (await api.post(f"{CLIENTS}/{made['client_id']}/rotate", {})).status == 409


async def test_an_administrator_manages_the_clients_of_everybody(
    admin: Api, anyone: Api, api: Api, partner: PartnerFixture
):
    made = await created(admin, partner_id=str(partner.id), extensions=True)
    assert (made["partner_id"], made["extensions"]) == (str(partner.id), True)
    assert [each["client_id"] for each in await listed(admin, f"partner_id={partner.id}")] == [
        partner.client_id,
        made["client_id"],
    ]
    other = await created(admin, kind="admin")
    assert other["partner_id"] is None
    assert set(other["scopes"]) == scopes.ADMIN
    assert (await ask(anyone, other, scope="partner:create")).status == 200

    assert (await admin.post(f"{CLIENTS}/{made['client_id']}/rotate", {})).status == 200
    for each in (made, other):
        assert (await admin.delete(f"{CLIENTS}/{each['client_id']}")).status == 204
    assert (await ask(anyone, other)).status == 401

    operator = (await trail(admin, partner.id))[0][2]
    assert await trail(admin, partner.id) == [
        ("api_client.revoked", "admin", operator, made["client_id"]),
        ("api_client.rotated", "admin", operator, made["client_id"]),
        ("api_client.created", "admin", operator, made["client_id"]),
        ("api_client.created", "operator", None, partner.client_id),
    ]


async def test_the_list_goes_on_where_a_page_ends(admin: Api, api: Api, partner: PartnerFixture):
    made = [partner.client_id, *[(await created(api))["client_id"] for _ in range(4)]]
    pages, query = [], f"partner_id={partner.id}&size=2"
    cursor: str | None = ""
    while cursor is not None:
        body = (await admin.get(f"{CLIENTS}?{query}{cursor and '&cursor=' + cursor}")).body
        pages.append([each["client_id"] for each in body["items"]])
        cursor = body["next_page"]

    assert pages == [made[:2], made[2:4], made[4:]]


async def test_another_partners_client_is_like_a_missing_one(
    api: Api, anyone: Api, make_partner: Any, admin: Api, partner: PartnerFixture
):
    other = await make_partner()
    operator = await created(admin, kind="admin")
    for client_id in (other.client_id, operator["client_id"], "partner-x", str(uuid4())):
        one = f"{CLIENTS}/{client_id}"
        answers = [
            await api.get(one), await api.post(f"{one}/rotate", {}), await api.delete(one)
        ]  # fmt: skip
        assert [each.status for each in answers] == [404] * 3
        assert {str(each.body) for each in answers} == {str((await api.get(f"{CLIENTS}/{uuid4()}")).body)}
    assert await listed(api, f"partner_id={other.id}") == []
    assert {each["partner_id"] for each in await listed(api)} == {str(partner.id)}
    # They still work.
    assert await fetch_token(anyone, other.client_id, other.client_secret)
    assert (await ask(anyone, operator)).status == 200


async def test_a_partner_makes_no_client_for_others_and_none_for_administrators(api: Api, make_partner: Any):
    other = await make_partner()
    for fields, path in (
        ({"partner_id": str(other.id)}, "body.partner_id"),
        ({"kind": "admin"}, "body.kind"),
        ({"scopes": ["partner:create"]}, "body.scopes.0"),
    ):
        answer = await api.post(CLIENTS, {"name": "more"} | fields)
        assert (answer.status, answer.body["detail"][0]["path"]) == (422, path)


async def test_no_token_gets_a_client_that_may_do_more(anyone: Api, api: Api, partner: PartnerFixture):
    form = {"client_id": partner.client_id, "client_secret": partner.client_secret}
    narrow = anyone.with_token((await ask(anyone, form, scope="partner:update partner:read")).body["access_token"])

    assert (await created(narrow))["scopes"] == ["partner:read", "partner:update"]
    refused = await narrow.post(CLIENTS, {"name": "more", "scopes": ["telematics:write"]})
    assert (refused.status, refused.body["detail"][0]["path"]) == (422, "body.scopes.0")
    answer = await narrow.post(f"{CLIENTS}/{partner.client_id}/rotate", {})
    assert answer.status == 403
    assert "telematics:read" in answer.body["detail"]

    reader = await created(api, scopes=["telematics:read"])
    token = (await ask(anyone, reader)).body["access_token"]
    assert (await anyone.with_token(token).post(CLIENTS, {"name": "more"})).status == 403
    # A token may take rights away that it does not have.
    assert (await narrow.delete(f"{CLIENTS}/{reader['client_id']}")).status == 204


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"scopes": ["telematics:raed"]}, "body.scopes.0", "telematics:read"),
        ({"scopes": []}, "body.scopes", "at least 1"),
        ({"name": " \u200b"}, "body.name", "at least 1"),
        ({"partner_id": "00000000-0000-0000-0000-000000000000"}, "body.partner_id", "no such partner"),
        ({}, "body.partner_id", "Name the partner"),
    ],
)
async def test_a_client_that_cannot_be_made_is_refused_at_its_field(
    admin: Api, partner: PartnerFixture, fields: dict[str, Any], path: str, message: str
):
    usual = {"name": "staging"} | ({"partner_id": str(partner.id)} if "scopes" in fields or "name" in fields else {})
    answer = await admin.post(CLIENTS, usual | fields)

    assert answer.status == 422
    [fault] = answer.body["detail"]
    assert fault["path"] == path
    assert message in fault["message"]


async def test_fleets_and_callers_without_a_token_manage_nothing(api: Api, anyone: Api):
    invited = (await api.post("/v2/orgs/invitations", {"fleet_ref": "F-1"})).body
    accepted = (await anyone.post(f"/v2/orgs/invitations/{invited['id']}/accept")).body
    fleet = anyone.with_token(accepted["pre_registration_access_token"])
    for caller, status in ((fleet, 403), (anyone, 401)):
        assert (await caller.get(CLIENTS)).status == status
        assert (await caller.post(CLIENTS, {"name": "more"})).status == status


async def test_a_repetition_with_the_same_key_answers_the_same_secret(api: Api, database: Database):
    key = {"Idempotency-Key": uuid4().hex}
    first, again = [await api.post(CLIENTS, {"name": "once"}, headers=key) for _ in range(2)]

    assert (first.status, again.body) == (201, first.body)
    assert len(await listed(api)) == 2
    async with database.connection() as db:
        stored = await (await db.execute("select answer from idempotency_key where answer is not null")).fetchall()
    assert all(first.body["client_secret"].encode() not in bytes(row["answer"]) for row in stored)
