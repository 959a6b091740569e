"""The main job by API alone, over real processes: from a partner's token to drivers written, with every event heard."""

import hashlib
import hmac
from base64 import b64encode
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from standardwebhooks import Webhook
from tests.conftest import Api, Received, Sink
from tests.integration.conftest import Connected, SimulatorAccount

from gladhand.core.db import Database

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("worker")]

SECRET = "a secret of the partner's own"
TOKEN = "/realms/catena/protocol/openid-connect/token"
NOUNS = ("invitation", "share_agreement", "connection", "fleet_connection", "resource_operation", "user")


async def subscribe(api: Api, sink: Sink, *event_names: str) -> None:
    for event_name in event_names:
        wanted = {"url": sink.url, "event_name": event_name, "secret": SECRET}
        answer = await api.post("/v2/notifications/webhooks", wanted)
        assert answer.status == 200, answer.body


def check_signatures(received: Received) -> None:
    """Both schemes, each computed from what is public about it."""
    headers = {name.lower(): value for name, value in received.headers.items()}
    message = headers["x-catena-timestamp"].encode() + b"." + received.raw
    digest = hmac.new(SECRET.encode(), message, hashlib.sha256).digest()
    assert headers["x-catena-signature"] == b64encode(digest).decode()
    Webhook(b64encode(SECRET.encode()).decode()).verify(received.raw.decode(), headers)
    assert headers["x-event-type"] == received.event_name
    assert headers["webhook-id"] == received.body["id"]


async def refreshed(anyone: Api, refresh_token: str) -> Api:
    form = {"grant_type": "refresh_token", "client_id": "pre-registration-client", "refresh_token": refresh_token}
    answer = await anyone.request("POST", TOKEN, data=form)
    assert answer.status == 200, answer.body
    return anyone.with_token(answer.body["access_token"])


async def test_the_main_job_goes_through_by_api_alone(
    api: Api, anyone: Api, sink: Sink, make_account: Callable[[], Awaitable[SimulatorAccount]], tsp_id: str
) -> None:
    await subscribe(api, sink, *(f"{noun}.*" for noun in NOUNS))
    fleet_ref = f"fleet-{uuid4().hex[:8]}"
    invited = await api.post("/v2/orgs/invitations", {"fleet_ref": fleet_ref, "permissions": {"user": "read_write"}})
    assert invited.status == 201
    path = f"/v2/orgs/invitations/{invited.body['id']}"

    # The fleet: accepts without a token, and from then on has nothing but the tokens of its invitation.
    accepted = await anyone.post(f"{path}/accept")
    assert accepted.status == 200
    fleet = await refreshed(anyone, accepted.body["pre_registration_refresh_token"])
    account = await make_account()
    wrong = await fleet.post("/v2/integrations/connections", {"tsp_id": tsp_id, "credentials": {"api_key": "wrong"}})
    assert 400 <= wrong.status < 500
    assert (await api.get(f"/v2/integrations/connections?fleet_refs={fleet_ref}")).body["items"] == []
    body = {"tsp_id": tsp_id, "credentials": {"api_key": account.key}}
    connection = await fleet.post("/v2/integrations/connections", body)
    assert connection.status == 200
    assert account.key not in str(connection.body)

    # The partner sees what came of it.
    assert (await anyone.get(path)).body["status"] == "accepted"
    (agreement,) = (await api.get(f"/v2/orgs/share-agreements?fleet_ref={fleet_ref}")).body["items"]
    assert agreement["scopes"] == {"user": "read_write"}
    (listed,) = (await api.get(f"/v2/integrations/connections?fleet_refs={fleet_ref}")).body["items"]
    assert listed["id"] == connection.body["id"]

    # It writes, waiting and not waiting, and reads back.
    job = Connected(api, fleet, accepted.body["fleet_id"], fleet_ref, tsp_id, listed["id"], account)
    maria = await job.created(username="maria", first_name="Maria", phone_number="+15125550100", is_driver=True)
    changed = await job.update(maria["resource_id"], is_sync=True, first_name="Mary")
    assert (changed.status, changed.body["status"]) == (200, "success")
    later = await job.update(maria["resource_id"], phone_number=None)
    assert (later.status, later.body["status"]) == (202, "pending")
    assert (await job.settled(later.body["id"]))["status"] == "success"
    sam = await job.create(username="sam", first_name="Sam")
    settled = await job.settled(sam.body["id"])
    assert settled["status"] == "success"
    record = (await api.get(f"/v2/telematics/users/{maria['resource_id']}")).body
    assert (record["first_name"], record["phone_number"], record["username"]) == ("Mary", None, "maria")
    users = (await api.get(f"/v2/telematics/users?fleet_refs={fleet_ref}")).body["items"]
    assert {each["source_id"] for each in users} == {maria["source_id"], settled["source_id"]}
    assert len(await account.drivers()) == 2

    # And it has heard of every step, once each, and signed.
    expected = Counter(
        {
            "invitation.created": 1,
            "invitation.accepted": 1,
            "share_agreement.created": 1,
            "connection.created": 1,
            "fleet_connection.created": 1,
            "resource_operation.created": 2,
            "resource_operation.succeeded": 2,
            "user.added": 2,
            "user.modified": 2,
        }
    )
    for event_name, count in expected.items():
        await sink.wait_for(event_name, count)
    assert Counter(each.event_name for each in sink.received) == expected
    for received in sink.received:
        check_signatures(received)


