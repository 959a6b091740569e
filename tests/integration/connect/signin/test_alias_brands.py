"""A brand that the operator has added: one more name for a platform whose adapter is installed."""

from uuid import uuid4

import pytest

from gladhand.core.db import Database

TSPS, CONNECTIONS = "/v2/orgs/tsps", "/v2/integrations/connections"


@pytest.fixture
async def alias(admin, server) -> dict[str, str]:
    body = {"name": f"Blue Truck {uuid4().hex[:6]}", "source_name": "catena_simulator", "conn_type": "api_key"}
    made: dict[str, str] = (await admin.post(TSPS, body)).body
    return made


async def test_a_fleet_connects_by_the_name_that_it_knows_and_can_repair_it_after_the_brand_has_gone(
    api, invite, visitor, account, alias, database: Database, anyone, make_account
):
    invitation = await invite(limit_tsps=[alias["slug"]])
    form_path = f"/providers/{alias['slug']}"
    page = await visitor.submit(await visitor.open(invitation["magic_link"]), "/accept")
    page = await visitor.submit(await visitor.follow(page, form_path), form_path, api_key=account)
    assert page.heading == f"{alias['name']} is connected"
    [connection] = (await api.get(CONNECTIONS)).body["items"]
    assert (connection["tsp_id"], connection["source_name"]) == (alias["id"], "catena_simulator")

    async with database.connection() as db:
        await db.execute("update tsp set status = 'deleted' where id = %s", (alias["id"],))
        await db.execute("update connection set status = 'stale' where id = %s", (connection["id"],))
    page = await visitor.open(invitation["magic_link"])
    other = (await make_account()).key
    assert (await visitor.submit(page, form_path, api_key=other)).status == 422
    page = await visitor.submit(page, form_path, api_key=account)
    assert page.heading == f"{alias['name']} works again"
    [repaired] = (await api.get(CONNECTIONS)).body["items"]
    assert (repaired["id"], repaired["status"]) == (connection["id"], "active")

    # Nobody else finds the brand.
    link = (await invite(fleet_name="Swift"))["id"]
    accepted = (await anyone.post(f"/v2/orgs/invitations/{link}/accept")).body
    fleet = anyone.with_token(accepted["pre_registration_access_token"])
    body = {"tsp_id": alias["id"], "credentials": {"api_key": account}}
    assert (await fleet.post(CONNECTIONS, body)).status == 404
