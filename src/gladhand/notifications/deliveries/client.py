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
from typing import Any
from urllib.parse import quote, urlsplit

import aiohappyeyeballs

from gladhand.core.hosts import origin_of
from gladhand.core.http import AddressGuard
from gladhand.notifications.deliveries.connection import PostConnection, PostResponse, ReceiverKey

_RESOLVED_SECONDS = 30.0
_MOST_REMEMBERED = 5_000
_EYEBALLS_SECONDS = 0.25
_PRINTABLE = "".join(map(chr, range(33, 127)))


@dataclass(frozen=True, slots=True)
class _Target:
    """The parts of an address. Everything behind the host stays as it is, byte for byte."""

    key: ReceiverKey
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


class PostClient:
    """Posts to receivers over kept connections, each of which has passed the address guard."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._idle: dict[ReceiverKey, list[PostConnection]] = {}
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
        connection: PostConnection | None = None
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

    def keep(self, key: ReceiverKey, connection: PostConnection) -> None:
        self._idle.setdefault(key, []).append(connection)

    def forget(self, key: ReceiverKey, connection: PostConnection) -> None:
        idle = self._idle.get(key, [])
        if connection in idle:
            idle.remove(connection)
        if not idle:
            self._idle.pop(key, None)

    def _take(self, key: ReceiverKey) -> PostConnection | None:
        idle = self._idle.get(key)
        if not idle:
            return None
        connection = idle.pop()
        if not idle:
            del self._idle[key]
        return connection

    async def _connect(self, key: ReceiverKey) -> PostConnection:
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
            _, connection = await loop.create_connection(lambda: PostConnection(self, key), sock=made, **secure)
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
