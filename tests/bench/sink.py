"""A receiver that answers at once, in a process of its own; it reads each request and nothing more.

Below `/noted` it keeps when each event has come first, for whoever asks; below `/hanging` it never answers. It listens
at all addresses of the machine's own network, 127.0.0.0/8, so it can be a thousand receivers.
"""

import asyncio
import json
import multiprocessing
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import orjson
import uvloop

from gladhand.local.stack import free_port

_ANSWER = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
_arrivals: dict[str, float] = {}


class _Receiver(asyncio.Protocol):
    def __init__(self) -> None:
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's, but they do what these do.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        came_at = time.time()
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].lower()
            at = head.find(b"content-length:")
            whole = end + 4 + (int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0)
            if len(self._buffer) < whole:
                return
            self._buffer = self._buffer[whole:]
            if head.startswith(b"post /hanging"):
                continue
            if head.startswith(b"get /arrivals"):
                text = orjson.dumps(_arrivals)
                _arrivals.clear()
                self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(text), text))
                continue
            if head.startswith(b"post /noted"):
                at = head.find(b"\r\nwebhook-id:") + 13
                _arrivals.setdefault(head[at:].split(b"\r\n", 1)[0].strip().decode(), came_at)
            self._transport.write(_ANSWER)


@contextmanager
def sink() -> Iterator[str]:
    """The URL to deliver to."""
    port = free_port()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(port,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{port}/hooks"
    finally:
        process.terminate()
        process.join()


def arrivals(url: str) -> dict[str, float]:
    """When the first byte of each event has come, in seconds since 1970; what was told is forgotten."""
    with urllib.request.urlopen(f"{url.rpartition('/')[0]}/arrivals", timeout=30) as answer:
        found: dict[str, float] = json.loads(answer.read())
        return found


def _serve(port: int) -> None:
    uvloop.run(_listen(port))


async def _listen(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Receiver, "0.0.0.0", port, backlog=2048)  # noqa: S104 - 127/8
    await server.serve_forever()
