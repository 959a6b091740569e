"""A partner's pages: what they show, and that their forms change it and stand in the audit trail."""

import re
from base64 import b64decode
from typing import Any

import pytest
from tests.integration.conftest import Connected

SINK = "http://127.0.0.1:9/hook"


@pytest.fixture
def here(partner) -> str:
    return f"/console/partners/{partner.slug}"


async def audited(database, partner) -> list[Any]:
    async with database.connection() as db:
        rows = await db.execute(
            "select action, actor_kind, actor_id, subject_id, details from rights_change "
            "where partner_id = %s and action like 'console.%%' order by created_at",
            (partner.id,),
        )
        return list(await rows.fetchall())


async def test_pages_without_any_rows_say_how_the_first_one_comes_about(engineer, here):
    texts = {
        "": "Nothing needs attention",
        "/invitations": "No invitation yet",
        "/fleets": "No fleet shares with you yet",
        "/connections": "No connection yet",
        "/operations": "No writes in this time",
        "/webhooks": "No endpoint",
        "/events": "No events",
    }
    for path, text in texts.items():
        shown = await engineer.get(here + path)
        assert shown.status == 200, shown.text
        assert text in shown.text, path


async def test_a_fleet_is_invited_refreshed_and_taken_back(engineer, here, api, database, partner):
    made = await engineer.submit(f"{here}/invitations", fleet_ref="north 1", fleet_name="North", expires_in_hours="48")
    assert made.path.startswith(f"{here}/invitations/of?fleet_ref=north 1")
    invitation = (await api.get("/v2/orgs/invitations?fleet_ref=north%201")).body["items"][0]
    assert invitation["magic_link"] in made.text
    assert invitation["expires_in_hours"] == 48
    assert invitation["id"] not in made.path
    await engineer.submit(f"{here}/invitations/of/refresh", fleet_ref="north 1")
    refreshed = (await api.get("/v2/orgs/invitations?fleet_ref=north%201")).body["items"]
    assert [each["id"] for each in refreshed] == [invitation["id"]]
    assert refreshed[0]["expires_at"] != invitation["expires_at"]
    assert "north 1" in (await engineer.get(f"{here}/invitations")).text
    made_at = invitation["created_at"]
    await engineer.submit(f"{here}/invitations/of/withdraw", fleet_ref="north 1", created_at=made_at)
    assert (await api.get("/v2/orgs/invitations?fleet_ref=north%201")).body["items"] == []
    rows = await audited(database, partner)
    assert [row["action"] for row in rows[-3:]] == [
        "console.invitation.created",
        "console.invitation.refreshed",
        "console.invitation.deleted",
    ]
    assert all(row["actor_id"].startswith("console link ") for row in rows[-3:])
    # The id of an invitation opens its link, so the trail does not have it.
    assert all(invitation["id"] not in str(row) for row in rows)


async def test_a_refused_form_says_why_and_leaves_no_trace(engineer, here, database, partner):
    before = len(await audited(database, partner))
    refused = await engineer.submit(f"{here}/webhooks", event_name="user.added", url="no address")
    assert refused.status == 422
    assert "<p>Url: It must not contain spaces or control characters.</p>" in refused.text
    assert len(await audited(database, partner)) == before


async def test_a_fleets_page_has_its_connection_and_switches_its_agreement(engineer, here, connected, api):
    shown = await engineer.get(f"{here}/fleets/{connected.fleet_id}")
    assert connected.connection_id in shown.text
    agreement = (await api.get(f"/v2/orgs/share-agreements?fleet_id={connected.fleet_id}")).body["items"][0]
    path = f"{here}/fleets/{connected.fleet_id}/agreements/{agreement['id']}"
    paused = await engineer.submit(f"{path}/pause")
    assert "The agreement is paused" in paused.text
    assert ">Resume<" in paused.text.replace("\n", "") or "Resume" in paused.text
    assert (await api.get(f"/v2/orgs/share-agreements/{agreement['id']}")).body["status"] == "paused"
    await engineer.submit(f"{path}/activate")
    assert (await api.get(f"/v2/orgs/share-agreements/{agreement['id']}")).body["status"] == "active"


