"""What a receiver hears of the main job, held against the contract's own records."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from tests.conftest import Api, Received, Sink
from tests.integration.notifications import router

# Types, required fields and values of the contract, as data; nothing beside them may be in a record.
CONTRACT = json.loads(Path(__file__).with_name("event_records.json").read_text())
# What operations tell beyond the contract.
for _name in ("field_results", "expected_start_at"):
    CONTRACT["$defs"]["BaseResourceOperationEvent"]["properties"][_name] = {}
# What agreements tell beyond it, to subscriptions with extensions.
CONTRACT["$defs"]["BaseShareAgreementEvent"]["properties"]["movement_privacy"] = {
    "type": "object",
    "required": ["PC", "OFF", "SB"],
    "additionalProperties": {"enum": ["full", "coarse", "withheld"]},
}
NOUNS = (
    "invitation",
    "share_agreement",
    "connection",
    "fleet_connection",
    "resource_operation",
    "user",
    "webhook",
)

pytestmark = pytest.mark.usefixtures("worker")


@cache
def _validator(event_name: str) -> Draft202012Validator:
    envelope = {
        "type": "object",
        "properties": {
            "version": {"type": "string", "pattern": r"^\d+\.\d+$"},
            "event_name": {"const": event_name},
            "data": {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/{CONTRACT['events'][event_name]}"}},
            "webhook_id": {"type": "string", "format": "uuid"},
            "timestamp": {"type": "string", "format": "date-time"},
            "id": {"type": "string", "format": "uuid"},
            "delivery_attempt": {"type": "integer", "minimum": 1},
            "sequence": {"type": "integer", "minimum": 1},
        },
        "additionalProperties": False,
        "$defs": CONTRACT["$defs"],
    }
    return Draft202012Validator(envelope | {"required": list(envelope["properties"])}, validate_formats=True)


def _faults(received: Received) -> list[str]:
    found = _validator(received.event_name).iter_errors(received.body)
    return [f"{received.event_name} {'.'.join(map(str, each.instance_path))}: {each.message}" for each in found]


async def _subscribe(api: Api, sink: Sink) -> set[str]:
    """To everything the main job can tell; the ids of the subscriptions."""
    ids = set()
    for noun in NOUNS:
        answer = await api.post("/v2/notifications/webhooks", {"url": sink.url, "event_name": f"{noun}.*"})
        assert answer.status == 200, answer.body
        ids |= {each["id"] for each in answer.body}
    return ids


async def _go_through(api: Api, anyone: Api, connected: Any) -> None:
    """All that the main job has: an invitation in each of its ends, and users written in both ways, well and badly."""
    made = await connected.created(username="maria", first_name="Maria", license_number="TX-1", is_driver=True)
    operation = await connected.update(made["source_id"], last_name="Keller")
    assert operation.status == 202
    await connected.settled(operation.body["id"])
    operation = await connected.create(username="jon", first_name="Jon", is_driver=True)
    await connected.settled(operation.body["id"])
    await connected.account.inject_fault("reject", method="POST")
    operation = await connected.create(username="ann")
    assert (await connected.settled(operation.body["id"]))["status"] == "failed"
    declined = await api.post("/v2/orgs/invitations", {"fleet_ref": "declined", "callback_url": None})
    await anyone.post(f"/v2/orgs/invitations/{declined.body['id']}/decline", {"decline_reason": "not now"})
    deleted = await api.post("/v2/orgs/invitations", {"fleet_ref": "deleted", "limit_tsps": ["groundhog"]})
    await api.delete(f"/v2/orgs/invitations/{deleted.body['id']}")


async def test_every_event_of_the_main_job_is_a_record_of_the_contract(
    api: Api, anyone: Api, sink: Sink, connect: Any
) -> None:
    subscriptions = await _subscribe(api, sink)
    connected = await connect()
    await _go_through(api, anyone, connected)
    await sink.wait_for("invitation.deleted")
    await sink.wait_for("resource_operation.failed")
    await sink.wait_for("user.added", 2)

    assert [fault for each in sink.received for fault in _faults(each)] == []
    assert [fault for each in sink.received for fault in router.faults("POST", each.headers, each.raw)] == []
    assert {each.event_name for each in sink.received} >= {
        "invitation.created",
        "invitation.accepted",
        "invitation.declined",
        "invitation.deleted",
        "share_agreement.created",
        "connection.created",
        "fleet_connection.created",
        "resource_operation.created",
        "resource_operation.succeeded",
        "resource_operation.failed",
        "user.added",
        "user.modified",
        "webhook.created",
    }
    assert {each.body["webhook_id"] for each in sink.received} <= subscriptions
    ids = [each.body["id"] for each in sink.received]
    assert len(ids) == len(set(ids)), "one event heard twice by one address, though its subscriptions do not overlap"
    fleets = [record for each in sink.received for record in each.body["data"] if record.get("fleet_id")]
    assert {each["fleet_id"] for each in fleets} == {str(connected.fleet_id)}


def test_the_judge_of_these_tests_finds_what_is_missing_strange_or_of_the_wrong_kind() -> None:
    record = {"id": "0193a1c2-7b54-7c21-9d0e-4f6a8b2c1d3e", "fleet_id": "no uuid", "strange": 1}
    body = {"event_name": "fleet_connection.created", "data": [record], "version": "1.0"}
    faults = _faults(Received({}, b"", body))
    assert len(faults) > 4
    assert any("strange" in each for each in faults)
    assert any("connection_id" in each for each in faults)
    assert any("data.0.fleet_id" in each for each in faults)
