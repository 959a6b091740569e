"""A feed that is read beside another one, as far as that has come."""

from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Self

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.feeds import PATIENCE, changes
from gladhand.sdk.clock import now
from gladhand.sdk.errors import CursorLost, NoAnswer, NotAllowed
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text

# A feed that is far behind catches up over several pages of the other one, which waits for so many at a time.
_MOST_PAGES: Final = 20
# A feed that does not answer gets its whole time once in so long, and until then that of a usual request.
_SILENCE: Final = timedelta(hours=1)


class SideFeed:
    """Hands its entities to `keep`, page by page.

    The other feed goes on without an account's right to this one, and without an answer: the next run asks again. It
    also goes on when Geotab no longer knows the version of this one, which then begins shortly before the other one.
    """

    def __init__(
        self,
        geotab: GeotabApi,
        type_name: str,
        keep: Callable[[Sequence[Row]], None],
        *,
        version: str | None,
        start: datetime | None,
        back: timedelta,
        silent_since: str | None = None,
    ) -> None:
        """Without a version it begins at `start`, and `back` before it: so old may be what the first entities need.

        `silent_since` is what an earlier run has kept, if this feed did not answer it.
        """
        waited = None if silent_since is None else datetime.fromisoformat(silent_since)
        is_short = waited is not None and now() - waited < _SILENCE
        self.version = version
        self.silent_since = silent_since
        """When the whole time was waited for an answer that has not come. None once there is one."""
        self._begun = silent_since if is_short else utc_text(now())
        self._keep = keep
        self._back = back
        self._newest: datetime | None = None
        self._open = partial(changes, geotab, type_name, patience=0 if is_short else PATIENCE)
        self._pages: AsyncGenerator[tuple[list[Row], str]] | None = self._open(
            version=version, start=None if start is None else start - back
        )

    async def advance(self, until: datetime) -> None:
        """Read on until a later entity has come, or the end of the feed, or as many pages as are read at a time."""
        for _ in range(_MOST_PAGES):
            if self._pages is None or (self._newest is not None and self._newest > until):
                return
            try:
                rows, self.version = await anext(self._pages)
            except CursorLost:
                self._pages = self._open(version=None, start=until - self._back)
                continue
            except NoAnswer:
                self._pages, self.silent_since = None, self._begun
                return
            except (StopAsyncIteration, NotAllowed):
                self._pages = None
                return
            self.silent_since = None
            self._keep(rows)
            moments = [moment for row in rows if (moment := row.moment("dateTime")) is not None]
            self._newest = max([*moments, *filter(None, [self._newest])], default=None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pages is not None:
            await self._pages.aclose()