async def test_a_connections_page_has_its_schedules_and_only_the_operator_runs_them(
    engineer, operator, here, connected: Connected, api
):
    path = f"{here}/connections/{connected.connection_id}"
    shown = await engineer.get(path)
    assert "What is read" in shown.text
    schedules = (await api.get(f"/v2/integrations/connections/{connected.connection_id}/schedules")).body["items"]
    schedule = schedules[0]["id"]
    assert f"{path}/schedules/{schedule}" in shown.text
    assert "Run now" not in (await engineer.get(f"{path}/schedules/{schedule}")).text
    assert (await engineer.submit(f"{path}/schedules/{schedule}/run")).status == 404
    assert "Run now" in (await operator.get(f"{path}/schedules/{schedule}")).text
    paused = await operator.submit(f"{path}/schedules/{schedule}/pause")
    assert paused.status == 200
    read = f"/v2/integrations/connections/{connected.connection_id}/schedules/{schedule}"
    assert (await api.get(read)).body["status"] == "paused"
    assert (await operator.submit(f"{path}/schedules/{schedule}/run")).status == 200
    assert (await api.get(read)).body["status"] == "active"
    await operator.submit(f"{path}/schedules/{schedule}/interval", seconds="900")
    assert (await api.get(read)).body["execution_interval_seconds"] == 900
    assert (await engineer.get(f"{path}/coverage")).status == 200


async def test_an_operator_changes_on_a_partners_pages_only_what_the_partner_sees(
    operator, here, connected: Connected, make_partner
):
    other = await make_partner()
    foreign = f"/console/partners/{other.slug}/connections/{connected.connection_id}"
    assert (await operator.submit(f"{foreign}/activate")).status == 404
    assert (await operator.get(foreign)).status == 404


async def test_a_stale_connection_is_seen_and_has_its_repair_link(engineer, here, connected: Connected, database):
    async with database.connection() as db:
        await db.execute("update connection set status = 'stale' where id = %s", (connected.connection_id,))
    overview = await engineer.get(here)
    assert "The fleet has to sign in again" in overview.text
    path = f"{here}/connections/{connected.connection_id}"
    assert path in overview.text
    shown = await engineer.get(path)
    assert "Copy repair link" in shown.text
    assert "?invite=" in shown.text
    again = await engineer.submit(f"{path}/repair")
    assert "The fleet can sign in again by this link" in again.text


async def test_a_failed_write_shows_its_attempts_and_is_tried_again(engineer, here, connected: Connected, api):
    first = await connected.created(first_name="Anna", username=f"anna.{connected.fleet_ref}")
    failed = (await connected.create(is_sync=True, first_name="Twin", username=f"anna.{connected.fleet_ref}")).body
    assert failed["status"] == "failed"
    listed = await engineer.get(f"{here}/operations", params={"fleet_refs": connected.fleet_ref})
    assert first["id"] in listed.text
    assert failed["id"] in listed.text
    path = f"{here}/operations/{connected.connection_id}/{failed['id']}"
    shown = await engineer.get(path)
    assert "Attempt 1" in shown.text
    assert "Try again" in shown.text
    assert "Try again" not in (await engineer.get(f"{here}/operations/{connected.connection_id}/{first['id']}")).text
    assert (
        await engineer.submit(f"{here}/operations/{connected.connection_id}/{first['id']}/retry")
    ).status == 404  # it has not failed
    again = await engineer.submit(f"{path}/retry")
    new_id = again.path.partition("?")[0].rsplit("/", 1)[1]
    assert new_id != failed["id"]
    made = await connected.operation(new_id)
    assert made["payload"] == failed["payload"]


async def test_an_endpoint_is_made_tested_changed_and_deleted(engineer, here, api, database, partner):
    made = await engineer.submit(f"{here}/webhooks", event_name="user.*", url=SINK)
    assert made.text.count("Copy secret") == 3
    hook = (await api.get("/v2/notifications/webhooks")).body["items"][0]
    path = f"{here}/webhooks/{hook['id']}"
    assert "A test event is on its way" in (await engineer.submit(f"{path}/switch/test")).text
    paused = await engineer.submit(f"{path}/switch/pause")
    assert "paused" in paused.text
    assert (await api.get(f"/v2/notifications/webhooks/{hook['id']}")).body["status"] == "paused"
    await engineer.submit(f"{path}/switch/activate")
    await engineer.submit(f"{path}/address", url="http://127.0.0.1:10/other")
    assert ":10/" in (await api.get(f"/v2/notifications/webhooks/{hook['id']}")).body["url"]
    rotated = await engineer.submit(f"{path}/rotate")
    secret = rotated.text.split('data-copy="')[1].split('"')[0]
    # Libraries of Standard Webhooks read a key in Base64 behind the prefix.
    assert len(b64decode(secret.removeprefix("whsec_"), validate=True)) == 24
    assert secret not in (await engineer.get(path)).text
    assert (await engineer.submit(f"{path}/delete")).path == f"{here}/webhooks?done=webhook-deleted"
    rows = await audited(database, partner)
    assert [row["action"] for row in rows[-6:]] == [
        "console.webhook.test",
        "console.webhook.pause",
        "console.webhook.activate",
        "console.webhook.address_changed",
        "console.webhook.secret_rotated",
        "console.webhook.deleted",
    ]
    assert not any(secret in str(row) for row in rows)


