"""One connection to a receiver: it sends a request, and reads of the response what counts."""

import asyncio
from dataclasses import dataclass
from typing import Protocol, TypeAlias, cast

from gladhand.notifications.deliveries.responses import ResponseReader

#: Scheme, host and port.
ReceiverKey: TypeAlias = tuple[str, str, int]

# Many servers close idle connections after five seconds or more.
_IDLE_SECONDS = 15.0
# How long the rest of an answer is waited for, so that its connection can be used again.
_REST_SECONDS = 2.0
# How long the words of a refusal are waited for, and how many bytes are read: more than are kept, so that a key of the
# address that the receiver repeats is not cut in two before it is masked.
_WORDS_SECONDS, _MOST_WORDS = 0.2, 4_000


class ConnectionLost(OSError):
    """The receiver has closed the connection without an answer."""


@dataclass(frozen=True, slots=True)
class PostResponse:
    status: int
    retry_after: str | None = None
    words: str | None = None
    """What the receiver says with a refusal: the beginning of its body."""


class ConnectionPool(Protocol):
    """Where connections wait between two requests."""

    def keep(self, key: ReceiverKey, connection: "PostConnection") -> None: ...

    def forget(self, key: ReceiverKey, connection: "PostConnection") -> None: ...


class PostConnection(asyncio.Protocol):
    """One connection to a receiver. Between two requests it waits in the client's pool."""

    def __init__(self, client: ConnectionPool, key: ReceiverKey) -> None:
        self._client = client
        self._key = key
        self._transport: asyncio.Transport | None = None
        self._reader = ResponseReader()
        self._headed: asyncio.Future[None] | None = None
        self._ended: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's, but they do what these do.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._headed is None:
            self.close()
            return
        try:
            self._reader.feed(data)
        except ValueError as error:
            self._finish(error)
            self.close()
            return
        if self._reader.has_head:
            self._finish()
        if self._reader.is_unreadable or self._reader.is_complete:
            self._end()
        if self._reader.is_unreadable:
            self.close()
        elif self._reader.is_complete:
            self._rest()

    def connection_lost(self, exc: Exception | None) -> None:
        self._finish(exc or ConnectionLost("closed without an answer"))
        self._end()
        self.close()

    async def exchange(self, request: bytes) -> PostResponse:
        """Send a request. Returns when the response's head has arrived, and of a refusal its first words, for which it
        waits only briefly. The rest is read in the background."""
        assert self._transport is not None
        self._stop_timer()
        reader = self._reader = ResponseReader()
        self._headed = asyncio.get_running_loop().create_future()
        try:
            self._transport.write(request)
            await self._headed
        except BaseException:
            self.close()
            raise
        assert reader.status is not None
        words = None if 200 <= reader.status < 300 else await self._words(reader)
        if self._reader is reader and not (reader.is_complete or reader.is_unreadable):
            self._start_timer(_REST_SECONDS)
        return PostResponse(reader.status, next(iter(reader.headers.get("retry-after", ())), None), words)

    async def _words(self, reader: ResponseReader) -> str | None:
        if not (reader.is_complete or reader.is_unreadable):
            ended = self._ended = asyncio.get_running_loop().create_future()
            await asyncio.wait([ended], timeout=_WORDS_SECONDS)
        text = reader.beginning(_MOST_WORDS).decode(errors="replace")
        return "".join(each if each.isprintable() or each == "\n" else "?" for each in text).strip() or None

    @property
    def status(self) -> int | None:
        return self._reader.status

    def close(self) -> None:
        self._stop_timer()
        self._client.forget(self._key, self)
        if self._transport is not None:
            self._transport.abort()

    def _finish(self, error: Exception | None = None) -> None:
        if self._headed is not None and not self._headed.done():
            if error is None or self._reader.status is not None:
                self._headed.set_result(None)
            else:
                self._headed.set_exception(error)

    def _end(self) -> None:
        if self._ended is not None and not self._ended.done():
            self._ended.set_result(None)

    def _rest(self) -> None:
        """Wait for the next request."""
        assert self._transport is not None
        self._stop_timer()
        if self._transport.get_write_buffer_size():
            # The receiver answered before it had read the request.
            self.close()
            return
        self._headed = None
        self._start_timer(_IDLE_SECONDS)
        self._client.keep(self._key, self)

    def _start_timer(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = asyncio.get_running_loop().call_later(seconds, self.close)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
