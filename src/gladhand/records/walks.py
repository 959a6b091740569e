"""Complete walks: how the hub detects that a record was removed at a provider that only lists present records.

A record is removed when two complete walks in a row have not seen it. A walk is over everything, or over the window of
time in which the record occurred. What a walk has seen is kept in memory: marking
rows would rewrite those that have not changed. A walk whose worker ends before it is complete removes nothing; the next
one does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.time_window import TimeWindow
from gladhand.records import parent_queries, removal_queries, walk_queries
from gladhand.records.incoming import PageOutcome
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.resources.resource import Resource

log = get_logger()

_SHORT = LogEvent("walk.short", "A complete walk has seen less than half of what the last one saw. It removes nothing.")

# A walk that sees less than this share of the last one is more likely an error of the provider than a shrunken fleet.
_LEAST_SHARE = 0.5


@dataclass
class Walk:
    """One walk over everything that a connection has of a resource, or over a window of it."""

    started_at: datetime = field(default_factory=clock.now)
    seen: set[str] = field(default_factory=set)

    def add(self, outcome: PageOutcome) -> None:
        """A page of the walk was stored."""
        self.seen.update(outcome.ids)


@dataclass(frozen=True)
class WalkOutcome:
    """What a complete walk has changed."""

    seen: int
    removed: int = 0
    absent: int = 0
    """Records that were absent for the first time. If they stay absent, the next complete walk removes them."""
    is_short: bool = False
    """The walk has seen less than half of what the last one saw, and removed nothing."""


async def finish_walk(
    db: Db, resource: Resource, origin: RecordOrigin, walk: Walk, *, audience: Sequence[Audience]
) -> WalkOutcome:
    """Remove what this complete walk and the one before it did not see. Call it after the walk's last page.

    A short walk only stores its count. If the next one sees as few, the fleet has shrunk, and absences count again.
    """
    seen = len(walk.seen)
    await parent_queries.lock_rows(db, resource, origin.connection_id)
    last = await walk_queries.find_last_count(db, resource, origin)
    await walk_queries.insert_walk(db, resource, origin, seen)
    if last is not None and seen < last * _LEAST_SHARE:
        log.warning(_SHORT, resource=resource.name.value, connection_id=str(origin.connection_id), seen=seen, last=last)
        return WalkOutcome(seen, is_short=True)
    absence = await walk_queries.count_absences(db, resource, origin, seen=list(walk.seen), started_at=walk.started_at)
    removed = 0
    if absence.again:
        ids = [id_ for id_, _ in absence.again]
        removed = await removal_queries.remove_by_ids(db, resource, origin, ids=ids, audience=audience)
    return WalkOutcome(seen, removed, absence.first)


async def finish_window(
    db: Db, resource: Resource, origin: RecordOrigin, walk: Walk, *, window: TimeWindow, audience: Sequence[Audience]
) -> WalkOutcome:
    """Remove what this complete walk over a window and the one before it did not see.

    A walk that lacks more than half of what is stored in the window has to be confirmed by one walk more.
    """
    await parent_queries.lock_rows(db, resource, origin.connection_id)
    absence = await walk_queries.count_absences(
        db, resource, origin, seen=list(walk.seen), started_at=walk.started_at, window=window
    )
    removed = 0
    if absence.again:
        removed = await removal_queries.remove_rows(db, resource, origin, keys=absence.again, audience=audience)
    return WalkOutcome(len(walk.seen), removed, absence.first)
