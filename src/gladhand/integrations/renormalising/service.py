"""Maps the stored rows of a connection again, by the adapter's present mapping, and stores what differs.

A row goes through the same ingest as one that was just read: unchanged records are not written, and partners get events
of changed ones. A dry run is the same with each transaction rolled back, so it shows what a run would do.

It may be interrupted anywhere and run again: each batch is one transaction, and what is stored already is unchanged.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import zstandard

from gladhand.core.db import Database, Db
from gladhand.integrations.connections.overview_queries import OriginConnection
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.hosting.remapping import StoredRow, remap
from gladhand.integrations.ingest import REFUSED, incoming, reason_of_refusal
from gladhand.integrations.renormalising.storing import Difference, RenormaliseCounts, RenormalisedRows
from gladhand.records import stored_queries as queries
from gladhand.records.incoming import IncomingRecord
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.page_queries import list_raw_rows
from gladhand.records.stored_queries import StoredRecord
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.exact_json import load_exact
from gladhand.resources.resource import Resource
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import ProviderError
from gladhand.sdk.reading import Read

# The number of pages of a provider that are unpacked at once.
_PAGES_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Renormaliser:
    """Maps the records of one connection again."""

    gateway: ProviderGateway
    connection: OriginConnection
    since: datetime | None
    is_dry: bool
    on_difference: Callable[[Resource, Difference], None]

    @property
    def _database(self) -> Database:
        return self.gateway.database

    def _origin(self) -> RecordOrigin:
        connection = self.connection
        stored = connection.stored
        return RecordOrigin(stored.fleet_id, stored.id, connection.tsp_id, connection.tsp_slug, stored.source_name)

    def reads(self, resource: ResourceEnum | None) -> list[Read[Any]]:
        """The reads of the provider whose rows can be mapped again; with a resource, only its read."""
        provider = self.gateway.provider(self.connection.stored.source_name)
        every = provider.registration.reads.values() if provider is not None else ()
        return [read for read in every if read.remap is not None and resource in (None, read.resource.name)]

    async def adapter(self) -> Adapter:
        """The adapter of the connection. It sends nothing. Raises what `ProviderGateway.open` raises."""
        return await self.gateway.open_dry_run(self.connection.stored)

    async def run(self, adapter: Adapter, read: Read[Any]) -> RenormaliseCounts:
        """Map all records of the resource since then."""
        counts, origin = RenormaliseCounts(), self._origin()
        async with self._database.connection() as db:
            windows = await queries.list_windows(db, read.resource, origin, self.since)
        for window in windows:
            async with self._database.transaction() as db:
                async for stored in queries.stream_stored(db, read.resource, origin, window, read.joined):
                    await self._batch(db, adapter, read, stored, counts)
        return counts

    async def _batch(
        self, db: Db, adapter: Adapter, read: Read[Any], stored: Sequence[StoredRecord], counts: RenormaliseCounts
    ) -> None:
        rows = await _source_data(db, self.connection.stored.fleet_id, stored)
        mapped: list[tuple[StoredRecord, IncomingRecord]] = []
        for record in stored:
            row = rows.get(record.key)
            if row is None:
                counts.not_kept += 1
                continue
            try:
                again = await remap(adapter, read, StoredRow(record.source_id, row, record.joined))
            except ProviderError as error:
                counts.skip(error.detail)
                continue
            mapped.append((record, _as_when_read(record, incoming(again))))
        if mapped:
            await self._store(read.resource, mapped, counts)

    async def _store(
        self, resource: Resource, mapped: Sequence[tuple[StoredRecord, IncomingRecord]], counts: RenormaliseCounts
    ) -> None:
        """Store what differs in one transaction. If the database refuses a row, it is found by halves and skipped."""
        stored, differences = RenormaliseCounts(), list[Difference]()
        try:
            async with self._database.connection() as db, db.transaction(force_rollback=self.is_dry):
                await RenormalisedRows(db, resource, self._origin(), stored, differences.append).store(mapped)
        except REFUSED as error:
            if len(mapped) == 1:
                counts.skip(reason_of_refusal(error))
                return
            for half in (mapped[: len(mapped) // 2], mapped[len(mapped) // 2 :]):
                await self._store(resource, half, counts)
            return
        counts.add(stored)
        for each in differences:
            self.on_difference(resource, each)


def _as_when_read(stored: StoredRecord, record: IncomingRecord) -> IncomingRecord:
    """The record with the times of the read where the provider's row has none."""
    return replace(
        record, as_of=record.occurred_at or stored.as_of, occurred_at=record.occurred_at or stored.occurred_at
    )


async def _source_data(
    db: Db, fleet_id: UUID, stored: Sequence[StoredRecord]
) -> dict[tuple[UUID, datetime], Mapping[str, Any]]:
    """The provider's rows of these records, as far as they are kept, by the records' keys."""
    found = {record.key: load_exact(record.source_data.encode()) for record in stored if record.source_data is not None}
    by_page: dict[int, list[StoredRecord]] = {}
    for record in stored:
        if record.page is not None:
            by_page.setdefault(record.page, []).append(record)
    pages = sorted(by_page)
    for start in range(0, len(pages), _PAGES_AT_ONCE):
        chunk = [(fleet_id, page) for page in pages[start : start + _PAGES_AT_ONCE]]
        for (_, page), packed in (await list_raw_rows(db, chunk)).items():
            rows = load_exact(zstandard.decompress(packed))
            found |= {record.key: rows[record.page_row] for record in by_page[page] if record.page_row is not None}
    return found
