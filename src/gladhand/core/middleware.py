"""What happens to every request before its route, and to every response. The middleware is plain ASGI, because the
framework's own kind costs a task switch for each request.
"""

import re
import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import structlog
from fastapi import FastAPI
from opentelemetry.trace import SpanKind
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gladhand.core import deprecations, tracing
from gladhand.core.browser_access import BrowserAccess
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.metrics import counter, histogram
from gladhand.core.problems import BadRequest, Problem
from gladhand.core.proxies import TrustedProxies, client_address
from gladhand.core.request_body import BodyReader, ClientGone, IncomingBody
from gladhand.core.request_log.recorder import RequestLog
from gladhand.core.responses import problem_answer
from gladhand.core.unknown_names import HEADER, IN_SCOPE, header_value

log = get_logger()

_DONE = LogEvent(
    "request.done",
    "A request was answered: method, route, status, milliseconds, the client's address, and who called. Status 499: "
    "the client broke off. Health checks that succeed have no line.",
)
_REQUESTS = counter("requests", "Requests that were answered.", "method", "route", "status")
_SECONDS = histogram(
    "request_seconds",
    "From when a request's header had arrived until its answer was handed over.",
    "method",
    "route",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30),
)

#: In the scope of a HEAD request, which routes see as a GET. The server sends no body.
IS_HEAD = "gladhand.is_head"
# In the scope of a request that is answered without its route: the answer.
_REFUSAL = "gladhand.refusal"
# An older spelling that clients in the field still use.
_OLD_PATH, _NEW_PATH = "/v2/orgs/share_agreements", "/v2/orgs/share-agreements"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Probes ask these again and again: answers of the first two that are well have no line in the log, and all no trace.
_UNLOGGED = frozenset({"/health", "/ready"})
_PROBES = _UNLOGGED | {"/metrics"}
_CLIENT_GONE = 499
_SERVER_ERROR = 500
_EVENT_STREAM = b"text/event-stream"
# The characters of hosts and ports (RFC 3986).
_HOST = re.compile(rb"[A-Za-z0-9._~%!$&'()*+,;=:\[\]-]*")


