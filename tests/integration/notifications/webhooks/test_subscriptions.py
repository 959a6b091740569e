"""Subscriptions through the API."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api

WEBHOOKS = "/v2/notifications/webhooks"
URL = "http://127.0.0.1:9/hooks/catena"


def _wanted(**more) -> dict[str, Any]:
    return {"url": URL, "event_name": "user.added"} | more


async def _made(api: Api, **more) -> Any:
    answer = await api.post(WEBHOOKS, _wanted(**more))
    assert answer.status == 200, answer.body
    return answer.body


async def test_a_single_event_is_answered_with_one_object(api, partner):
    made = await _made(api)
    assert made["event_name"] == "user.added"
    assert made["partner_id"] == str(partner.id)
    assert made["status"] == "active"
    assert made["url"] == "http://127.0.0.1:9/hooks/*****"


async def test_a_made_up_secret_is_shown_once_and_masked_ever_after(api):
    made = await _made(api)
    assert len(made["secret"]) >= 24
    read = await api.get(f"{WEBHOOKS}/{made['id']}")
    assert read.body["secret"] == "*****"
    assert read.body["url"] == "http://127.0.0.1:9/hooks/*****"
    listed = await api.get(WEBHOOKS)
    assert made["secret"] not in str(listed.body)


async def test_a_given_secret_is_kept_sealed_and_shown_in_the_answer_only(api, database):
    made = await _made(api, secret="wX9kLmP2nQrT4vYz")
    assert made["secret"] == "wX9kLmP2nQrT4vYz"
    async with database.connection() as db:
        rows = await db.execute("select secret from webhook where id = %s", (made["id"],))
        [row] = await rows.fetchall()
    assert b"wX9k" not in row["secret"]


async def test_a_short_secret_is_accepted_with_a_warning(api):
    made = await _made(api, secret="tooshort")
    assert made["secret"] == "tooshort"
    assert made["warnings"] == ["The secret has fewer than 12 characters, so its signatures are easy to forge."]
    assert (await _made(api, secret="wX9kLmP2nQrT4vYz", url="https://acme.example/other"))["warnings"] == []
    # Libraries of Standard Webhooks take the six bytes behind the prefix for the key.
    made = await _made(api, secret="whsec_YWJjZGVm", url="https://acme.example/third")
    assert made["warnings"] == ["The key in the secret has fewer than 12 bytes, so its signatures are easy to forge."]


async def test_an_address_with_a_password_is_refused_without_repeating_it(api):
    made = await _made(api)
    for answer in (
        await api.post(WEBHOOKS, _wanted(url="http://ann:hunter2@127.0.0.1:9/hooks")),
        await api.patch(f"{WEBHOOKS}/{made['id']}", {"url": "https://ann:hunter2@acme.example/hooks"}),
    ):
        assert answer.status == 422
        assert answer.body["detail"][0]["path"] == "body.url"
        assert "hunter2" not in str(answer.body)


async def test_a_wildcard_makes_one_subscription_for_each_action(api):
    made = await _made(api, event_name="resource_operation.*")
    assert [each["event_name"] for each in made] == [
        "resource_operation.created",
        "resource_operation.succeeded",
        "resource_operation.failed",
    ]
    assert len({each["secret"] for each in made}) == 1


async def test_a_wildcard_of_one_action_is_answered_with_a_list_too(api):
    assert [each["event_name"] for each in await _made(api, event_name="vehicle_location.*")] == [
        "vehicle_location.added"
    ]


async def test_the_same_event_url_and_filters_once_more_are_a_conflict(api):
    await _made(api, filters={"fleet_refs": ["b", "a"]})
    again = await api.post(WEBHOOKS, _wanted(filters={"fleet_ids": [], "fleet_refs": ["a", "b", "a"]}))
    assert again.status == 409
    await _made(api)
    assert (await api.post(WEBHOOKS, _wanted(filters={"fleet_ids": [], "fleet_refs": None}))).status == 409
    await _made(api, filters={"fleet_refs": ["a"]})
    await _made(api, url=f"{URL}/other")


@pytest.mark.parametrize("wanted", [{"filters": {"fleet_ref": ["a"]}}, {"filter": {"fleet_refs": ["a"]}}])
async def test_a_misspelt_filter_is_refused_with_the_near_name(api: Api, wanted: dict[str, Any]) -> None:
    refused = await api.post(WEBHOOKS, _wanted() | wanted)
    assert (refused.status, "Did you mean filters" in str(refused.body)) == (422, True)


async def test_a_wildcard_that_meets_an_existing_one_makes_nothing(api):
    await _made(api, event_name="connection.staled")
    assert (await api.post(WEBHOOKS, _wanted(event_name="connection.*"))).status == 409
    assert [each["event_name"] for each in (await api.get(WEBHOOKS)).body["items"]] == ["connection.staled"]


async def test_of_many_equal_ones_at_the_same_time_exactly_one_is_made(api):
    answers = await asyncio.gather(*(api.post(WEBHOOKS, _wanted()) for _ in range(12)))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 11


async def test_after_it_was_deleted_the_same_one_can_be_made_anew(api):
    made = await _made(api)
    assert (await api.delete(f"{WEBHOOKS}/{made['id']}")).status == 204
    assert (await _made(api))["id"] != made["id"]


async def test_filters_may_name_very_many_fleets(api):
    filters = {"fleet_ids": sorted(str(uuid4()) for _ in range(1000)), "fleet_refs": ["x" * 400]}
    made = await _made(api, filters=filters)
    assert (await api.get(f"{WEBHOOKS}/{made['id']}")).body["filters"] == filters
    assert (await api.post(WEBHOOKS, _wanted(filters=filters))).status == 409


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hooks",
        "https://10.1.2.3/hooks",
        "https://[::ffff:192.168.0.1]/hooks",
        "https://169.254.169.254/latest",
        "https://user:pass@example.com/hooks",
        "https://example.com:22/hooks",
        "ftp://example.com/hooks",
    ],
)
async def test_an_address_that_must_not_be_called_is_refused(api, url):
    answer = await api.post(WEBHOOKS, _wanted(url=url))
    assert answer.status == 422
    assert answer.body["detail"][0]["path"] == "body.url"


async def test_a_refused_address_is_repeated_without_its_key(api):
    answer = await api.post(WEBHOOKS, _wanted(url="https://10.1.2.3/hooks/a-key-of-mine?token=also"))
    assert "a-key-of-mine" not in str(answer.body)
    assert "also" not in answer.body["detail"][0]["input"]


@pytest.mark.parametrize("name", ["user.exploded", "user", "*", ""])
async def test_an_unknown_event_is_refused(api, name):
    assert (await api.post(WEBHOOKS, _wanted(event_name=name))).status == 422


async def test_the_list_is_in_the_order_of_making_and_pages_both_ways(api):
    made = [(await _made(api, url=f"{URL}/{number}"))["id"] for number in range(5)]
    first = (await api.get(f"{WEBHOOKS}?size=2")).body
    second = (await api.get(f"{WEBHOOKS}?size=2&cursor={first['next_page']}")).body
    third = (await api.get(f"{WEBHOOKS}?size=2&cursor={second['next_page']}")).body
    assert [each["id"] for page in (first, second, third) for each in page["items"]] == made
    assert third["next_page"] is None
    back = (await api.get(f"{WEBHOOKS}?size=2&cursor={third['previous_page']}")).body
    assert [each["id"] for each in back["items"]] == made[2:4]


async def test_the_list_is_narrowed_by_event_wildcard_and_state(api):
    await _made(api, event_name="connection.*")
    single = await _made(api, event_name="user.added")
    await api.delete(f"{WEBHOOKS}/{single['id']}")

    async def names(query: str) -> list[str]:
        return [each["event_name"] for each in (await api.get(f"{WEBHOOKS}?{query}")).body["items"]]

    assert await names("") == ["connection.created", "connection.staled"]
    assert await names("event_name=connection.staled") == ["connection.staled"]
    assert await names("event_name=connection.*") == ["connection.created", "connection.staled"]
    assert await names("status=paused") == []
    assert await names("status=deleted") == ["user.added"]


async def test_anothers_subscription_is_like_a_missing_one(api, anyone, make_partner):
    made = await _made(api)
    other = anyone.with_token((await make_partner()).token)
    missing = await other.get(f"{WEBHOOKS}/{uuid4()}")
    for answer in (await other.get(f"{WEBHOOKS}/{made['id']}"), await other.delete(f"{WEBHOOKS}/{made['id']}")):
        assert (answer.status, answer.body) == (404, missing.body)
    assert (await other.get(WEBHOOKS)).body["items"] == []
    assert (await api.get(f"{WEBHOOKS}/{made['id']}")).status == 200


async def test_a_deleted_one_is_gone(api):
    made = await _made(api)
    assert (await api.delete(f"{WEBHOOKS}/{made['id']}")).status == 204
    assert (await api.get(f"{WEBHOOKS}/{made['id']}")).status == 404
    assert (await api.delete(f"{WEBHOOKS}/{made['id']}")).status == 404


async def test_making_and_deleting_are_told_with_a_masked_url_and_no_secret(api, published_records):
    made = await _made(api, filters={"fleet_refs": ["a"]})
    await api.delete(f"{WEBHOOKS}/{made['id']}")
    [created], [deleted] = await published_records("webhook.created"), await published_records("webhook.deleted")
    assert created == {
        "id": made["id"],
        "url": "http://127.0.0.1:9/hooks/*****",
        "event_name": "user.added",
        "filters": {"fleet_ids": None, "fleet_refs": ["a"]},
        "status": "active",
    }
    assert deleted == created | {"status": "deleted"}


async def test_a_refused_one_tells_nothing(api, published_records):
    await _made(api, event_name="connection.staled")
    await api.post(WEBHOOKS, _wanted(event_name="connection.*"))
    assert len(await published_records("webhook.created")) == 1


async def test_without_a_token_nothing_is_answered(anyone):
    assert (await anyone.get(WEBHOOKS)).status == 401
    assert (await anyone.post(WEBHOOKS, _wanted())).status == 401
