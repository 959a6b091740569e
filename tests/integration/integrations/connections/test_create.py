"""POST /v2/integrations/connections, against the real simulator."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api
from tests.integration.conftest import Connected, SimulatorAccount
from tests.links import list_published
from tests.outbox import empty_outbox

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database

Connect = Callable[..., Awaitable[Connected]]


@pytest.fixture
async def fleet(anyone: Api, accept: Callable[..., Awaitable[Any]]) -> Api:
    return anyone.with_token((await accept())["pre_registration_access_token"])


async def count(database: Database, tsp_id: str) -> int:
    async with database.connection() as db:
        rows = await db.execute("select count(*) as n from connection where tsp_id = %s", (tsp_id,))
        row = await rows.fetchone()
        assert row is not None
        return int(row["n"])


async def test_a_connection_answers_with_its_secrets_as_stars(connected: Connected) -> None:
    connection = await connected.connection()
    assert connection["credentials"] == {"api_key": "*****", "url": None, "user_id": None}
    assert connection["status"] == "active"
    assert connection["source_name"] == "catena_simulator"
    assert connection["fleet_ref"] == connected.fleet_ref
    assert connection["fleet_id"] == str(connected.fleet_id)


async def test_the_secret_is_sealed_in_the_database(connected: Connected, database: Database, keyring: Keyring) -> None:
    async with database.connection() as db:
        rows = await db.execute(
            "select c.*, c::text as all from connection c where id = %s", (connected.connection_id,)
        )
        row = await rows.fetchone()
    assert row is not None
    assert connected.account.key not in row["all"]
    assert connected.account.key in keyring.unseal(row["credentials"], purpose="connection.credentials")


async def test_refused_credentials_are_told_at_the_credentials_and_nothing_is_stored(
    fleet: Api, tsp_id: str, database: Database
) -> None:
    before = await count(database, tsp_id)
    answer = await fleet.post(
        "/v2/integrations/connections", {"tsp_id": tsp_id, "credentials": {"api_key": "wrong-key"}}
    )
    assert answer.status == 422
    (fault,) = answer.body["detail"]
    assert fault["path"] == "body.credentials"
    assert "The API key is not known" in fault["message"]
    assert "wrong-key" not in str(answer.body)
    assert await count(database, tsp_id) == before


@pytest.mark.parametrize("credentials", [{}, {"api_key": ""}, {"api_key": "   "}, {"api_key": None}, {"username": "x"}])
async def test_a_form_that_is_not_filled_in_names_the_field(fleet: Api, tsp_id: str, credentials: Any) -> None:
    answer = await fleet.post("/v2/integrations/connections", {"tsp_id": tsp_id, "credentials": credentials})
    assert answer.status == 422
    assert [fault["path"] for fault in answer.body["detail"]] == ["body.credentials.api_key"]


@pytest.mark.parametrize("credentials", ["text", 7, None, [], ["api_key"]])
async def test_credentials_that_are_no_object_are_one_fault(fleet: Api, tsp_id: str, credentials: Any) -> None:
    answer = await fleet.post("/v2/integrations/connections", {"tsp_id": tsp_id, "credentials": credentials})
    assert answer.status == 422
    assert [fault["path"] for fault in answer.body["detail"]] == ["body.credentials"]


async def test_an_unknown_provider_is_404(fleet: Api) -> None:
    body = {"tsp_id": str(uuid4()), "credentials": {"api_key": "x"}}
    answer = await fleet.post("/v2/integrations/connections", body)
    assert (answer.status, answer.body["code"]) == (404, 404)


async def test_a_provider_that_is_not_offered_is_422(fleet: Api, database: Database) -> None:
    async with database.connection() as db:
        rows = await db.execute(
            "insert into tsp (slug, name, source_name, conn_type, status)"
            " values (%s, 'Gone', 'catena_simulator', 'api_key', 'inactive') returning id",
            (f"gone-{uuid4().hex[:6]}",),
        )
        row = await rows.fetchone()
    assert row is not None
    answer = await fleet.post(
        "/v2/integrations/connections", {"tsp_id": str(row["id"]), "credentials": {"api_key": "x"}}
    )
    assert answer.status == 422
    assert answer.body["detail"][0]["path"] == "body.tsp_id"


@pytest.mark.parametrize("kind", ["fail", "hang", "throttle", "malformed", "cut_before_write"])
async def test_a_provider_that_does_not_answer_is_504_within_bounds_and_nothing_is_stored(
    fleet: Api, tsp_id: str, database: Database, make_account: Callable[[], Awaitable[SimulatorAccount]], kind: str
) -> None:
    account = await make_account()
    await account.inject_fault(kind, count=None)
    before = await count(database, tsp_id)
    body = {"tsp_id": tsp_id, "credentials": {"api_key": account.key}}
    answer = await fleet.post("/v2/integrations/connections", body)
    assert answer.status == 504
    assert set(answer.body) == {"code", "message", "detail"}
    assert await count(database, tsp_id) == before


async def test_partners_cannot_connect(api: Api, tsp_id: str) -> None:
    body = {"tsp_id": tsp_id, "credentials": {"api_key": "demo-key"}}
    assert (await api.post("/v2/integrations/connections", body)).status == 403


async def test_nobody_connects_without_a_token(anyone: Api, tsp_id: str) -> None:
    body = {"tsp_id": tsp_id, "credentials": {"api_key": "demo-key"}}
    assert (await anyone.post("/v2/integrations/connections", body)).status == 401


async def test_a_fleet_that_accepts_with_its_token_brings_its_connections_along(
    connected: Connected,
    make_account: Callable[[], Awaitable[SimulatorAccount]],
    database: Database,
    keyring: Keyring,
    anyone: Api,
    make_partner: Callable[..., Any],
) -> None:
    body = {"tsp_id": connected.tsp_id, "credentials": {"api_key": (await make_account()).key}}
    paused = (await connected.fleet.post("/v2/integrations/connections", body)).body["id"]
    await connected.fleet.patch(f"/v2/integrations/connections/{paused}", {"status": "paused"})
    partner = await make_partner("Other Insurance")
    other = anyone.with_token(partner.token)
    invitation = (await other.post("/v2/orgs/invitations", {"fleet_ref": "theirs"})).body
    assert (await connected.fleet.post(f"/v2/orgs/invitations/{invitation['id']}/accept")).status == 200
    await empty_outbox(database)
    published = await list_published(database, keyring, partner.id)
    assert [name for name, _ in published] == [
        "invitation.created", "invitation.accepted", "share_agreement.created", "fleet_connection.created"
    ]  # fmt: skip
    record = published[-1][1]
    assert (record["fleet_id"], record["connection_id"]) == (str(connected.fleet_id), connected.connection_id)


async def test_signing_in_again_repairs_the_same_connection(connected: Connected, database: Database) -> None:
    async with database.connection() as db:
        await db.execute("update connection set status = 'stale' where id = %s", (connected.connection_id,))
    answer = await connected.sign_in(description="Trucks in Texas")
    assert answer.status == 200
    assert answer.body["id"] == connected.connection_id
    assert answer.body["status"] == "active"
    assert answer.body["description"] == "Trucks in Texas"


async def test_another_account_is_another_connection(
    connected: Connected, make_account: Callable[[], Awaitable[SimulatorAccount]]
) -> None:
    other = await make_account()
    answer = await connected.sign_in(other.key, description="Second account")
    assert answer.status == 200
    assert answer.body["id"] != connected.connection_id
    listed = await connected.api.get("/v2/integrations/connections", params={"fleet_refs": connected.fleet_ref})
    assert [each["id"] for each in listed.body["items"]] == [connected.connection_id, answer.body["id"]]


async def test_a_new_connection_is_told_and_a_repair_closes_its_sign_in(
    connected: Connected, published_records: Callable[[str], Awaitable[list[Any]]]
) -> None:
    assert await published_records("connection.created") == [
        {
            "id": connected.connection_id,
            "source_name": "catena_simulator",
            "fleet_id": str(connected.fleet_id),
            "tsp_id": connected.tsp_id,
            "status": "active",
        }
    ]
    await connected.sign_in()
    assert len(await published_records("connection.created")) == 1
    first, second = await published_records("fleet_connection.created")
    assert first == second
    assert (first["fleet_id"], first["connection_id"]) == (str(connected.fleet_id), connected.connection_id)


async def test_a_pasted_key_connects_and_one_that_no_header_carries_is_refused_at_its_field(
    fleet: Api, tsp_id: str, make_account: Callable[[], Awaitable[SimulatorAccount]]
) -> None:
    account = await make_account()
    body = {"tsp_id": tsp_id, "credentials": {"api_key": f"\u202a {account.key}\u200b\r\n"}}
    assert (await fleet.post("/v2/integrations/connections", body)).status in (200, 201)
    body["credentials"] = {"api_key": f"{account.key[:4]}\n{account.key[4:]}"}
    answer = await fleet.post("/v2/integrations/connections", body)
    assert answer.status == 422
    (fault,) = answer.body["detail"]
    assert fault["path"] == "body.credentials.api_key"
    assert "a line break" in fault["message"]
    assert account.key[4:] not in str(answer.body)


async def test_a_fleet_connects_under_a_brand_that_the_operator_has_added(
    admin: Api, api: Api, fleet: Api, make_account: Callable[[], Awaitable[SimulatorAccount]]
) -> None:
    brand = {"name": f"White {uuid4().hex[:6]}", "source_name": "catena_simulator", "conn_type": "api_key"}
    added = (await admin.post("/v2/orgs/tsps", brand)).body
    body = {"tsp_id": added["id"], "credentials": {"api_key": (await make_account()).key}}
    made = await fleet.post("/v2/integrations/connections", body)
    assert (made.status, made.body["status"], made.body["tsp_id"]) == (200, "active", added["id"])
    listed = (await api.get("/v2/integrations/connections", params={"tsp_id": added["id"]})).body["items"]
    assert [each["id"] for each in listed] == [made.body["id"]]


async def test_a_connection_made_through_the_api_is_a_step_of_the_funnel(connected: Connected):
    """The step counts for the partner that the fleet shares with; a repaired connection counts once more."""
    invitation = (await connected.api.get(f"/v2/orgs/invitations?fleet_ref={connected.fleet_ref}")).body["items"][0]
    funnel = (await connected.api.get(f"/v2/orgs/invitation-funnel/{invitation['id']}")).body
    assert {each["step"] for each in funnel["steps"]} == {"accepted", "provider_chosen", "connected"}
    assert (await connected.api.get("/v2/orgs/invitation-funnel")).body["reached"]["connected"] == 1
    assert (await connected.sign_in()).status == 200
    funnel = (await connected.api.get(f"/v2/orgs/invitation-funnel/{invitation['id']}")).body
    steps = {each["step"]: each for each in funnel["steps"]}
    assert (steps["connected"]["times"], steps["connected"]["detail"]) == (2, steps["provider_chosen"]["detail"])
    assert (await connected.api.get("/v2/orgs/invitation-funnel")).body["reached"]["connected"] == 1
