"""A connected fleet is read: schedules come and go with connections and agreements, and their runs fill the lists."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.conftest import PATIENCE, Api, Process, Sink
from tests.contract.strict import require_strict_list
from tests.integration.conftest import Connected
from tests.integration.integrations.reading.conftest import Schedules

from gladhand.core.db import Database

pytestmark = pytest.mark.usefixtures("reader")

SchedulesOf = Callable[[Connected], Schedules]
Listed = Callable[[Connected, str], Awaitable[list[Any]]]

EXECUTIONS = "/v2/integrations/connections/{connection_id}/schedules/{schedule_id}/executions"
ALL = {"user": "read", "vehicle": "read", "trailer": "read"}


async def add_drivers(connected: Connected, count: int) -> list[str]:
    """Drivers that somebody has added at the provider itself."""
    provider = connected.account.simulator.with_token(connected.account.key)
    answers = await asyncio.gather(
        *(provider.post("/api/drivers", {"username": f"driver{number}"}) for number in range(count))
    )
    assert {answer.status for answer in answers} == {201}, answers[0].body
    return [answer.body["id"] for answer in answers]


async def eventually_has(read: Callable[[], Awaitable[Any]], wanted: Callable[[Any], bool]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not wanted(found := await read()):
        assert time.monotonic() < deadline, found
        await asyncio.sleep(0.05)
    return found


async def set_agreement(database: Database, connected: Connected, status: str) -> None:
    async with database.connection() as db:
        await db.execute(
            "update share_agreement set status = %s, updated_at = clock_timestamp() where fleet_id = %s",
            (status, connected.fleet_id),
        )


async def test_what_the_provider_has_is_listed_with_the_run_that_read_it(
    connect: Callable[..., Awaitable[Connected]], schedules: SchedulesOf, listed: Listed
) -> None:
    connected = await connect(permissions=ALL)
    of = schedules(connected)
    assert set(await of.all()) == set(ALL)

    vehicles = await eventually_has(lambda: listed(connected, "vehicles"), bool)

    execution = await of.ended("vehicle")
    schedule = await of.get("vehicle")
    assert execution["status"] == "success"
    assert execution["counts"] == {"added": len(vehicles)}
    ids = {"connection_id": connected.connection_id, "schedule_id": schedule["id"]}
    await require_strict_list(connected.api, EXECUTIONS, **ids)
    assert {each["execution_id"] for each in vehicles} == {execution["id"]}
    assert {each["schedule_id"] for each in vehicles} == {schedule["id"]}
    assert schedule["status"] == "active"
    assert schedule["last_successful_execution_at"] is not None


async def test_a_second_run_changes_nothing_and_an_edit_is_modified(
    connect: Callable[..., Awaitable[Connected]],
    schedules: SchedulesOf,
    listed: Listed,
    admin: Api,
    published_records: Callable[[str], Awaitable[list[Any]]],
) -> None:
    connected = await connect(permissions=ALL)
    of = schedules(connected)
    await of.ended("user")
    ids = await add_drivers(connected, 120)

    assert (await of.run("user", admin))["counts"]["added"] == 120
    assert {each["source_id"] for each in await listed(connected, "users")} >= set(ids)
    assert (await of.run("user", admin))["counts"].keys() == {"unchanged"}

    provider = connected.account.simulator.with_token(connected.account.key)
    await provider.patch(f"/api/drivers/{ids[7]}", {"given_name": "Bea"})
    assert (await of.run("user", admin))["counts"]["modified"] == 1

    added, modified = await published_records("user.added"), await published_records("user.modified")
    assert [len(page) for page in added][-2:] == [100, 20]
    assert {each["source_id"] for page in added for each in page} >= set(ids)
    assert [each["first_name"] for each in modified] == ["Bea"]


async def test_a_schedule_is_cancelled_with_the_agreement_and_comes_back_with_it(
    connect: Callable[..., Awaitable[Connected]], schedules: SchedulesOf, admin: Api, database: Database
) -> None:
    connected = await connect(permissions=ALL)
    of, as_admin = schedules(connected), Schedules(admin, connected.connection_id)
    await of.ended("user")

    async def statuses() -> set[str]:
        return {each["status"] for each in (await as_admin.all()).values()}

    await set_agreement(database, connected, "paused")
    await eventually_has(statuses, lambda found: found == {"cancelled_insufficient_scope"})

    await set_agreement(database, connected, "active")
    await eventually_has(statuses, lambda found: found == {"active"})


async def test_refused_credentials_make_the_connection_and_its_schedules_stale_until_the_fleet_signs_in(
    connect: Callable[..., Awaitable[Connected]],
    schedules: SchedulesOf,
    admin: Api,
    published_records: Callable[[str], Awaitable[list[Any]]],
) -> None:
    connected = await connect(permissions=ALL)
    of = schedules(connected)
    await of.ended("user")

    await connected.account.inject_fault("bad_auth", count=None)
    execution = await of.run("user", admin)

    assert (execution["status"], execution["error_type"]) == ("failed", "auth")
    assert execution["response"]["status_code"] == 401
    assert connected.account.key not in str(execution)
    assert (await connected.connection())["status"] == "stale"
    assert {each["status"] for each in (await of.all()).values()} == {"stale"}
    assert [each["id"] for each in await published_records("execution.staled")] == [execution["id"]]

    await connected.account.behave()
    assert (await connected.sign_in()).status == 200
    assert {each["status"] for each in (await of.all()).values()} == {"active"}
    assert (await of.ended("user", lambda each: each["id"] != execution["id"]))["status"] == "success"


async def test_failures_in_a_row_deactivate_a_schedule_and_it_can_be_activated(
    connect: Callable[..., Awaitable[Connected]],
    schedules: SchedulesOf,
    admin: Api,
    published_records: Callable[[str], Awaitable[list[Any]]],
) -> None:
    connected = await connect(permissions=ALL)
    of = schedules(connected)
    await of.ended("user")
    path = f"{of.path}/{(await of.get('user'))['id']}"
    assert (await admin.patch(path, {"consecutive_error_threshold": 2})).status == 200

    await connected.account.inject_fault("fail", count=None)
    assert (await of.run("user", admin))["status"] == "failed"
    assert (await of.get("user"))["consecutive_error_count"] == 1
    assert (await of.run("user", admin))["status"] == "failed"
    assert (await of.get("user"))["status"] == "inactive"
    assert len(await published_records("execution.failed")) == 2
    assert [each["resource"] for each in await published_records("schedule.deactivated")] == ["user"]

    await connected.account.behave()
    activated = await admin.post(f"{path}/activate")
    assert (activated.status, activated.body["status"]) == (200, "active")
    await of.ended("user", lambda each: each["status"] == "success")
    assert (await admin.post(f"{path}/activate")).status == 409


async def test_a_failed_run_shows_a_page_for_people_and_no_data(
    connect: Callable[..., Awaitable[Connected]], schedules: SchedulesOf, admin: Api
) -> None:
    connected = await connect(permissions=ALL)
    of = schedules(connected)
    await of.ended("user")

    await connected.account.inject_fault("html", path="/api/drivers")
    page = (await of.run("user", admin))["response"]
    await connected.account.inject_fault("malformed", path="/api/drivers")
    data = (await of.run("user", admin))["response"]

    assert page["status_code"] == data["status_code"] == 200
    assert "Down for maintenance" in page["body"]
    assert "body" not in data


async def test_a_throttled_run_is_no_failure(
    connect: Callable[..., Awaitable[Connected]],
    schedules: SchedulesOf,
    admin: Api,
    published_records: Callable[[str], Awaitable[list[Any]]],
) -> None:
    connected = await connect(permissions=ALL)
    of = schedules(connected)
    await of.ended("user")

    await connected.account.inject_fault("throttle", path="/api/drivers")
    await of.run("user", admin)

    assert (await of.get("user"))["consecutive_error_count"] == 0
    assert await published_records("execution.failed") == []


async def test_freshness_says_when_each_resource_was_read(
    connect: Callable[..., Awaitable[Connected]], schedules: SchedulesOf
) -> None:
    connected = await connect(permissions={"user": "read_write", "vehicle": "read"})
    await schedules(connected).ended("vehicle")

    answer = await connected.api.get(f"/v2/integrations/connections/data-freshness?fleet_refs={connected.fleet_ref}")

    assert answer.status == 200
    assert {each["resource"]: each["share_level"] for each in answer.body} == {"user": "read_write", "vehicle": "read"}
    vehicle = next(each for each in answer.body if each["resource"] == "vehicle")
    assert vehicle["last_successful_execution_at"] is not None
    assert vehicle["schedule_status"] == "active"
    own = await connected.fleet.get("/v2/integrations/connections/data-freshness")
    assert {each["share_level"] for each in own.body} == {None}


async def test_a_webhook_hears_of_what_was_read(
    connect: Callable[..., Awaitable[Connected]], sink: Sink, api: Api, worker: Process
) -> None:
    made = await api.post(
        "/v2/notifications/webhooks",
        {"event_name": "vehicle.added", "url": sink.url, "secret": "a-secret-of-the-tests"},
    )
    assert made.status == 200, made.body
    connected = await connect(permissions=ALL)

    first = (await sink.wait_for("vehicle.added"))[0]

    assert {each["connection_id"] for each in first.body["data"]} == {connected.connection_id}
    assert len(first.body["data"]) > 1
