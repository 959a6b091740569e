"""Asks an application without a server, one message at a time, so that a test can say how a body comes in."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.types import ASGIApp, Message

from gladhand.core.db import Database
from gladhand.core.request_log.recorder import RequestLog


@dataclass
class AsgiAnswer:
    status: int
    headers: dict[str, str]
    body: bytes
    #: How many messages of the request's body were read.
    read: int = field(default=0)

    def json(self) -> Any:
        return json.loads(self.body)


async def ask(
    app: ASGIApp,
    method: str,
    path: str,
    *,
    headers: dict[str, str] | None = None,
    body: list[bytes] | None = None,
    crashes: type[Exception] | None = None,
    hosts: Sequence[str] = ("hub.example",),
    http_version: str = "1.1",
    breaks_off: bool = False,
    hangs: bool = False,
) -> AsgiAnswer:
    pieces = list(body or [b""])
    coming = [
        {"type": "http.request", "body": piece, "more_body": breaks_off or hangs or number < len(pieces)}
        for number, piece in enumerate(pieces, 1)
    ]
    total = len(coming)
    given = dict(headers or {})
    if body is not None and "content-length" not in given:
        given["transfer-encoding"] = "chunked"
    sent: list[Message] = []

    async def receive() -> Message:
        if not coming and hangs:
            await asyncio.Event().wait()
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": http_version,
        "scheme": "http",
        "method": method,
        "path": path.partition("?")[0],
        "raw_path": path.partition("?")[0].encode(),
        "root_path": "",
        "query_string": path.partition("?")[2].encode(),
        "headers": [
            *((b"host", host.encode()) for host in hosts),
            *((name.lower().encode(), value.encode()) for name, value in given.items()),
        ],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    with pytest.raises(crashes) if crashes else nullcontext():
        await app(scope, receive, send)
    (start,) = (message for message in sent if message["type"] == "http.response.start")
    answered = b"".join(message.get("body", b"") for message in sent)
    sent_headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return AsgiAnswer(start["status"], sent_headers, answered, total - len(coming))


def no_log() -> RequestLog:
    """A log that stores nothing, for applications without a database."""
    return RequestLog(Database(""), is_kept=False)
