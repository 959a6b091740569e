"""The hub's way to call an adapter: by resource and verb. Whatever happens comes out as a `ProviderError`."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Account, Adapter, Change, Page, Record, Written
from gladhand.sdk.capabilities import function_names
from gladhand.sdk.errors import Malformed, ProviderError, Unsupported

Answer = TypeVar("Answer")


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


async def update(adapter: Adapter, resource: ResourceEnum, source_id: str, change: Change) -> Written:
    call = _function(adapter, resource, "update")
    return await _guarded(adapter, lambda: call(source_id, change))


def _function(adapter: Adapter, resource: ResourceEnum, verb: str) -> Callable[..., Awaitable[Any]]:
    found = getattr(adapter, function_names(resource)[verb], None)
    if found is None:
        raise Unsupported(f"The provider cannot {verb} this resource: {resource.value}.")
    return found  # type: ignore[no-any-return] # looked up by name; its shape is what the adapter's base class documents


async def _guarded(adapter: Adapter, call: Callable[[], Awaitable[Answer]]) -> Answer:
    """A mistake in an adapter, or an answer that it was not written for, must look like one to the hub too."""
    before = adapter.client.exchanges
    try:
        return await call()
    except ProviderError as error:
        error.detail = adapter.credentials.redact(error.detail)
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
