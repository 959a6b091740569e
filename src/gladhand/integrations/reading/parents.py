"""Stores how far each parent of a schedule is read: a vehicle or driver whose data the provider gives one by one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from gladhand.core.db import Database, Db
from gladhand.integrations.executions.plan import PlannedSlice
from gladhand.integrations.executions.queue_queries import ClaimedExecution
from gladhand.integrations.reading import parent_queries
from gladhand.integrations.reading.errors import RunLost
from gladhand.integrations.reading.parent_queries import HISTORY, NEW_DATA, ParentPart, StoredParent
from gladhand.sdk.reading import WINDOW, Read


class ParentStore:
    """The parents of one run."""

    def __init__(self, database: Database, claimed: ClaimedExecution, read: Read) -> None:
        self._database = database
        self._claimed = claimed
        self._read = read

    async def update(self, read_from: Mapping[str, datetime | None]) -> Sequence[StoredParent]:
        """Store which parents there are. Returns those that are not read as far as all others. Raises `RunLost`."""
        async with self._owned_transaction() as db:
            return await parent_queries.update_parents(db, self._claimed, read_from)

    async def finish(self, part: PlannedSlice) -> None:
        """Store how far the parent of a slice is read now. Raises `RunLost`."""
        if part.parent_read_from is not None:
            await self._update(part, HISTORY, part.parent_read_from)
        elif part.catches_up:
            await self._update(part, NEW_DATA, None)

    async def refuse(self, part: PlannedSlice) -> None:
        """Store that the provider refuses a slice of its parent, which is tried again. Raises `RunLost`."""
        if self._read.mode is not WINDOW:
            # A walk starts from the beginning each time.
            return
        if part.is_history:
            await self._update(part, HISTORY, part.slice.end, is_refused=True)
        else:
            await self._update(part, NEW_DATA, part.slice.start, is_refused=True)

    async def _update(
        self,
        part: PlannedSlice,
        of: ParentPart,
        moment: datetime | None,
        *,
        is_refused: bool = False,
    ) -> None:
        assert part.slice.parent is not None
        async with self._owned_transaction() as db:
            await parent_queries.update_parent(
                db, self._claimed, part.slice.parent, of, moment=moment, is_refused=is_refused
            )

    @asynccontextmanager
    async def _owned_transaction(self) -> AsyncIterator[Db]:
        """A transaction in which the schedule stays ours."""
        async with self._database.transaction() as db:
            if not await parent_queries.lock_held(db, self._claimed):
                raise RunLost
            yield db
