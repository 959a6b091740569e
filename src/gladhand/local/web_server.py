"""The web server, Granian, with limits of connections and time.

HTTP/1.1 only: a connection of HTTP/2 has no limit of idle time, and one whose protocol is still to be detected has none
for its header.
"""

import asyncio
import os
import resource
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Any

from granian._granian import ListenerSpec
from granian.constants import HTTPModes, Interfaces
from granian.errors import FatalError
from granian.http import HTTP1Settings
from granian.server.embed import Server
from granian.server.mp import MPServer

from gladhand.config.settings import Settings
from gladhand.core.hosts import resolved
from gladhand.core.middleware import RequestMiddleware

# Connections that the kernel holds until the process accepts them.
_BACKLOG = 4096
# Of the files that a process may open, so many are for other things than connections of clients.
_OTHER_FILES = 256


class _EmbeddedServer(Server):
    send_timeout_seconds: float

    def _init_shared_socket(self) -> None:
        _listen(self, self.send_timeout_seconds)


class _ServerProcesses(MPServer):
    send_timeout_seconds: float

    def _init_shared_socket(self) -> None:
        _listen(self, self.send_timeout_seconds)
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)


def connection_limit(settings: Settings) -> int:
    """Connections that one process takes. Allows the process as many open files as the system does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = max(soft, settings.max_connections + _OTHER_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    # The server would try again and again, without a pause, to accept a connection that it has no file for.
    return max(1, min(settings.max_connections, hard - _OTHER_FILES))


async def serve(
    application: RequestMiddleware,
    settings: Settings,
    stopping: asyncio.Event,
    end_streams: Callable[[], None],
) -> None:
    """Serve in this process's own loop until `stopping` is set. This saves a supervising process and its memory.

    Raises the application's own error when its start or its stop fails.
    """
    server = _EmbeddedServer(application, **_options(settings))
    server.send_timeout_seconds = settings.send_timeout_seconds
    serving = asyncio.create_task(server.serve())
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait([serving, stop], return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    end_streams()
    server.stop()  # type: ignore[no-untyped-call]  # granian publishes no type for it
    try:
        await serving
    except FatalError:
        if application.lifespan_error is None:
            raise
    if application.lifespan_error is not None:
        raise application.lifespan_error


def serve_by_processes(factory: str, settings: Settings) -> None:
    """Serve the application that the function with this name makes, in several processes."""
    server = _ServerProcesses(factory, factory=True, workers=settings.server_processes, **_options(settings))
    server.send_timeout_seconds = settings.send_timeout_seconds
    server.serve()


def _options(settings: Settings) -> Mapping[str, Any]:
    return {
        "interface": Interfaces.ASGI,
        "address": resolved(settings.host, settings.port),
        "port": settings.port,
        "http": HTTPModes.http1,
        "websockets": False,
        "backlog": _BACKLOG,
        "backpressure": connection_limit(settings),
        # One limit for both: the time without a request, and the time for its header.
        "http1_settings": HTTP1Settings(header_read_timeout=round(settings.idle_timeout_seconds * 1000)),
        "log_enabled": False,
    }


def _listen(server: Any, send_timeout_seconds: float) -> None:
    """Open the listening socket, as Granian does by itself, with a time limit that its connections inherit."""
    server._ssp = None  # noqa: SLF001 - granian has no other way to give it a socket
    server._shd = ListenerSpec(server.bind_addr, server.bind_port, server.backlog).build()  # noqa: SLF001 - the same
    server._sfd = server._shd.get_fd()  # noqa: SLF001 - the same
    if sys.platform == "linux":
        # How long sent data may wait for a client that takes none of it.
        with socket.socket(fileno=os.dup(server._sfd)) as listener:  # noqa: SLF001 - the same
            milliseconds = round(send_timeout_seconds * 1000)
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
