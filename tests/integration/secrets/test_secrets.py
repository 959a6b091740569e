"""Secrets stay with their owners: each value is looked for in every answer, event, delivery, log line and table."""

import asyncio
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest
from tests.conftest import Api, Sink
from tests.integration.connect.conftest import Visitor
from tests.integration.secrets.story import CONNECTIONS, FLEETS, INVITATIONS, WEBHOOKS, Story
from tests.integration.secrets.tables import dump_tables, unseal_column
from tests.integration.secrets.walk import BY_HAND, ApiWalk, all_routes, published, walk_connect
from tests.integration.secrets.world import SecretsWorld

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.sealed_columns import SEALED_COLUMNS

pytestmark = pytest.mark.timeout(300)


#: Sealed columns of which the world knows a value when all is over; those of deleted connections are empty by then.
ONE_OF_EACH = {
    "idempotency_key.answer", "signing_key.private_key", "partner.callback_secret", "invitation.sealed_link",
    "invitation.access_token", "invitation.refresh_token", "event.sealed_link", "webhook.secret",
    "webhook.retired_secrets", "connection_pre_auth.sealed", "fingerprint_key.sealed", "sign_in.link_parameters",
}  # fmt: skip


async def test_no_answer_delivery_log_line_or_table_holds_a_secret_of_somebody_else(
    world: SecretsWorld, story: Story, sink: Sink, database: Database, keyring: Keyring, server: str, logs: Path
) -> None:
    world.facts["sink"] = sink.url
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        walk = ApiWalk(world, session, server)
        await walk.before_ends()
        for _ in range(3):
            await story.invite("second")
        await walk_connect(world, server, database, walk)
        await walk.ends()

    assert world.found == {}
    never = {(method, published(path)) for method, path, _ in all_routes()} - world.reached
    assert never == set(), "nobody has used these routes with success; `walk` has to know their bodies or ids"
    assert world.reached >= BY_HAND
    [first_link, *_] = world.links["first"]
    assert first_link in world.read["first"]
    assert all(first_link not in found for caller, found in world.read.items() if caller != "first")

    await _deliveries_hold_none(world, sink, database)
    await _tables_hold_none(world, database, keyring)
    text = await asyncio.to_thread(logs.read_text)
    assert "/v2/orgs/invitations/{invitation_id}/accept" in text
    assert not world.leaks(text, None)


async def _deliveries_hold_none(world: SecretsWorld, sink: Sink, database: Database) -> None:
    marker = f"last-{uuid4().hex}"
    async with database.connection() as db:
        rows = await (await db.execute("select id::text, partner_id from webhook")).fetchall()
    by_id = {partner.id: name for name, partner in world.partners.items()}
    webhooks = {row["id"]: by_id.get(row["partner_id"]) for row in rows}
    for name in ("first", "second"):
        made = await world.callers[name].post(WEBHOOKS, {"url": f"{sink.url}/{marker}", "event_name": "user.added"})
        webhooks[made.body["id"]] = name
    for each in sink.received:
        leaks = world.leaks(each.raw.decode() + str(each.headers), webhooks[each.body["webhook_id"]])
        assert not leaks, f"{each.event_name} holds {leaks}"
    assert {"invitation.created", "invitation.accepted", "connection.staled"} <= {
        each.event_name for each in sink.received
    }


async def _tables_hold_none(world: SecretsWorld, database: Database, keyring: Keyring) -> None:
    dump = await dump_tables(database)
    async with database.connection() as db:
        sealed = {column: await unseal_column(db, keyring, column) for column in SEALED_COLUMNS}
    # Look-up hashes belong into tables; what a hash stands for cannot be found from it.
    found = {table: leaks for table, text in dump.items() if (leaks := world.leaks(text, None, hashed=False))}
    assert not found, found
    assert "PRIVATE KEY" not in str(dump)
    # The tables were read, and the values are there for those who hold the keys.
    assert len(dump) > 30
    assert world.partners["first"].slug in dump["partner"]
    known = {str(column) for column, text in sealed.items() if any(secret in text for secret in world.secrets)}
    assert known >= ONE_OF_EACH


async def test_a_second_partner_cannot_become_the_fleet_of_the_first(
    world: SecretsWorld, anyone: Api, server: str
) -> None:
    second, connected = world.callers["second"], world.shared
    assert connected is not None
    world.facts["sink"] = "http://127.0.0.1:9"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        walk = ApiWalk(world, session, server)
        for name in ("second", "second as fleet") * 2:
            await walk.read(name)
    ids = world.read["second"]
    fleet = (await second.get(f"{FLEETS}/{connected.fleet_id}")).body
    own = {each.value for each in world.secrets.values() if "second" in each.readers}
    assert fleet["invitation_id"] in own
    assert fleet["websites"][0].endswith(".invalid/")
    # Everything that looks like an id, tried as a link: the API and Connect know only the partner's own.
    assert len(ids) > 10
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        visitor = Visitor(session, server)
        for each in ids - own:
            assert (await anyone.get(f"{INVITATIONS}/{each}")).status == 404
            assert (await anyone.post(f"{INVITATIONS}/{each}/accept")).status == 404
            page = await visitor.open(f"/?invite={each}")
            assert "Partner first" not in page.text
            assert not page.read.forms or all("/providers" not in form.action for form in page.read.forms)
    # Neither its token, nor the fleet's token that it was given, nor its own link ends the connection of the first.
    path = f"{CONNECTIONS}/{connected.connection_id}"
    for caller in (second, world.callers["second as fleet"]):
        for action in ("pause", "cancel"):
            assert (await caller.post(f"{path}/{action}")).status in (403, 404, 405)
        assert (await caller.patch(path, {"status": "paused"})).status in (403, 404)
        assert (await caller.delete(path)).status in (403, 404)
    gone, link = f"/connections/{connected.connection_id}/disconnect", f"invite={fleet['invitation_id']}"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        visitor = Visitor(session, server)
        page = await visitor.open(f"/providers?{link}")
        assert page.status == 200
        assert gone not in page.read.links
        assert (await visitor.open(f"{gone}?{link}")).status == 404
        token = next(each.values["form_token"] for each in page.read.forms if "form_token" in each.values)
        await visitor.request("POST", f"{gone}?{link}", data={"form_token": token})
    # The fleet's own token does.
    assert (await connected.fleet.get(path)).body["status"] != "deleted"
    assert (await connected.fleet.delete(path)).status == 204
