"""The hub's way to call an adapter: by resource and verb. Whatever happens comes out as a `ProviderError`."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar
from uuid import uuid4

from gladhand.integrations.hosting.capabilities import function_names
from gladhand.integrations.hosting.dry_run import DryRunOver, DryRunTransport, PlannedRequest, secrets, shown
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Account, Adapter, Change, Page, Record, Written
from gladhand.sdk.errors import Malformed, ProviderError, RateLimited, Unsupported

Answer = TypeVar("Answer")

_THROTTLED = 429


async def verify(adapter: Adapter) -> Account:
    return await _guarded(adapter, adapter.verify)


async def list_page(adapter: Adapter, resource: ResourceEnum, cursor: str | None) -> Page:
    call = _function(adapter, resource, "list")
    return await _guarded(adapter, lambda: call(cursor))


async def create(adapter: Adapter, resource: ResourceEnum, change: Change, *, operation_key: str) -> Written:
    call = _function(adapter, resource, "create")
    return await _guarded(adapter, lambda: call(change, operation_key=operation_key))


async def find(adapter: Adapter, resource: ResourceEnum, change: Change, *, operation_key: str | None) -> Record | None:
    """What a create has made, if it has. With a key: exactly that create's record. Without: by its natural key."""
    call = _function(adapter, resource, "find")
    return await _guarded(adapter, lambda: call(change, operation_key=operation_key))


async def get(adapter: Adapter, resource: ResourceEnum, source_id: str) -> Record | None:
    """One record as it is now; None if the provider has no such record."""
    call = _function(adapter, resource, "get")
    return await _guarded(adapter, lambda: call(source_id))


def can_get(adapter: Adapter, resource: ResourceEnum) -> bool:
    """Whether one record can be read by its id."""
    return hasattr(adapter, function_names(resource)["get"])


async def update(adapter: Adapter, resource: ResourceEnum, source_id: str, change: Change) -> Written:
    call = _function(adapter, resource, "update")
    return await _guarded(adapter, lambda: call(source_id, change))


async def dry_run(
    adapter: Adapter, resource: ResourceEnum, change: Change, *, source_id: str | None = None
) -> list[PlannedRequest]:
    """The requests that a write would send: a create, or with a `source_id` an update. The adapter has to be made with
    a `DryRunTransport`. Raises what the write itself would raise before anything is sent; what would have been sent
    until then is told by `planned`."""
    if not isinstance(adapter.client.transport, DryRunTransport):
        raise TypeError("a rehearsal needs a transport that sends nothing")
    for secret in secrets(await adapter.sessions.current()):
        adapter.client.hide(secret)
    with suppress(DryRunOver):
        if source_id is None:
            await create(adapter, resource, change, operation_key=str(uuid4()))
        else:
            await update(adapter, resource, source_id, change)
    return planned(adapter)


def planned(adapter: Adapter) -> list[PlannedRequest]:
    """The requests of the rehearsal so far, without secrets."""
    transport = adapter.client.transport
    requests = transport.requests if isinstance(transport, DryRunTransport) else []
    return [shown(request, adapter.client.redact) for request in requests]


def _function(adapter: Adapter, resource: ResourceEnum, verb: str) -> Callable[..., Awaitable[Any]]:
    found = getattr(adapter, function_names(resource)[verb], None)
    if found is None:
        raise Unsupported(f"The provider cannot {verb} this resource: {resource.value}.")
    return found  # type: ignore[no-any-return] # looked up by name; its shape is what the adapter's base class documents


async def _paused(adapter: Adapter, error: ProviderError) -> None:
    """A provider may throttle by other means than status 429, which the client knows: then the adapter has seen it."""
    last, budget = adapter.client.last, adapter.client.budget
    if isinstance(error, RateLimited) and budget is not None and last is not None and last.status != _THROTTLED:
        await budget.pause(error.retry_after or 1.0, adapter.client.last_kind)


async def _guarded(adapter: Adapter, call: Callable[[], Awaitable[Answer]]) -> Answer:
    """A mistake in an adapter, or an answer that it was not written for, must look like one to the hub too."""
    before = adapter.client.exchanges
    try:
        return await call()
    except ProviderError as error:
        await _paused(adapter, error)
        error.detail = adapter.client.redact(error.detail)
        error.args = (error.detail,)
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        if adapter.client.exchanges == before:
            raise Unsupported("This could not be put into the provider's form.") from error
        last = adapter.client.last
        raise Malformed(
            "The provider's answer could not be understood.",
            status_code=last.status if last else None,
            headers=last.headers if last else {},
        ) from error
