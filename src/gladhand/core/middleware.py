"""What happens to every request before a route sees it, and one log line when it is done.

Plain ASGI: a middleware of the framework's own kind costs a task switch for each request.
"""

import time
from typing import Any
from uuid import uuid4

import structlog
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from gladhand.core.log import LogEvent, get_logger
from gladhand.core.problems import PayloadTooLarge
from gladhand.core.responses import problem_answer

log = get_logger()

_DONE = LogEvent("request.done", "A request was answered: method, route, status, milliseconds.")

# A body up to this many times the limit is still read to its end.
_MOST_DRAINED = 16
# An older spelling that clients in the field still use.
_OLD_PATH, _NEW_PATH = "/v2/orgs/share_agreements", "/v2/orgs/share-agreements"


class RequestMiddleware:
    """Tidies paths, limits bodies, names the request and logs it."""

    def __init__(self, app: FastAPI, *, max_body_bytes: int) -> None:
        self.app = app
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        _tidy(scope)
        exchange = _Exchange(_request_id(scope), receive, send, self._max_body_bytes)
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=exchange.request_id):
            try:
                if _announced_length(scope) > self._max_body_bytes:
                    await exchange.refuse(scope)
                else:
                    await self.app(scope, exchange.receive, exchange.send)
            finally:
                milliseconds = round((time.perf_counter() - started) * 1000, 1)
                # The path may hold an invitation id, which is a secret: the route says enough.
                route = getattr(scope.get("route"), "path", None) or "(none)"
                log.info(_DONE, method=scope["method"], route=route, status=exchange.status, ms=milliseconds)


class _Exchange:
    """One request and its response: counts the bytes of the body and records the status."""

    def __init__(self, request_id: str, receive: Receive, send: Send, limit: int) -> None:
        self.request_id = request_id
        self.status = 500
        self._receive, self._send, self._limit = receive, send, limit
        self._seen = 0
        self._more = True
        self._refused = False
        self._too_large = PayloadTooLarge(f"A request body may have {limit} bytes.")

    async def receive(self) -> Message:
        message = await self._next()
        if self._seen > self._limit:
            # The framework may turn this error into a 400. `send` replaces that with the right response.
            raise self._too_large
        return message

    async def send(self, message: Message) -> None:
        if self._seen > self._limit and not self._refused:
            await self.refuse({"type": "http"})
        if not self._refused:
            await self._pass_on(message)

    async def refuse(self, scope: Scope) -> None:
        self._refused = True
        await self._drain()
        await problem_answer(self._too_large)(scope, self._receive, self._pass_on)

    async def _drain(self) -> None:
        """Read the rest of the body, up to a limit. A client still sending would otherwise see a broken connection."""
        while self._more and self._seen < _MOST_DRAINED * self._limit:
            await self._next()

    async def _next(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        self._more = message.get("more_body", False)
        return message

    async def _pass_on(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), (b"x-request-id", self.request_id.encode())]
        await self._send(message)


def _tidy(scope: Scope) -> None:
    """Answer to a doubled slash, a trailing slash and the older path without a redirect: redirects lose POST bodies."""
    path = scope["path"]
    if path.startswith("//"):
        path = "/" + path.lstrip("/")
    if len(path) > 1 and path.endswith("/"):
        path = path.rstrip("/") or "/"
    if path.startswith(_OLD_PATH):
        path = _NEW_PATH + path[len(_OLD_PATH) :]
    scope["path"] = path


def _header(scope: Scope, name: bytes) -> Any:
    return next((value for key, value in scope["headers"] if key == name), None)


def _request_id(scope: Scope) -> str:
    given = _header(scope, b"x-request-id")
    if given and len(given) <= 64 and given.isascii() and given.decode().replace("-", "").isalnum():
        return str(given.decode())
    return str(uuid4())


def _announced_length(scope: Scope) -> int:
    length = _header(scope, b"content-length")
    # Twenty digits are too many for any limit; Python refuses to read thousands of them.
    return int(length[:20]) if length and length.isdigit() else 0
