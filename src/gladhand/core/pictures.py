"""Pictures at addresses of others, such as logos. The server fetches them: whoever opens a page or a message of this
installation asks no other server for one.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass

from gladhand.core.http import ClientError, Session, read_at_most

#: The types that programs for mail show.
MAIL_TYPES = frozenset({"image/png", "image/jpeg", "image/gif"})
#: The types that browsers show.
PAGE_TYPES = MAIL_TYPES | {"image/svg+xml", "image/webp"}

_MOST_BYTES = 100_000
_MOST_KEPT = 200
_MOST_AT_ONCE = 8
# Further ones are not to be had at that time.
_MOST_WAITING = 40
_SECONDS = 5.0
_KEPT_SECONDS, _MISSED_SECONDS = 3600.0, 60.0


@dataclass(frozen=True)
class Picture:
    """A small picture. `media_type` is one of those that were asked for."""

    media_type: str
    content: bytes

    @property
    def subtype(self) -> str:
        return self.media_type.removeprefix("image/")


class Pictures:
    """Fetches pictures, and keeps each for an hour. One that is not to be had is tried again after a minute."""

    def __init__(self, session: Session, media_types: Collection[str]) -> None:
        self._session = session
        self._media_types = frozenset(media_types)
        self._kept: OrderedDict[str, tuple[float, asyncio.Task[Picture | None]]] = OrderedDict()
        self._at_once = asyncio.Semaphore(_MOST_AT_ONCE)
        self._under_way = 0

    async def find(self, url: str | None) -> Picture | None:
        """The picture at this address. None without an address, and where there is none of at most 100 kB."""
        if url is None:
            return None
        until, fetching = self._kept.get(url, (0.0, None))
        if fetching is None or until < time.monotonic():
            if self._under_way >= _MOST_WAITING:
                return None
            fetching = asyncio.create_task(self._fetched(url))
            self._kept[url] = time.monotonic() + _KEPT_SECONDS, fetching
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        # Others may wait for the same picture when one of them gives up.
        picture = await asyncio.shield(fetching)
        if picture is None and (kept := self._kept.get(url)) is not None and kept[1] is fetching:
            self._kept[url] = min(kept[0], time.monotonic() + _MISSED_SECONDS), fetching
        return picture

    async def _fetched(self, url: str) -> Picture | None:
        self._under_way += 1
        try:
            async with asyncio.timeout(_SECONDS), self._at_once, self._session.get(url) as answer:
                is_picture = answer.status == 200 and answer.content_type in self._media_types
                content = await read_at_most(answer, _MOST_BYTES) if is_picture else None
        except (ClientError, OSError, TimeoutError, ValueError):
            return None
        finally:
            self._under_way -= 1
        return Picture(answer.content_type, content) if content else None


class PublicPictures(Pictures):
    """Fetches pictures whose addresses anybody can name. Give it a session that reaches public networks alone."""
