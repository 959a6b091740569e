"""The operator's pages: everything over all partners, clients, and the checks of the doctor."""

import asyncio
import time
from uuid import UUID

from tests.conftest import PATIENCE
from tests.console_pages import operator_paths
from tests.integration.conftest import Connected

from gladhand.core.db import Db
from gladhand.core.storage_queries import list_table_sizes
from gladhand.notifications.deliveries.overview_queries import count_undelivered, list_all_webhooks


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
    made = await operator.submit("/console/operator/clients", name="first", partner=str(row["id"]))
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


async def test_what_is_not_read_leads_to_the_partners_page_that_says_why(
    operator, connected: Connected, partner, database
):
    async with database.connection() as db:
        found = await db.execute(
            """
            insert into schedule (fleet_id, connection_id, source_name, resource, execution_interval_seconds, status,
              consecutive_error_count)
            values (%s, %s, 'catena_simulator', 'user', 60, 'inactive', 1000000)
            on conflict (fleet_id, connection_id, resource) do update
              set status = 'inactive', consecutive_error_count = 1000000
            returning id
            """,
            (connected.fleet_id, connected.connection_id),
        )
        row = await found.fetchone()
    page = (await operator.get("/console/operator")).text
    assert "The table below says why." in page
    assert "records are read, and webhooks are delivered" not in page
    here = f"/console/partners/{partner.slug}/connections/{connected.connection_id}"
    assert f'href="{here}/schedules/{row["id"]}"' in page
    assert (await operator.get(f"{here}/schedules/{row['id']}")).status == 200
    assert f'href="{here}"' in (await operator.get("/console/operator/connections")).text


async def test_a_write_leads_to_its_page(operator, connected: Connected, partner):
    operation = await connected.created(first_name="Anna", username=f"a.{connected.fleet_ref}")
    here = f"/console/partners/{partner.slug}/operations/{connected.connection_id}/{operation['id']}"
    listed = await operator.get(f"/console/operator/operations?fleet={connected.fleet_ref}")
    assert f'href="{here}"' in listed.text
    assert (await operator.get(here)).status == 200


async def troubled(db: Db, slug: str) -> list[str]:
    return [str(each["id"]) for each in await list_all_webhooks(db, slug=slug, only_in_trouble=True)]


async def test_endpoints_that_take_nothing_are_told_of(operator, api, partner, database):
    hook = {"event_name": "user.added", "url": "http://127.0.0.1:9/"}
    webhook = (await api.post("/v2/notifications/webhooks", hook)).body["id"]
    told = "Nothing has arrived within the last hour"
    async with database.connection() as db:
        await db.execute(
            """
            insert into webhook_quarter (partner_id, webhook_id, begins, attempts, successes)
            values (%s, %s, date_trunc('hour', now()), 5, 0)
            """,
            (partner.id, webhook),
        )
        assert told in (await operator.get("/console/operator")).text
        await db.execute("update webhook_quarter set successes = 1 where webhook_id = %s", (webhook,))
        silent = await count_undelivered(db)
        assert webhook not in await troubled(db, partner.slug)
        await db.execute("update webhook_quarter set successes = 0 where webhook_id = %s", (webhook,))
        assert (await count_undelivered(db)).silent == silent.silent + 1
        assert webhook in await troubled(db, partner.slug)
        await db.execute("update webhook set status = 'deleted' where id = %s", (webhook,))


async def test_a_fleet_is_found_by_a_part_of_its_name(operator, connected: Connected, database):
    name = f"Northwind 100% {connected.fleet_ref} Freight"
    async with database.connection() as db:
        await db.execute("update fleet set name = %s where id = %s", (name, connected.fleet_id))
    found = await operator.get(f"/console/operator/fleets?name=100%25+{connected.fleet_ref.upper()}")
    assert name in found.text
    missing = await operator.get(f"/console/operator/fleets?name=100_{connected.fleet_ref}")
    assert "No fleet has this in its name." in missing.text


async def test_lists_of_partners_and_endpoints_are_bounded_and_begin_with_what_is_in_trouble(
    operator, api, partner, database
):
    ids = []
    for path in ("first", "second"):
        hook = {"event_name": "user.added", "url": f"http://127.0.0.1:9/{path}"}
        ids.append((await api.post("/v2/notifications/webhooks", hook)).body["id"])
    async with database.connection() as db:
        await db.execute("update webhook set status = 'stale' where id = %s", (ids[1],))
        rows = await list_all_webhooks(db, slug=None, status=None)
        order = [str(each["id"]) for each in rows]
        assert order.index(ids[1]) < order.index(ids[0])
        assert len(await list_all_webhooks(db, slug=None, status=None, limit=1)) == 1
        assert [str(each["id"]) for each in await list_all_webhooks(db, slug=partner.slug)] == [ids[1], ids[0]]
        assert await troubled(db, partner.slug) == [ids[1]]
        [figures] = await list_all_webhooks(db, slug=partner.slug, ids=[UUID(ids[0])])
        assert str(figures["id"]) == ids[0]
        await db.execute(
            "insert into partner (slug, name, callback_secret)"
            " select 'many-' || n, 'Many ' || n, '' from generate_series(1, 120) n"
        )
    page = (await operator.get("/console/operator/partners")).text
    found = (await operator.get("/console/operator/partners?name=any+117")).text
    async with database.connection() as db:
        await db.execute("delete from partner where slug like 'many-%'")
    assert page.count('href="/console/partners/many-') == 100
    assert found.count('href="/console/partners/many-') == 1
    shown = (await operator.get(f"/console/operator/webhooks?partner={partner.slug}")).text
    assert shown.count(f'href="/console/partners/{partner.slug}/webhooks/') == 2


async def test_a_provider_shows_how_it_is_set_up_and_no_secret(operator):
    page = (await operator.get("/console/operator/providers/samsara")).text
    assert "How it is set up" in page
    assert "/oauth/callback" in page
    assert "GLADHAND_OAUTH_APPS" in page
    page = (await operator.get("/console/operator/providers/motive")).text
    assert "uncertain_values" in page
    assert "integration_name" in page


async def test_storage_has_the_room_of_everything(operator, database):
    page = (await operator.get("/console/operator/storage")).text
    async with database.connection() as db:
        sizes = {each.name: each for each in await list_table_sizes(db)}
    assert {"event", "resource_operation", "record_vehicle", "record_vehicle_location", "rights_change"} <= set(sizes)
    assert sizes["event"].bytes > 0
    assert not any(name.startswith("record_vehicle_location_2") for name in sizes)
    for text in ("rows as providers sent them", "resource operation", "rights change"):
        assert text in page


async def test_the_audit_trail_names_partners_fleets_and_people(operator, partner, database):
    async with database.connection() as db:
        await db.execute("update partner set name = 'Blue & Sons' where id = %s", (partner.id,))
    made = await operator.submit("/console/operator/clients", name="named", partner=partner.slug)
    assert "Client made" in made.text
    page = (await operator.get(f"/console/operator/audit?partner_id={partner.id}")).text
    assert 'data-label="Partner">Blue &amp; Sons<' in page
    refused = await operator.submit("/console/operator/clients", name="named", partner="no-such-partner")
    assert "No partner has this slug." in refused.text
