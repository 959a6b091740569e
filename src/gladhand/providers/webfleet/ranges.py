"""Ranges of time in WEBFLEET.connect, and lists that end without a sign at their longest."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Final

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Slice, State
from gladhand.sdk.rows import Row
from gladhand.sdk.windows import bounds

_SHORTEST: Final = timedelta(seconds=1)


def ranged(start: datetime, end: datetime) -> dict[str, str]:
    """The parameters for a range of time. A time with its zone is taken as such, which one public source says."""
    return {"range_pattern": "ud", "rangefrom_string": _text(start), "rangeto_string": _text(end)}


async def whole_range(
    webfleet: WebfleetApi, action: str, part: Slice, *, most: int
) -> AsyncIterator[tuple[list[Row], State]]:
    """All rows of the window, though an answer has `most` at most: a range whose answer is full is asked in halves."""
    start, end = bounds(part)
    until, since = end, max(start, datetime.fromisoformat(part.state.get("since", _text(start))))
    while since < end:
        rows = await webfleet.rows(action, **ranged(since, until))
        if len(rows) < most:
            yield rows, {"since": _text(until)}
            since, until = until, end
        elif until - since <= _SHORTEST:
            raise Malformed(f"Webfleet has {most} rows or more of {action} within a second.")
        else:
            until = since + max(_SHORTEST, (until - since) / 2)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
