"""The HTTP client of deliveries.

General clients rewrite addresses, and refuse a response with any malformed part, even after a status that says that the
event has arrived. This client sends an address as it was registered, and only the status line decides.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias, cast
from urllib.parse import quote, urlsplit

import aiohappyeyeballs

from gladhand.core.hosts import origin_of
from gladhand.core.http import AddressGuard
from gladhand.notifications.deliveries.responses import ResponseReader

_Key: TypeAlias = tuple[str, str, int]

# Many servers close idle connections after five seconds or more.
_IDLE_SECONDS = 15.0
# How long the rest of an answer is waited for, so that its connection can be used again.
_REST_SECONDS = 2.0
_RESOLVED_SECONDS = 30.0
_MOST_REMEMBERED = 5_000
_EYEBALLS_SECONDS = 0.25
_PRINTABLE = "".join(map(chr, range(33, 127)))


class ConnectionLost(OSError):
    """The receiver has closed the connection without an answer."""


@dataclass(frozen=True, slots=True)
class PostResponse:
    status: int
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class _Target:
    """The parts of an address. Everything behind the host stays as it is, byte for byte."""

    key: _Key
    host_header: str
    path: str

    @classmethod
    @lru_cache(_MOST_REMEMBERED)
    def of(cls, url: str) -> "_Target":
        origin = urlsplit(origin_of(url))
        port = origin.port or (443 if origin.scheme == "https" else 80)
        rest = url.partition("://")[2][len(urlsplit(url).netloc) :].partition("#")[0]
        path = quote(rest if rest.startswith("/") else f"/{rest}", safe=_PRINTABLE)
        return cls((origin.scheme, origin.hostname or "", port), origin.netloc, path)


class _Connection(asyncio.Protocol):
    """One connection to a receiver. Between two requests it waits in the client's pool."""

    def __init__(self, client: "PostClient", key: _Key) -> None:
        self._client = client
        self._key = key
        self._transport: asyncio.Transport | None = None
        self._reader = ResponseReader()
        self._headed: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's, but they do what these do.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._headed is None:
            self.close()
            return
        try:
            self._reader.feed(data)
        except ValueError as error:
            self._finish(error)
            self.close()
            return
        if self._reader.has_head:
            self._finish()
        if self._reader.is_unreadable:
            self.close()
        elif self._reader.is_complete:
            self._rest()

    def connection_lost(self, exc: Exception | None) -> None:
        self._finish(exc or ConnectionLost("closed without an answer"))
        self.close()

    async def exchange(self, request: bytes) -> PostResponse:
        """Send a request. Returns when the response's head has arrived; its body is read in the background."""
        assert self._transport is not None
        self._stop_timer()
        reader = self._reader = ResponseReader()
        self._headed = asyncio.get_running_loop().create_future()
        try:
            self._transport.write(request)
            await self._headed
        except BaseException:
            self.close()
            raise
        assert reader.status is not None
        if self._reader is reader and not (reader.is_complete or reader.is_unreadable):
            self._start_timer(_REST_SECONDS)
        return PostResponse(reader.status, next(iter(reader.headers.get("retry-after", ())), None))

    @property
    def status(self) -> int | None:
        return self._reader.status

    def close(self) -> None:
        self._stop_timer()
        self._client.forget(self._key, self)
        if self._transport is not None:
            self._transport.abort()

    def _finish(self, error: Exception | None = None) -> None:
        if self._headed is not None and not self._headed.done():
            if error is None or self._reader.status is not None:
                self._headed.set_result(None)
            else:
                self._headed.set_exception(error)

    def _rest(self) -> None:
        """Wait for the next request."""
        assert self._transport is not None
        self._stop_timer()
        if self._transport.get_write_buffer_size():
            # The receiver answered before it had read the request.
            self.close()
            return
        self._headed = None
        self._start_timer(_IDLE_SECONDS)
        self._client.keep(self._key, self)

    def _start_timer(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = asyncio.get_running_loop().call_later(seconds, self.close)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class PostClient:
    """Posts to receivers over kept connections, each of which has passed the address guard."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._idle: dict[_Key, list[_Connection]] = {}
        self._resolved: OrderedDict[tuple[str, int], tuple[float, list[Any]]] = OrderedDict()
        self._tls: ssl.SSLContext | None = None

    async def __aenter__(self) -> "PostClient":
        return self

    async def __aexit__(self, *_: object) -> None:
        for connection in [each for idle in self._idle.values() for each in idle]:
            connection.close()

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, is_anew: bool = False
    ) -> PostResponse:
        """The receiver's answer. Raises `TimeoutError`, `OSError` or `ValueError` when there is none. `is_anew`: on a
        new connection, because a receiver that has just refused a request often hangs up without saying so.
        """
        target = _Target.of(url)
        lines = [f"POST {target.path} HTTP/1.1", f"Host: {target.host_header}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        request = ("\r\n".join(lines) + "\r\n\r\n").encode() + body
        connection: _Connection | None = None
        try:
            async with asyncio.timeout(seconds):
                # A lost connection is not tried again here: the receiver may have read the event.
                connection = (None if is_anew else self._take(target.key)) or await self._connect(target.key)
                return await connection.exchange(request)
        except TimeoutError:
            # The status says what the receiver has done with the event, even if the rest of the response is missing.
            if connection is not None and connection.status is not None:
                return PostResponse(connection.status)
            raise

    def keep(self, key: _Key, connection: _Connection) -> None:
        self._idle.setdefault(key, []).append(connection)

    def forget(self, key: _Key, connection: _Connection) -> None:
        idle = self._idle.get(key, [])
        if connection in idle:
            idle.remove(connection)
        if not idle:
            self._idle.pop(key, None)

    def _take(self, key: _Key) -> _Connection | None:
        idle = self._idle.get(key)
        if not idle:
            return None
        connection = idle.pop()
        if not idle:
            del self._idle[key]
        return connection

    async def _connect(self, key: _Key) -> _Connection:
        scheme, host, port = key
        loop = asyncio.get_running_loop()
        made = await aiohappyeyeballs.start_connection(
            await self._resolve(host, port),
            happy_eyeballs_delay=_EYEBALLS_SECONDS,
            socket_factory=self._guard.socket,
        )
        try:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            secure: dict[str, Any] = {"ssl": self._context(), "server_hostname": host} if scheme == "https" else {}
            _, connection = await loop.create_connection(lambda: _Connection(self, key), sock=made, **secure)
        except BaseException:
            made.close()
            raise
        return connection

    async def _resolve(self, host: str, port: int) -> list[Any]:
        loop = asyncio.get_running_loop()
        with suppress(ValueError):
            is_v4 = ipaddress.ip_address(host).version == 4
            family, address = (socket.AF_INET, (host, port)) if is_v4 else (socket.AF_INET6, (host, port, 0, 0))
            return [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address)]
        until, found = self._resolved.pop((host, port), (0.0, []))
        if until <= loop.time():
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            until = loop.time() + _RESOLVED_SECONDS
        self._resolved[host, port] = until, found
        if len(self._resolved) > _MOST_REMEMBERED:
            self._resolved.popitem(last=False)
        return found

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
            self._tls.set_alpn_protocols(["http/1.1"])
        return self._tls
