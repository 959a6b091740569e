"""Receivers in processes of their own: each checks all that comes, refuses or drops some by chance, and keeps a log."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import aiohttp
import orjson
import uvloop
from tests.forked_processes import CONTEXT
from tests.integration.notifications import router

from gladhand.local.stack import free_port
from gladhand.webhooks import NotGenuine, Verifier

# Of a hundred: answered 503, and hung up on after they were taken.
_REFUSED, _DROPPED = 1.0, 0.5
_MOST_FAULTS = 20


class Log:
    """What has come; `taken` is what was answered with 202, as subscription, event and number."""

    def __init__(self, secret: str) -> None:
        self._verifier = Verifier(secret)
        self._luck = random.Random(secret)  # noqa: S311 - no secret is made of it
        self._seen: set[tuple[str, str, int]] = set()
        self.taken: dict[str, dict[str, int]] = {}
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []

    def note(self, headers: dict[str, str], body: bytes) -> int | None:
        """The status to answer; None to hang up."""
        try:
            plain = self._verifier.verify(headers, body)
        except NotGenuine as refused:
            self._fault(f"not genuine: {refused}")
            return 401
        for each in router.faults("POST", headers, plain):
            self._fault(each)
        event = orjson.loads(plain)
        webhook_id, event_id, number = event["webhook_id"], event["id"], event["sequence"]
        one = webhook_id, event_id, event["delivery_attempt"]
        if one in self._seen:
            self._fault(f"twice under the same number of try: {one}")
        self._seen.add(one)
        self.counts["arrived"] += 1
        chance = self._luck.uniform(0, 100)
        if chance < _REFUSED:
            self.counts["refused"] += 1
            return 503
        if self.taken.setdefault(webhook_id, {}).setdefault(event_id, number) != number:
            self._fault(f"{event_id} came under two numbers")
        if chance < _REFUSED + _DROPPED:
            self.counts["hung up on"] += 1
            return None
        return 202

    def _fault(self, what: str) -> None:
        self.counts["faults"] += 1
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(what)


class _Receiver(asyncio.Protocol):
    def __init__(self, log: Log) -> None:
        self._log = log
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's, but they do what these do.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            first, *lines = self._buffer[:end].decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            whole = end + 4 + int(headers.get("content-length", 0))
            if len(self._buffer) < whole:
                return
            body, self._buffer = self._buffer[end + 4 : whole], self._buffer[whole:]
            if first.startswith("GET"):
                self._answer(200, self._told(first.split()[1]))
            elif (status := self._log.note(headers, body)) is None:
                self._transport.abort()
                return
            else:
                self._answer(status, b"")

    def _told(self, path: str) -> bytes:
        if path == "/counts":
            return orjson.dumps(self._log.counts)
        return orjson.dumps({"taken": self._log.taken, "counts": self._log.counts, "faults": self._log.faults})

    def _answer(self, status: int, body: bytes) -> None:
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


@contextmanager
def receivers(count: int, secret: str) -> Iterator[list[str]]:
    """So many of them; their addresses."""
    ports = [free_port() for _ in range(count)]
    processes = [CONTEXT.Process(target=_serve, args=(port, secret), daemon=True) for port in ports]
    for each in processes:
        each.start()
    try:
        yield [f"http://127.0.0.1:{port}" for port in ports]
    finally:
        for each in processes:
            each.terminate()
            each.join()


async def ask(session: aiohttp.ClientSession, url: str, path: str) -> Any:
    """`/counts` or `/log` of one receiver; waits until it is there."""
    for _ in range(300):
        try:
            async with session.get(url + path) as answer:
                return orjson.loads(await answer.read())
        except aiohttp.ClientConnectorError:
            await asyncio.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


def _serve(port: int, secret: str) -> None:
    uvloop.run(_listen(port, secret))


async def _listen(port: int, secret: str) -> None:
    log = Log(secret)
    server = await asyncio.get_running_loop().create_server(lambda: _Receiver(log), "127.0.0.1", port)
    await server.serve_forever()
