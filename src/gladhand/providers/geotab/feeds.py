"""Geotab's feeds: what has arrived or changed since a version.

A feed is ordered by arrival, not by the time of events. Geotab keeps no position: the version is the state of the read.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import newest
from gladhand.providers.geotab.rpc import RpcFault
from gladhand.resources.fields import FieldsT
from gladhand.sdk.clock import days
from gladhand.sdk.errors import CursorLost, Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text

#: Geotab would answer 50,000, which a worker has to hold in memory at once.
PAGE: Final = 10_000
#: After a lost version a feed goes back so far behind the newest record: devices upload late.
GAP: Final = days(2)
#: How far back most feeds begin.
HISTORY: Final = days(30)
#: For entities whose long rows would make one answer too large, and for those that each take further requests.
SMALL_PAGE: Final = 1_000
#: Geotab announces that a feed may take that long.
PATIENCE: Final = 180
# How Geotab may refuse a version. Which of them it uses is not documented.
_BAD_VERSION: Final = frozenset(
    {"ArgumentException", "ArgumentNullException", "ArgumentOutOfRangeException", "InvalidCastException"}
)


async def changes(
    geotab: GeotabApi,
    type_name: str,
    *,
    version: str | None,
    start: datetime | None,
    limit: int = PAGE,
    patience: float = PATIENCE,
) -> AsyncGenerator[tuple[list[Row], str]]:
    """The entities behind a version, page by page, each with the version to go on from.

    Without a version the feed begins with what Geotab has received since `start`. It has come to its end with a page
    that is empty or smaller than the page before. A short page alone may only show that Geotab answers fewer.
    """
    before = None
    while True:
        rows, reached = await _page(geotab, type_name, version=version, start=start, limit=limit, patience=patience)
        if before is not None and not rows and reached == version:
            # It says what the page before has said.
            return
        yield rows, reached
        if not rows or (before is not None and len(rows) < before) or reached == version:
            return
        version, before = reached, len(rows)


async def _page(
    geotab: GeotabApi,
    type_name: str,
    *,
    version: str | None,
    start: datetime | None,
    limit: int,
    patience: float,
) -> tuple[list[Row], str]:
    asked: dict[str, Any] = {"fromVersion": version} if version is not None else {}
    if version is None and start is not None:
        asked = {"search": {"fromDate": utc_text(start)}}

    def is_lost(fault: RpcFault) -> bool:
        return version is not None and fault.type in _BAD_VERSION

    answer = await geotab.call("GetFeed", type_name, resultsLimit=limit, tolerated=is_lost, timeout=patience, **asked)
    if isinstance(answer, RpcFault):
        raise CursorLost(answer.text)
    if not isinstance(answer, dict):
        raise Malformed("Geotab's answer has no feed.")
    feed = Row(answer, "result")
    return feed.rows("data"), feed.required_text("toVersion")


@dataclass(frozen=True, kw_only=True)
class EntityFeed(Generic[FieldsT]):
    """A feed of one type of entity, and the records that they become."""

    type_name: str
    to_record: Callable[[Row], Record[FieldsT]]
    counts: Callable[[Row], bool] = lambda _: True
    """Whether an entity tells something. Those that tell nothing are no fault and become no record."""
    limit: int = PAGE

    async def read(self, geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        """What is new behind the version. Of the versions of one entity in a page the newest counts."""
        async for rows, version in changes(
            geotab, self.type_name, version=part.state.get("version"), start=part.start, limit=self.limit
        ):
            found = newest(row for row in rows if self.counts(row))
            yield batch_of(found, self.to_record, state={"version": version})
