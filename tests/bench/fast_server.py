"""An HTTP server that answers at once, in a process of its own: the provider and the receiver of the benches."""

import asyncio
import json
import multiprocessing
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeAlias, cast

import orjson
import uvloop

from gladhand.local.stack import free_port

#: Head in lower case, body, when the first byte came → the status and the body of the answer; None never answers.
Answer: TypeAlias = Callable[[bytes, bytes, float], tuple[int, object] | None]


class _ServerConnection(asyncio.Protocol):
    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's, but they do what these do.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        came_at = time.time()
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].lower()
            whole = end + 4 + int(header(head, b"content-length") or 0)
            if len(self._buffer) < whole:
                return
            body, self._buffer = self._buffer[end + 4 : whole], self._buffer[whole:]
            answer = self._answer(head, body, came_at)
            if answer is not None:
                self._transport.write(_rendered(*answer))


def header(head: bytes, name: bytes) -> bytes:
    """The value of a header; empty if it is missing. `name` is in lower case."""
    start = head.find(b"\r\n" + name + b":")
    return b"" if start < 0 else head[start + len(name) + 3 :].split(b"\r\n", 1)[0].strip()


def _rendered(status: int, body: object) -> bytes:
    text = b"" if body is None else orjson.dumps(body)
    return b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
        status,
        len(text),
        text,
    )


@contextmanager
def fast_server(answer: Answer) -> Iterator[str]:
    """The URL of the server. It listens at all of 127.0.0.0/8, so that it can be a thousand receivers."""
    port = free_port()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(answer, port), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.join()


def fetch_arrivals(url: str) -> Mapping[str, float]:
    """What a server answers at `/arrivals`: when the first byte of each request has come, in seconds since 1970."""
    with urllib.request.urlopen(f"{url}/arrivals", timeout=30) as answer:
        found: dict[str, float] = json.loads(answer.read())
        return found


def _serve(answer: Answer, port: int) -> None:
    uvloop.run(_listen(answer, port))


async def _listen(answer: Answer, port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _ServerConnection(answer), "0.0.0.0", port, backlog=2048)  # noqa: S104 - 127/8
    await server.serve_forever()
