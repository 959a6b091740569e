"""Log, metrics, replay and schemas, through the API and a worker."""

import json
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api, Sink, eventually
from tests.contract.strict import require_strict_list

from gladhand.notifications.event_names import WebhookEventNameEnum, is_wildcard
from gladhand.notifications.publish import publish

WEBHOOKS = "/v2/notifications/webhooks"


@pytest.fixture
async def webhook(api: Api, sink: Sink, worker) -> Any:
    return (await api.post(WEBHOOKS, {"url": sink.url, "event_name": "user.added"})).body


@pytest.fixture
def publishing(database, partner):
    async def publish_event():
        async with database.transaction() as db:
            return str(await publish(db, partner.id, "user.added", {"id": str(uuid4())}))

    return publish_event


async def _metrics(api: Api, webhook: Any, ready: Any) -> Any:
    found: Any = None

    async def are_ready() -> bool:
        nonlocal found
        answer = await api.get(f"{WEBHOOKS}/{webhook['id']}/metrics")
        assert answer.status == 200, answer.body
        found = answer.body
        return bool(ready(found))

    await eventually(are_ready, "the metrics")
    return found


async def test_before_the_first_delivery_all_metrics_are_zero(api, webhook):
    found = (await api.get(f"{WEBHOOKS}/{webhook['id']}/metrics")).body
    assert found["http_attempts"] == {"6h": 0, "24h": 0, "7d": 0, "14d": 0}
    assert found["success_rate"] == found["avg_response_time_ms"] == dict.fromkeys(("6h", "24h", "7d", "14d"))
    assert (found["ewma_success_rate"], found["dlq_count"]) == (None, 0)


async def test_attempts_and_messages_are_counted_apart(api, webhook, sink, publishing):
    sink.answers = [500]
    await publishing()
    await sink.wait_for("user.added", 2)
    found = await _metrics(api, webhook, lambda body: body["http_success_attempts"]["6h"] == 1)
    assert found["http_attempts"]["6h"] == found["http_attempts"]["14d"] == 2
    assert found["http_failure_attempts"]["24h"] == 1
    assert found["message_count"]["7d"] == found["message_success_count"]["7d"] == 1
    assert found["ewma_success_rate"] == 0.5
    assert found["success_rate"]["6h"] is None


async def test_the_rate_is_given_from_two_hundred_messages_on(api, webhook, publishing, database, partner):
    async with database.transaction() as db:
        for _ in range(200):
            await publish(db, partner.id, "user.added", {"id": str(uuid4())})
    found = await _metrics(api, webhook, lambda body: body["message_success_count"]["6h"] == 200)
    assert found["success_rate"] == {"6h": 100, "24h": 100, "7d": 100, "14d": 100}
    assert found["avg_response_time_ms"]["6h"] >= 0


async def test_the_log_has_one_entry_for_each_attempt(api, webhook, sink, publishing):
    sink.answers = [503]
    event_id = await publishing()
    await sink.wait_for("user.added", 2)
    await _metrics(api, webhook, lambda body: body["http_attempts"]["6h"] == 2)
    path = f"{WEBHOOKS}/{webhook['id']}/logs"
    entries = (await api.get(path)).body["items"]
    assert [(each["status"], each["status_code"], each["error_message"]) for each in entries] == [
        ("failed", 503, "answered 503"),
        ("success", 202, None),
    ]
    assert {each["message_id"] for each in entries} == {event_id}
    await require_strict_list(api, f"{WEBHOOKS}/{{webhook_id}}/logs", webhook_id=webhook["id"])
    assert [each["status_code"] for each in (await api.get(f"{path}?status=failed")).body["items"]] == [503]
    between = f"start_date={entries[0]['created_at']}&end_date={entries[1]['created_at']}"
    assert len((await api.get(f"{path}?{between}")).body["items"]) == 1
    assert (await api.get(f"{path}?start_date=2026-01-02T00:00:00Z&end_date=2026-01-01T00:00:00Z")).status == 422
    first = (await api.get(f"{path}?size=1")).body
    assert (await api.get(f"{path}?size=1&cursor={first['next_page']}")).body["items"] == entries[1:]


async def test_dead_letters_are_replayed_one_of_a_span_or_all(api, webhook, sink, publishing, database):
    # One attempt and four more after it, as the worker of the tests is set.
    sink.answers = [500] * 15
    ids = [await publishing() for _ in range(3)]
    await _metrics(api, webhook, lambda body: body["dlq_count"] == 3)
    path = f"{WEBHOOKS}/{webhook['id']}/replay"
    assert (await api.post(f"{path}?event_id={uuid4()}")).body["replayed"] == 0
    assert (await api.post(f"{path}?end_date=2026-01-01T00:00:00Z")).body["replayed"] == 0
    one = await api.post(f"{path}?event_id={ids[1]}")
    assert (one.status, one.body) == (202, {"webhook_id": webhook["id"], "replayed": 1})
    await _metrics(api, webhook, lambda body: body["dlq_count"] == 2 and body["message_success_count"]["6h"] == 1)
    assert (await api.post(f"{path}?start_date=2026-01-01T00:00:00Z")).body["replayed"] == 2
    await _metrics(api, webhook, lambda body: body["message_success_count"]["6h"] == 3)
    assert {each.body["delivery_attempt"] for each in sink.received[-3:]} == {6}
    assert (await api.post(path)).body["replayed"] == 0


@pytest.mark.parametrize(("method", "tail"), [("GET", "/metrics"), ("GET", "/logs"), ("POST", "/replay")])
async def test_what_others_are_sent_is_not_there(api, webhook, anyone, make_partner, method, tail):
    stranger = anyone.with_token((await make_partner()).token)
    assert (await stranger.request(method, f"{WEBHOOKS}/{webhook['id']}{tail}")).status == 404


async def test_every_event_has_a_schema_that_can_be_read(api):
    for name in [each for each in WebhookEventNameEnum if not is_wildcard(each)]:
        answer = await api.get(f"/v2/notifications/schemas/{name}")
        assert answer.status == 200
        schemas = json.loads(answer.body["openapi_schema"])["components"]["schemas"]
        body = next(iter(schemas.values()))
        record = body["properties"]["data"]["items"]["$ref"].rpartition("/")[2]
        assert "id" in schemas[record]["properties"]
        assert (await api.get(f"/v2/notifications/schemas/{name}/versions/1.0")).body == answer.body


@pytest.mark.parametrize("path", ["user.*", "no.such", "user.added/versions/9.9", "user.added/versions/x"])
async def test_there_is_no_schema_of_what_is_not_sent(api, path):
    assert (await api.get(f"/v2/notifications/schemas/{path}")).status == 404


async def test_schemas_need_a_token(anyone):
    assert (await anyone.get("/v2/notifications/schemas/user.added")).status == 401