async def test_a_delivery_has_its_event_and_all_of_its_attempts(engineer, here, api, database):
    """Among many other attempts, and of an event about something long past, as late rows of a provider are."""
    hooks = "/v2/notifications/webhooks"
    hook = (await api.post(hooks, {"event_name": "invitation.created", "url": SINK})).body
    await api.post("/v2/orgs/invitations", {"fleet_ref": "told late"})
    async with database.transaction() as db:
        rows = await db.execute(
            "update delivery set sequence = 1 where webhook_id = %s returning id, event_id, partner_id", (hook["id"],)
        )
        [delivery] = await rows.fetchall()
        await db.execute(
            "update event set occurred_at = occurred_at - interval '3 days' where partner_id = %s and id = %s",
            (delivery["partner_id"], delivery["event_id"]),
        )
        await db.execute(
            """
            insert into delivery_attempt (partner_id, id, delivery_id, webhook_id, event_id, event_name, attempt,
              status, status_code, response_time_ms, created_at, answer)
            select %(partner_id)s, uuidv7(), %(id)s, %(hook)s,
              case when n in (1, 1200) then %(event_id)s else gen_random_uuid() end, 'invitation.created', 1, 'failed',
              499 + n %% 1200, 5, now() + n * interval '1 second', case when n = 1 then 'no such <fleet>' end
            from generate_series(1, 1200) n
            """,
            delivery | {"hook": hook["id"]},
        )
    path = f"{here}/webhooks/{hook['id']}/events/{delivery['event_id']}"
    shown = (await engineer.get(path)).text
    assert re.findall(r"Attempt (\d+): HTTP (\d+)", shown) == [("1", "500"), ("2", "499")]
    assert "told late" in shown.partition("What was sent")[2]
    assert shown.count("What it answered") == 1
    assert "no such &lt;fleet&gt;" in shown
    headers = shown.partition("Headers of the last request")[2].partition("What was sent")[0]
    for name, value in (
        ("X-Delivery-Attempt", "2"),
        ("webhook-id", str(delivery["event_id"])),
        ("X-Event-Type", "inv"),
    ):
        assert re.search(rf"{name}&#34;: &#34;{value}|{name}.*{value}", headers), name
    # What still waits is sent by itself; what was given up can be sent again.
    assert "Next attempt" in shown
    assert "Send again" not in shown
    async with database.transaction() as db:
        await db.execute("update delivery set status = 'dead' where id = %s", (delivery["id"],))
    assert "Send again" in (await engineer.get(path)).text
    replayed = await engineer.submit(f"{here}/webhooks/{hook['id']}/replay", event_id=delivery["event_id"])
    assert "1 event on the way again." in replayed.text
    async with database.transaction() as db:
        await db.execute("delete from event where id = %s", (delivery["event_id"],))
    assert "no longer kept" in (await engineer.get(path)).text


async def test_events_are_shown_without_what_opens_something(engineer, here, connected: Connected, api):
    shown = await engineer.get(f"{here}/events")
    assert "invitation.created" in shown.text
    invitation = (await api.get(f"/v2/orgs/invitations?fleet_ref={connected.fleet_ref}")).body["items"][0]
    assert invitation["magic_link"] not in shown.text
    assert invitation["pre_registration_access_token"] not in shown.text


async def test_looking_at_events_begins_no_feed(engineer, here, database, partner):
    await engineer.get(f"{here}/events")
    async with database.connection() as db:
        rows = await db.execute("select 1 from feed_reader where partner_id = %s", (partner.id,))
        assert await rows.fetchall() == []


async def test_lists_begin_with_the_newest_and_go_back_page_by_page(engineer, here, api):
    for number in range(120):
        made = await api.post("/v2/orgs/invitations", {"fleet_ref": f"n{number:03}"})
        assert made.status == 201
    seen, path = [], f"{here}/invitations"
    while path:
        shown = await engineer.get(path)
        seen += [part.partition('"')[0] for part in shown.text.split("invitations/of?fleet_ref=")[1:]]
        older = (
            shown.text.split(">Older<")[0].rpartition('href="')[2].partition('"')[0] if ">Older<" in shown.text else ""
        )
        path = older.replace("&amp;", "&")
    assert seen == [f"n{number:03}" for number in reversed(range(120))]


@pytest.mark.parametrize("path", ["/invitations", "/fleets", "/connections"])
async def test_a_search_by_the_reference_says_that_it_takes_the_whole_of_it(engineer, here, path):
    shown = await engineer.get(f"{here}{path}")
    [search] = re.findall(r'<form method="get".*?</form>', shown.text, re.DOTALL)
    assert "the whole id" in search
