"""The slices of one run: what is new since the last one, and history, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

from gladhand.integrations.schedules.position import BEGINNING, Position
from gladhand.sdk.reading import FEED, NO_STATE, WINDOW, Read, Slice, State

NOTHING_BEHIND: Final[Mapping[str, datetime]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PlannedSlice:
    """A slice, and where the schedule stands once it is read."""

    slice: Slice
    is_history: bool = False
    pages: int = 0
    """How many batches of it were stored by earlier runs."""
    until: datetime | None = None
    """Of a read by windows: the end of the run that the slice belongs to."""
    read_until: datetime | None = None
    """After this slice everything before this moment is read."""
    history_until: datetime | None = None
    """After this slice history is read back to this moment."""
    parent_read_from: datetime | None = None
    """After this slice its parent, which is read on its own, is read back to this moment."""
    catches_up: bool = False
    """After this slice its parent, which was refused before, is read up to the same moment as the others."""

    @property
    def is_whole(self) -> bool:
        """Whether a run that was cut off reads it from its beginning."""
        return self.parent_read_from is not None

    def position(self, state: State, pages: int) -> Position:
        """Where to go on after so many batches, the last of which has this state."""
        return Position(state, self.slice.parent, self.slice.start if self.until else None, self.until, pages)

    @property
    def begin(self) -> Position:
        """Where to go on before the slice is read."""
        return self.position(self.slice.state, self.pages)


def new_data(
    read: Read,
    now: datetime,
    *,
    read_until: datetime | None,
    newest: datetime | None,
    history_from: datetime | None = None,
    history_until: datetime | None = None,
    position: Position,
    parents: Sequence[str] = (),
    behind: Mapping[str, datetime] = NOTHING_BEHIND,
) -> Iterator[PlannedSlice]:
    """The slices of a run that fetches what is new.

    `read_until` is the moment up to which earlier runs have read, None before the first one. `newest` is when the
    newest stored record occurred: a feed without a state begins there, less the look-back. As long as it has not caught
    up, it begins with its history. A run that was cut off goes on at its `position`, to the end that it had then.
    Parents that are `behind` are read from their own moment on, and never from a later one than the others.
    """
    if read.mode is WINDOW:
        yield from _windows(read, now, read_until=read_until, position=position, parents=parents, behind=behind)
        return
    if read.mode is FEED:
        is_caught_up = history_from is None or history_until is not None
        start = newest - read.lookback if newest is not None and is_caught_up else history_from or now
        # A feed goes on for ever: only the pages of one run are counted. At its end it has caught up.
        yield PlannedSlice(Slice(state=position.state, start=start), history_until=history_from)
        return
    for parent in _parents(read, parents, position.parent):
        is_under_way = parent == position.parent
        yield PlannedSlice(
            Slice(state=position.state if is_under_way else NO_STATE, parent=parent),
            pages=position.pages if is_under_way else 0,
        )


def history(
    read: Read,
    history_from: datetime,
    history_until: datetime,
    *,
    position: Position,
    parents: Sequence[str] = (),
) -> Iterator[PlannedSlice]:
    """The slices that read history: window by window, back from `history_until`."""
    end = history_until
    while end > history_from:
        start = max(history_from, end - _longest(read))
        listed = _parents(read, parents, position.parent if position.start == start else None)
        for parent in listed:
            is_under_way = parent == position.parent and position.start == start
            yield PlannedSlice(
                Slice(state=position.state if is_under_way else NO_STATE, start=start, end=end, parent=parent),
                is_history=True,
                pages=position.pages if is_under_way else 0,
                until=end,
                history_until=start if parent == listed[-1] else None,
            )
        position, end = BEGINNING, start


def late_history(read: Read, history_from: datetime, read_from: Mapping[str, datetime]) -> Iterator[PlannedSlice]:
    """The slices that read the history of single parents, each back from the moment from which on it is read."""
    for parent, moment in sorted(read_from.items()):
        end = moment
        while end > history_from:
            start = max(history_from, end - _longest(read))
            yield PlannedSlice(Slice(start=start, end=end, parent=parent), is_history=True, parent_read_from=start)
            end = start


def read_from_of_new(
    read: Read, parents: Sequence[str], *, read_until: datetime | None, position: Position
) -> Mapping[str, datetime | None]:
    """From when on each of these parents is read, if no run has seen it before. None: as all others.

    A new parent is read from the next run's beginning on. A run that is under way leaves out those before its position.
    """
    since = None if position.until is None else position.parent
    found = {}
    for parent in parents:
        begin = position.until if since is not None and parent < since else read_until
        found[parent] = None if begin is None else begin - read.lookback
    return found


def _windows(
    read: Read,
    now: datetime,
    *,
    read_until: datetime | None,
    position: Position,
    parents: Sequence[str],
    behind: Mapping[str, datetime],
) -> Iterator[PlannedSlice]:
    until = position.until or now
    first = read_until - _lookback(read, read_until, until) if read_until is not None else until - _longest(read)
    listed = _parents(read, parents, position.parent)
    for parent in listed:
        own = None if parent is None else behind.get(parent)
        start = first if own is None else min(own, first)
        if parent == position.parent and position.start is not None:
            start = position.start
        while start < until:
            end = min(start + _longest(read), until)
            is_under_way = parent == position.parent and start == position.start
            is_last = parent == listed[-1] and end == until
            yield PlannedSlice(
                Slice(state=position.state if is_under_way else NO_STATE, start=start, end=end, parent=parent),
                pages=position.pages if is_under_way else 0,
                until=until,
                read_until=until if is_last else None,
                history_until=first if is_last and read_until is None else None,
                catches_up=own is not None and end == until,
            )
            start = end


def _lookback(read: Read, read_until: datetime, until: datetime) -> timedelta:
    is_first_of_day = read_until.astimezone(UTC).date() != until.astimezone(UTC).date()
    return read.daily_lookback if is_first_of_day and read.daily_lookback is not None else read.lookback


def _longest(read: Read) -> timedelta:
    assert read.window is not None, "only a read by windows has them"
    return read.window


def _parents(read: Read, parents: Sequence[str], since: str | None) -> list[str | None]:
    """The parents from this one on, in order; one slice without a parent where the read has none."""
    if read.per is None:
        return [None]
    return [each for each in sorted(parents) if since is None or each >= since]
