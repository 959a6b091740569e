"""Windows of time, for `Read(mode=WINDOW)`."""

from datetime import datetime, timedelta
from typing import Final
from zlib import crc32

from gladhand.sdk.clock import now
from gladhand.sdk.reading import Slice

#: Stands in the state of a run that is spread, which stays so when it is resumed late.
SPREAD: Final = "is_spread"
_SHORT_WINDOW: Final = timedelta(hours=12)
_CURRENT_WITHIN: Final = timedelta(minutes=15)


def bounds(part: Slice) -> tuple[datetime, datetime]:
    """The first moment of the window, and the one behind it."""
    assert part.start is not None, "a read by windows has a start"
    assert part.end is not None, "a read by windows has an end"
    return part.start, part.end


def is_current(part: Slice) -> bool:
    """Whether the window ends now, and so belongs to what is new and not to history."""
    return part.end is None or now() - part.end < _CURRENT_WITHIN


def is_short(part: Slice) -> bool:
    """Whether the window is no longer than some hours."""
    start, end = bounds(part)
    return end - start < _SHORT_WINDOW


def passes(start: datetime, end: datetime, every: timedelta) -> bool:
    """Whether a multiple of this time, counted from 1970 on, lies between two moments."""
    length = every.total_seconds()
    return start.timestamp() // length != end.timestamp() // length


def is_spread(part: Slice) -> bool:
    """Whether only those are asked for their history that are due. An old window, and a long one, takes everybody's."""
    return part.end is not None and is_short(part) and (is_current(part) or bool(part.state.get(SPREAD)))


def is_due(key: str, start: datetime, end: datetime, every: timedelta) -> bool:
    """Whether the moment lies in the window at which this one is asked, of many that are asked one after the other."""
    return due_span(key, start, end, every) is not None


def due_span(key: str, start: datetime, end: datetime, every: timedelta) -> tuple[datetime, datetime] | None:
    """The time of which this one is asked in the window: between the moments of `is_due` before `start` and `end`.

    None if there is no such moment in the window. The spans of windows that follow each other lie end to end.
    """
    offset = timedelta(seconds=crc32(key.encode()) % every.total_seconds())
    first, last = (_multiple_before(each - offset, every) + offset for each in (start, end))
    return None if first == last else (first, last)


def _multiple_before(moment: datetime, every: timedelta) -> datetime:
    return moment - timedelta(seconds=moment.timestamp() % every.total_seconds())
