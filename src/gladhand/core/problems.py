"""Error responses: one envelope, written only here.

A `Problem` is named after the fact and lives beside the code that raises it, in the noun's `problems.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar

from gladhand.core.clock import wire_time

#: Headers for what a client may try again at once.
RETRY_SOON: Mapping[str, str] = {"Retry-After": "1"}
_QUOTED_INPUT = 200


class Problem(Exception):
    """A refusal with a status; `detail` is for people and never holds a secret."""

    status: ClassVar[int] = 400
    message: ClassVar[str] = "Bad Request"

    def __init__(self, detail: str | None = None, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail or self.message)
        self.detail = detail
        self.headers = dict(headers or {})

    def body(self) -> dict[str, Any]:
        return {"code": self.status, "message": self.message, "detail": self.detail}


class BadRequest(Problem):
    """The request cannot be understood."""


class Unauthorized(Problem):
    """No valid token came with the request."""

    status, message = 401, "Unauthorized"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(Problem):
    """The token is good, but does not allow this."""

    status, message = 403, "Forbidden"


class NotFound(Problem):
    """The caller has no such object; somebody else's object answers exactly like a missing one."""

    status, message = 404, "Not Found"

    @classmethod
    def of(cls, noun: str) -> "NotFound":
        """The answer for every object of this kind. It names no id, because the ids of some are secrets."""
        return cls(f"There is no such {noun}.")


class MethodNotAllowed(Problem):
    status, message = 405, "Method Not Allowed"


class NotAcceptable(Problem):
    """The server cannot answer in the form that the client asks for."""

    status, message = 406, "Not Acceptable"


class Conflict(Problem):
    """The object exists, but its state does not allow this request."""

    status, message = 409, "Conflict"


class RequestTimeout(Problem):
    """The request did not arrive in time."""

    status, message = 408, "Request Timeout"


class PayloadTooLarge(Problem):
    status, message = 413, "Payload Too Large"


class NotSupported(Problem):
    """The provider cannot do it."""

    status, message = 501, "Not Implemented"


class ServiceUnavailable(Problem):
    """A service that this server depends on is unreachable."""

    status, message = 503, "Service Unavailable"


class GatewayTimeout(Problem):
    """The provider did not answer in time, and nothing was stored."""

    status, message = 504, "Gateway Timeout"


def shortened(text: str) -> str:
    """The part of an input that the response repeats to the client, without the password of an address."""
    before, at, after = text.rpartition("@")
    if at and ":" in before:
        # A password may hold every character of an address.
        scheme, separator, _ = before.partition("://")
        text = f"{scheme + separator if separator else ''}*****@{after}"
    return text if len(text) <= _QUOTED_INPUT else text[:_QUOTED_INPUT] + "…"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the input. All four are strings: strict clients decode nothing else."""

    path: str
    input: str
    message: str
    error_type: str


_TITLES = {"query": "Invalid Query", "path": "Invalid Path", "header": "Invalid Header"}


class Invalid(Problem):
    """The input breaks a rule; `faults` lists every one that was found."""

    status, message = 422, "Invalid Request Body"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.message}" for fault in faults))
        self.faults = list(faults)

    @classmethod
    def at(cls, path: str, message: str, *, error_type: str = "value_error", given: object = "") -> "Invalid":
        """One fault at a dotted path such as `body.connection_id`. A time is shown as on the wire."""
        shown = wire_time(given) if isinstance(given, datetime) else str(given)
        return cls([Fault(path, shortened(shown), message, error_type)])

    def body(self) -> dict[str, Any]:
        places = {fault.path.partition(".")[0] for fault in self.faults}
        message = _TITLES.get(places.pop(), self.message) if len(places) == 1 else self.message
        return {"code": self.status, "message": message, "detail": [asdict(fault) for fault in self.faults]}


class TooManyRequests(Problem):
    status, message = 429, "Too Many Requests"

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__("Too many requests", headers={"Retry-After": str(retry_after_seconds)})
        self.retry_after_seconds = retry_after_seconds

    def body(self) -> dict[str, Any]:
        detail = {"retry_after_seconds": self.retry_after_seconds, "message": "Slow down and try again."}
        return {"code": self.status, "message": self.message, "detail": detail}
