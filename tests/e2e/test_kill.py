"""Processes and connections are killed in the middle of work: nothing accepted is lost, nothing is done twice."""

import asyncio
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import psycopg
import pytest
from tests.conftest import PATIENCE, Api, Sink, fetch_token
from tests.e2e.conftest import Site

from gladhand.auth.clients.service import create_client
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.migrate import migrate
from gladhand.local.embedded_postgres import EmbeddedPostgres
from gladhand.orgs.partners.service import create_partner

pytestmark = pytest.mark.e2e

# What a killed worker held is taken back when its lease has run out, and looked for by a sweep.
RECOVERY_SECONDS = 60
OPERATIONS, USERS = "/v2/integrations/connections/resource-operations", "/v2/telematics/users"
Blow = Callable[[Site], Awaitable[None]]


@dataclass
class Traffic:
    """A partner that keeps creating drivers, whatever happens to the server, and notes what it was told."""

    api: Api
    simulator: Api
    key: str
    connection_id: str
    tried: list[str] = field(default_factory=list)
    accepted: dict[str, str] = field(default_factory=dict)
    """Username by operation id: what was answered with 202."""
    refused: Counter[int] = field(default_factory=Counter)
    _stopping: bool = False

    async def keep_creating(self) -> None:
        while not self._stopping:
            username = f"driver-{uuid4().hex}"
            self.tried.append(username)
            try:
                answer = await self.api.post(USERS, {"connection_id": self.connection_id, "username": username})
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(0.05)
                continue
            if answer.status == 202:
                self.accepted[answer.body["id"]] = username
            else:
                self.refused[answer.status] += 1
            # A brisk partner, not one that measures: the machine has other things to do.
            await asyncio.sleep(0.02)

    @asynccontextmanager
    async def flowing(self, streams: int = 4) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            for _ in range(streams):
                group.create_task(self.keep_creating())
            try:
                yield
            finally:
                self._stopping = True

    async def more(self, count: int, seconds: float = PATIENCE) -> None:
        """Wait until so many more were accepted."""
        target, deadline = len(self.accepted) + count, time.monotonic() + seconds
        while len(self.accepted) < target:
            assert time.monotonic() < deadline, f"only {len(self.accepted)} of {target} accepted; {self.refused}"
            await asyncio.sleep(0.02)

    async def some_refused(self, status: int) -> None:
        """Wait until one is refused with this status."""
        accepted, deadline = len(self.accepted), time.monotonic() + PATIENCE
        while not self.refused[status]:
            new = len(self.accepted) - accepted
            assert time.monotonic() < deadline, f"none refused with {status}; {new} accepted meanwhile; {self.refused}"
            await asyncio.sleep(0.02)

    async def operations(self) -> list[Any]:
        found: list[Any] = []
        cursor = ""
        while True:
            page = (await self.api.get(f"{OPERATIONS}?size=1000&cursor={cursor}")).body
            found += page["items"]
            if page["next_page"] is None:
                return found
            cursor = page["next_page"]

    async def all_settled(self) -> list[Any]:
        deadline = time.monotonic() + RECOVERY_SECONDS
        while True:
            found = await self.operations()
            pending = [each for each in found if each["status"] == "pending"]
            if not pending:
                return found
            assert time.monotonic() < deadline, f"{len(pending)} of {len(found)} still pending, such as {pending[0]}"
            await asyncio.sleep(0.2)

    async def drivers(self) -> list[Any]:
        state = (await self.simulator.get("/_control/state")).body
        account = next(each for each in state["accounts"] if each["key"] == self.key)
        assert account["duplicate_external_ids"] == {}
        assert account["creates"] == account["driver_count"]
        return list(account["drivers"])


@pytest.fixture
async def begin(simulator: str, sink: Sink, encryption_keys: str) -> AsyncIterator[Callable[..., Any]]:
    """A partner with subscriptions and a connected fleet at an installation: `await begin(site)`."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:

        async def make(site: Site) -> Traffic:
            async with (
                Database(site.environment["GLADHAND_DATABASE_URL"], max_size=2) as database,
                database.transaction() as db,
            ):
                partner = await create_partner(db, Keyring.parse(encryption_keys), name="Acme", slug="acme")
                client = await create_client(db, kind="partner", partner_id=partner.id, name="tests")
            anyone = Api(session, site.url)
            api = anyone.with_token(await fetch_token(anyone, client.client_id, client.secret.reveal()))
            for event_name in ("resource_operation.*", "user.*"):
                answer = await api.post("/v2/notifications/webhooks", {"url": sink.url, "event_name": event_name})
                assert answer.status == 200, answer.body
            key = f"key-{uuid4().hex}"
            provider = Api(session, simulator)
            await provider.request("PUT", "/_control/accounts", json={"key": key, "name": "Fleet"})
            wanted = {"fleet_ref": "fleet", "permissions": {"user": "read_write"}}
            invited = (await api.post("/v2/orgs/invitations", wanted)).body
            accepted = (await anyone.post(f"/v2/orgs/invitations/{invited['id']}/accept")).body
            (tsp,) = [each for each in (await api.get("/v2/orgs/tsps")).body if each["slug"] == "groundhog"]
            fleet = anyone.with_token(accepted["pre_registration_access_token"])
            body = {"tsp_id": tsp["id"], "credentials": {"api_key": key}}
            connection = await fleet.post("/v2/integrations/connections", body)
            assert connection.status == 200, connection.body
            return Traffic(api, provider, key, connection.body["id"])

        yield make


async def check(traffic: Traffic, sink: Sink) -> None:
    """Every write that was answered is one driver, and every event was delivered; nothing else has come to be."""
    operations = await traffic.all_settled()
    assert {each["status"] for each in operations} == {"success"}
    by_id = {each["id"]: each for each in operations}
    assert traffic.accepted.keys() <= by_id.keys()
    assert all(by_id[each]["payload"]["username"] == username for each, username in traffic.accepted.items())
    # A request whose answer was lost may have been accepted all the same.
    assert {each["payload"]["username"] for each in operations} <= set(traffic.tried)
    drivers = await traffic.drivers()
    assert sorted(each["username"] for each in drivers) == sorted(each["payload"]["username"] for each in operations)
    assert {each["id"] for each in drivers} == {each["source_id"] for each in operations}
    await heard(sink, "resource_operation.created", "id", set(by_id))
    await heard(sink, "resource_operation.succeeded", "id", set(by_id))
    await heard(sink, "user.added", "source_id", {each["source_id"] for each in operations})
    assert not sink.named("resource_operation.failed")


async def heard(sink: Sink, event_name: str, name: str, wanted: set[str]) -> None:
    """Each of these was told of: delivered at least once, and by one event only."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while True:
        events: dict[str, set[str]] = defaultdict(set)
        for each in sink.named(event_name):
            events[each.body["data"][0][name]].add(each.body["id"])
        if events.keys() >= wanted:
            break
        missing = len(wanted - events.keys())
        assert time.monotonic() < deadline, f"{missing} of {len(wanted)} {event_name} were not delivered"
        await asyncio.sleep(0.1)
    assert events.keys() == wanted
    assert {len(ids) for ids in events.values()} == {1}


