"""What can go wrong. All errors derive from `GladhandError`.

GladhandError
├── ConnectionFailed      no whole answer arrived
├── NotJson               the answer says that all is well, and its body is no JSON
├── ApiError              the server answered with an error
│   ├── BadRequest        400
│   ├── Unauthorized      401
│   ├── Forbidden         403
│   ├── NotFound          404
│   ├── Conflict          409
│   ├── Unprocessable     422
│   ├── TooManyRequests   429
│   └── ServerError       5xx
├── OperationFailed       a write failed at the fleet's provider
└── OperationTimeout      a write is still pending after the time that was given
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gladhand_client.models import ResourceOperationRead


class GladhandError(Exception):
    """Base class of all errors of this client."""


class ConnectionFailed(GladhandError):
    """The server could not be reached, or the connection ended before the whole answer arrived.

    The server may have done what the request asks for.
    """


class NotJson(GladhandError):
    """An answer of success whose body is no JSON. `status` is the HTTP status.

    It does not come from the hub: the address is wrong, or a proxy has answered with a page of its own. The client does
    not repeat the request.
    """

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(
            f"{status}: the body of the answer is no JSON. Check the address of the server, and proxies before it."
        )


class ApiError(GladhandError):
    """The server answered with an error.

    `status` is the HTTP status, `message` its usual name, `detail` one sentence. `faults` lists what is wrong with the
    request in a 422: each has `path`, `input`, `message` and `error_type`. `request_id` is what the operator of the
    server finds the request by.
    """

    def __init__(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        detail = body.get("detail")
        self.status = status
        self.body = body
        self.message = str(body.get("message", ""))
        self.faults: list[Mapping[str, Any]] = detail if isinstance(detail, list) else []
        self.retry_after: float | None = _retry_after(detail, headers)
        self.request_id = headers.get("x-request-id")
        if isinstance(detail, dict):
            detail = detail.get("message")
        self.detail = detail if isinstance(detail, str) else ""
        faults = "; ".join(f"{fault.get('path')}: {fault.get('message')}" for fault in self.faults)
        super().__init__(f"{status} {self.message}: {faults or self.detail}".rstrip(": "))


def _retry_after(detail: object, headers: Mapping[str, str]) -> float | None:
    """Seconds after which the server wants to be asked again."""
    value = headers.get("retry-after", "")
    if value.isdigit():
        return float(value)
    seconds = detail.get("retry_after_seconds") if isinstance(detail, dict) else None
    return float(seconds) if isinstance(seconds, int | float) else None


class BadRequest(ApiError):
    """400: the request cannot be read."""


class Unauthorized(ApiError):
    """401: the credentials or the token were refused."""


class Forbidden(ApiError):
    """403: the token may not do this."""


class NotFound(ApiError):
    """404: no such object is visible to the token."""


class Conflict(ApiError):
    """409: the state of the object does not allow this."""


class Unprocessable(ApiError):
    """422: a value is invalid. `faults` says which."""


class TooManyRequests(ApiError):
    """429: the rate limit is used up, also after the client waited."""


class ServerError(ApiError):
    """5xx: the server or the fleet's provider failed."""


_BY_STATUS: Mapping[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: Unprocessable,
    429: TooManyRequests,
}


def api_error(status: int, body: object, headers: Mapping[str, str]) -> ApiError:
    """The error of an answer. A body that is no JSON object counts as empty."""
    kind = _BY_STATUS.get(status, ServerError if status >= 500 else ApiError)
    return kind(status, body if isinstance(body, dict) else {}, headers)


class OperationFailed(GladhandError):
    """A write failed at the provider for good. `operation` has the log of its attempts."""

    def __init__(self, operation: "ResourceOperationRead") -> None:
        self.operation = operation
        reasons = [log.error_details for log in operation.logs or [] if log.error_details]
        super().__init__(f"operation {operation.id} failed: {reasons[-1] if reasons else 'no reason was given'}")


class OperationTimeout(GladhandError):
    """A write is still pending. It goes on: the provider may be down, or a connection may need a new sign-in."""

    def __init__(self, operation: "ResourceOperationRead", seconds: float) -> None:
        self.operation = operation
        super().__init__(f"operation {operation.id} is still pending after {seconds:g} s")
