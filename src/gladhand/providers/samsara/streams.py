"""Samsara's streams of records by the time of their change: inspections, defects, safety events.

A record comes again with each change, under its id. A stream begins at `startTime`, which every later request repeats.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Final

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.sdk.clock import now
from gladhand.sdk.reading import Slice
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text

_FIRST: Final = timedelta(days=1)


async def changes(
    samsara: SamsaraAccount,
    part: Slice,
    path: str,
    *,
    kind: str,
    query: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> AsyncIterator[tuple[list[Row], dict[str, str | None]]]:
    """The records that have changed, page by page, each with the state behind it."""
    since = part.state.get("since") or utc_text(part.start or now() - _FIRST)
    asked = {"startTime": since, **(query or {})}
    async for rows, after in samsara.feed(path, part.state.get("after"), kind=kind, query=asked, limit=limit):
        yield rows, {"since": since, "after": after}
