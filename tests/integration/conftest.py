"""Fleets that have accepted and connected an account of the simulator, made through the API like anybody's."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.conftest import PATIENCE, Api, HubAnswer, PartnerFixture
from tests.links import list_published
from tests.outbox import empty_outbox

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.records.ingest_queries import RecordOrigin

WRITE_USERS = {"user": "read_write"}


@dataclass
class SimulatorAccount:
    """One account at the simulator, with fault injection and the provider's own view."""

    simulator: Api
    key: str

    async def inject_fault(self, kind: str, **order: Any) -> None:
        answer = await self.simulator.post("/_control/faults", {"kind": kind, "account": self.key} | order)
        assert answer.status == 201, answer.body

    async def faults(self) -> list[Any]:
        """The faults of this account that are not used up."""
        rules = (await self.simulator.get("/_control/faults")).body
        return [rule for rule in rules if rule["account"] == self.key]

    async def bad_day(self, kind: str, answered: str, **order: Any) -> Any:
        """Let something go wrong with the provider's rows; what it says about it."""
        answer = await self.simulator.post("/_control/bad-days", {"kind": kind, "account": self.key} | order)
        assert answer.status in (200, 201), answer.body
        return answer.body[answered]

    async def behave(self) -> None:
        """Remove the faults of this account."""
        for rule in await self.faults():
            await self.simulator.delete(f"/_control/faults/{rule['id']}")

    async def state(self) -> Any:
        answer = await self.simulator.get("/_control/state")
        return next(each for each in answer.body["accounts"] if each["key"] == self.key)

    async def drivers(self) -> list[Any]:
        return list((await self.state())["drivers"])

    async def driver(self, source_id: str) -> Any:
        return next(each for each in await self.drivers() if each["id"] == source_id)


@dataclass
class Connected:
    """A fleet with one connection, as a partner sees it."""

    api: Api
    """The partner's client."""
    fleet: Api
    """The fleet's client."""
    fleet_id: UUID
    fleet_ref: str
    tsp_id: str
    connection_id: str
    account: SimulatorAccount

    @property
    def origin(self) -> RecordOrigin:
        """Where records that the connection reads come from."""
        ids = self.fleet_id, UUID(self.connection_id), UUID(self.tsp_id)
        return RecordOrigin(*ids, tsp_slug="groundhog", source_name="catena_simulator")

    async def create(self, *, is_sync: bool = False, **fields: Any) -> HubAnswer:
        query = "?is_sync=true" if is_sync else ""
        return await self.api.post(f"/v2/telematics/users{query}", {"connection_id": self.connection_id} | fields)

    async def update(self, record: str, *, is_sync: bool = False, **fields: Any) -> HubAnswer:
        query = "?is_sync=true" if is_sync else ""
        body = {"connection_id": self.connection_id} | fields
        return await self.api.patch(f"/v2/telematics/users/{record}{query}", body)

    async def created(self, **fields: Any) -> Any:
        """A user that exists: the operation that made it."""
        answer = await self.create(is_sync=True, **fields)
        assert answer.status == 200, answer.body
        return answer.body

    async def operation(self, operation_id: str) -> Any:
        answer = await self.api.get(
            f"/v2/integrations/connections/{self.connection_id}/resource-operations/{operation_id}"
        )
        assert answer.status == 200, answer.body
        return answer.body

    async def settled(self, operation_id: str, seconds: float = PATIENCE) -> Any:
        """The operation when it has come to its end."""
        deadline = time.monotonic() + seconds
        while (operation := await self.operation(operation_id))["status"] == "pending":
            assert time.monotonic() < deadline, f"not settled within {seconds} s: {operation}"
            await asyncio.sleep(0.03)
        return operation

    async def connection(self) -> Any:
        return (await self.api.get(f"/v2/integrations/connections/{self.connection_id}")).body

    async def sign_in(self, key: str | None = None, **more: Any) -> HubAnswer:
        """Connect an account of the simulator, by default the same one once more."""
        body = {"tsp_id": self.tsp_id, "credentials": {"api_key": key or self.account.key}} | more
        return await self.fleet.post("/v2/integrations/connections", body)


@pytest.fixture
async def make_account(anyone: Api, simulator: str) -> Callable[..., Awaitable[SimulatorAccount]]:
    """Opens one more account at the simulator, with so many trucks."""

    async def make(trucks: int = 0) -> SimulatorAccount:
        account = SimulatorAccount(Api(anyone.session, simulator), f"key-{uuid4().hex}")
        opened = {"key": account.key, "name": f"Fleet {uuid4().hex[:6]}", "trucks": trucks}
        answer = await account.simulator.request("PUT", "/_control/accounts", json=opened)
        assert answer.status == 200, answer.body
        return account

    return make


@pytest.fixture
def accept(api: Api, anyone: Api) -> Callable[..., Awaitable[Any]]:
    """Invites a fleet and accepts for it; the accepted invitation, with the fleet's tokens."""

    async def make(**wanted: Any) -> Any:
        fields = {"fleet_ref": f"ref-{uuid4().hex[:8]}", "permissions": WRITE_USERS} | wanted
        invited = await api.post("/v2/orgs/invitations", fields)
        assert invited.status == 201, invited.body
        accepted = await anyone.post(f"/v2/orgs/invitations/{invited.body['id']}/accept")
        assert accepted.status == 200, accepted.body
        return accepted.body

    return make


@pytest.fixture
async def tsp_id(api: Api) -> str:
    """The simulator as fleets know it."""
    answer = await api.get("/v2/orgs/tsps?slug=groundhog")
    assert answer.status == 200, answer.body
    found = answer.body if isinstance(answer.body, list) else answer.body["items"]
    return str(next(each["id"] for each in found if each["slug"] == "groundhog"))


@pytest.fixture
def connect(
    api: Api,
    anyone: Api,
    accept: Callable[..., Awaitable[Any]],
    make_account: Callable[..., Awaitable[SimulatorAccount]],
    tsp_id: str,
) -> Callable[..., Awaitable[Connected]]:
    """Makes a fleet with a connection: `await connect(permissions={"user": "read"})`."""

    async def make(trucks: int = 0, **wanted: Any) -> Connected:
        invitation = await accept(**wanted)
        fleet = anyone.with_token(invitation["pre_registration_access_token"])
        account = await make_account(trucks)
        body = {"tsp_id": tsp_id, "credentials": {"api_key": account.key}}
        made = await fleet.post("/v2/integrations/connections", body)
        assert made.status == 200, made.body
        return Connected(
            api=api,
            fleet=fleet,
            fleet_id=UUID(invitation["fleet_id"]),
            fleet_ref=invitation["fleet_ref"],
            tsp_id=tsp_id,
            connection_id=made.body["id"],
            account=account,
        )

    return make


@pytest.fixture
async def connected(connect: Callable[..., Awaitable[Connected]]) -> Connected:
    """A fleet that lets the partner write users, connected to an account of its own."""
    return await connect()


@pytest.fixture
def published_records(
    database: Database, keyring: Keyring, partner: PartnerFixture
) -> Callable[..., Awaitable[list[Any]]]:
    """What the partner was told so far under one name, in order."""

    async def records(event_name: str) -> list[Any]:
        await empty_outbox(database)
        published = await list_published(database, keyring, partner.id)
        return [record for name, record in published if name == event_name]

    return records
