"""A provider that answers at once, as the simulator would, and notes when creates come; in a process of its own."""

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

_ME = {"id": "bench", "name": "Bench"}
_arrivals: dict[str, float] = {}


class _Provider(asyncio.Protocol):
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
            body, self._buffer = self._buffer[end + 4 : whole], self._buffer[whole:]
            status, said = self._answer(head, body, came_at)
            text = orjson.dumps(said)
            self._transport.write(
                b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (status, len(text), text)
            )

    def _answer(self, head: bytes, body: bytes, came_at: float) -> tuple[int, object]:
        if head.startswith(b"post"):
            driver = orjson.loads(body)
            _arrivals.setdefault(driver["external_id"], came_at)
            return 201, driver | {"id": driver["external_id"], "updated_at": "2026-01-01T00:00:00Z"}
        if head.startswith(b"get /arrivals"):
            return 200, _arrivals
        return 200, _ME


@contextmanager
def instant_provider() -> Iterator[str]:
    """The URL that a connection to it has."""
    port = free_port()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(port,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.join()


def arrivals(url: str) -> dict[str, float]:
    """When the first byte of each create has come, in seconds since 1970, by operation."""
    with urllib.request.urlopen(f"{url}/arrivals", timeout=30) as answer:
        found: dict[str, float] = json.loads(answer.read())
        return found


def _serve(port: int) -> None:
    uvloop.run(_listen(port))


async def _listen(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Provider, "127.0.0.1", port)
    await server.serve_forever()
