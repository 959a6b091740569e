"""A fleet with one connection, shared with one partner, without a provider behind it."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.keyset import Cursor
from gladhand.orgs.partners.service import create_partner
from gladhand.records import service
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.queries import RecordFilter, count_records, list_records
from gladhand.records.service import IncomingRecord, IngestResult
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource


@dataclass
class Ingest:
    """Takes in records of any resource as if they had been read."""

    database: Database
    origin: RecordOrigin
    partner_id: UUID

    async def page(self, resource: Resource, records: list[IncomingRecord]) -> list[IngestResult]:
        async with self.database.transaction() as db:
            audience = [Audience(self.partner_id, "mine")]
            return await service.ingest_page(db, resource, self.origin, records=records, audience=audience)

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
            )
        return [json.loads(item) for _, item in found]

    async def count(self, resource: Resource, filters: RecordFilter | None = None) -> int:
        async with self.database.connection() as db:
            return await count_records(db, self.partner_id, resource, filters or RecordFilter())

    async def rows(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        async with self.database.connection() as db:
            return await (await db.execute(statement, values)).fetchall()


@pytest.fixture
async def ingest(database: Database, keyring: Keyring) -> Ingest:
    names = [*(name.value for name in REGISTRY), "vehicle_location"]
    scopes = ", ".join(f'"{name}": "read"' for name in names)
    async with database.transaction() as db:
        partner = await create_partner(db, keyring, name="P", slug=f"p-{uuid4().hex[:8]}")
        found = await db.execute(
            """
            with f as (insert into fleet (slug, name) values (%(slug)s, 'Fleet') returning id),
              a as (insert into share_agreement (partner_id, fleet_id, fleet_ref, scopes)
                select %(partner)s, f.id, 'mine', %(scopes)s::jsonb from f)
            select id from f
            """,
            {"slug": f"s-{uuid4().hex[:8]}", "partner": partner.id, "scopes": "{" + scopes + "}"},
        )
        row = await found.fetchone()
    assert row is not None
    return Ingest(database, RecordOrigin(row["id"], uuid4(), uuid4(), "t", "catena_simulator"), partner.id)
