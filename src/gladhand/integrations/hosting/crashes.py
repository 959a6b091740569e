"""Faults of an adapter's code: logged once with the traceback, counted, and reported as ours."""

import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import psycopg
from pydantic import ValidationError

from gladhand.core.log import LogEvent, get_logger
from gladhand.integrations.hosting.metrics import CRASHES
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType
from gladhand.resources.fields import Fields
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import Malformed, ProviderError, RateLimited, Rejected, in_one_line, safe_headers
from gladhand.sdk.records import malformed_by

log = get_logger()

_CRASHED = LogEvent(
    "adapter.crashed",
    "Code of an adapter failed because of a bug; the line has a traceback, and clients the reference.",
)

_THROTTLED = 429
_LONGEST_REFERENCE = 12


class TransportStopped(Exception):
    """Raised by a transport that replaces the network, such as the one of a dry run. It is no fault of the adapter."""


class AdapterCrashed(ProviderError):
    """The adapter raised an error that is not one of the SDK's, before any request had left.

    It is a fault of the adapter's code. The same change would fail again in the same way, so the operation ends.
    """

    error_type = ErrorType.TSP

    def __init__(self, reference: str, *, status_code: int | None = None) -> None:
        super().__init__(
            f"gladhand's adapter for this provider failed. The log of the server has the error under {reference}.",
            status_code=status_code,
        )
        self.reference = reference


class AdapterCrashedLate(AdapterCrashed):
    """Likewise, after a request had left. The write may have been carried out: it is looked up before a new attempt."""

    retryable = True
    may_have_arrived = True


@asynccontextmanager
async def guarded(adapter: Adapter, verb: str, resource: ResourceEnum | None = None) -> AsyncIterator[None]:
    """Runs code of an adapter. Every failure leaves as a `ProviderError`, without secrets."""
    before = adapter.client.exchanges
    try:
        yield
    except ProviderError as error:
        await _pause(adapter, error)
        _complete(adapter, error, sent=adapter.client.exchanges > before)
        if isinstance(error, Rejected) and error.prepared is None and adapter.prepared:
            error.prepared = adapter.prepared[-1]
        _mask(adapter, error)
        raise
    except (TransportStopped, psycopg.Error):
        # A database that is away shows in the session store; it is not the adapter's fault either.
        raise
    except ValidationError as error:
        if not _is_of_fields(error):
            raise _crashed(adapter, verb, resource, error, sent=adapter.client.exchanges > before) from error
        malformed = malformed_by(error)
        _complete(adapter, malformed, sent=adapter.client.exchanges > before)
        _mask(adapter, malformed)
        raise malformed from error
    except Exception as error:
        raise _crashed(adapter, verb, resource, error, sent=adapter.client.exchanges > before) from error


def _crashed(
    adapter: Adapter, verb: str, resource: ResourceEnum | None, error: Exception, *, sent: bool
) -> AdapterCrashed:
    client, provider = adapter.client, adapter.definition.source_name.value
    reference = (client.exchange_id or uuid4().hex)[:_LONGEST_REFERENCE]
    about = resource.value if resource is not None else ""
    CRASHES.labels(provider, about, verb).inc()
    log.error(
        _CRASHED,
        provider=provider,
        resource=about or None,
        verb=verb,
        exchange_id=client.exchange_id,
        reference=reference,
        error=type(error).__name__,
        # As text, because tracebacks may hold secrets.
        exception=client.redact("".join(traceback.format_exception(error))),
    )
    return (AdapterCrashedLate if sent else AdapterCrashed)(reference, status_code=client.last_status)


async def _pause(adapter: Adapter, error: ProviderError) -> None:
    """Pause the account where a provider throttles by other means than status 429, which the client knows."""
    last, budget = adapter.client.last, adapter.client.budget
    if isinstance(error, RateLimited) and budget is not None and last is not None and last.status != _THROTTLED:
        await budget.pause(error.retry_after or 1.0, adapter.client.last_kind)


def _complete(adapter: Adapter, error: ProviderError, *, sent: bool) -> None:
    """Add the status and the headers of the answer that could not be understood."""
    last = adapter.client.last
    if isinstance(error, Malformed) and error.status_code is None and sent and last is not None:
        error.status_code, error.headers = last.status, safe_headers(last.headers)


def _mask(adapter: Adapter, error: ProviderError) -> None:
    """Take out secrets that the provider has repeated."""
    redact = adapter.client.redact
    error.detail = redact(error.full_text)
    error.args = (error.detail,)
    error.headers = adapter.client.redacted_headers(error.headers)
    if isinstance(error, Rejected):
        error.fields = {name: in_one_line(redact(reason)) for name, reason in error.fields.items()}


def _is_of_fields(error: ValidationError) -> bool:
    return error.title in {model.__name__ for model in _models(Fields)}


def _models(model: type[Fields]) -> set[type[Fields]]:
    return {model, *(each for child in model.__subclasses__() for each in _models(child))}