async def test_a_partner_that_gave_a_callback_url_hears_of_the_acceptance_there(
    database: Database, api: Api, anyone: Api, sink: Sink
) -> None:
    fleet_ref = f"fleet-{uuid4().hex[:8]}"
    plain = await api.post("/v2/orgs/invitations", {"fleet_ref": fleet_ref, "callback_url": sink.url})
    assert (plain.status, plain.body["detail"][0]["path"]) == (422, "body.callback_url")
    invited = await api.post("/v2/orgs/invitations", {"fleet_ref": fleet_ref})
    async with database.transaction() as db:
        # The sink speaks no TLS, and nothing but https is taken at the door.
        await db.execute(
            "update invitation set callback_url = %s where link_hash = sha256(uuid_send(%s))",
            (sink.url, invited.body["id"]),
        )
    await anyone.post(f"/v2/orgs/invitations/{invited.body['id']}/accept")
    (accepted,) = await sink.wait_for("invitation.accepted")
    await sink.wait_for("share_agreement.created")
    assert accepted.body["data"][0]["fleet_ref"] == fleet_ref
    assert "webhook-signature" in {name.lower() for name in accepted.headers}


async def test_an_invitation_expires_on_time_and_is_announced_once(
    database: Database, api: Api, anyone: Api, sink: Sink
) -> None:
    await subscribe(api, sink, "invitation.*")
    wanted = {"fleet_ref": f"fleet-{uuid4().hex[:8]}", "expires_in_hours": 1}
    invited = (await api.post("/v2/orgs/invitations", wanted)).body
    path = f"/v2/orgs/invitations/{invited['id']}"
    async with database.transaction() as db:
        await db.execute(
            "update invitation set expires_at = now() where link_hash = sha256(uuid_send(%s))",
            (invited["id"],),
        )
    # At once, whether a worker has come by or not.
    assert (await anyone.get(path)).body["status"] == "expired"
    assert (await anyone.post(f"{path}/accept")).status == 409
    (told,) = await sink.wait_for("invitation.expired")
    assert told.body["data"][0]["id"] == invited["id"]
    again = await api.post("/v2/orgs/invitations", wanted)
    assert again.status == 201
    assert again.body["id"] != invited["id"]
    await sink.wait_for("invitation.created", 2)
    async with database.connection() as db:
        found = await db.execute(
            "select status::text from invitation where link_hash = sha256(uuid_send(%s))",
            (invited["id"],),
        )
        assert (await found.fetchone() or {})["status"] == "expired"
        events = await db.execute(
            "select count(*) as n from event where event_name = 'invitation.expired' and data ->> 'fleet_ref' = %s",
            (wanted["fleet_ref"],),
        )
        assert (await events.fetchone() or {})["n"] == 1


async def test_asking_again_refreshes_the_same_link_and_opens_a_declined_one(api: Api, anyone: Api) -> None:
    wanted: dict[str, Any] = {"fleet_ref": f"fleet-{uuid4().hex[:8]}", "fleet_name": "Rolling Thunder"}
    first = await api.post("/v2/orgs/invitations", wanted)
    path = f"/v2/orgs/invitations/{first.body['id']}"
    declined = await anyone.post(f"{path}/decline", {"decline_reason": "not now"})
    assert declined.body["status"] == "declined"
    again = await api.post("/v2/orgs/invitations", {"fleet_ref": wanted["fleet_ref"], "expires_in_hours": 48})
    assert (again.status, again.body["status"], again.body["id"]) == (200, "active", first.body["id"])
    assert (again.body["magic_link"], again.body["fleet_name"]) == (first.body["magic_link"], "Rolling Thunder")
    assert datetime.fromisoformat(again.body["expires_at"]) > datetime.fromisoformat(first.body["expires_at"])
    accepted = await anyone.post(f"{path}/accept")
    assert accepted.status == 200
    renewed = await api.post("/v2/orgs/invitations", {"fleet_ref": wanted["fleet_ref"]})
    assert (renewed.status, renewed.body["status"]) == (200, "accepted")
    assert renewed.body["pre_registration_access_token"] != accepted.body["pre_registration_access_token"]
    fleet = anyone.with_token(renewed.body["pre_registration_access_token"])
    assert (await fleet.get("/v2/integrations/connections")).status == 200
