"""What a strict client receives that has asked for nothing, decoded as strictly as clients in Go do."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.conftest import Api, HubAnswer, PartnerFixture, Sink
from tests.contract.strict import unknown_keys
from tests.integration.conftest import Connected

OPERATIONS = "/v2/integrations/connections/resource-operations"
OPERATION = "/v2/integrations/connections/{connection_id}/resource-operations/{resource_operation_id}"
WEBHOOKS = "/v2/notifications/webhooks"
ASKED = {"Gladhand-Extensions": "true"}


@pytest.fixture
async def partner(make_partner: Callable[..., Awaitable[PartnerFixture]]) -> PartnerFixture:
    return await make_partner(extensions=False)


def strict(answer: HubAnswer, method: str, template: str, status: int) -> Any:
    assert answer.status == status, answer.body
    service = template.split("/")[2]
    assert unknown_keys(service, method, template, status, answer.body) == []
    return answer.body


async def test_writes_and_their_operations_have_the_contracts_keys(connect: Callable[..., Awaitable[Connected]]):
    fleet = await connect()
    driver = {"username": "ann", "first_name": "Ann", "last_name": "Lee"}

    done = strict(await fleet.create(is_sync=True, **driver), "post", "/v2/telematics/users", 200)
    accepted = strict(await fleet.update(done["source_id"], first_name="Anne"), "patch", _USER, 202)
    read = await fleet.api.get(_operation(fleet, accepted["id"]))
    strict(read, "get", OPERATION, 200)
    listed = strict(await fleet.api.get(OPERATIONS), "get", OPERATIONS, 200)

    assert [each["id"] for each in listed["items"]] == [done["id"], accepted["id"]]


async def test_invitations_have_the_contracts_keys(api: Api, anyone: Api):
    request = {"fleet_ref": "F-100", "permissions": {"user": "read_write"}, "limit_tsps": ["geotab"]}
    made = strict(await api.post(_INVITATIONS, request), "post", _INVITATIONS, 201)
    strict(await api.post(_INVITATIONS, request), "post", _INVITATIONS, 200)
    one = f"{_INVITATIONS}/{made['id']}"
    strict(await api.get(one), "get", _INVITATION, 200)
    strict(await anyone.post(f"{one}/accept"), "post", f"{_INVITATION}/accept", 200)
    listed = strict(await api.get(_INVITATIONS), "get", _INVITATIONS, 200)
    assert [each["id"] for each in listed["items"]] == [made["id"]]


async def test_subscriptions_have_the_contracts_keys(api: Api, sink: Sink):
    request = {"url": sink.url, "event_name": "invitation.created"}
    made = strict(await api.post(WEBHOOKS, request), "post", WEBHOOKS, 200)
    several = await api.post(WEBHOOKS, {"url": sink.url, "event_name": "user.*"})
    strict(several, "post", WEBHOOKS, 200)
    one = f"{WEBHOOKS}/{made['id']}"
    template = f"{WEBHOOKS}/{{webhook_id}}"
    strict(await api.get(WEBHOOKS), "get", WEBHOOKS, 200)
    strict(await api.get(one), "get", template, 200)
    strict(await api.patch(one, {"filters": None}), "patch", template, 200)
    strict(await api.post(f"{one}/pause"), "post", f"{template}/pause", 200)
    strict(await api.post(f"{one}/activate"), "post", f"{template}/activate", 200)


async def test_who_asks_by_the_header_receives_extensions(connect: Callable[..., Awaitable[Connected]]):
    fleet = await connect()
    body = {"connection_id": fleet.connection_id, "username": "ann", "first_name": "Ann", "last_name": "Lee"}

    done = await fleet.api.post("/v2/telematics/users?is_sync=true", body, headers=ASKED)
    read = await fleet.api.get(_operation(fleet, done.body["id"]), headers=ASKED)

    assert {each["field"] for each in done.body["field_results"]} == {"username", "first_name", "last_name"}
    assert {"field_results", "expected_start_at"} <= read.body.keys()


async def test_a_client_that_is_set_to_extensions_can_do_without_them(
    make_partner: Callable[..., Awaitable[PartnerFixture]], anyone: Api, sink: Sink
):
    api = anyone.with_token((await make_partner(extensions=True)).token)
    made = await api.post(WEBHOOKS, {"url": sink.url, "event_name": "invitation.created"})
    one = f"{WEBHOOKS}/{made.body['id']}"

    plain = await api.get(one, headers={"Gladhand-Extensions": "false"})

    assert "batch_size" in (await api.get(one)).body
    strict(plain, "get", f"{WEBHOOKS}/{{webhook_id}}", 200)


async def test_a_repeated_request_with_a_key_may_ask_for_extensions(api: Api, sink: Sink):
    request = {"url": sink.url, "event_name": "invitation.created"}
    key = {"Idempotency-Key": "subscribe-once"}

    first = await api.post(WEBHOOKS, request, headers=key)
    again = await api.post(WEBHOOKS, request, headers=key | ASKED)

    assert again.headers["idempotent-replayed"] == "true"
    assert again.body["batch_size"] == 1
    assert {name: again.body[name] for name in first.body} == first.body


_INVITATIONS = "/v2/orgs/invitations"
_INVITATION = "/v2/orgs/invitations/{invitation_id}"
_USER = "/v2/telematics/users/{user_id}"


def _operation(fleet: Connected, operation_id: str) -> str:
    return f"/v2/integrations/connections/{fleet.connection_id}/resource-operations/{operation_id}"
