"""Geotab's adapter when the network fails: no second user, no ruleset forgotten, one sign-in for all. And dry runs."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from tests.fakes.accounts import new_key
from tests.fakes.geotab import GeotabFake
from tests.fakes.serving import serve
from tests.integration.conftest import Connected
from tests.integration.providers.geotab_bench import DANA, GeotabBench, change

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.dry_run import PlannedRequest
from gladhand.integrations.sessions.store import DatabaseSessionStore
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.errors import NoAnswer, RateLimited, Rejected, ServerFailed
from gladhand.sdk.field_map import FieldOutcome

USER, TRAILER, VEHICLE = ResourceEnum.USER, ResourceEnum.TRAILER, ResourceEnum.VEHICLE
WITH_RULESET = change(**DANA, hos_ruleset_code="US_INT_PROP_70_8")


@pytest.fixture
async def bench() -> AsyncIterator[GeotabBench]:
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        yield GeotabBench(fake, http)


def fail(bench: GeotabBench, call: str, **faults: int) -> None:
    bench.fake.faults.matches = bench.fake.on(call)
    for name, times in faults.items():
        setattr(bench.fake.faults, name, times)


async def lost(bench: GeotabBench, key: str, expected: type[Exception] = NoAnswer) -> None:
    with pytest.raises(expected) as caught:
        await calls.create(bench.adapter(), USER, WITH_RULESET, operation_key=key)
    assert getattr(caught.value, "may_have_arrived", False)


def assert_done_once(bench: GeotabBench) -> None:
    (user,) = bench.users
    assert bench.user(user["id"])["hosRuleSet"] == "America8Day"
    assert len(bench.fake.database.rulesets) == 1


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("Add User", "cut_after"),
        ("Add UserHosRuleSet", "cut_before"),
        ("Add UserHosRuleSet", "cut_after"),
        ("Add UserHosRuleSet", "fail"),
        ("Get User", "cut_before"),
    ],
)
async def test_what_was_lost_on_the_way_is_found_and_finished(bench: GeotabBench, call: str, fault: str) -> None:
    key = new_key()
    fail(bench, call, **{fault: 1})
    await lost(bench, key, ServerFailed if fault == "fail" else NoAnswer)
    found = await calls.find(bench.adapter(), USER, WITH_RULESET, operation_key=key)
    assert found is not None
    assert found.fields.stored()["hos_ruleset_code"] == "US_INT_PROP_70_8"
    assert_done_once(bench)


async def test_what_never_arrived_is_not_found_and_made_by_the_next_try(bench: GeotabBench) -> None:
    key = new_key()
    fail(bench, "Add User", cut_before=1)
    await lost(bench, key)
    assert await calls.find(bench.adapter(), USER, WITH_RULESET, operation_key=key) is None
    await calls.create(bench.adapter(), USER, WITH_RULESET, operation_key=key)
    assert_done_once(bench)


@pytest.mark.parametrize("call", ["Add User", "Add UserHosRuleSet"])
async def test_a_try_that_knows_nothing_of_an_earlier_one_goes_on_with_its_user(bench: GeotabBench, call: str) -> None:
    key = new_key()
    fail(bench, call, cut_after=1)
    await lost(bench, key)
    written = await calls.create(bench.adapter(), USER, WITH_RULESET, operation_key=key)
    assert written.outcomes["hos_ruleset_code"] is FieldOutcome.APPLIED
    assert_done_once(bench)


async def test_what_stops_the_second_write_does_not_hide_the_first(bench: GeotabBench) -> None:
    bench.fake.cloud.limits["Add UserHosRuleSet"] = 0
    key = new_key()
    with pytest.raises(RateLimited) as caught:
        await calls.create(bench.adapter(), USER, WITH_RULESET, operation_key=key)
    assert caught.value.may_have_arrived
    assert caught.value.retry_after is not None
    del bench.fake.cloud.limits["Add UserHosRuleSet"]
    assert await calls.find(bench.adapter(), USER, WITH_RULESET, operation_key=key)
    assert_done_once(bench)


async def test_finding_breaks_off_and_goes_on(bench: GeotabBench) -> None:
    key = new_key()
    fail(bench, "Add UserHosRuleSet", cut_before=3)
    await lost(bench, key)
    for _ in range(2):
        with pytest.raises(NoAnswer):
            await calls.find(bench.adapter(), USER, WITH_RULESET, operation_key=key)
    assert await calls.find(bench.adapter(), USER, WITH_RULESET, operation_key=key)
    assert_done_once(bench)


async def test_somebody_elses_user_of_the_same_name_is_left_alone(bench: GeotabBench) -> None:
    theirs = (await calls.create(bench.adapter(), USER, change(**DANA), operation_key=new_key())).source_id
    before = bench.user(theirs)
    await asyncio.sleep(0.002)
    key = new_key()
    assert await calls.find(bench.adapter(), USER, WITH_RULESET, operation_key=key) is None
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), USER, WITH_RULESET, operation_key=key)
    assert list(caught.value.fields) == ["username"]
    assert bench.user(theirs) == before
    # Without a key it is the name that counts, and nothing is written.
    found = await calls.find(bench.adapter(), USER, WITH_RULESET, operation_key=None)
    assert found is not None
    assert found.source_id == theirs
    assert bench.user(theirs) == before


async def test_an_update_that_was_lost_is_sent_again_without_harm(bench: GeotabBench) -> None:
    made = (await calls.create(bench.adapter(), USER, WITH_RULESET, operation_key=new_key())).source_id
    wanted = change(notes="Days", hos_ruleset_code="US_INT_PROP_60_7", is_active=False)
    for call, fault in (("Set User", "cut_after"), ("Add UserHosRuleSet", "cut_after")):
        fail(bench, call, **{fault: 1})
        with pytest.raises(NoAnswer):
            await calls.update(bench.adapter(), USER, made, wanted)
    until = bench.user(made)["activeTo"]
    await calls.update(bench.adapter(), USER, made, wanted)
    user = bench.user(made)
    assert (user["comment"], user["hosRuleSet"], user["activeTo"]) == ("Days", "America7Day", until)
    assert len(bench.fake.database.rulesets) == 2


async def test_a_trailer_whose_answer_was_lost_is_not_made_twice(bench: GeotabBench) -> None:
    key, wanted = new_key(), change(TRAILER, trailer_name="T-7")
    fail(bench, "Add Device", cut_after=1)
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(), TRAILER, wanted, operation_key=key)
    found = await calls.find(bench.adapter(), TRAILER, wanted, operation_key=key)
    assert found is not None
    assert list(bench.fake.database.devices) == [found.source_id]
    await asyncio.sleep(0.002)
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), TRAILER, wanted, operation_key=new_key())
    assert list(caught.value.fields) == ["trailer_name"]
    assert await calls.find(bench.adapter(), TRAILER, wanted, operation_key=new_key()) is None


# ---------------------------------------------------------------- one session for all


async def test_many_adapters_that_find_the_session_dead_sign_in_once(
    bench: GeotabBench, database: Database, keyring: Keyring, connected: Connected
) -> None:
    def stored() -> DatabaseSessionStore:
        return DatabaseSessionStore(database, keyring, connected.fleet_id, UUID(connected.connection_id))

    async def look() -> None:
        await reading.collect(bench.adapter(sessions=stored()), USER)

    await asyncio.gather(*(look() for _ in range(8)))
    assert bench.fake.cloud.signed_in == 1
    bench.fake.cloud.expire_sessions()
    await asyncio.gather(*(look() for _ in range(8)))
    assert bench.fake.cloud.signed_in == 2
    async with database.connection() as db:
        rows = await db.execute("select * from connection_session where connection_id = %s", (connected.connection_id,))
        held = repr(await rows.fetchone())
    (session,) = next(iter(bench.fake.cloud.sessions.values()))
    assert session not in held


# ---------------------------------------------------------------- dry runs


async def dry_run(bench: GeotabBench, source_id: str | None = None, **body: Any) -> list[PlannedRequest]:
    planned = await calls.dry_run(bench.adapter(dry=True), USER, change(**body), source_id=source_id)
    assert bench.fake.seen == []
    shown = json.dumps([each.body for each in planned])
    assert bench.fake.PASSWORD not in shown
    assert "planned-session" not in shown
    return planned


async def test_a_dry_create_shows_both_writes_and_no_secret(bench: GeotabBench) -> None:
    signed, add, ruleset = await dry_run(bench, **DANA, hos_ruleset_code="US_INT_PROP_70_8")
    assert signed.body["method"] == "Authenticate"
    assert signed.body["params"]["password"] == "*****"
    assert (add.method, add.url) == ("POST", f"{bench.fake.url}/apiv1")
    entity = add.body["params"]["entity"]
    assert (entity["firstName"], entity["password"]) == ("Dana", "*****")
    assert add.body["params"]["credentials"]["sessionId"] == "*****"
    assert ruleset.body["params"]["entity"]["hosRuleSet"] == {"id": "HosRuleSetAmerica8Day"}


async def test_a_dry_update_shows_what_would_be_set(bench: GeotabBench) -> None:
    _, get, put, ruleset = await dry_run(bench, "b3A7", notes=None, phone_number="1", hos_ruleset_code=None)
    assert get.body["params"]["search"] == {"id": "b3A7"}
    entity = put.body["params"]["entity"]
    assert (entity["id"], entity["comment"], entity["firstName"]) == ("b3A7", "", "…")
    assert ruleset.body["params"]["entity"]["hosRuleSet"] == {"id": "HosRuleSetNone"}


@pytest.mark.parametrize(
    "body",
    [{"is_active": True}, {"status": "INACTIVE"}, {"is_driver": True}, {"license_number": "E1"}, {"dot_id": "1"}],
    ids=str,
)
async def test_a_dry_update_does_not_guess_what_geotab_has(bench: GeotabBench, body: dict[str, Any]) -> None:
    requests = await dry_run(bench, "b3A7", **body)
    assert [each.body["method"] for each in requests] == ["Authenticate", "Get", "Set"]


async def test_a_dry_run_refuses_what_the_write_would_refuse(bench: GeotabBench) -> None:
    with pytest.raises(Rejected):
        await dry_run(bench, **DANA, hos_ruleset_code="US_NC_INTRA_PROP_70_7")
