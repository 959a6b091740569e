"""A feed that is read beside another one, as far as that has come."""

from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime
from typing import Final, Self

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.feeds import changes
from gladhand.sdk.errors import NoAnswer, NotAllowed
from gladhand.sdk.rows import Row

# A feed that is far behind catches up over several pages of the other one, which waits for so many at a time.
_MOST_PAGES: Final = 20


class SideFeed:
    """Hands its entities to `keep`, page by page.

    The other feed goes on without an account's right to this one, and without an answer: the next run asks again.
    """

    def __init__(
        self,
        geotab: GeotabApi,
        type_name: str,
        keep: Callable[[Sequence[Row]], None],
        *,
        version: str | None,
        start: datetime | None,
    ) -> None:
        self.version = version
        self._keep = keep
        self._newest: datetime | None = None
        self._pages: AsyncGenerator[tuple[list[Row], str]] | None = changes(
            geotab, type_name, version=version, start=start
        )

    async def advance(self, until: datetime) -> None:
        """Read on until a later entity has come, or the end of the feed, or as many pages as are read at a time."""
        for _ in range(_MOST_PAGES):
            if self._pages is None or (self._newest is not None and self._newest > until):
                return
            try:
                rows, self.version = await anext(self._pages)
            except (StopAsyncIteration, NotAllowed, NoAnswer):
                self._pages = None
                return
            self._keep(rows)
            moments = [moment for row in rows if (moment := row.moment("dateTime")) is not None]
            self._newest = max([*moments, *filter(None, [self._newest])], default=None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pages is not None:
            await self._pages.aclose()
