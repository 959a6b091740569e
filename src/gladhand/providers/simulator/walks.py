"""How the simulator's feeds, tables and lists are walked."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from gladhand.providers.simulator.api import SimulatorApi
from gladhand.resources.fields import FieldsT
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.windows import bounds

_FEED_PAGE, _PAGE = 1000, 200
#: Of tables whose pages hold whole drivers.
_DRIVERS = 50


@dataclass(frozen=True, kw_only=True)
class SourceWalk(Generic[FieldsT]):
    """One feed, table or list, and the records that its rows become."""

    name: str
    to_record: Callable[[Row], Record[FieldsT]]

    async def feed(self, simulator: SimulatorApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        """What has arrived behind the cursor."""
        after = part.state.get("after")
        while True:
            since = part.start.isoformat() if part.start and after is None else None
            query = {"limit": _FEED_PAGE, "after": after, "since": since}
            page = simulator.object(await simulator.client.get(f"/api/feeds/{self.name}", query=query))
            after = page.required_text("next")
            yield batch_of(page.rows(self.name), self.to_record, state={"after": after})
            if not page.flag("more"):
                return

    async def table(self, simulator: SimulatorApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        """The rows of a window."""
        async for batch in self._pages(simulator, part, {**_window(part), "limit": _PAGE}):
            yield batch

    async def table_by_driver(self, simulator: SimulatorApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        """The rows of a window; a page has all that there is of some drivers."""
        async for batch in self._pages(simulator, part, {**_window(part), "limit": _DRIVERS}):
            yield batch

    async def whole(self, simulator: SimulatorApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        async for batch in self._pages(simulator, part, {"limit": _PAGE}):
            yield batch

    async def _pages(
        self, simulator: SimulatorApi, part: Slice, query: Mapping[str, Any]
    ) -> AsyncIterator[Batch[FieldsT]]:
        cursor = part.state.get("cursor")
        while True:
            answer = await simulator.client.get(f"/api/{self.name}", query={**query, "cursor": cursor})
            page = simulator.object(answer)
            cursor = page["next"]
            state = {"cursor": cursor} if cursor else {}
            yield batch_of(page.rows(self.name), self.to_record, state=state, total=page.whole("total"))
            if not cursor:
                return


def _window(part: Slice) -> dict[str, str]:
    start, end = bounds(part)
    return {"from": start.isoformat(), "to": end.isoformat()}
