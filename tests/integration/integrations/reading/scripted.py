"""Runs of one schedule, whose adapter answers from a test's own list."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from tests.integration.integrations.reading.claiming import claim_due
from tests.integration.records.conftest import Ingest

from gladhand.auth.callers import AdminCaller
from gladhand.integrations.gateway import ProviderGateway, StoredConnection
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.reading.filled_groups import filled_groups
from gladhand.integrations.reading.finishing import finish
from gladhand.integrations.reading.run import run
from gladhand.integrations.schedules.queries import get_schedule
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.adapter import Adapter

LEASE = timedelta(minutes=1)
ADMIN = AdminCaller("admin", frozenset())
SIMULATOR = providers()["catena_simulator"].adapter_class


class ScriptedGateway(ProviderGateway):
    """Opens every connection with one adapter class, which finds the test's answers in its options."""

    adapter_class: type[Adapter]
    answers: Any

    def open(self, connection: StoredConnection, **options: Any) -> Adapter:
        opened = super().open(connection, **options)
        return self.adapter_class(
            opened.client, opened.credentials, opened.definition, options={"answers": self.answers}
        )


@dataclass
class ScriptedSchedule:
    """The schedule of a connection's positions."""

    ingest: Ingest
    gateway: ScriptedGateway

    @classmethod
    async def add(
        cls, ingest: Ingest, gateway: ProviderGateway, adapter_class: type[Adapter], answers: Any, *, history: timedelta
    ) -> Any:
        scripted = ScriptedGateway(ingest.database, gateway.keyring, gateway._transport, gateway.settings)
        scripted.adapter_class, scripted.answers = adapter_class, answers
        await ingest.rows(
            """
            insert into schedule (fleet_id, connection_id, source_name, resource, execution_interval_seconds,
              history_from)
            values (%s, %s, 'catena_simulator', 'vehicle_location', 86400, now() - %s) returning id
            """,
            ingest.origin.fleet_id,
            ingest.origin.connection_id,
            history,
        )
        return cls(ingest, scripted)

    async def run(self, stopping: asyncio.Event | None = None) -> Any:
        """One run, as the worker does it; its execution."""
        mine = await self.schedule()
        await self.ingest.rows(
            "update schedule set due_at = now(), next_execution_at = now()"
            " where fleet_id = %s and id = %s returning id",
            mine["fleet_id"],
            mine["id"],
        )
        database = self.ingest.database
        (claimed,) = await claim_due(database, lambda due: due.id == mine["id"], LEASE)
        ended = await run(
            self.gateway,
            claimed,
            filled=filled_groups(database),
            lease=LEASE,
            stopping=stopping or asyncio.Event(),
            on_wait=lambda _: None,
        )
        async with database.transaction() as db:
            await finish(db, [ended], self.gateway.settings)
        (execution,) = await self.ingest.rows("select * from execution where id = %s", claimed.id)
        return execution

    async def schedule(self) -> Any:
        # A task of another test that shares the database may have given the connection schedules for the rest.
        (found,) = await self.ingest.rows(
            "select * from schedule where fleet_id = %s and resource = %s",
            self.ingest.origin.fleet_id,
            VEHICLE_LOCATION.name,
        )
        return found

    async def shown(self) -> Any:
        """The schedule as callers see it."""
        found, origin = await self.schedule(), self.ingest.origin
        async with self.ingest.database.connection() as db:
            text = await get_schedule(db, ADMIN, origin.fleet_id, origin.connection_id, found["id"])
        return orjson.loads(text)
