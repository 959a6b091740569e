"""One run of a schedule: fetches slice by slice, and stores each page with the place where the next run goes on.

A page's records, their events and the new position are stored in one transaction. The process may be killed anywhere:
the next run goes on after the last page that was stored.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing
from datetime import timedelta
from typing import Any

from psycopg import DataError, IntegrityError

from gladhand.core import clock
from gladhand.integrations.executions import queries
from gladhand.integrations.executions.outcome import EndedExecution, RunFailure, RunProgress, failure_of
from gladhand.integrations.executions.plan import PlannedSlice, history, news
from gladhand.integrations.executions.queue_queries import ClaimedExecution
from gladhand.integrations.gateway import NotInstalled, ProviderGateway
from gladhand.integrations.hosting.reading import batches, read_of
from gladhand.integrations.ingest import audience, incoming
from gladhand.integrations.schedules.position import BEGINNING
from gladhand.records import service as records
from gladhand.records.incoming import IncomingRecord, PageOutcome
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.queries import list_source_ids
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import CursorLost, Malformed, NoAnswer, NotAllowed, ProviderError, Rejected
from gladhand.sdk.reading import FEED, FULL, WINDOW, Batch, Read, Skipped

# After this time a run ends with the page that is under way, and others have their turn. A walk of everything goes on:
# only a whole one shows what is gone.
_RUN_SECONDS = 20.0
_WALK_SECONDS = 900.0
# A provider whose pages never end, or that shows a page for the third time, is taken for broken.
_MOST_PAGES = 20_000
_MOST_REPEATS = 2
_BATCH_SECONDS = 900.0
_MOST_RESPONSE = 16_000
_NOT_INSTALLED_PAUSE = 600.0


class RunLost(Exception):
    """Another worker has claimed the schedule, or somebody has changed it. Nothing more may be stored."""


class _NotShared(Exception):
    """No agreement covers the resource any more."""


async def run(
    gateway: ProviderGateway,
    claimed: ClaimedExecution,
    *,
    lease: timedelta,
    stopping: asyncio.Event,
    on_wait: Callable[[bool], None],
) -> EndedExecution:
    """Read what is new, then some history. `lease` is for how long each stored page keeps the schedule ours.

    Raises `RunLost`.
    """
    progress = RunProgress.of(claimed)
    adapter: Adapter | None = None
    try:
        budget = gateway.lease(claimed.stored, is_read=True, on_wait=on_wait)
        adapter = gateway.open(claimed.stored, lease=budget)
        is_complete = await _Run(gateway, claimed, adapter, progress, lease, stopping).read()
        return EndedExecution(claimed, progress, is_complete)
    except _NotShared:
        # The schedule is cancelled as soon as the worker looks at the agreement. The page was not stored.
        return EndedExecution(claimed, RunProgress.of(claimed), is_complete=True)
    except NotInstalled as error:
        failure = RunFailure(error.error_type, error.detail, wait=_NOT_INSTALLED_PAUSE, counted=False)
        return EndedExecution(claimed, progress, False, failure)
    except ProviderError as error:
        if _is_of_state(error):
            progress.begin_anew()
        failure = failure_of(error, errors=claimed.errors, response=_response(adapter, error))
        return EndedExecution(claimed, progress, False, failure)


class _Run:
    """One run, and what all its slices share."""

    def __init__(
        self,
        gateway: ProviderGateway,
        claimed: ClaimedExecution,
        adapter: Adapter,
        progress: RunProgress,
        lease: timedelta,
        stopping: asyncio.Event,
    ) -> None:
        self._database = gateway.database
        self._claimed = claimed
        self._adapter = adapter
        self._progress = progress
        self._lease = lease
        self._stopping = stopping
        self._read: Read = read_of(adapter, ResourceEnum(claimed.resource))
        self._ends_at = time.monotonic() + (_WALK_SECONDS if self._read.mode is FULL else _RUN_SECONDS)
        self._origin = RecordOrigin(
            claimed.fleet_id,
            claimed.connection_id,
            claimed.tsp_id,
            claimed.tsp_slug,
            claimed.source_name,
            execution_id=claimed.id,
            schedule_id=claimed.schedule_id,
        )

    async def read(self) -> bool:
        """Read all that is due, unless the time is over before. Returns whether all is read."""
        claimed, progress, parents = self._claimed, self._progress, await self._parents()
        if claimed.is_news_due or progress.position.until is not None:
            planned = news(
                self._read,
                clock.now(),
                read_until=progress.read_until,
                newest=claimed.last_data_at,
                position=progress.position,
                parents=parents,
            )
            if not await self._slices(planned):
                return False
            if self._read.mode is not FEED:
                progress.position = BEGINNING
        if self._read.mode is not WINDOW or claimed.history_from is None or progress.history_until is None:
            return True
        planned = history(
            self._read,
            claimed.history_from,
            progress.history_until,
            position=progress.history_position,
            parents=parents,
        )
        if not await self._slices(planned):
            return False
        progress.history_position = BEGINNING
        return True

    async def _slices(self, planned: Iterable[PlannedSlice]) -> bool:
        for number, part in enumerate(planned):
            self._progress.stand_at(part, part.begin)
            if (number and self._is_over()) or not await self._slice(part):
                return False
            self._progress.finish(part)
        return True

    async def _slice(self, part: PlannedSlice) -> bool:
        """Read one slice. Returns False if the time is over before its end."""
        pages, repeats = part.pages, Counter[str]()
        async with aclosing(batches(self._adapter, self._read.resource.name, part.slice)) as found:
            while True:
                try:
                    async with asyncio.timeout(_BATCH_SECONDS):
                        batch = await anext(found)
                except StopAsyncIteration:
                    return True
                except TimeoutError:
                    raise NoAnswer("The provider takes too long for one page.") from None
                pages += 1
                if batch.state is not None:
                    self._progress.stand_at(part, part.position(batch.state, pages))
                    _check_repeats(repeats, self._progress, part)
                if pages > _MOST_PAGES:
                    raise Malformed(f"The provider's pages do not end: there were {_MOST_PAGES}.")
                await self._store(part, batch)
                # A slice that can only begin anew is read to its end, unless the worker stops.
                if self._stopping.is_set() or (batch.state and self._is_over()):
                    return False

    async def _store(self, part: PlannedSlice, batch: Batch[Any]) -> None:
        progress, rows = self._progress, [incoming(record) for record in batch.records]
        progress.skip(batch.skipped)
        if not rows:
            return
        progress.add_times(row.occurred_at for row in rows)
        try:
            outcome = await self._ingest(rows)
        except (DataError, IntegrityError) as error:
            bad = await self._bad_rows(rows, error)
            progress.skip(bad)
            refused = {each.source_id for each in bad}
            outcome = await self._ingest([row for row in rows if row.source_id not in refused])
        progress.counts.update(result.value for result in outcome.results)
        if part.is_history:
            progress.history_rows += len(outcome.results)

    async def _ingest(self, rows: Sequence[IncomingRecord]) -> PageOutcome:
        """Store a page and where the run stands behind it, in one transaction."""
        async with self._database.transaction() as db:
            # First, because it locks the schedule: nobody else stores anything for it meanwhile.
            if not await queries.update_progress(db, self._claimed, self._progress, self._lease):
                raise RunLost
            partners = await audience(db, self._claimed.fleet_id, self._claimed.resource)
            if not partners:
                raise _NotShared
            return await records.ingest_page(db, self._read.resource, self._origin, records=rows, audience=partners)

    async def _bad_rows(self, rows: Sequence[IncomingRecord], error: Exception) -> list[Skipped]:
        """The rows that the database refuses, found by halves."""
        if len(rows) == 1:
            return [Skipped(rows[0].source_id, f"The database cannot hold it: {type(error).__name__}.")]
        found = []
        for half in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
            try:
                async with self._database.connection() as db, db.transaction(force_rollback=True):
                    await records.ingest_page(db, self._read.resource, self._origin, records=half, audience=())
            except (DataError, IntegrityError) as again:
                found += await self._bad_rows(half, again)
        return found

    async def _parents(self) -> list[str]:
        if self._read.per is None:
            return []
        async with self._database.connection() as db:
            return await list_source_ids(db, self._read.per, self._claimed.fleet_id, self._claimed.connection_id)

    def _is_over(self) -> bool:
        return self._stopping.is_set() or time.monotonic() >= self._ends_at


def _check_repeats(repeats: Counter[str], progress: RunProgress, part: PlannedSlice) -> None:
    position = progress.history_position if part.is_history else progress.position
    state = str(sorted(position.state.items(), key=str))
    repeats[state] += 1
    if repeats[state] > _MOST_REPEATS:
        raise Malformed("The provider's pages repeat: the same place came again and again.")


def _is_of_state(error: ProviderError) -> bool:
    """Whether the read may succeed without its state."""
    return isinstance(error, CursorLost) or (isinstance(error, Rejected) and not isinstance(error, NotAllowed))


def _response(adapter: Adapter | None, error: ProviderError) -> dict[str, Any] | None:
    """The provider's last answer, without secrets."""
    if adapter is None or (last := adapter.client.last) is None:
        return None
    return {
        "status_code": error.status_code or last.status,
        "headers": adapter.client.last_headers,
        "body": adapter.client.redact(last.body[:_MOST_RESPONSE].decode("utf-8", "replace")).replace("\x00", ""),
    }
