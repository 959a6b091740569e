"""Dry runs: the requests that a write would send, made by the very code that writes, without sending any.

An adapter that needs an answer to go on says in its request what a usual one looks like (`rehearsed=`, a JSON value,
or a whole `Response` where headers count); at the first request without that the rehearsal is over.
"""

from dataclasses import dataclass
from typing import Any

import orjson

from gladhand.sdk.http import Request, Response


class RehearsalOver(Exception):
    """Everything that can be known without the provider is known."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A request that would be sent."""

    method: str
    url: str
    headers: dict[str, str]
    body: Any


class RehearsalTransport:
    """Keeps requests instead of sending them."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    async def send(self, request: Request) -> Response:
        self.requests.append(request)
        if request.rehearsed is None:
            raise RehearsalOver
        if isinstance(request.rehearsed, Response):
            return request.rehearsed
        return Response(status=200, body=orjson.dumps(request.rehearsed))
