"""Writes that are waited for: one try, and an answer within bounds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.conftest import eventually
from tests.integration.conftest import Connected

PublishedRecords = Callable[[str], Awaitable[list[Any]]]


async def test_success_is_200_with_the_ids(connected: Connected) -> None:
    answer = await connected.create(is_sync=True, username="ann")
    assert answer.status == 200
    assert answer.body["status"] == "success"
    assert answer.body["source_id"] == "user:ann"
    assert answer.body["logs"][0]["response_status_code"] == 201
    assert answer.body["field_results"] == [{"field": "username", "outcome": "applied", "detail": None}]
    read = await connected.operation(answer.body["id"])
    assert read["field_results"] == answer.body["field_results"]
    assert (read["status"], read["resource_id"]) == ("success", answer.body["resource_id"])


async def test_only_the_record_is_told(connected: Connected, published_records: PublishedRecords) -> None:
    await connected.created(username="ann")
    assert len(await published_records("user.added")) == 1
    for what in ("created", "succeeded", "failed"):
        assert await published_records(f"resource_operation.{what}") == []


@pytest.mark.parametrize(
    ("kind", "error_type", "status_code"),
    [
        ("reject", "validation", 422),
        ("fail", "tsp", 500),
        ("throttle", "tsp", 429),
        ("bad_auth", "auth", 401),
        ("cut_before_write", "network", None),
        ("malformed", "tsp", 200),
    ],
)
async def test_a_failure_is_502_with_the_operation_and_is_not_tried_again(
    connected: Connected, published_records: PublishedRecords, kind: str, error_type: str, status_code: int | None
) -> None:
    await connected.account.inject_fault(kind, method="POST")
    answer = await connected.create(is_sync=True, username="ann")
    assert answer.status == 502
    assert (answer.body["status"], answer.body["resource_id"], answer.body["source_id"]) == ("failed", None, None)
    (log,) = answer.body["logs"]
    assert (log["status"], log["error_type"], log["response_status_code"]) == ("failed", error_type, status_code)
    assert log["error_details"]
    assert connected.account.key not in str(answer.body)
    assert (await connected.account.state())["creates"] == 0
    assert await published_records("resource_operation.failed") == []


async def test_a_lost_answer_is_read_back_and_is_200(connected: Connected) -> None:
    await connected.account.inject_fault("cut_after_write")
    answer = await connected.create(is_sync=True, username="ann")
    assert answer.status == 200
    assert (await connected.account.state())["creates"] == 1


async def test_an_update_whose_answer_was_lost_is_read_back_and_is_200(connected: Connected) -> None:
    made = await connected.created(username="ann")
    await connected.account.inject_fault("cut_after_write", method="PATCH")
    answer = await connected.update(made["resource_id"], is_sync=True, first_name="Ann")
    assert answer.status == 200
    assert answer.body["field_results"][0]["outcome"] == "applied"


async def test_a_provider_that_never_answers_is_502_after_one_try(connected: Connected) -> None:
    await connected.account.inject_fault("hang", count=None)
    answer = await connected.create(is_sync=True, username="ann")
    assert (answer.status, [log["error_type"] for log in answer.body["logs"]]) == (502, ["network"])


async def test_bad_credentials_stale_the_connection(connected: Connected, published_records: PublishedRecords) -> None:
    await connected.account.inject_fault("bad_auth")
    assert (await connected.create(is_sync=True, username="ann")).status == 502
    assert (await connected.connection())["status"] == "stale"
    assert len(await published_records("connection.staled")) == 1
    assert (await connected.create(is_sync=True, username="ann")).status == 409


async def test_writes_to_one_record_wait_for_each_other(connected: Connected) -> None:
    made = await connected.created(username="ann")
    await connected.account.inject_fault("slow", delay=0.7, method="PATCH")
    first = asyncio.create_task(connected.update(made["resource_id"], is_sync=True, first_name="One"))

    async def is_accepted() -> bool:
        return "pending" in [each["status"] for each in await _operations(connected)]

    await eventually(is_accepted, "the first write")
    second = await connected.update(made["resource_id"], is_sync=True, first_name="Two")
    assert (second.status, (await first).status) == (200, 200)
    assert (await connected.account.driver(made["source_id"]))["given_name"] == "Two"


async def test_writes_to_one_record_at_once_leave_in_the_order_that_reads_show(connected: Connected) -> None:
    made = await connected.created(username="ann")
    names = [f"Name {number}" for number in range(6)]
    updates = [connected.update(made["resource_id"], is_sync=True, first_name=name) for name in names]
    answers = await asyncio.gather(*updates)
    assert [answer.status for answer in answers] == [200] * len(names)
    name_of = {answer.body["id"]: name for answer, name in zip(answers, names, strict=True)}
    listed = [each for each in await _operations(connected) if each["id"] in name_of]
    ended = [each["logs"][0]["created_at"] for each in listed]
    assert ended == sorted(ended)
    assert (await connected.account.driver(made["source_id"]))["given_name"] == name_of[listed[-1]["id"]]


async def _operations(connected: Connected) -> list[Any]:
    """The partner's operations, as reads order them."""
    listed = await connected.api.get("/v2/integrations/connections/resource-operations")
    assert listed.status == 200, listed.body
    return list(listed.body["items"])


async def test_a_write_that_does_not_get_its_turn_is_502_and_sends_nothing(connected: Connected) -> None:
    made = await connected.created(username="ann")
    # Whether a worker has a try at it or not, the first one stays where it is for a while.
    await connected.account.inject_fault("throttle", method="PATCH", retry_after=60, count=None)
    ahead = (await connected.update(made["resource_id"], first_name="Ahead")).body
    answer = await connected.update(made["resource_id"], is_sync=True, first_name="Behind")
    assert answer.status == 502
    assert "earlier write" in answer.body["logs"][0]["error_details"]
    assert (await connected.operation(ahead["id"]))["status"] == "pending"
    assert (await connected.account.driver(made["source_id"])).get("given_name") is None
