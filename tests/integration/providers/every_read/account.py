"""One resource of a provider's account, read as a worker reads it: a real database, the real engine, a real server."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.fakes.accounts import FakeAccount, whole_slice
from tests.fakes.networks import Hanging
from tests.integration.records.conftest import Ingest
from tests.processes import PATIENCE

from gladhand.connect.pages.pictures import provider_picture_path
from gladhand.core.crypto import Keyring
from gladhand.core.http import AddressGuard
from gladhand.core.keyset import Cursor
from gladhand.integrations.executions.queue_queries import ClaimedExecution, DueSchedule, claim_schedules
from gladhand.integrations.gateway import AttemptSettings, ProviderGateway, StoredConnection
from gladhand.integrations.hosting.brands import brands_of
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.integrations.reading.filled_groups import filled_groups
from gladhand.integrations.reading.finishing import finish
from gladhand.integrations.reading.run import run
from gladhand.orgs.tsps.queries import upsert_tsps
from gladhand.records.answer_queries import list_records
from gladhand.records.filter_queries import RecordFilter
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import ResourceKind
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.http import Request, Response, Transport
from gladhand.sdk.reading import FEED, WINDOW, Read

_LEASE = timedelta(minutes=1)
# What two connections to one account differ in.
_OWN = ("id", "fleet_id", "fleet_ref", "connection_id", "execution_id", "schedule_id", "created_at", "updated_at")


class _Line:
    """The network of all requests of a connection, which a test may exchange."""

    def __init__(self, network: Transport) -> None:
        self.network = network

    async def send(self, request: Request) -> Response:
        return await self.network.send(request)


class _UnlimitedGateway(ProviderGateway):
    """Opens adapters that wait for no rate: at some providers a test would take minutes."""

    def open(self, connection: StoredConnection, **options: Any) -> Adapter:
        return super().open(connection, **{**options, "lease": None})


@dataclass
class ReadAccount:
    """A connection to the account, and the schedule of one resource."""

    ingest: Ingest
    gateway: ProviderGateway
    resource: ResourceEnum
    read: Read[Any]
    account: FakeAccount
    line: _Line
    schedule: DueSchedule

    async def read_from(self, network: Transport) -> Any:
        """One run over this network; its execution."""
        claimed = await self._claim()
        await self._attempt(claimed, network)
        (execution,) = await self.ingest.rows("select * from execution where id = %s", claimed.id)
        return execution

    async def is_killed(self, network: Transport, *, after: int) -> bool:
        """Begin a run that ends without a trace at this request. False if the run has ended before."""
        claimed, hanging = await self._claim(), Hanging(network, after=after)
        attempt, reached = (
            asyncio.create_task(self._attempt(claimed, hanging)),
            asyncio.create_task(hanging.is_reached.wait()),
        )
        await asyncio.wait({attempt, reached}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        is_killed = attempt.cancel()
        # A process takes its sign-ins with it.
        for task in (reached, *(renewals := self.gateway._renewals)):
            task.cancel()
        await asyncio.gather(attempt, reached, *renewals, return_exceptions=True)
        return is_killed

    async def start_again(self) -> None:
        """Let the next run read everything once more."""
        await self._set(**_beginning(self.account, self.read))

    async def records(self) -> dict[str, Any]:
        """What the partner sees, by the provider's ids, without what is the connection's own."""
        async with self.ingest.database.connection() as db:
            found = await list_records(
                db,
                self.ingest.partner_id,
                REGISTRY[self.resource],
                filters=RecordFilter(),
                sort_by="occurred_at",
                cursor=Cursor(),
                size=5000,
                descending=False,
                with_source_data=True,
            )
        listed, own = [json.loads(item) for _, item in found], {*_OWN, *self.read.resource.references}
        # When something runs out depends on when it was read.
        own |= self.read.resource.calculated_from(self.read.shows)
        if self.read.resource.kind is ResourceKind.ENTITY:
            # Things have no time of their own: it is when they were first read.
            own.add("occurred_at")
        for each in listed:
            # When it was removed is the connection's own.
            each["deleted_at"] = each["deleted_at"] is not None
        return {each["source_id"]: {name: value for name, value in each.items() if name not in own} for each in listed}

    async def published(self, change: str) -> list[str]:
        """The provider's ids of the records that were published under this change, in order."""
        name = f"{self.resource.value}.{change}"
        pages = [each["data"] for each in await self.ingest.events() if each["event_name"] == name]
        return [each["source_id"] for page in pages for each in (page if isinstance(page, list) else [page])]

    async def failures(self) -> int:
        """How many failures in a row the schedule has had."""
        (found,) = await self.ingest.rows(
            "select consecutive_error_count as count from schedule where id = %s", self.schedule.id
        )
        count: int = found["count"]
        return count

    async def _claim(self) -> ClaimedExecution:
        await self._set(due_at="-infinity", next_execution_at="-infinity", lease_until=None)
        async with self.ingest.database.transaction() as db:
            (claimed,) = await claim_schedules(db, [self.schedule], _LEASE)
        return claimed

    async def _attempt(self, claimed: ClaimedExecution, network: Transport) -> None:
        self.line.network = network
        ended = await run(
            self.gateway,
            claimed,
            filled=filled_groups(self.ingest.database),
            lease=_LEASE,
            stopping=asyncio.Event(),
            on_wait=lambda _: None,
        )
        async with self.ingest.database.transaction() as db:
            await finish(db, [ended], self.gateway.settings)

    async def _set(self, **values: Any) -> None:
        assignments = ", ".join(f"{name} = %s" for name in values)
        await self.ingest.rows(
            f"update schedule set {assignments} where id = %s returning id", *values.values(), self.schedule.id
        )