async def kill_worker(site: Site) -> None:
    await asyncio.to_thread(site.kill_worker)


async def kill_server(site: Site) -> None:
    await asyncio.to_thread(site.kill_server)


async def cut_connections(site: Site) -> None:
    """What a failing network or a restarting proxy does to all connections at once.

    A worker that is cut off while it starts ends, and needs a supervisor: this waits until it has started.
    """
    await asyncio.to_thread(site.worker.wait_for_start)
    url = site.environment["GLADHAND_DATABASE_URL"]
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as admin:
        await admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )


async def storm(traffic: Traffic, site: Site, blows: Sequence[Blow], *, apart: int) -> None:
    """Create drivers without a pause while blow upon blow comes down, `apart` accepted writes from each other."""
    async with traffic.flowing():
        for blow in blows:
            await traffic.more(apart)
            await blow(site)
        await traffic.more(apart)
    # A cut connection is told as such; no write ends in a crash of ours.
    assert traffic.refused.keys() <= {503}, traffic.refused


async def test_nothing_is_lost_when_processes_and_connections_are_killed(
    make_site: Callable[..., Site], own_database: str, begin: Callable[..., Any], sink: Sink
) -> None:
    site = make_site(own_database)
    traffic = await begin(site)
    blows = [kill_worker, cut_connections, kill_server, kill_worker, cut_connections]
    await storm(traffic, site, blows, apart=40)
    await check(traffic, sink)


@pytest.mark.chaos
@pytest.mark.parametrize("blow", [kill_worker, kill_server, cut_connections])
async def test_nothing_is_lost_however_often_it_happens(
    make_site: Callable[..., Site], own_database: str, begin: Callable[..., Any], sink: Sink, blow: Blow
) -> None:
    site = make_site(own_database)
    traffic = await begin(site)
    await storm(traffic, site, [blow] * 15, apart=60)
    await check(traffic, sink)


@pytest.mark.chaos
async def test_nothing_is_lost_at_a_provider_that_injects_faults_as_well(
    make_site: Callable[..., Site], own_database: str, begin: Callable[..., Any], sink: Sink
) -> None:
    site = make_site(own_database)
    traffic = await begin(site)
    for kind, share in (("cut_after_write", 0.05), ("cut_before_write", 0.05), ("fail", 0.05), ("throttle", 0.02)):
        order = {"kind": kind, "account": traffic.key, "probability": share, "method": "POST", "retry_after": 0.2}
        assert (await traffic.simulator.post("/_control/faults", order)).status == 201
    sink.answers += [500, 202, 429, 202, 202] * 60
    await storm(traffic, site, [kill_worker, cut_connections, kill_server] * 4, apart=40)
    await check(traffic, sink)


async def test_all_processes_outlive_a_restart_of_the_database(
    make_site: Callable[..., Site], begin: Callable[..., Any], sink: Sink
) -> None:
    folder = Path(tempfile.mkdtemp(prefix="gladhand-restart-"))
    postgres = EmbeddedPostgres(folder / "postgres", is_disposable=True)
    try:
        url = await asyncio.to_thread(postgres.start)
        await asyncio.to_thread(migrate, url)
        site = make_site(url)
        traffic = await begin(site)
        before = (site.server.handle.pid, site.worker.handle.pid)

        async def restart(_: Site) -> None:
            await asyncio.to_thread(postgres.stop)
            assert await asyncio.to_thread(postgres.start) == url

        await storm(traffic, site, [restart], apart=40)
        await check(traffic, sink)
        assert (site.server.handle.poll(), site.worker.handle.poll()) == (None, None)
        assert (site.server.handle.pid, site.worker.handle.pid) == before
        site.stop()
    finally:
        with suppress(Exception):
            postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
