"""Dry runs: the requests that a write would send, made by the very code that writes, without sending any.

An adapter that needs an answer to go on says in its request what a usual one looks like (`planned=`, a JSON value,
or a whole `Response` where headers count); at the first request without that the dry run ends.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson

from gladhand.integrations.hosting.crashes import TransportStopped
from gladhand.sdk.http import Request, Response
from gladhand.sdk.masking import MASK

# Their values are secret, in every spelling of the name.
_SECRET_HEADER = re.compile(r"authorization|cookie|.*(token|secret|password|session|api-?key|auth).*", re.IGNORECASE)


class DryRunOver(TransportStopped):
    """Everything that can be known without the provider is known."""


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """A request that would be sent."""

    method: str
    url: str
    headers: dict[str, str]
    body: Any


class DryRunTransport:
    """Keeps requests instead of sending them."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    async def send(self, request: Request) -> Response:
        self.requests.append(request)
        if request.planned is None:
            raise DryRunOver
        if isinstance(request.planned, Response):
            return request.planned
        return Response(status=200, body=orjson.dumps(request.planned))


def planned_request(request: Request, redact: Callable[[str], str]) -> PlannedRequest:
    """A request as people may see it."""
    headers = {name: _header(name, redact(value)) for name, value in request.headers.items()}
    body: Any = redact(request.body.decode(errors="replace")) if request.body is not None else None
    with suppress(ValueError):
        body = orjson.loads(body) if body is not None else None
    return PlannedRequest(request.method, redact(request.url), headers, body)


def _header(name: str, value: str) -> str:
    if not _SECRET_HEADER.fullmatch(name):
        return value
    scheme, blank, _ = value.partition(" ")
    return f"{scheme} {MASK}" if blank and name.lower() == "authorization" else MASK
