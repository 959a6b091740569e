"""Windows of time at Motive, which asks for days: labels without a zone, and both the first and the last one count."""

from datetime import datetime, timedelta
from typing import Final

from gladhand.sdk.reading import Slice
from gladhand.sdk.windows import bounds

# Motive's fleets are in America: their days begin with those of UTC, or at most so much later.
_WEST: Final = timedelta(hours=12)
_LAST_MOMENT: Final = timedelta(microseconds=1)


def local_days(part: Slice, *, margin: timedelta = timedelta()) -> dict[str, str]:
    """The days of any driver or company that have a part in the window."""
    start, end = bounds(part)
    return _days(start - _WEST - margin, end + margin)


def utc_days(part: Slice) -> dict[str, str]:
    """The days of the window, where Motive counts them in UTC."""
    return _days(*bounds(part))


def _days(start: datetime, end: datetime) -> dict[str, str]:
    last = max(start, end - _LAST_MOMENT)
    return {"start_date": start.date().isoformat(), "end_date": last.date().isoformat()}
