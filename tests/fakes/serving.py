"""Serves a fake on loopback and injects faults into it and the network before it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from aiohttp import web

F = TypeVar("F", bound="Fake")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# In the order in which they go before each other.
_KINDS = ("cut_before", "fail", "throttle", "fail_after", "late", "cut_after")
_SPARED = ("cut_before", "fail", "throttle")


@dataclass
class Faults:
    """What happens to the next requests; each number is counted down by the requests that match."""

    cut_before: int = 0
    """The connection is cut, and nothing was carried out."""
    cut_after: int = 0
    """The request is carried out, and the connection is cut instead of an answer."""
    fail: int = 0
    """A 503 in plain text, and nothing was carried out."""
    fail_after: int = 0
    """The request is carried out, and the answer is a 503 all the same."""
    late: int = 0
    """The request is carried out when its client has given up, after `late_seconds`."""
    late_seconds: float = 2.5
    throttle: int = 0
    """Too many requests, in the provider's own way of saying so, and nothing was carried out."""
    matches: Callable[[web.Request], bool] = field(default=lambda _: True)

    def take(self) -> str | None:
        """What happens to this request."""
        for kind in _KINDS:
            if (left := getattr(self, kind)) > 0:
                setattr(self, kind, left - 1)
                return kind
        return None


@dataclass
class Seen:
    """One request, as it arrived."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]


class Fake:
    """What all fakes share. A subclass adds its routes to `app` and keeps its state."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.seen: list[Seen] = []
        self.app = web.Application(middlewares=[self._inject_faults])
        self.url = ""
        """Where it is served; set by `serve`."""

    def too_many(self) -> web.Response:
        """How this provider throttles: it asks for a second's rest."""
        return web.json_response({"message": "Too many requests"}, status=429, headers={"Retry-After": "1"})

    @web.middleware
    async def _inject_faults(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.seen.append(Seen(request.method, request.path_qs, await request.read(), dict(request.headers)))
        fault = self.faults.take() if self.faults.matches(request) else None
        if fault in _SPARED:
            return self._spared(request, fault)
        if fault == "late":
            await asyncio.sleep(self.faults.late_seconds)
        answer = await handler(request)
        if fault == "cut_after":
            return _cut(request)
        return _out_of_order() if fault == "fail_after" else answer

    def _spared(self, request: web.Request, fault: str | None) -> web.Response:
        """The answer to a request that is not carried out."""
        if fault == "cut_before":
            return _cut(request)
        return _out_of_order() if fault == "fail" else self.too_many()


def _out_of_order() -> web.Response:
    return web.Response(status=503, text="upstream connect error")


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@asynccontextmanager
async def serve(fake: F, *, port: int = 0) -> AsyncIterator[F]:
    """Serve it on a free port of 127.0.0.1 until the block ends."""
    runner = web.AppRunner(fake.app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    host, bound, *_ = runner.addresses[0]
    fake.url = f"http://{host}:{bound}"
    try:
        yield fake
    finally:
        await runner.cleanup()
        await asyncio.sleep(0)