def differences(these: Mapping[str, Any], those: Mapping[str, Any]) -> Mapping[str, Any]:
    """The names and both values of what differs, by the ids of the records."""
    found = {}
    for id_ in these.keys() | those.keys():
        one, other = these.get(id_, {}), those.get(id_, {})
        names = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
        if names:
            found[id_] = {name: (one.get(name), other.get(name)) for name in names}
    return found


def _beginning(account: FakeAccount, read: Read[Any]) -> Mapping[str, Any]:
    """Where a schedule stands that has read nothing of what a test looks at, and everything before."""
    part = whole_slice(account, read.resource.name)
    start = part.start if read.mode is WINDOW else None
    newest = part.start + read.lookback if read.mode is FEED and part.start is not None else None
    return {"position": "{}", "read_until": start, "last_data_at": newest, "history_from": None, "history_until": None}


async def connect_account(
    ingest: Ingest, keyring: Keyring, account: FakeAccount, resource: ResourceEnum
) -> ReadAccount:
    """Connect the fleet of `ingest` to the account, with a schedule for the resource."""
    provider, line = providers()[account.source_name], _Line(AiohttpTransport(account.http))
    settings = AttemptSettings(
        (),
        PATIENCE,
        PATIENCE,
        base_urls={account.source_name: account.url},
        options={account.source_name: account.options},
        guard=AddressGuard.allowing(["127.0.0.0/8"]),
    )
    gateway, origin = _UnlimitedGateway(ingest.database, keyring, line, settings), ingest.origin
    read = provider.registration.reads[resource]
    async with ingest.database.transaction() as db:
        await upsert_tsps(db, brands_of([provider], provider_picture_path))
        await db.execute(
            """
            insert into connection (id, fleet_id, tsp_id, source_name, credentials, masked_credentials, account_id,
              account_fingerprint)
            select %s, %s, id, source_name, %s, '{}', 'x', %s from published_tsp where source_name = %s limit 1
            """,
            (
                origin.connection_id,
                origin.fleet_id,
                gateway.encrypted(json.dumps(dict(account.credentials))),
                uuid4().hex,
                account.source_name,
            ),
        )
        beginning = _beginning(account, read)
        rows = await db.execute(
            f"""
            insert into schedule (fleet_id, connection_id, source_name, resource, execution_interval_seconds,
              {", ".join(beginning)})
            values (%s, %s, %s, %s, 3600, {", ".join(["%s"] * len(beginning))})
            returning fleet_id, id, source_name, due_at
            """,
            (origin.fleet_id, origin.connection_id, account.source_name, resource.value, *beginning.values()),
        )
        (made,) = await rows.fetchall()
    return ReadAccount(ingest, gateway, resource, read, account, line, DueSchedule(account="x", **made))
