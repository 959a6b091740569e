"""Subscriptions that change: url, filters, secret, pause and activation, through the API."""

import asyncio
from typing import Any

import pytest
from tests.conftest import Api

WEBHOOKS = "/v2/notifications/webhooks"
URL = "http://127.0.0.1:9/hooks/catena"


@pytest.fixture
def made(api: Api):
    async def make(**more: Any) -> Any:
        answer = await api.post(WEBHOOKS, {"url": URL, "event_name": "user.added"} | more)
        assert answer.status == 200, answer.body
        return answer.body

    return make


async def test_a_url_is_changed_and_shown_masked(api, made):
    webhook = await made()
    answer = await api.patch(f"{WEBHOOKS}/{webhook['id']}", {"url": "http://127.0.0.1:9/other/secret-path"})
    assert answer.status == 200
    assert answer.body["url"] == "http://127.0.0.1:9/other/*****"
    assert answer.body["secret"] == "*****"
    assert answer.body["updated_at"] > webhook["updated_at"]


async def test_filters_are_replaced_kept_when_absent_and_cleared_by_null(api, made):
    webhook = await made(filters={"fleet_refs": ["a"]})
    path = f"{WEBHOOKS}/{webhook['id']}"
    assert (await api.patch(path, {"secret": "a longer secret"})).body["filters"]["fleet_refs"] == ["a"]
    assert (await api.patch(path, {"filters": {"fleet_refs": ["c", "b"]}})).body["filters"]["fleet_refs"] == ["b", "c"]
    assert (await api.patch(path, {"filters": None})).body["filters"] is None


async def test_a_change_that_makes_a_twin_is_a_conflict_and_changes_nothing(api, made):
    await made(filters={"fleet_refs": ["a"]})
    other = await made(filters={"fleet_refs": ["b"]})
    answer = await api.patch(f"{WEBHOOKS}/{other['id']}", {"filters": {"fleet_refs": ["a"]}})
    assert answer.status == 409
    assert (await api.get(f"{WEBHOOKS}/{other['id']}")).body["filters"]["fleet_refs"] == ["b"]


async def test_a_change_to_itself_is_no_conflict(api, made):
    webhook = await made()
    assert (await api.patch(f"{WEBHOOKS}/{webhook['id']}", {"url": URL})).status == 200


@pytest.mark.parametrize("body", [{"secret": "tooshort"}, {"url": "http://10.0.0.1/x"}, {"url": "ftp://a.example/"}])
async def test_what_could_not_be_made_cannot_be_changed_to(api, made, body):
    answer = await api.patch(f"{WEBHOOKS}/{(await made())['id']}", body)
    assert answer.status == 422
    assert "tooshort" not in str(answer.body)


async def test_pausing_and_activating_are_told_once_each(api, made, published_records):
    webhook = await made()
    path = f"{WEBHOOKS}/{webhook['id']}"
    for _ in range(2):
        assert (await api.post(f"{path}/pause")).body["status"] == "paused"
    for _ in range(2):
        assert (await api.post(f"{path}/activate")).body["status"] == "active"
    assert [each["status"] for each in await published_records("webhook.paused")] == ["paused"]
    assert [each["status"] for each in await published_records("webhook.activated")] == ["active"]
    assert (await api.get(f"{WEBHOOKS}?status=paused")).body["items"] == []


async def test_an_update_is_told_without_the_secret(api, made, published_records):
    webhook = await made()
    await api.patch(f"{WEBHOOKS}/{webhook['id']}", {"secret": "an entirely new secret"})
    [event] = await published_records("webhook.updated")
    assert event["id"] == webhook["id"]
    assert "entirely" not in str(event)


@pytest.mark.parametrize(("method", "tail"), [("PATCH", ""), ("POST", "/pause"), ("POST", "/activate")])
async def test_a_foreign_or_deleted_subscription_is_not_there(api, made, anyone, make_partner, method, tail):
    webhook = await made()
    stranger = anyone.with_token((await make_partner()).token)
    path = f"{WEBHOOKS}/{webhook['id']}{tail}"
    foreign = await stranger.request(method, path, json={})
    assert foreign.status == 404
    await api.delete(f"{WEBHOOKS}/{webhook['id']}")
    gone = await api.request(method, path, json={})
    assert (gone.status, gone.body) == (404, foreign.body)


async def test_simultaneous_changes_into_one_another_leave_no_twins(api, made):
    ids = [(await made(filters={"fleet_refs": [name]}))["id"] for name in ("a", "b", "c", "d")]
    answers = await asyncio.gather(*(api.patch(f"{WEBHOOKS}/{each}", {"filters": None}) for each in ids))
    assert sorted(each.status for each in answers) == [200, 409, 409, 409]


async def test_a_test_event_is_accepted_while_the_subscription_is_active_and_is_not_in_the_feed(api, made):
    webhook = await made(event_name="invitation.sent")
    path = f"{WEBHOOKS}/{webhook['id']}"
    sent = await api.post(f"{path}/test")
    assert (sent.status, sent.body["webhook_id"]) == (202, webhook["id"])
    feed = (await api.get("/v2/notifications/events")).body["items"]
    assert sent.body["event_id"] not in {each["id"] for each in feed}

    await api.post(f"{path}/pause")
    refused = await api.post(f"{path}/test")
    assert (refused.status, "paused" in refused.body["detail"]) == (409, True)


async def test_a_test_event_goes_to_ones_own_subscription_only(anyone, api, made, make_partner):
    webhook = await made()
    other = anyone.with_token((await make_partner()).token)
    assert (await other.post(f"{WEBHOOKS}/{webhook['id']}/test")).status == 404


async def test_the_list_of_events_says_which_are_sent(api):
    lines = {each["event_name"]: each for each in (await api.get("/v2/notifications/schemas")).body["items"]}
    assert (lines["invitation.created"]["is_sent"], lines["invitation.rejected"]["is_sent"]) == (True, False)
    assert lines["invitation.rejected"]["versions"] == ["1.0"]
    path = "/v2/notifications/schemas/invitation.rejected"
    shown = (await api.get(path, headers={"Gladhand-Extensions": "true"})).body
    assert (shown["is_sent"], shown["sent_when"]) == (False, None)
    strict = (await api.get(path, headers={"Gladhand-Extensions": "false"})).body
    assert "is_sent" not in strict
