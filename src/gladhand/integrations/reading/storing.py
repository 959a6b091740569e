"""Stores what a run reads: each page, its events and the position after it in one transaction."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from gladhand.core import clock
from gladhand.core.clock import wire_time
from gladhand.core.db import Database, Db
from gladhand.core.ids import record_id
from gladhand.core.time_window import TimeWindow
from gladhand.integrations.executions import queries, queue_queries
from gladhand.integrations.executions.outcome import RunProgress
from gladhand.integrations.executions.plan import PlannedSlice
from gladhand.integrations.executions.queue_queries import ClaimedExecution
from gladhand.integrations.hosting.calls import can_get
from gladhand.integrations.ingest import REFUSED, incoming, reason_of_refusal
from gladhand.integrations.reading.confirming import ids_that_may_be_there
from gladhand.integrations.reading.errors import NoAudience, RunLost
from gladhand.integrations.reading.filled_groups import FilledGroups
from gladhand.records import service as records
from gladhand.records import walks
from gladhand.records.incoming import IncomingRecord, IngestResult, PageOutcome
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.privacy.queries import is_needed
from gladhand.records.queries import RecordGroup, list_audience
from gladhand.records.walk_queries import list_absent
from gladhand.records.walks import Walk
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.reading import FEED, NO_STATE, Batch, Read, Skipped
from gladhand.sdk.records import Record


class PageStore:
    """The store of one run."""

    def __init__(
        self,
        database: Database,
        filled: FilledGroups,
        claimed: ClaimedExecution,
        *,
        read: Read,
        progress: RunProgress,
        lease: timedelta,
    ) -> None:
        self._database = database
        self._filled = filled
        self._claimed = claimed
        self._read = read
        self._progress = progress
        self._lease = lease
        self._total: int | None = None
        self.walk: Walk | None = None
        """A walk that this run has begun, over everything or over a window; only such a one is whole."""
        self._origin = RecordOrigin(
            claimed.fleet_id,
            claimed.connection_id,
            claimed.tsp_id,
            claimed.tsp_slug,
            claimed.source_name,
            execution_id=claimed.id,
            schedule_id=claimed.schedule_id,
        )

    async def add(self, part: PlannedSlice, batch: Batch[Any]) -> None:
        """Store a page. Raises `RunLost` and `NoAudience`."""
        await self._add(part, batch, replaces=False)

    async def replace(self, part: PlannedSlice, rows: Sequence[Record], skipped: Sequence[Skipped]) -> None:
        """Store all rows of a slice in the place of those that are stored. Raises `RunLost` and `NoAudience`.

        Nothing is removed while rows were skipped: one of them may be a stored row.
        """
        replaces = not skipped and (bool(rows) or await self._is_filled())
        await self._add(part, Batch(rows, skipped=skipped), replaces=replaces)

    async def _add(self, part: PlannedSlice, batch: Batch[Any], *, replaces: bool) -> None:
        progress, rows = self._progress, [incoming(record) for record in batch.records]
        progress.pages += 1
        self._skip(batch.skipped)
        self._total = batch.total if batch.total is not None else self._total
        if not rows and not batch.removed and not replaces:
            return
        progress.add_times(row.occurred_at for row in rows)
        try:
            outcome = await self._ingest(part, rows, batch, replaces=replaces)
        except REFUSED as error:
            bad = await self._bad_rows(rows, error)
            if len(bad) == len(rows) > 1:
                # It is not a matter of single rows.
                raise
            self._skip(bad)
            refused = {each.source_id for each in bad}
            rows = [row for row in rows if row.source_id not in refused]
            outcome = await self._ingest(part, rows, batch, replaces=False)
        progress.count(outcome)
        progress.note(_from_the_future(rows, outcome))
        if self.walk is not None:
            self.walk.add(outcome)

    def _skip(self, rows: Sequence[Skipped]) -> None:
        """Count rows that were not stored. The walk has seen them, so they are not removed."""
        self._progress.skip(rows)
        if self.walk is None:
            return
        for row in rows:
            if row.source_id is None:
                self.walk = None
                return
            connection_id, resource = self._origin.connection_id, self._read.resource.name.value
            self.walk.seen.add(str(record_id(connection_id, resource, row.source_id)))

    async def _ingest(
        self, part: PlannedSlice, rows: Sequence[IncomingRecord], batch: Batch[Any], *, replaces: bool
    ) -> PageOutcome:
        """Store a page and where the run stands behind it, in one transaction."""
        resource, origin = self._read.resource, self._origin
        # A feed brings its history first, until it has caught up.
        is_history = part.is_history or (self._read.mode is FEED and self._progress.history_until is None)
        async with self._shared(history_rows=len(rows) if is_history else 0) as (db, partners):
            if replaces:
                window = TimeWindow(part.slice.start, part.slice.end)
                field, parent = self._read.replaces, part.slice.parent
                of = None if field is None or parent is None else (field, parent)
                return await records.replace_rows(
                    db, resource, origin, window=window, records=rows, audience=partners, parent=of
                )
            outcome = await records.ingest_page(
                db, resource, origin, records=rows, audience=partners, only_new=batch.is_preliminary
            )
            if not batch.removed:
                return outcome
            count = await records.remove_records(db, resource, origin, source_ids=batch.removed, audience=partners)
            return replace(outcome, removed=count)

    async def finish_walk(self, adapter: Adapter) -> None:
        """Remove what has gone, if a whole walk has ended. Where the provider counts more than it has shown, that is
        what the adapter does not find by its id either."""
        walk = self.walk
        if walk is None:
            return
        if self._is_short(walk) and can_get(adapter, self._read.resource.name):
            await self._complete(walk, adapter)
        elif not await self._shows_what_is_gone(walk):
            return
        async with self._shared() as (db, partners):
            outcome = await walks.finish_walk(db, self._read.resource, self._origin, walk, audience=partners)
        self._progress.count_removed(outcome.removed)

    def begin_window(self, part: PlannedSlice) -> None:
        """Note from now on what a slice shows. Of history, and of a slice that is gone on with, nothing follows."""
        is_whole = not part.is_history and not part.pages and part.slice.state == NO_STATE
        self.walk, self._total = Walk() if is_whole else None, None

    async def finish_window(self, part: PlannedSlice) -> None:
        """Remove what has gone from the window of a slice, which was read from its beginning to its end."""
        walk, self.walk = self.walk, None
        if walk is None or not await self._shows_what_is_gone(walk):
            return
        window = TimeWindow(part.slice.start, part.slice.end)
        async with self._shared() as (db, partners):
            outcome = await walks.finish_window(
                db, self._read.resource, self._origin, walk, window=window, audience=partners
            )
        self._progress.count_removed(outcome.removed)

    async def _shows_what_is_gone(self, walk: Walk) -> bool:
        """Whether records that the walk has not seen may be gone. The execution tells if the provider counts more."""
        if self._is_short(walk):
            self._skip_count(walk, "none of the others is removed.")
            return False
        return bool(walk.seen) or await self._is_filled()

    async def _complete(self, walk: Walk, adapter: Adapter) -> None:
        """Count as seen what the list lacks and the provider has, or may have."""
        self._skip_count(walk, "another one is removed only if it is not found by its id either.")
        resource = self._read.resource
        async with self._database.connection() as db:
            absent = await list_absent(db, resource, self._origin, seen=sorted(walk.seen), started_at=walk.started_at)
        walk.seen.update(await ids_that_may_be_there(adapter, resource.name, absent))

    def _is_short(self, walk: Walk) -> bool:
        return self._total is not None and len(walk.seen) < self._total

    def _skip_count(self, walk: Walk, consequence: str) -> None:
        counted = f"The provider counts {self._total} records and listed {len(walk.seen)}"
        self._progress.skip([Skipped(None, f"{counted}; {consequence}")])

    async def _is_filled(self) -> bool:
        """Whether there may be a record to remove. If not, a run that finds nothing needs no transaction here."""
        group = RecordGroup(self._origin.fleet_id, self._origin.connection_id, self._read.resource.name.value)
        return await self._filled.get(group, group)

    @asynccontextmanager
    async def _shared(self, *, history_rows: int = 0) -> AsyncIterator[tuple[Db, Sequence[Audience]]]:
        """A transaction that stores where the run stands, and the partners who see the records."""
        async with self._database.transaction() as db:
            # First, because it locks the schedule: no other run stores anything for it meanwhile.
            if not await queries.update_progress(
                db, self._claimed, self._progress, self._lease, history_rows=history_rows
            ):
                raise RunLost
            partners = await list_audience(db, self._claimed.fleet_id, self._read.resource)
            if not partners and not await is_needed(db, self._claimed.fleet_id, self._read.resource):
                raise NoAudience
            begun = time.monotonic()
            yield db, partners
            if time.monotonic() - begun > self._lease.total_seconds() / 3:
                # Nobody else could extend the lease meanwhile: the schedule is locked here.
                await queue_queries.extend_leases(db, [self._claimed], self._lease)

    async def _bad_rows(self, rows: Sequence[IncomingRecord], error: Exception) -> list[Skipped]:
        """The rows that the database refuses, found by halves."""
        if len(rows) == 1:
            return [Skipped(rows[0].source_id, reason_of_refusal(error))]
        found = []
        for half in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
            try:
                async with self._database.connection() as db, db.transaction(force_rollback=True):
                    await records.ingest_page(db, self._read.resource, self._origin, records=half, audience=())
            except REFUSED as again:
                found += await self._bad_rows(half, again)
        return found


def _from_the_future(rows: Sequence[IncomingRecord], outcome: PageOutcome) -> list[Skipped]:
    """The rows that were not kept because a clock is wrong, and not because of their age."""
    if IngestResult.NOT_KEPT not in outcome.results:
        return []
    now = clock.now()
    return [
        Skipped(row.source_id, f"It occurred in the future, at {wire_time(row.occurred_at)}.")
        for row, result in zip(rows, outcome.results, strict=True)
        if result is IngestResult.NOT_KEPT and row.occurred_at is not None and row.occurred_at > now
    ]
