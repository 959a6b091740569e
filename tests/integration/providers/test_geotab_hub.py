"""Geotab behind a running hub: a partner's write on its way to the fake, a worker that is killed between two writes."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from aiohttp import web
from tests.conftest import PATIENCE, Api, HubAnswer, Process, WorkerProcess, settings, working
from tests.fakes.geotab import GeotabFake
from tests.fakes.serving import serve
from tests.integration.conftest import Connected, SimulatorAccount
from tests.integration.providers.geotab_bench import DANA
from tests.own_installation import database_url, server

from gladhand.local.stack import free_port

# Other tests' workers reach Geotab elsewhere.
__all__ = ["database_url", "server"]

CREDENTIALS = {"username": GeotabFake.USER, "password": GeotabFake.PASSWORD, "database": GeotabFake.DATABASE}
ALL = {"user": "read_write", "trailer": "read_write"}


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def environment(database_url: str, encryption_keys: str, port: int) -> dict[str, str]:
    urls = json.dumps({"geotab": f"http://127.0.0.1:{port}"})
    return settings(database_url, encryption_keys, GLADHAND_PROVIDER_URLS=urls)


@pytest.fixture
def worker(environment: dict[str, str], server: str) -> Iterator[Process]:
    process = WorkerProcess(environment).start()
    yield process
    process.stop()


@pytest.fixture
async def fake(port: int) -> AsyncIterator[GeotabFake]:
    async with serve(GeotabFake(), port=port) as fake:
        yield fake


@pytest.fixture
async def geotab_id(api: Api) -> str:
    found = (await api.get("/v2/orgs/tsps?slug=geotab")).body
    return str(next(each["id"] for each in found if each["slug"] == "geotab"))


@pytest.fixture
async def connected(
    api: Api, anyone: Api, accept: Callable[..., Awaitable[Any]], fake: GeotabFake, geotab_id: str
) -> Connected:
    invitation = await accept(permissions=ALL)
    fleet = anyone.with_token(invitation["pre_registration_access_token"])
    made = await connect(fleet, geotab_id)
    assert made.status == 200, made.body
    assert GeotabFake.PASSWORD not in json.dumps(made.body)
    return Connected(
        api=api,
        fleet=fleet,
        fleet_id=UUID(invitation["fleet_id"]),
        fleet_ref=invitation["fleet_ref"],
        tsp_id=geotab_id,
        connection_id=made.body["id"],
        account=SimulatorAccount(anyone, ""),
    )


async def connect(fleet: Api, tsp_id: str, **credentials: str) -> HubAnswer:
    body = {"tsp_id": tsp_id, "credentials": CREDENTIALS | credentials}
    return await fleet.post("/v2/integrations/connections", body)


def results(operation: Any) -> dict[str, str]:
    return {each["field"]: each["outcome"] for each in operation["field_results"]}


async def test_a_driver_with_a_ruleset_arrives(connected: Connected, fake: GeotabFake, worker: Process) -> None:
    accepted = await connected.create(**DANA, hos_ruleset_code="US_INT_PROP_70_8", license_country="USA")
    done = await connected.settled(accepted.body["id"])
    assert done["status"] == "success", done
    assert results(done) == {
        **dict.fromkeys([*DANA, "hos_ruleset_code"], "applied"),
        "license_country": "not_supported",
    }
    assert fake.database.ruleset_of(done["source_id"]) == "America8Day"
    record = (await connected.api.get(f"/v2/telematics/users/{done['resource_id']}")).body
    assert (record["first_name"], record["hos_ruleset_code"]) == ("Dana", "US_INT_PROP_70_8")
    (password,) = fake.database.passwords.values()
    assert password not in json.dumps([done, record])


async def test_a_worker_that_dies_between_two_writes_leaves_no_second_driver_and_no_gap(
    connected: Connected, fake: GeotabFake, worker: Process, environment: dict[str, str]
) -> None:
    def killing(request: web.Request) -> bool:
        wanted = fake.on("Add UserHosRuleSet")(request)
        if wanted and fake.faults.cut_before:
            worker.kill()
        return wanted

    fake.faults.matches, fake.faults.cut_before = killing, 1
    accepted = (await connected.create(**DANA, hos_ruleset_code="US_INT_PROP_70_8")).body
    async with asyncio.timeout(PATIENCE):
        while fake.faults.cut_before:  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)
    assert (await connected.operation(accepted["id"]))["status"] == "pending"
    (user,) = fake.database.users
    assert fake.database.ruleset_of(user) == "None"
    with working(environment):
        done = await connected.settled(accepted["id"])
    assert (done["status"], done["source_id"]) == ("success", user)
    assert results(done)["hos_ruleset_code"] == "applied"
    assert list(fake.database.users) == [user]
    assert fake.database.ruleset_of(user) == "America8Day"
    assert len(fake.database.rulesets) == 1


@pytest.mark.usefixtures("worker")
async def test_a_worker_that_loses_its_database_between_two_writes_goes_on_where_it_was(
    connected: Connected, fake: GeotabFake, database_url: str
) -> None:
    cut: list[int] = []

    def cutting(request: web.Request) -> bool:
        if not cut and fake.on("Add User")(request):
            # The session for the second write is in the database.
            with psycopg.connect(database_url, autocommit=True) as admin:
                found = admin.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gladhand-worker'"
                )
                cut.append(found.rowcount)
        return False

    fake.faults.matches = cutting
    accepted = (await connected.create(**DANA, hos_ruleset_code="US_INT_PROP_70_8")).body
    done = await connected.settled(accepted["id"])
    assert cut
    assert cut[0] > 0
    assert (done["status"], results(done)["hos_ruleset_code"]) == ("success", "applied")
    # Told at once, and not only noticed when the lease had run out.
    assert "lost its database" in done["logs"][0]["error_details"]
    (user,) = fake.database.users
    assert fake.database.ruleset_of(user) == "America8Day"
    assert len(fake.database.rulesets) == 1


async def test_a_synchronous_write_is_finished_in_its_request(connected: Connected, fake: GeotabFake) -> None:
    fake.faults.matches, fake.faults.cut_after = fake.on("Add User"), 1
    done = await connected.create(is_sync=True, **DANA, hos_ruleset_code="US_INT_PROP_70_8")
    assert done.status == 200, done.body
    assert results(done.body)["hos_ruleset_code"] == "applied"
    assert len(fake.database.users) == 1
    again = await connected.create(is_sync=True, **DANA)
    assert again.status == 502
    assert results(again.body)["username"] == "rejected"


async def test_a_fleet_with_a_wrong_password_is_not_connected(
    anyone: Api, accept: Callable[..., Awaitable[Any]], fake: GeotabFake, geotab_id: str
) -> None:
    fleet = anyone.with_token((await accept(permissions=ALL))["pre_registration_access_token"])
    refused = await connect(fleet, geotab_id, password="wrong-one")
    assert refused.status in (409, 422), refused.body
    assert "wrong-one" not in json.dumps(refused.body)
