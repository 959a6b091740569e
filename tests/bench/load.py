"""A load generator that costs little: keep-alive connections, one request at a time on each, in its own process."""

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import cast
from urllib.parse import urlsplit

import uvloop


@dataclass(frozen=True)
class Result:
    """Answers per second, and how many had another status than the wanted ones."""

    per_second: float
    answers: int
    wrong: int
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True)
class LoadRequest:
    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def render(self, host: str) -> bytes:
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            f"Host: {host}",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        if self.body:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode() + self.body


class _LoadConnection(asyncio.Protocol):
    """Sends the next request when the answer to the last one is complete."""

    def __init__(self, requests: Iterator[bytes], wanted: frozenset[int], deadline: float) -> None:
        self._requests, self._wanted, self._deadline = requests, wanted, deadline
        self._head = b""
        self._missing = 0
        self._sent_at = 0.0
        self.times: list[float] = []
        self.wrong = 0
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's, but they do what these do.
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        request = next(self._requests, None) if time.perf_counter() < self._deadline else None
        if request is None:
            self._transport.close()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        # Only the head is looked at: keeping long bodies would take time from the server that is measured.
        if self._missing:
            self._missing -= len(data)
        else:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self._head[:end].lower()
            if int(head[9:12]) not in self._wanted:
                self.wrong += 1
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            self._missing = end + 4 + length - len(self._head)
            self._head = b""
        if not self._missing:
            self.times.append(time.perf_counter() - self._sent_at)
            self._send()

    def connection_lost(self, _: Exception | None) -> None:
        if not self.finished.done():
            self.finished.set_result(None)


def run(
    url: str,
    make: Callable[[int], LoadRequest],
    *,
    connections: int = 16,
    seconds: float = 5,
    count: int = 10**9,
    wanted: tuple[int, ...] = (200, 201, 202),
) -> Result:
    """Load `url` with the requests that `make(n)` gives, for so long or so many."""
    receiving, sending = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_child, args=(sending, url, make, connections, seconds, count, wanted))
    process.start()
    sending.close()
    result = receiving.recv()
    process.join()
    assert isinstance(result, Result)
    return result


def _child(
    sending: Connection,
    url: str,
    make: Callable[[int], LoadRequest],
    connections: int,
    seconds: float,
    count: int,
    wanted: tuple[int, ...],
) -> None:
    sending.send(uvloop.run(_load(url, make, connections, seconds, count, frozenset(wanted))))


async def _load(
    url: str, make: Callable[[int], LoadRequest], connections: int, seconds: float, count: int, wanted: frozenset[int]
) -> Result:
    parts = urlsplit(url)
    assert parts.hostname is not None
    assert parts.port is not None
    requests = (make(number).render(parts.netloc) for number in range(count))
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    made = [
        (
            await loop.create_connection(
                lambda: _LoadConnection(requests, wanted, started + seconds), parts.hostname, parts.port
            )
        )[1]
        for _ in range(connections)
    ]
    await asyncio.gather(*(each.finished for each in made))
    elapsed = time.perf_counter() - started
    times = sorted(moment for each in made for moment in each.times)
    return Result(
        per_second=len(times) / elapsed,
        answers=len(times),
        wrong=sum(each.wrong for each in made),
        p50_ms=times[len(times) // 2] * 1000 if times else 0,
        p99_ms=times[len(times) * 99 // 100] * 1000 if times else 0,
    )
