"""One request as data, which the synchronous and the asynchronous client send alike: what is sent, and when again."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

import httpx

from gladhand_client.base import Model
from gladhand_client.errors import ApiError, NotJson, api_error

#: The server leaves out keys that the contract does not have unless it is asked for them.
EXTENSIONS = {"Gladhand-Extensions": "true"}
#: Statuses after which the same request may succeed: the server did not do it, or answers the same key again.
_PASSING = frozenset({429, 500, 502, 503, 504})
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Call:
    """One request. `key` makes a repetition harmless: the server does what it asks for once and answers the same."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Model | Sequence[Model] | None = None
    key: str | None = None

    def arguments(self, token: str | None, *, cursor: str | None = None) -> dict[str, Any]:
        """The arguments of httpx's `request`, but for the URL."""
        headers = {"Accept": "application/json", **EXTENSIONS}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if self.key is not None:
            headers["Idempotency-Key"] = self.key
        query = dict(self.query) if cursor is None else {**self.query, "cursor": cursor}
        arguments: dict[str, Any] = {"headers": headers, "params": query_of(query)}
        if isinstance(self.body, Model):
            arguments["json"] = self.body.to_body()
        elif self.body is not None:
            arguments["json"] = [each.to_body() for each in self.body]
        return arguments

    @property
    def is_repeatable(self) -> bool:
        """Whether a second try is harmless if it is not known what became of the first."""
        return self.key is not None or self.method in ("GET", "DELETE")


def new_key(given: str | None) -> str:
    """The caller's idempotency key, or one that stays the same for all tries of this call."""
    return given or str(uuid4())


def query_of(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parameters that have a value, lists as repeated parameters."""
    listed = {
        name: value if isinstance(value, list | tuple | set | frozenset) else [value]
        for name, value in values.items()
        if value is not None
    }
    return [(name, _text(each)) for name, several in listed.items() for each in several]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    return str(value) if isinstance(value, UUID | int | float) else value


def answer_of(response: httpx.Response) -> Any:
    """The JSON of an answer, None if it has no body. Raises `ApiError` and `NotJson`."""
    if response.is_success and not response.content:
        return None
    try:
        body = response.json()
    except ValueError as error:
        if response.is_success:
            raise NotJson(response.status_code) from error
        body = {}
    if response.is_success:
        return body
    raise api_error(response.status_code, body, {name.lower(): value for name, value in response.headers.items()})


def pause_before_retry(error: Exception, tries: int, *, is_repeatable: bool) -> float | None:
    """Seconds to wait before the next try; None if another try would be of no use, or might do the same twice."""
    backoff = min(_LONGEST_PAUSE, 0.2 * 2**tries) * random.uniform(0.5, 1.0)
    if isinstance(error, ApiError):
        # The server is still at work on the same idempotency key.
        is_under_way = error.status == 409 and error.retry_after is not None
        # With 429 and 503 the server says that it has done nothing.
        if not (error.status in _PASSING or is_under_way) or not (is_repeatable or error.status in (429, 503)):
            return None
        wanted = error.retry_after or 0.0
        return None if wanted > _LONGEST_PAUSE else max(wanted, backoff)
    never_sent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    return backoff if is_repeatable or never_sent else None
