"""Logos of partners, which messages carry inside: whoever opens a message asks no other server for it."""

import time
from collections import OrderedDict
from dataclasses import dataclass

from gladhand.core.http import ClientError, ClientTimeout, Session

_SUBTYPES = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}
_MOST_BYTES = 100_000
_MOST_KEPT = 200
_KEPT_SECONDS = 3600.0
_TIMEOUT = ClientTimeout(total=5)


@dataclass(frozen=True)
class Logo:
    """A small picture that mail programs show."""

    subtype: str
    content: bytes


class Logos:
    """Fetches logos, and keeps each for an hour. Without one, a message shows the partner's name."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: OrderedDict[str, tuple[float, Logo | None]] = OrderedDict()

    async def find(self, url: str | None) -> Logo | None:
        if url is None:
            return None
        until, logo = self._kept.get(url, (0.0, None))
        if until < time.monotonic():
            logo = await self._fetched(url)
            self._kept[url] = time.monotonic() + _KEPT_SECONDS, logo
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return logo

    async def _fetched(self, url: str) -> Logo | None:
        try:
            async with self._session.get(url, timeout=_TIMEOUT) as answer:
                subtype = _SUBTYPES.get(answer.content_type)
                content = await answer.content.read(_MOST_BYTES + 1) if subtype and answer.status == 200 else b""
                while content and len(content) <= _MOST_BYTES and (more := await answer.content.read(_MOST_BYTES)):
                    content += more
        except (ClientError, OSError, TimeoutError, ValueError):
            return None
        return Logo(subtype, content) if subtype and 0 < len(content) <= _MOST_BYTES else None
