"""Reads the body of each request before a route sees it, within limits of size and time.

A route that answers without reading the body (an unknown path, a wrong method) would otherwise leave the rest of it on
the connection, and a client that breaks off would surface as an error of the route.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from starlette.types import Message, Receive, Scope

from gladhand.core.problems import RETRY_SOON, PayloadTooLarge, RequestTimeout, ServiceUnavailable

# A body up to this many times the limit is still read to its end: a client that is still sending would see a broken
# connection instead of the answer.
_MOST_DRAINED = 16
# At most this many bodies above this size are read at the same time. Smaller bodies are always read.
_LARGE_BYTES, _MOST_LARGE = 64 * 1024, 64


class ClientGone(Exception):
    """The client has closed the connection before its request was complete."""


@dataclass
class IncomingBody:
    """The body of one request. `receive` gives it to the application."""

    receive: Receive
    is_large: bool = False
    is_complete: bool = True
    """Whether the client has nothing left to send. Otherwise the connection cannot take another request."""


class BodyReader:
    """Reads the bodies of all requests of a process."""

    def __init__(self, *, max_bytes: int, seconds: float) -> None:
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._large = 0

    async def read(self, scope: Scope, body: IncomingBody) -> None:
        """Read it all. Raises `ClientGone`, or the problem that refuses the request."""
        announced = _announced_length(scope)
        if announced is None:
            return
        body.is_complete = False
        try:
            async with asyncio.timeout(self._seconds):
                content = await self._content(announced, body)
        except TimeoutError:
            raise RequestTimeout(f"The request body must arrive within {self._seconds:g} s.") from None
        body.is_complete = True
        body.receive = _replayed(content, body.receive)

    def release(self, body: IncomingBody) -> None:
        """Call this when the request is answered."""
        if body.is_large:
            self._large -= 1

    async def _content(self, announced: int, body: IncomingBody) -> bytes:
        if announced > self._max_bytes:
            await self._drain(0, body)
        pieces, size, more = [], 0, True
        while more:
            message = await _next(body.receive)
            piece: bytes = message.get("body", b"")
            size += len(piece)
            more = message.get("more_body", False)
            if size > self._max_bytes:
                await self._drain(size, body, more=more)
            if size > _LARGE_BYTES and not body.is_large:
                self._admit_large(body)
            pieces.append(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _admit_large(self, body: IncomingBody) -> None:
        if self._large >= _MOST_LARGE:
            raise ServiceUnavailable(
                "The server is reading too many large request bodies. Retry in a moment.", headers=RETRY_SOON
            )
        self._large += 1
        body.is_large = True

    async def _drain(self, size: int, body: IncomingBody, *, more: bool = True) -> None:
        """Read the rest, up to a limit, and raise `PayloadTooLarge`."""
        while more and size < _MOST_DRAINED * self._max_bytes:
            message = await _next(body.receive)
            size += len(message.get("body", b""))
            more = message.get("more_body", False)
        body.is_complete = not more
        raise PayloadTooLarge(f"A request body may have at most {self._max_bytes} bytes.")


async def _next(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message


def _replayed(content: bytes, receive: Receive) -> Receive:
    coming: list[Message] = [{"type": "http.request", "body": content, "more_body": False}]

    async def replay() -> Message:
        return coming.pop() if coming else await receive()

    return replay


def _announced_length(scope: Scope) -> int | None:
    """The length that the header announces, 0 if it announces a body of any length, `None` if there is no body."""
    announced: int | None = None
    for name, value in scope["headers"]:
        if name == b"content-length":
            announced = _number(value)
        elif name == b"transfer-encoding":
            announced = 0
    return announced


def _number(value: Any) -> int:
    # Twenty digits are too many for any limit; Python refuses to read thousands of them.
    return int(value[:20]) if value.isdigit() else 0
