"""The errors of providers. The class of an error decides what the hub does; the hub never looks at a status code.

    ProviderError
    ├── AuthFailed             the credentials do not work (any more)           stale, no retry
    │   └── SessionEnded       the session does not                             signed in again, once
    ├── Rejected               the provider refuses this write or read          no retry
    │   └── NotAllowed         the account lacks the right to do this           no retry
    ├── Unsupported            the provider has no place for it                 no retry
    ├── CursorLost             a read cannot go on where it was                 starts from the beginning
    ├── RateLimited            too many requests                                retry, not counted as a try
    ├── Unavailable            the request never reached the provider           retry
    │   └── ServerFailed       it did, and the answer was a failure (5xx)       look it up, then retry
    ├── NoAnswer               sent, but no complete answer came back           look it up, then retry
    ├── OutcomeUnknown         a lost answer cannot be looked up                no retry
    └── Malformed              an answer that cannot be understood              look it up, then retry
        └── AnswerTooLong      one with more bytes than the hub takes           look it up, then retry

"Look it up": a create may have been carried out, so the record is read back before anything is sent again.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from gladhand.resources.enums import ResourceOperationErrorTypeEnum

if TYPE_CHECKING:
    from gladhand.sdk.field_map import Prepared

ErrorType: TypeAlias = ResourceOperationErrorTypeEnum

_MAX_DETAIL, _MAX_TEXT = 500, 20_000
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")
_SAFE_HEADER = re.compile(
    r"retry-after|x-?rate-?limit.*|ratelimit.*|x-(app-)?rate-limit.*"
    r"|(x-)?(request|correlation|trace|amzn-request|amz-request|ms-request)-?id|x-amzn-requestid|cf-ray",
    re.IGNORECASE,
)


def safe_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that may be stored and shown: those about rate limits and those with a request's id.

    Mask the secrets of the connection in their values before these are cut.
    """
    return {name: value for name, value in headers.items() if _SAFE_HEADER.fullmatch(name)}


def in_one_line(text: str) -> str:
    """The beginning of a text, as people see it. Mask the secrets of the connection in it before."""
    return _BLANKS.sub(" ", text).strip()[:_MAX_DETAIL]


def _beginning(text: str) -> str:
    """The text up to so many characters, a run of blanks being one as in `detail`, which must not reach the cut."""
    if len(text) <= _MAX_TEXT:
        return text
    left, end = _MAX_TEXT, 0
    for blanks in _BLANKS.finditer(text):
        left -= blanks.start() - end + 1
        if left < 0:
            return text[: blanks.start() + left + 1]
        end = blanks.end()
    return text[: end + left]


class ProviderError(Exception):
    """The base class of all errors of a provider.

    `full_text` is the text as the adapter gave it, and may contain secrets of the connection until the hub has masked
    them. The hub masks the whole text, since a secret that was cut in two would not be found. `detail`, its beginning
    in one line, is for people: the hub shows it only after that.
    """

    error_type: ClassVar[ErrorType] = ErrorType.TSP
    """The error type in the log of the operation."""
    retryable: ClassVar[bool] = False
    """Whether the same request can succeed later."""
    makes_stale: ClassVar[bool] = False
    """Whether the connection becomes stale: it does not work until the fleet signs in again."""
    may_have_arrived: ClassVar[bool] = False
    """Whether a write may have been carried out nevertheless."""
    counted: ClassVar[bool] = True
    """Whether a failed try counts against the number of tries."""

    def __init__(
        self, detail: str, *, status_code: int | None = None, headers: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.full_text = _beginning(detail)
        self.status_code = status_code
        self.headers = safe_headers(headers)
        super().__init__(self.detail)

    @property
    def detail(self) -> str:
        """What has happened, in one line."""
        return in_one_line(self.full_text)

    @detail.setter
    def detail(self, text: str) -> None:
        self.full_text = _beginning(text)


class AuthFailed(ProviderError):
    """The provider does not accept the credentials, or they do not give the right to do this."""

    error_type = ErrorType.AUTH
    makes_stale = True


class SessionEnded(AuthFailed):
    """The provider no longer takes the session or access token and has not carried out the request. A new sign-in may
    help."""


class Rejected(ProviderError):
    """The provider understood the request and refuses it. `detail` says why, in the provider's words.

    `fields` has the reasons of single fields, by our names, where they are known.
    """

    error_type = ErrorType.VALIDATION

    def __init__(
        self,
        detail: str,
        *,
        fields: Mapping[str, str] = MappingProxyType({}),
        prepared: "Prepared | None" = None,
        status_code: int | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(detail, status_code=status_code, headers=headers)
        self.fields = dict(fields)
        self.prepared = prepared
        """The change in the provider's form, as far as it was prepared."""


class NotAllowed(Rejected):
    """The account signs in, but lacks the right to do this. It may have other rights, so it stays connected."""

    error_type = ErrorType.AUTH


class Unsupported(ProviderError):
    """The provider, or the adapter, has no way to do this. Raised before anything is sent."""

    error_type = ErrorType.VALIDATION


class CursorLost(ProviderError):
    """The provider no longer takes the state of a read, such as an expired cursor.

    The read starts again: a walk at its beginning, a feed at the newest stored record less the look-back.
    """

    retryable = True


class RateLimited(ProviderError):
    """Too many requests. `retry_after` are the seconds that the provider asks for, if it does."""

    retryable = True
    counted = False

    def __init__(
        self,
        detail: str,
        *,
        retry_after: float | None = None,
        status_code: int | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(detail, status_code=status_code, headers=headers)
        self.retry_after = retry_after


class Unavailable(ProviderError):
    """The request never reached the provider: no such name, connection refused, no TLS."""

    error_type = ErrorType.NETWORK
    retryable = True


class ServerFailed(Unavailable):
    """The provider answered with a failure of its own. The request may have been carried out."""

    error_type = ErrorType.TSP
    may_have_arrived = True


class NoAnswer(ProviderError):
    """The request was sent, and no complete answer came back."""

    error_type = ErrorType.NETWORK
    retryable = True
    may_have_arrived = True


class OutcomeUnknown(ProviderError):
    """A create may have been carried out, and the provider shows nothing by which to tell.

    It is not sent again: a second message or purchase would be worse than a failure that people look into.
    """

    error_type = ErrorType.NETWORK
    may_have_arrived = True


class Malformed(ProviderError):
    """The answer is not what the provider's API promises."""

    retryable = True
    may_have_arrived = True


class AnswerTooLong(Malformed):
    """The answer has more bytes than the hub takes. A read may ask for less at once."""
