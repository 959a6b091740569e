"""The operator's pages: everything over all partners, clients, and the checks of the doctor."""

import asyncio
import time

from tests.conftest import PATIENCE
from tests.console_pages import operator_paths
from tests.integration.conftest import Connected


async def test_every_page_is_shown_and_linked(operator, connected: Connected, partner):
    await connected.created(first_name="Anna", username=f"a.{connected.fleet_ref}")
    frame = (await operator.get("/console/operator")).text
    for path in operator_paths("catena_simulator"):
        shown = await operator.get(f"/console/operator{path}")
        assert shown.status == 200, (path, shown.text)
        if path.count("/") == 1 and path not in ("/doctor", "/simulator"):
            assert f'href="/console/operator{path}"' in frame, path
    assert partner.slug in (await operator.get("/console/operator/partners")).text
    assert connected.connection_id in (await operator.get("/console/operator/connections")).text
    assert connected.fleet_ref in (await operator.get("/console/operator/fleets")).text
    invited = await operator.get(f"/console/operator/invitations?fleet_ref={connected.fleet_ref}&status=accepted")
    assert partner.slug in invited.text
    assert "?invite=" not in invited.text
    assert "No invitation" in (await operator.get("/console/operator/invitations?fleet_ref=nobody")).text


async def test_the_doctor_finds_what_is_wrong(operator):
    shown = await operator.get("/console/operator/doctor")
    assert "The schema is up to date." in shown.text
    assert "agrees with the database" in shown.text
    assert ">failed<" not in shown.text


async def test_a_partner_is_made_and_gets_a_client_whose_secret_works_and_ends(operator, database, anyone):
    named = await operator.submit("/console/operator/partners", name="Northern Freight")
    assert "Northern Freight" in named.text
    async with database.connection() as db:
        row = await (
            await db.execute("select id, slug from partner where name = 'Northern Freight' order by created_at desc")
        ).fetchone()
    assert row is not None
    made = await operator.submit("/console/operator/clients", name="first", partner_id=str(row["id"]))
    client_id, secret = (part.partition('"')[0] for part in made.text.split('data-copy="')[1:3])

    async def token(with_secret: str) -> int:
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": with_secret}
        answer = await anyone.request("POST", "/realms/catena/protocol/openid-connect/token", data=form)
        return int(answer.status)

    here = f"/console/partners/{row['slug']}/clients"
    assert client_id in (await operator.get(here)).text
    rotated = await operator.submit(f"{here}/{client_id}/rotate", overlap_hours="1")
    new = rotated.text.split('data-copy="')[2].partition('"')[0]
    assert await token(secret) == 200  # still, for an hour
    assert await token(new) == 200
    listed = (await operator.get(here)).text
    assert new not in listed
    assert secret not in listed
    await operator.submit(f"{here}/{client_id}/revoke")
    deadline = time.monotonic() + PATIENCE
    while await token(new) != 401:
        assert time.monotonic() < deadline, "a revoked client still gets tokens"
        await asyncio.sleep(0.05)
    trail = (await operator.get("/console/operator/audit")).text
    for action in ("console.api_client.created", "console.api_client.rotated", "console.api_client.revoked"):
        assert action in trail, action
    assert "console link " in trail
    assert new not in trail


async def test_a_partner_has_only_its_own_clients(engineer, partner, make_partner):
    other = await make_partner()
    here = f"/console/partners/{partner.slug}/clients"
    shown = await engineer.get(here)
    assert partner.client_id in shown.text
    assert other.client_id not in shown.text
    assert (await engineer.submit(f"{here}/{other.client_id}/revoke")).status == 404
    assert (await engineer.submit(f"{here}/{other.client_id}/rotate", overlap_hours="1")).status == 404
