"""The outcome of one attempt at the provider, and what follows from it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from gladhand.integrations.operations.field_results import FieldResults, of_refusal
from gladhand.resources.base import Change
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType
from gladhand.sdk.errors import ProviderError, RateLimited
from gladhand.sdk.records import Record

_JITTER = 0.2
# The pause when a provider throttles without saying for how long.
_THROTTLED_SECONDS = 5.0
_LEAST_SECONDS = 0.05
_CRASHED = "gladhand failed at this write; the operator finds the reason in the log."


@dataclass(frozen=True)
class Done:
    """The provider has the record as it was asked for."""

    answered: ClassVar[bool] = True
    error_type: ClassVar[None] = None
    details: ClassVar[None] = None
    counted: ClassVar[bool] = True
    unsent: ClassVar[bool] = False

    record: Record
    status_code: int | None
    headers: Mapping[str, str]
    field_results: FieldResults


@dataclass(frozen=True)
class Failed:
    """The attempt failed. After `wait` the next one is due; without it the operation has failed."""

    error_type: ErrorType
    details: str
    status_code: int | None = None
    headers: Mapping[str, str] | None = None
    wait: timedelta | None = None
    counted: bool = True
    unsent: bool = field(default=False, kw_only=True)
    """It is certain that the provider has not done it."""
    makes_stale: bool = False
    field_results: FieldResults = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether the provider answered, whatever it answered."""
        return self.status_code is not None or self.error_type != ErrorType.NETWORK


Outcome = Done | Failed


def failed(
    error: ProviderError,
    change: Change,
    *,
    attempts: int,
    waits: Sequence[float] | None,
    is_clear: bool,
    is_sent: bool = True,
) -> Failed:
    """What follows from an error, after `attempts` counted attempts before this one.

    `waits` are the pauses between attempts; without them there is one attempt. `is_clear`: it is certain
    that no earlier attempt was carried out. `is_sent`: this one has sent more than questions.
    """
    wait = None
    if waits is None or not error.retryable:
        pass
    elif isinstance(error, RateLimited):
        wait = error.retry_after if error.retry_after is not None else _THROTTLED_SECONDS
    elif attempts < len(waits):
        wait = waits[attempts]
    return Failed(
        error_type=error.error_type,
        details=error.detail,
        status_code=error.status_code,
        headers=error.headers if error.status_code is not None else None,
        wait=None if wait is None else _spread(wait, asked_for=isinstance(error, RateLimited)),
        counted=error.counted,
        unsent=is_clear and not (is_sent and error.may_have_arrived),
        makes_stale=error.makes_stale,
        field_results=of_refusal(error, change),
    )


def crashed(*, attempts: int, waits: Sequence[float] | None) -> Failed:
    """What follows from a bug of ours, after `attempts` counted attempts before this one. `waits` are as above."""
    wait = waits[attempts] if waits is not None and attempts < len(waits) else None
    return Failed(ErrorType.TSP, _CRASHED, wait=None if wait is None else _spread(wait, asked_for=False))


def _spread(seconds: float, *, asked_for: bool) -> timedelta:
    """Spread retries over time. What a provider asked for is a minimum."""
    factor = random.uniform(1, 1 + _JITTER) if asked_for else random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
    return timedelta(seconds=max(_LEAST_SECONDS, seconds * factor))