class RequestMiddleware:
    """Tidies paths, reads bodies, names the request, logs and counts it. Scripts of `origins` may read all answers."""

    def __init__(
        self,
        app: FastAPI,
        bodies: BodyReader,
        proxies: TrustedProxies,
        requests: RequestLog,
        *,
        origins: Sequence[str] = (),
    ) -> None:
        self.app = app
        self.lifespan_error: Exception | None = None
        """What the start or the stop of the application has failed with: the web server keeps it to itself."""
        self._bodies = bodies
        self._proxies = proxies
        self._requests = requests
        self._open: ASGIApp = BrowserAccess(self._answer, origins) if origins else self._answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._start_and_stop(scope, receive, send)
            return
        method = scope["method"]
        if method == "HEAD":
            scope["method"], scope[IS_HEAD] = "GET", True
        _tidy(scope)
        scope["client"] = self._proxies.client(scope)
        if scope["path"] in _PROBES:
            await self._respond(scope, receive, send, method)
            return
        with tracing.span("request", SpanKind.SERVER, parent=_header(scope, tracing.HEADER)):
            await self._respond(scope, receive, send, method)

    async def _respond(self, scope: Scope, receive: Receive, send: Send, method: str) -> None:
        body = IncomingBody(receive)
        answer = _Answer(scope, body, send)
        is_gone = False
        started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=answer.request_id)
        try:
            try:
                await self._bodies.read(scope, body)
                _require_clear_head(scope)
            except Problem as problem:
                # Not the problem itself: its traceback holds the request, whose connection would stay open.
                scope[_REFUSAL] = problem_answer(problem)
            except ClientGone:
                # A client that has sent no valid chunks is still there to be told.
                scope[_REFUSAL] = problem_answer(BadRequest("The request body broke off."))
                is_gone = True
            # A browser that asks before a request (OPTIONS) would be told that all is well.
            app = self._answer if _REFUSAL in scope and method == "OPTIONS" else self._open
            await app(scope, body.receive, answer.send)
            if is_gone:
                answer.status = _CLIENT_GONE
        finally:
            self._bodies.release(body)
            seconds = time.perf_counter() - started
            route = _record(scope, method, answer, seconds)
            self._requests.add(
                scope, method=method, route=route, status=answer.status, seconds=seconds, request_id=answer.request_id
            )

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope.get(_REFUSAL, self.app)(scope, receive, send)

    async def _start_and_stop(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            self.lifespan_error = error
            raise


class _Answer:
    """One response: records the status and adds the headers that every response has."""

    def __init__(self, scope: Scope, body: IncomingBody, send: Send) -> None:
        self.request_id = _request_id(scope)
        self.status = 500
        self.is_event_stream = False
        """Whether it lasts as long as somebody looks at a page, so that its time says nothing."""
        self._scope = scope
        self._body = body
        self._send = send

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = message.get("headers", ())
            self.is_event_stream = any(n == b"content-type" and v.startswith(_EVENT_STREAM) for n, v in given)
            message["headers"] = self._headers(given)
        await self._send(message)

    def _headers(self, given: Any) -> list[tuple[bytes, bytes]]:
        headers = [*given, (b"x-request-id", self.request_id.encode())]
        names = {name for name, _ in given}
        # Nearly every answer can hold a secret: a token, an invitation's id, credentials in a form. So nothing is
        # stored on its way unless the route says otherwise.
        if b"cache-control" not in names:
            headers.append((b"cache-control", b"no-store"))
        if b"x-content-type-options" not in names:
            headers.append((b"x-content-type-options", b"nosniff"))
        if ignored := self._scope.get(IN_SCOPE):
            headers.append((HEADER.lower().encode(), header_value(ignored).encode()))
        if self._scope.get(deprecations.IN_SCOPE):
            headers.append((deprecations.HEADER.lower().encode(), deprecations.HEADER_VALUE.encode()))
        if not self._body.is_complete:
            headers.append((b"connection", b"close"))
        return headers


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


def _require_clear_head(scope: Scope) -> None:
    """Refuse a head that servers and proxies read differently, which attackers use."""
    hosts, authorizations = [], 0
    for name, value in scope["headers"]:
        if name == b"host":
            hosts.append(value)
        elif name == b"authorization":
            authorizations += 1
    # The server adds an empty header where there is none, which HTTP/1.0 allows.
    if len(hosts) > 1 or (hosts in ([], [b""]) and scope["http_version"] == "1.1"):
        raise BadRequest("A request must have exactly one Host header.")
    if hosts and not _HOST.fullmatch(hosts[0]):
        raise BadRequest("The Host header is not a host.")
    if authorizations > 1:
        raise BadRequest("A request must have at most one Authorization header.")


def _request_id(scope: Scope) -> str:
    given = _header(scope, "x-request-id")
    if given and len(given) <= 64 and given.isascii() and given.replace("-", "").isalnum():
        return given
    return str(uuid4())


def _header(scope: Scope, name: str) -> str | None:
    key = name.encode()
    return next((value.decode("latin-1") for each, value in scope["headers"] if each == key), None)


def _record(scope: Scope, method: str, answer: _Answer, seconds: float) -> str:
    """Log and count a request; its route."""
    # The path may hold an invitation id, which is a secret: the route says enough.
    route = getattr(scope.get("route"), "path_format", None) or "(none)"
    label = method if method in _METHODS else "(other)"
    status = answer.status
    _REQUESTS.labels(label, route, status).inc()
    tracing.describe(
        f"{label} {route}",
        {
            "http.request.method": label,
            "http.route": route,
            "http.response.status_code": status,
            "gladhand.request_id": answer.request_id,
        },
    )
    if status >= _SERVER_ERROR:
        tracing.fail(str(status))
    if answer.is_event_stream:
        return route
    _SECONDS.labels(label, route).observe(seconds, tracing.exemplar())
    if route in _UNLOGGED and status < 400:
        return route
    log.info(
        _DONE, method=method, route=route, status=status, ms=round(seconds * 1000, 1), address=client_address(scope)
    )
    return route
