"""One run of a schedule: fetches slice by slice, and stores each page with the position that the next run goes on from.

A page's records, their events and the new position are stored in one transaction. The process may be killed anywhere:
the next run goes on after the last page that was stored.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from typing import Any

from gladhand.core import clock
from gladhand.integrations.executions.outcome import EndedExecution, RunFailure, RunProgress, failure_of
from gladhand.integrations.executions.plan import PlannedSlice, history, late_history, new_data, read_from_of_new
from gladhand.integrations.executions.queue_queries import ClaimedExecution
from gladhand.integrations.executions.sealed_state import StateSeal
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.hosting.reading import read_of
from gladhand.integrations.reading.errors import NoAudience
from gladhand.integrations.reading.filled_groups import FilledGroups
from gladhand.integrations.reading.pages import is_of_state, slice_pages
from gladhand.integrations.reading.parent_queries import StoredParent
from gladhand.integrations.reading.parents import ParentStore
from gladhand.integrations.reading.refusals import Refusals
from gladhand.integrations.reading.responses import last_response
from gladhand.integrations.reading.storing import PageStore
from gladhand.integrations.schedules.position import BEGINNING
from gladhand.records.queries import list_source_ids
from gladhand.records.walks import Walk
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import ProviderError
from gladhand.sdk.reading import FEED, FULL, NO_STATE, WINDOW, Batch, Read, Skipped
from gladhand.sdk.records import Record

# After this time a run ends with the page that is under way, and others have their turn. A walk of everything goes on:
# only a whole one shows what is gone.
_RUN_SECONDS = 20.0
_WALK_SECONDS = 900.0
_NOT_SHARED = "No agreement covers the resource any more."


async def run(
    gateway: ProviderGateway,
    claimed: ClaimedExecution,
    *,
    filled: FilledGroups,
    lease: timedelta,
    stopping: asyncio.Event,
    on_wait: Callable[[bool], None],
) -> EndedExecution:
    """Read what is new, then some history. `lease` is for how long each stored page keeps the schedule ours.

    Raises `RunLost`.
    """
    progress = RunProgress.of(claimed)
    progress.seal_again(StateSeal(gateway.keyring, claimed.schedule_id))
    adapter: Adapter | None = None
    try:
        budget = gateway.lease(claimed.stored, is_read=True, on_wait=on_wait)
        adapter = gateway.open(claimed.stored, lease=budget)
        is_complete = await _Run(
            gateway, claimed, adapter, filled=filled, progress=progress, lease=lease, stopping=stopping
        ).read()
        return EndedExecution(claimed, progress, is_complete)
    except NoAudience:
        # The schedule is cancelled as soon as the worker looks at the agreement. The page was not stored.
        failure = RunFailure(ErrorType.AUTH, _NOT_SHARED, wait=claimed.interval_seconds, counted=False)
        return EndedExecution(claimed, RunProgress.of(claimed), False, failure, keeps_position=True)
    except ProviderError as error:
        if is_of_state(error, claimed):
            progress.position = progress.position.without_state()
        failure = failure_of(error, errors=claimed.errors, response=last_response(adapter, error))
        return EndedExecution(claimed, progress, False, failure)


class _Run:
    """One run, and what all its slices share."""

    def __init__(
        self,
        gateway: ProviderGateway,
        claimed: ClaimedExecution,
        adapter: Adapter,
        *,
        filled: FilledGroups,
        progress: RunProgress,
        lease: timedelta,
        stopping: asyncio.Event,
    ) -> None:
        self._database = gateway.database
        self._seal = StateSeal(gateway.keyring, claimed.schedule_id)
        self._claimed = claimed
        self._adapter = adapter
        self._progress = progress
        self._stopping = stopping
        self._read: Read = read_of(adapter, ResourceEnum(claimed.resource))
        self._ends_at = time.monotonic() + (_WALK_SECONDS if self._read.mode is FULL else _RUN_SECONDS)
        self._store = PageStore(gateway.database, filled, claimed, read=self._read, progress=progress, lease=lease)
        self._parent_store = ParentStore(gateway.database, claimed, self._read)
        self._refusals = Refusals(self._parent_store, progress, self._read.per)
        self._behind: Sequence[StoredParent] = ()
        """Parents that are not read as far as all others."""

    async def read(self) -> bool:
        """Read all that is due, unless the time is over before. Returns whether all is read."""
        claimed, progress, parents = self._claimed, self._progress, await self._list_parents()
        if self._read.mode is FEED:
            progress.extend_history(claimed.history_from)
        if claimed.is_new_data_due or progress.position.until is not None:
            starts_from_beginning = progress.position == BEGINNING
            planned = new_data(
                self._read,
                clock.now(),
                read_until=progress.read_until,
                newest=claimed.last_data_at,
                history_from=claimed.history_from,
                history_until=progress.history_until,
                position=progress.position,
                parents=self._without_paused(parents),
                behind={each.source_id: each.read_until for each in self._behind if each.read_until is not None},
            )
            if self._read.mode is FULL and self._read.per is None and starts_from_beginning:
                self._store.walk = Walk()
            is_read = await self._slices(planned)
            if not is_read:
                progress.note_empty_pages()
            if is_read and self._read.mode is not FEED:
                progress.position = BEGINNING
            # After a run that has read other parents, a refusal of all that are left shows nothing.
            if (starts_from_beginning or claimed.errors) and (is_read or not self._stopping.is_set()):
                self._refusals.check_any_answered()
            if not is_read:
                return False
            await self._store.finish_walk(self._adapter)
            progress.is_new_data_read = True
        return self._read.mode is not WINDOW or await self._read_history(parents)

    async def _read_history(self, parents: Sequence[str]) -> bool:
        """Read history until the time is over. Returns whether all is read."""
        claimed, progress = self._claimed, self._progress
        until = progress.history_until
        if until is None:
            return True
        begin = claimed.history_from or until
        try:
            alone = {each.source_id: each.read_from for each in self._behind if each.read_from is not None}
            lacking = {parent for parent, moment in alone.items() if moment > begin}
            due = {each.source_id for each in self._behind if each.is_history_due} - self._refusals.parents
            late = {parent: alone[parent] for parent in lacking & due}
            if not await self._slices(late_history(self._read, begin, late)):
                return False
            others = [each for each in parents if each not in alone]
            if alone and not others and lacking <= due - self._refusals.parents:
                # No slice of all parents is left that would say so.
                progress.history_until = begin
            planned = history(self._read, begin, until, position=progress.history_position, parents=others)
            if not await self._slices(planned):
                return False
        except ProviderError as error:
            if error.makes_stale or not error.counted:
                raise
            # An old window that fails does not stop what is new. It is tried again after the next run.
            if is_of_state(error, claimed):
                progress.history_position = progress.history_position.without_state()
            progress.skip([Skipped(None, f"History: {error.detail}")])
            return True
        progress.history_position = BEGINNING
        return True

    async def _slices(self, planned: Iterable[PlannedSlice]) -> bool:
        """Read these slices, without further ones of a parent that is refused. Returns False if the time is over."""
        refused = set[str | None]()
        for number, part in enumerate(planned):
            self._progress.stand_at(part, part.begin)
            if part.slice.parent not in refused:
                if number and self._is_over() and (self._stopping.is_set() or not self._refusals.asks_further):
                    return False
                try:
                    is_read = await self._slice(part)
                    self._refusals.add_answer()
                    if not is_read:
                        return False
                    await self._parent_store.finish(part)
                except ProviderError as error:
                    await self._refusals.add(part, error)
                    refused.add(part.slice.parent)
            self._progress.finish(part)
        return True

    async def _slice(self, part: PlannedSlice) -> bool:
        """Read one slice. Returns False if the time is over before its end."""
        if self._read.replaces is not None:
            return await self._whole_slice(part)
        if self._read.lists_all:
            self._store.begin_window(part)
        async with aclosing(self._pages(part)) as found:
            async for pages, batch in found:
                if batch.state is not None:
                    state = self._seal.seal(self._adapter, batch.state)
                    self._progress.stand_at(part, part.position(state, pages))
                await self._store.add(part, batch)
                # A slice that can only start again is read to its end, unless the worker stops.
                if self._stopping.is_set() or (batch.state and not part.is_whole and self._is_over()):
                    return False
        if self._read.lists_all:
            await self._store.finish_window(part)
        return True

    async def _whole_slice(self, part: PlannedSlice) -> bool:
        """Read one slice whose rows have no ids that stay: all of them are stored at once."""
        rows, skipped = list[Record](), list[Skipped]()
        # The state is not used: a part of the rows would replace nothing.
        whole = replace(part, slice=replace(part.slice, state=NO_STATE), pages=0)
        async with aclosing(self._pages(whole)) as found:
            async for _, batch in found:
                rows += batch.records
                skipped += batch.skipped
                if self._stopping.is_set():
                    return False
        await self._store.replace(part, rows, skipped)
        return True

    def _pages(self, part: PlannedSlice) -> AsyncGenerator[tuple[int, Batch[Any]]]:
        return slice_pages(self._seal, self._adapter, self._read.resource.name, part)

    async def _list_parents(self) -> list[str]:
        if self._read.per is None:
            return []
        claimed, progress = self._claimed, self._progress
        async with self._database.connection() as db:
            parents = await list_source_ids(db, self._read.per, claimed.fleet_id, claimed.connection_id)
        if self._read.mode is WINDOW:
            new = read_from_of_new(self._read, parents, read_until=progress.read_until, position=progress.position)
            self._behind = await self._parent_store.update(new)
        return parents

    def _without_paused(self, parents: Sequence[str]) -> Sequence[str]:
        """The parents that this run asks for what is new. All of them, if all are paused."""
        paused = {each.source_id for each in self._behind if not each.is_new_data_due}
        return [each for each in parents if each not in paused] or parents

    def _is_over(self) -> bool:
        return self._stopping.is_set() or time.monotonic() >= self._ends_at
