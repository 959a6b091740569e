"""The HTTP client of an adapter. It knows base URL, time limits and rate budget, and keeps the last response."""

import asyncio
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import uuid4

from gladhand.resources.exact_json import dump_exact
from gladhand.sdk.budget import Budget, remaining_by
from gladhand.sdk.deadline import deadline
from gladhand.sdk.errors import (
    AuthFailed,
    Malformed,
    NotAllowed,
    ProviderError,
    RateLimited,
    Rejected,
    ServerFailed,
    Unavailable,
    safe_headers,
)
from gladhand.sdk.http import Request, Response, Transport, origin
from gladhand.sdk.masking import SecretMask, without

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 3
_MOST_HEADER = 200
_PLAIN_HEADERS = MappingProxyType({"Accept": "application/json", "User-Agent": "gladhand"})
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_READING, _CREDENTIALS, _THROTTLED, _DENIED = frozenset({"GET", "HEAD"}), frozenset({401, 403}), frozenset({429}), 403


class ProviderClient:
    """Sends requests to one provider for one connection. Each call of an adapter gets a new client."""

    def __init__(
        self,
        transport: Transport,
        base_url: str,
        *,
        timeout: float = 20.0,
        max_bytes: int = 10 * 1024 * 1024,
        budget: Budget | None = None,
        redact: Callable[[str], str] = str,
        secrets: Iterable[str] = (),
    ) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Rejected("The address of the provider must begin with https:// and name a host.")
        self.base_url = base_url.rstrip("/")
        self.headers: dict[str, str] = dict(_PLAIN_HEADERS)
        """Sent with every request; an adapter puts its credentials here."""
        self.follows_redirects = True
        """Turn this off for a provider that has no reason to redirect: the adapter then gets redirects as responses."""
        self.exchanges = 0
        """How many requests were handed to the transport."""
        self.writes = 0
        """How many requests that may change records may have reached the provider."""
        self.is_write_answered = False
        """Whether the newest of them has a complete answer."""
        self.exchange_id: str | None = None
        """The id of the newest exchange, for logs; made by the client."""
        self.last: Response | None = None
        """The newest complete answer."""
        self.last_kind: str | None = None
        """What kind of request was sent last."""
        self.transport = transport
        self.budget = budget
        self._timeout = timeout
        self._max_bytes = max_bytes
        self.mask = SecretMask(secrets)
        """Masks the secrets of the connection in records."""
        self._redact = redact
        self._hidden: list[str] = []

    @property
    def last_status(self) -> int | None:
        """The status for the log of an operation."""
        return self.last.status if self.last else None

    @property
    def last_headers(self) -> dict[str, str]:
        """The headers for the log of an operation: only those that are safe to show."""
        return self.redacted_headers(safe_headers(self.last.headers)) if self.last else {}

    def redacted_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers without secrets, their values no longer than a log shows."""
        return {self.redact(name): self.redact(value)[:_MOST_HEADER] for name, value in headers.items()}

    async def get(self, path: str, *, query: Mapping[str, Any] | None = None) -> Response:
        return await self.request("GET", path, query=query)

    async def post(self, path: str, *, json: Any = None, form: Mapping[str, str] | None = None) -> Response:
        return await self.request("POST", path, json=json, form=form)

    async def put(self, path: str, *, json: Any = None) -> Response:
        return await self.request("PUT", path, json=json)

    async def patch(self, path: str, *, json: Any = None) -> Response:
        return await self.request("PATCH", path, json=json)

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        kind: str | None = None,
        writes: bool | None = None,
        planned: Any = None,
        timeout: float = 0,
    ) -> Response:
        """Send one request and answer the complete response, whatever its status.

        `path` is joined to the base URL. Query keys whose value is `None` are left out, lists are repeated. Dates,
        UUIDs and enums may stand in `json` as they are. Redirects are followed for GET within the same origin only.
        A `path` that begins with a scheme is an address of its own. `kind` names one of the definition's
        `limits.kinds`, whose rate the request keeps besides that of the account. `writes` tells whether the request may
        change records; without it, all methods but GET and HEAD may. `planned` is a typical answer, for a dry run that
        has to continue after this request. A request that takes the provider longer than usual gets at least `timeout`
        seconds, within those of the whole call.
        """
        url = path if "://" in path else self.base_url + path
        sent = {**self._default_headers(url), **(headers or {})}
        body: bytes | None = None
        if form is not None:
            body, sent["Content-Type"] = urlencode(form).encode(), "application/x-www-form-urlencoded"
        elif json is not None:
            body, sent["Content-Type"] = dump_exact(json), "application/json"
        if any(_CONTROLS.search(value) for value in sent.values()):
            raise Rejected("A key or password holds a line break or another character that no request can carry.")
        if given := {name: value for name, value in (query or {}).items() if value is not None}:
            url += ("&" if "?" in url else "?") + urlencode(given, doseq=True)
        request = Request(
            method=method,
            url=url,
            headers=sent,
            body=body,
            timeout=max(self._timeout, timeout),
            max_bytes=self._max_bytes,
            writes=method not in _READING if writes is None else writes,
            planned=planned,
        )
        for _ in range(1 + _MAX_REDIRECTS):
            response = await self._send(request, kind)
            if response.status not in _REDIRECTS or not self.follows_redirects:
                return response
            request = replace(request, url=self._redirected(method, request.url, response))
        raise self._malformed(response, "The provider redirects without end.")

    def basic(self, name: str, password: str) -> str:
        """The header `Authorization` for a name and a password. It is masked from now on."""
        return "Basic " + self.hide(b64encode(f"{name}:{password}".encode()).decode())

    def failure(self, response: Response, detail: str = "", *, denied: str = "") -> ProviderError:
        """The error that a response stands for at most providers, with `detail` in the provider's words.

        With `denied`, what is said of it without a reason, 403 is a right that is missing. An adapter whose provider
        uses its statuses otherwise raises the class that fits instead.
        """
        status, headers = response.status, response.headers
        if denied and status == _DENIED:
            return NotAllowed(self.redact(detail) or denied, status_code=status, headers=headers)
        text = self.redact(detail) or f"The provider answered with status {status}."
        if status in _THROTTLED:
            return RateLimited(text, retry_after=response.retry_after(), status_code=status, headers=headers)
        if status in _CREDENTIALS:
            return AuthFailed(text, status_code=status, headers=headers)
        if status >= 500 or status == 408:
            return ServerFailed(text, status_code=status, headers=headers)
        other = Rejected if status >= 400 else Malformed
        return other(text, status_code=status, headers=headers)

    def hide(self, secret: str) -> str:
        """Mask this secret in errors and dry runs from now on, and return it. For secrets that an adapter makes or
        receives."""
        if secret not in self._hidden:
            self._hidden.append(secret)
            self.mask.add([secret])
            if self.last is not None:
                self.mask.look_at(self.last.body)
        return secret

    def redact(self, text: str) -> str:
        """The text without secrets."""
        return self._redact(without(text, self._hidden))

    def _default_headers(self, url: str) -> Mapping[str, str]:
        # The headers of an adapter may be credentials, so they go to the provider's own address only.
        return self.headers if origin(url) == origin(self.base_url) else _PLAIN_HEADERS

    async def _send(self, request: Request, kind: str | None) -> Response:
        await self._take(kind)
        request = _timely(request)
        self.exchanges, self.exchange_id = self.exchanges + 1, uuid4().hex
        self.last, self.last_kind = None, kind
        writes, is_write_answered = self.writes, self.is_write_answered
        if request.writes:
            self.writes, self.is_write_answered = writes + 1, False
        try:
            self.last = response = await self.transport.send(request)
        except Unavailable:
            # The request has not left, so that the one before it is the newest write again.
            self.writes, self.is_write_answered = writes, is_write_answered
            raise
        self.is_write_answered = self.is_write_answered or request.writes
        self.mask.look_at(response.body)
        if self.budget is not None:
            if response.status in _THROTTLED:
                await self.budget.pause(response.retry_after() or 1.0, kind)
            elif (remaining := remaining_by(response)) is not None:
                await self.budget.observe(remaining, kind)
        return response

    async def _take(self, kind: str | None) -> None:
        if self.budget is None:
            return
        try:
            async with asyncio.timeout_at(deadline()):
                await self.budget.take(kind)
        except TimeoutError:
            raise RateLimited("There were too many requests to this account at once.") from None

    def _redirected(self, method: str, url: str, response: Response) -> str:
        target = urljoin(url, response.header("Location") or "")
        # The request carries credentials, so it goes only to the host that they were given for.
        if origin(target) != origin(url) or method not in ("GET", "HEAD") or target == url:
            raise self._malformed(response, "The provider answered with a redirect that is not followed.")
        return target

    def _malformed(self, response: Response, detail: str) -> Malformed:
        return Malformed(detail, status_code=response.status, headers=response.headers)


def _timely(request: Request) -> Request:
    """The request with the time that is left for it. Cut off by the caller, it could not tell whether it was sent."""
    if (end := deadline()) is None:
        return request
    left = end - asyncio.get_running_loop().time()
    if left <= 0:
        raise Unavailable("There was no time left to send the request.")
    return replace(request, timeout=min(request.timeout, left))
