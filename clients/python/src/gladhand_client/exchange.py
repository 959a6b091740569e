"""What happens for one call, without I/O: the generators yield what to do, and the two clients do it.

A client sends the `Send`s and gives their responses back, throws what httpx raises into the generator, and sleeps for
each `Pause`. The generator returns the JSON of the answer, or raises a `GladhandError`.
"""

import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeAlias

import httpx

from gladhand_client.calls import Call, answer_of, pause_before_retry
from gladhand_client.errors import ApiError, ConnectionFailed, OperationFailed, OperationTimeout
from gladhand_client.models import ResourceOperation, ResourceOperationRead
from gladhand_client.tokens import TokenCache

_FIRST_LOOK, _LONGEST_LOOK = 0.2, 5.0


@dataclass(frozen=True)
class Send:
    """Send this request. The step's result is the response."""

    method: str
    url: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Pause:
    """Wait so many seconds."""

    seconds: float


Steps: TypeAlias = Generator[Send | Pause, Any, Any]


@dataclass(frozen=True)
class Exchange:
    """One server, and how often a request is tried again."""

    base_url: str
    tokens: TokenCache
    retries: int

    def steps(self, call: Call, cursor: str | None = None) -> Steps:
        """Send a request with a token, again after failures that pass, and once more with a new token after a 401."""
        is_renewed = False
        while True:
            token = self.tokens.current
            if token is None and self.tokens.can_renew:
                token = self.tokens.store((yield from self._repeated(self._token_request(), is_repeatable=True)))
            send = Send(call.method, self.base_url + call.path, call.arguments(token, cursor=cursor))
            try:
                return (yield from self._repeated(send, is_repeatable=call.is_repeatable))
            except ApiError as error:
                # The token was revoked, or the server has new keys.
                if error.status != 401 or is_renewed or not self.tokens.can_renew:
                    raise
                self.tokens.drop(token)
                is_renewed = True

    def _token_request(self) -> Send:
        credentials = self.tokens.credentials
        return Send("POST", credentials.url(self.base_url), {"data": credentials.form()})

    def _repeated(self, send: Send, *, is_repeatable: bool) -> Steps:
        tries = 0
        while True:
            try:
                return answer_of((yield send))
            except (ApiError, httpx.TransportError) as error:
                pause = pause_before_retry(error, tries, is_repeatable=is_repeatable)
                if pause is None or tries >= self.retries:
                    if isinstance(error, httpx.TransportError):
                        raise ConnectionFailed(f"{type(error).__name__}: {error}".rstrip(": ")) from error
                    raise
            yield Pause(pause)
            tries += 1


def waiting(exchange: Exchange, operation: ResourceOperation | ResourceOperationRead, seconds: float) -> Steps:
    """Look at an operation until it has ended. Raises `OperationFailed` or `OperationTimeout`."""
    path = f"/v2/integrations/connections/{operation.connection_id}/resource-operations/{operation.id}"
    deadline, pause = time.monotonic() + seconds, _FIRST_LOOK
    while True:
        found = ResourceOperationRead.model_validate((yield from exchange.steps(Call("GET", path))))
        if found.status == "failed":
            raise OperationFailed(found)
        if found.status != "pending":
            return found
        left = deadline - time.monotonic()
        if left <= 0:
            raise OperationTimeout(found, seconds)
        yield Pause(min(pause, left))
        pause = min(2 * pause, _LONGEST_LOOK)
