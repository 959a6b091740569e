"""Taking records in: upserts, changes and who is told of them."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.outbox import empty_outbox
from tests.own_installation import database_url

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.ids import record_id
from gladhand.orgs.partners.service import create_partner
from gladhand.records import service
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.incoming import IncomingRecord, IngestResult
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.total_queries import count_records
from gladhand.resources.user import USER

# A worker would read the connection.
__all__ = ["database_url"]


@dataclass
class Source:
    """A connection without a provider, and two partners who may see what comes through it."""

    database: Database
    origin: RecordOrigin
    first: UUID
    second: UUID

    async def take(self, source_id: str = "user:ann", **fields: Any) -> tuple[UUID, IngestResult]:
        async with self.database.transaction() as db:
            outcome = await service.ingest_page(
                db,
                USER,
                self.origin,
                records=[
                    IncomingRecord(
                        source_id=source_id,
                        fields=USER.fields_model(**fields).stored(),
                        source_data={"id": source_id, **fields},
                    )
                ],
                audience=[Audience(self.first, "mine"), Audience(self.second, None)],
            )
        return record_id(self.origin.connection_id, "user", source_id), outcome.results[0]

    async def events(self, partner_id: UUID) -> list[tuple[str, Any]]:
        await empty_outbox(self.database)
        async with self.database.connection() as db:
            rows = await db.execute(
                "select event_name, data from event where partner_id = %s order by created_at, id", (partner_id,)
            )
            return [(row["event_name"], row["data"]) for row in await rows.fetchall()]

    async def row(self, record: UUID) -> Any:
        async with self.database.connection() as db:
            rows = await db.execute("select * from record_user where id = %s", (record,))
            return await rows.fetchone()


@pytest.fixture
async def source(database: Database, keyring: Keyring) -> Source:
    async with database.transaction() as db:
        partners = [await create_partner(db, keyring, name="P", slug=f"p-{uuid4().hex[:8]}") for _ in range(2)]
        made = await db.execute(
            """
            with f as (insert into fleet (slug, name) values (%(slug)s, 'Fleet') returning id),
              t as (insert into tsp (slug, name, source_name, conn_type)
                values (%(slug)s, 'T', 'catena_simulator', 'api_key') returning id),
              a as (insert into share_agreement (partner_id, fleet_id, fleet_ref, scopes)
                select %(partner)s, f.id, 'mine', '{"user": "read"}' from f)
            insert into connection (fleet_id, tsp_id, source_name, credentials, masked_credentials, account_id,
              account_fingerprint)
            select f.id, t.id, 'catena_simulator', '', '{}', 'x', 'x' from f, t
            returning id, fleet_id, tsp_id
            """,
            {"slug": f"s-{uuid4().hex[:8]}", "partner": partners[0].id},
        )
        row = await made.fetchone()
    assert row is not None
    origin = RecordOrigin(row["fleet_id"], row["id"], row["tsp_id"], "t", "catena_simulator")
    return Source(database, origin, partners[0].id, partners[1].id)


async def test_a_record_that_was_never_seen_is_added_and_told_to_each_partner_by_its_own_reference(
    source: Source,
) -> None:
    record, change = await source.take(first_name="Ann")
    assert change is IngestResult.ADDED
    ((name, told),) = await source.events(source.first)
    assert name == "user.added"
    assert (told["id"], told["fleet_ref"], told["first_name"], told["notes"]) == (str(record), "mine", "Ann", None)
    assert "source_data" not in told
    assert "source_data_hash" not in told
    ((_, other),) = await source.events(source.second)
    assert other["fleet_ref"] is None


async def test_taking_it_in_again_changes_nothing_and_tells_nobody(source: Source) -> None:
    record, _ = await source.take(first_name="Ann")
    before = await source.row(record)
    assert await source.take(first_name="Ann") == (record, IngestResult.UNCHANGED)
    assert await source.row(record) == before
    assert len(await source.events(source.first)) == 1


async def test_a_change_keeps_the_id_and_is_told_as_modified(source: Source) -> None:
    record, _ = await source.take(first_name="Ann")
    before = await source.row(record)
    assert await source.take(first_name="Anna") == (record, IngestResult.MODIFIED)
    after = await source.row(record)
    assert after["created_at"] == before["created_at"]
    assert after["updated_at"] > before["updated_at"]
    assert after["source_data_hash"] != before["source_data_hash"]
    name, told = (await source.events(source.first))[-1]
    assert (name, told["first_name"]) == ("user.modified", "Anna")


async def test_a_record_that_was_deleted_comes_back(source: Source) -> None:
    record, _ = await source.take(first_name="Ann")
    async with source.database.connection() as db:
        await db.execute("update record_user set deleted_at = now() where id = %s", (record,))
    assert await source.take(first_name="Ann") == (record, IngestResult.ADDED)
    assert (await source.row(record))["deleted_at"] is None
    assert [name for name, _ in await source.events(source.first)] == ["user.added", "user.added"]


async def test_the_total_of_the_counters_is_exact(source: Source) -> None:
    for number in range(5):
        await source.take(f"user:{number}")
        await source.take(f"user:{number}", notes="again")
    async with source.database.connection() as db:
        counted = await count_records(db, source.first, USER, RecordFilter(connection_id=source.origin.connection_id))
        looked_at = await count_records(
            db, source.first, USER, RecordFilter(values={"source_id": [f"user:{number}" for number in range(5)]})
        )
    assert counted == looked_at == 5


async def test_written_records_are_locked_in_the_order_of_ids(source: Source) -> None:
    """As those of a page are: in another order two transactions would deadlock."""
    ids = {(await source.take(each))[0]: each for each in ("user:ann", "user:bob")}
    first, last = sorted(ids)

    def written(record: UUID) -> service.WrittenRecord:
        fields = USER.fields_model(first_name="Changed").stored()
        incoming = IncomingRecord(source_id=ids[record], fields=fields, source_data={"id": ids[record]})
        origin = replace(source.origin, trace_parent=f"00-{record.hex}-00f067aa0ba902b7-01")
        return service.WrittenRecord(USER, origin, incoming, ())

    async def store() -> list[IngestResult]:
        async with source.database.transaction() as db:
            return await service.store_written(db, [written(last), written(first)])

    async with source.database.transaction() as db:
        await db.execute("select from record_user where id = %s for update", (first,))
        storing = asyncio.create_task(store())
        waiting = "select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))"
        while not await (await db.execute(waiting)).fetchall():
            assert not storing.done()
            await asyncio.sleep(0.02)
        await db.execute("select from record_user where id = %s for update nowait", (last,))
    assert await storing == [IngestResult.MODIFIED] * 2
