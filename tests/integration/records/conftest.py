"""A fleet with one connection, shared with one partner, without a provider behind it."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.integration.records.timelines import POSITION, TODAY, noon
from tests.outbox import empty_outbox

from gladhand.core import clock
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.keyset import Cursor
from gladhand.notifications.events.reader_queries import upsert_reader
from gladhand.orgs.partners.service import create_partner
from gladhand.records import service
from gladhand.records.answer_queries import list_records
from gladhand.records.ddl import create_table
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.incoming import IncomingRecord, IngestResult
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.tasks import create_ahead
from gladhand.records.total_queries import count_records
from gladhand.resources.fields import Fields
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource, ResourceKind


@dataclass
class Ingest:
    """Takes in records of any resource as if they had been read."""

    database: Database
    origin: RecordOrigin
    partner_id: UUID
    fleet_ref: str | None = "mine"

    async def page(
        self, resource: Resource, records: list[IncomingRecord], *, only_new: bool = False
    ) -> list[IngestResult]:
        async with self.database.transaction() as db:
            audience = [Audience(self.partner_id, self.fleet_ref)]
            outcome = await service.ingest_page(
                db, resource, self.origin, records=records, audience=audience, only_new=only_new
            )
        return list(outcome.results)

    async def list_(
        self,
        resource: Resource,
        filters: RecordFilter | None = None,
        *,
        sort_by: str = "occurred_at",
        descending: bool = False,
    ) -> list[Any]:
        """What the partner's list of up to 200 records has."""
        async with self.database.connection() as db:
            found = await list_records(
                db,
                self.partner_id,
                resource,
                filters=filters or RecordFilter(),
                sort_by=sort_by,
                cursor=Cursor(),
                size=200,
                descending=descending,
                with_source_data=True,
            )
        return [json.loads(item) for _, item in found]

    async def count(self, resource: Resource, filters: RecordFilter | None = None) -> int:
        async with self.database.connection() as db:
            return await count_records(db, self.partner_id, resource, filters or RecordFilter())

    async def rows(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        async with self.database.connection() as db:
            return await (await db.execute(statement, values)).fetchall()

    async def events(self) -> list[dict[str, Any]]:
        """What the partner was told so far."""
        await empty_outbox(self.database)
        return await self.rows(
            "select event_name, data from event where partner_id = %s order by created_at, id", self.partner_id
        )

    async def another_fleet(self) -> "Ingest":
        """The same partner with one more fleet, for which it has no reference."""
        return Ingest(self.database, await new_origin(self.database, self.partner_id, None), self.partner_id, None)


def incoming(resource: Resource, page: Sequence[Fields]) -> list[IncomingRecord]:
    """Records as a provider gives them; their source ids count from `r-0`. Those of a timeline have their times."""
    # So long ago that the page itself creates the partition: other tests need none.
    begin = datetime.combine(clock.now() - timedelta(days=20), time(6), UTC)
    return [
        IncomingRecord(
            source_id=f"r-{index}",
            fields=fields.stored(),
            source_data={"at": index},
            occurred_at=begin + timedelta(minutes=index) if resource.kind is ResourceKind.TIMELINE else None,
        )
        for index, fields in enumerate(page)
    ]


async def new_ingest(database: Database, keyring: Keyring) -> Ingest:
    """A fresh partner with one fleet."""
    async with database.transaction() as db:
        partner = await create_partner(db, keyring, name="P", slug=f"p-{uuid4().hex[:8]}")
        await upsert_reader(db, partner.id)
    return Ingest(database, await new_origin(database, partner.id, "mine"), partner.id)


async def new_origin(database: Database, partner_id: UUID, fleet_ref: str | None) -> RecordOrigin:
    """A new fleet that shares everything with the partner, and a connection of it."""
    scopes = dict.fromkeys([*(name.value for name in REGISTRY), POSITION.name.value], "read")
    async with database.transaction() as db:
        found = await db.execute(
            """
            with f as (insert into fleet (slug, name) values (%(slug)s, 'Fleet') returning id),
              a as (insert into share_agreement (partner_id, fleet_id, fleet_ref, scopes)
                select %(partner)s, f.id, %(fleet_ref)s, %(scopes)s::jsonb from f)
            select id from f
            """,
            {
                "slug": f"s-{uuid4().hex[:8]}",
                "partner": partner_id,
                "fleet_ref": fleet_ref,
                "scopes": json.dumps(scopes),
            },
        )
        row = await found.fetchone()
    assert row is not None
    return RecordOrigin(row["id"], uuid4(), uuid4(), f"t-{fleet_ref}", "catena_simulator")


@pytest.fixture
async def ingest(database: Database, keyring: Keyring) -> Ingest:
    return await new_ingest(database, keyring)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Sets the day on which the hub believes to be."""

    def be(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: noon(day))

    be(TODAY)
    return be


@pytest.fixture
async def timeline(ingest: Ingest, today: Callable[[date], None]) -> AsyncIterator[None]:
    """The table of the timeline, with its partitions of today."""
    async with ingest.database.connection() as db:
        await db.execute(create_table(POSITION))
    try:
        await create_ahead(ingest.database, [POSITION])
        yield
    finally:
        async with ingest.database.connection() as db:
            await db.execute("drop table record_location_segment, record_location_segment_latest")
            # Nothing may wait for a table that is gone.
            await db.execute("delete from record_missing_parent where resource = %s", (POSITION.name.value,))
