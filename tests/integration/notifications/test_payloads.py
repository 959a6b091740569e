"""What the main job tells fits the records that the catalogue names, and holds no secret."""

import json

from tests.links import list_published
from tests.outbox import empty_outbox

from gladhand.notifications.event_names import record_of
from gladhand.notifications.payloads import find_payload_model


async def test_every_event_of_the_main_job_fits_its_record(api, anyone, accept, connected, database, keyring, partner):
    await connected.created(username="maria", first_name="Maria", is_driver=True)
    operation = await connected.create(username="jon", first_name="Jon", is_driver=True)
    assert operation.status == 202
    declined = await api.post("/v2/orgs/invitations", {"fleet_ref": "declined"})
    await anyone.post(f"/v2/orgs/invitations/{declined.body['id']}/decline", {"decline_reason": "not now"})
    deleted = await api.post("/v2/orgs/invitations", {"fleet_ref": "deleted"})
    await api.delete(f"/v2/orgs/invitations/{deleted.body['id']}")
    wanted = {"url": "http://127.0.0.1:9/hooks", "event_name": "user.added"}
    webhook = await api.post("/v2/notifications/webhooks", wanted)
    await api.delete(f"/v2/notifications/webhooks/{webhook.body['id']}")

    await empty_outbox(database)
    events = await list_published(database, keyring, partner.id)
    for name, data in events:
        model = find_payload_model(record_of(name))
        assert model is not None, name
        model.model_validate(data)
    assert {name for name, _ in events} >= {
        "invitation.created",
        "invitation.accepted",
        "invitation.declined",
        "invitation.deleted",
        "share_agreement.created",
        "connection.created",
        "fleet_connection.created",
        "resource_operation.created",
        "user.added",
        "webhook.created",
        "webhook.deleted",
    }


async def test_no_event_holds_a_token_a_key_or_a_secret(connected, api, database, keyring, partner):
    webhook = await api.post(
        "/v2/notifications/webhooks", {"url": "http://127.0.0.1:9/a-key-in-the-url", "event_name": "user.added"}
    )
    await empty_outbox(database)
    told = json.dumps(await list_published(database, keyring, partner.id))
    for secret in (connected.account.key, connected.fleet.token, webhook.body["secret"], "a-key-in-the-url"):
        assert secret
        assert secret not in told
