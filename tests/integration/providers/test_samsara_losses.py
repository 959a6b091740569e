"""The adapter for Samsara when answers get lost, requests are throttled and rights are missing: no second driver."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.fakes.samsara import SCOPES, Token
from tests.integration.providers.samsara_bench import USER, SamsaraBench, benches, change, dana

from gladhand.integrations.hosting import calls
from gladhand.sdk.errors import NoAnswer, NotAllowed, RateLimited, Rejected, ServerFailed


@pytest.fixture
async def bench() -> AsyncIterator[SamsaraBench]:
    async with benches() as bench:
        yield bench


def only(bench: SamsaraBench) -> dict[str, Any]:
    (driver,) = bench.fake.organization.drivers
    return driver


# ---------------------------------------------------------------------- answers that get lost


async def test_a_create_whose_answer_was_lost_is_found_and_not_made_again(bench: SamsaraBench) -> None:
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(), USER, dana(), operation_key="key-1")
    found = await calls.find(bench.adapter(), USER, dana(), operation_key="key-1")
    assert found is not None
    assert found.source_id == f"driver:{only(bench)['id']}"


async def test_a_create_that_never_arrived_is_not_found(bench: SamsaraBench) -> None:
    bench.fake.faults.cut_before = 1
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(), USER, dana(), operation_key="key-1")
    assert await calls.find(bench.adapter(), USER, dana(), operation_key="key-1") is None


async def test_a_create_that_is_sent_twice_all_the_same_makes_one_driver(bench: SamsaraBench) -> None:
    first = await calls.create(bench.adapter(), USER, dana(), operation_key="key-1")
    second = await calls.create(bench.adapter(), USER, dana(), operation_key="key-1")
    assert first.source_id == second.source_id == f"driver:{only(bench)['id']}"


@pytest.mark.parametrize("status", ["active", "deactivated"])
async def test_somebody_elses_driver_of_the_same_username_is_never_taken_for_ours(
    bench: SamsaraBench, status: str
) -> None:
    theirs = bench.fake.add_driver(username="dana.example", externalIds={"hubUserId": "another key"})
    if status == "deactivated":
        await calls.update(bench.adapter(), USER, f"driver:{theirs['id']}", change(is_active=False))
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), USER, dana(), operation_key="key-1")
    assert caught.value.status_code == 400
    assert await calls.find(bench.adapter(), USER, dana(), operation_key="key-1") is None
    # By its natural key it is there, whatever its status.
    found = await calls.find(bench.adapter(), USER, dana(username="Dana.Example"), operation_key=None)
    assert found is not None
    assert found.source_id == f"driver:{theirs['id']}"


async def test_an_inactive_driver_whose_second_request_was_lost_is_deactivated_when_found(bench: SamsaraBench) -> None:
    bench.fake.faults.matches = lambda request: request.method == "PATCH"
    bench.fake.faults.cut_before = 1
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(), USER, dana(is_active=False), operation_key="key-1")
    assert only(bench)["driverActivationStatus"] == "active"
    found = await calls.find(bench.adapter(), USER, dana(is_active=False), operation_key="key-1")
    assert found is not None
    assert found.fields.stored()["is_active"] is False
    assert only(bench)["driverActivationStatus"] == "deactivated"


async def test_an_inactive_driver_whose_second_request_was_throttled_is_ended_by_the_next_create(
    bench: SamsaraBench,
) -> None:
    bench.fake.limits = {"PATCH drivers": (1, 0.2)}
    other = bench.fake.add_driver()
    await calls.update(bench.adapter(), USER, f"driver:{other['id']}", change(notes="uses the limit up"))
    with pytest.raises(RateLimited):
        await calls.create(bench.adapter(), USER, dana(is_active=False), operation_key="key-1")
    bench.fake.limits = {}
    written = await calls.create(bench.adapter(), USER, dana(is_active=False), operation_key="key-1")
    assert written.record.fields.stored()["is_active"] is False
    assert len(bench.fake.organization.drivers) == 2


async def test_throttling_says_how_long_in_fractions(bench: SamsaraBench) -> None:
    bench.fake.limits = {"POST drivers": (1, 60)}
    await calls.create(bench.adapter(), USER, dana(), operation_key="key-1")
    with pytest.raises(RateLimited) as caught:
        await calls.create(bench.adapter(), USER, dana(username="other"), operation_key="key-2")
    assert caught.value.retry_after is not None
    assert 0 < caught.value.retry_after <= 60
    assert caught.value.retry_after != int(caught.value.retry_after)


async def test_a_failure_in_plain_text_is_a_failure(bench: SamsaraBench) -> None:
    bench.fake.faults.fail = 1
    with pytest.raises(ServerFailed) as caught:
        await calls.create(bench.adapter(), USER, dana(), operation_key="key-1")
    assert caught.value.may_have_arrived
    assert "upstream" not in caught.value.detail


async def test_a_missing_scope_is_no_dead_sign_in(bench: SamsaraBench) -> None:
    bench.fake.tokens["samsara_api_EXAMPLE"] = Token(bench.fake.organization.id, SCOPES - {"Write Drivers"})
    with pytest.raises(NotAllowed) as caught:
        await calls.create(bench.adapter(), USER, dana(), operation_key="key-1")
    assert not caught.value.makes_stale
