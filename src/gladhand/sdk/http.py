"""Requests and responses as values, and the transport interface that tests and dry runs replace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import orjson

from gladhand.resources.exact_json import load_exact
from gladhand.resources.retry_after import retry_after_seconds
from gladhand.sdk import clock
from gladhand.sdk.errors import Malformed
from gladhand.sdk.rows import Row, rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, ready to be sent."""

    method: str
    # Some providers want the credentials in the query.
    url: str = field(repr=False)
    # Holds the credentials, so that a printed request must not show them.
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    timeout: float = 20.0
    """Seconds from the first packet to the last byte of the answer."""
    max_bytes: int = 10 * 1024 * 1024
    """A longer answer is cut off and counts as malformed."""
    writes: bool = False
    """The request may change records, so no layer may send it again."""
    planned: Any = field(default=None, repr=False)
    """A typical answer, for dry runs. The network ignores it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A complete answer, whatever its status."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), None)

    def json(self) -> Any:
        """The body as JSON. Raises `Malformed`."""
        try:
            value = load_exact(self.body)
        except ValueError:
            raise self._malformed("The provider's answer is not JSON.") from None
        # PostgreSQL cannot store U+0000, and a provider's data must not be able to stop a page from being stored.
        return _without_nul(value) if b"\\u0000" in self.body else value

    def object(self) -> Row:
        """The body as a JSON object. Raises `Malformed`."""
        value = self.json()
        if not isinstance(value, dict):
            raise self._malformed("The provider's answer is not a JSON object.")
        return Row(value)

    def rows(self) -> list[Row]:
        """The body as a JSON list of objects. Raises `Malformed`."""
        return rows_of(self.json())

    def text_at(self, *path: str) -> str:
        """The text at this path of a JSON object, such as the provider's reason for an error. Empty if there is
        none."""
        try:
            value = orjson.loads(self.body)
            for name in path:
                value = value[name]
        except (ValueError, LookupError, TypeError):
            return ""
        return value if isinstance(value, str) else ""

    def retry_after(self) -> float | None:
        """The seconds to wait by `Retry-After`, which may be a number or a date. At most an hour."""
        return retry_after_seconds(self.header("Retry-After"), clock.now())

    def _malformed(self, detail: str) -> Malformed:
        return Malformed(detail, status_code=self.status, headers=self.headers)


class Transport(Protocol):
    """Sends a request and waits for the complete answer. Follows no redirects.

    Raises `Unavailable` if the request cannot have left, `NoAnswer` if it may have, and `Malformed` if the answer is
    longer than it may be.
    """

    async def send(self, request: Request) -> Response: ...


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port of a URL, to compare. All invalid URLs have the same origin."""
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port
    except ValueError:
        return "", None, None


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_without_nul(each) for each in value]
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(each) for key, each in value.items()}
    return value
