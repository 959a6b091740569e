"""The hub's way to call an adapter: one function per verb. Every failure leaves as a `ProviderError`."""

from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

from gladhand.integrations.hosting.crashes import guarded
from gladhand.integrations.hosting.dry_run import DryRunOver, DryRunTransport, PlannedRequest, planned_request
from gladhand.integrations.hosting.echoes import mask_record, mask_written
from gladhand.integrations.hosting.registration import registration
from gladhand.resources.base import Change
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.errors import OutcomeUnknown, Unsupported
from gladhand.sdk.field_map import FieldMap
from gladhand.sdk.records import Record
from gladhand.sdk.session import session_secrets
from gladhand.sdk.writing import Write, Written


async def verify(adapter: Adapter) -> ProviderAccount:
    """The account that the credentials open."""
    async with guarded(adapter, "verify"):
        account = await adapter.verify()
    return replace(account, name=adapter.client.redact(account.name) if account.name else account.name)


async def create(adapter: Adapter, resource: ResourceEnum, change: Change, *, operation_key: str) -> Written:
    """Make a record."""
    function = _write(adapter, resource, "create").create
    if function is None:
        raise _unsupported(resource, "create")
    async with guarded(adapter, "create", resource):
        return mask_written(adapter, await function(adapter, change, operation_key=operation_key))


async def find(adapter: Adapter, resource: ResourceEnum, change: Change, *, operation_key: str | None) -> Record | None:
    """The record of a create, if it was carried out. With a key: that create's record. Without: by its natural key.

    Raises `OutcomeUnknown` if the provider shows nothing by which to tell.
    """
    write = _write(adapter, resource, "find")
    if write.cannot_find and operation_key is not None:
        raise OutcomeUnknown(write.cannot_find)
    function = write.find
    if function is None:
        raise _unsupported(resource, "find")
    async with guarded(adapter, "find", resource):
        return mask_record(adapter, await function(adapter, change, operation_key=operation_key))


async def get(adapter: Adapter, resource: ResourceEnum, source_id: str) -> Record | None:
    """One record as it is now; None if the provider has no such record."""
    function = _write(adapter, resource, "get").get
    if function is None:
        raise _unsupported(resource, "get")
    async with guarded(adapter, "get", resource):
        return mask_record(adapter, await function(adapter, source_id))


async def update(adapter: Adapter, resource: ResourceEnum, source_id: str, change: Change) -> Written:
    """Change a record."""
    function = _write(adapter, resource, "update").update
    if function is None:
        raise _unsupported(resource, "update")
    async with guarded(adapter, "update", resource):
        return mask_written(adapter, await function(adapter, source_id, change))


def can_get(adapter: Adapter, resource: ResourceEnum) -> bool:
    """Whether one record can be read by its id."""
    write = registration(type(adapter)).writes.get(resource)
    return write is not None and write.get is not None


def field_map(adapter: Adapter, resource: ResourceEnum) -> FieldMap | None:
    """What the provider takes of the resource."""
    write = registration(type(adapter)).writes.get(resource)
    return write.field_map if write is not None else None


async def dry_run(
    adapter: Adapter, resource: ResourceEnum, change: Change, *, source_id: str | None = None
) -> list[PlannedRequest]:
    """The requests that a write would send: a create, or with a `source_id` an update.

    The adapter needs a `DryRunTransport`. Raises what the write itself would raise before anything is sent; `planned`
    has the requests until then.
    """
    if not isinstance(adapter.client.transport, DryRunTransport):
        raise TypeError("a dry run needs a transport that sends nothing")
    for secret in session_secrets(await adapter.sessions.current()):
        adapter.client.hide(secret)
    with suppress(DryRunOver):
        if source_id is None:
            await create(adapter, resource, change, operation_key=str(uuid4()))
        else:
            await update(adapter, resource, source_id, change)
    return planned(adapter)


def planned(adapter: Adapter) -> list[PlannedRequest]:
    """The requests of the dry run so far, without secrets."""
    transport = adapter.client.transport
    requests = transport.requests if isinstance(transport, DryRunTransport) else []
    return [planned_request(request, adapter.client.redact) for request in requests]


def _write(adapter: Adapter, resource: ResourceEnum, verb: str) -> Write[Any]:
    write = registration(type(adapter)).writes.get(resource)
    if write is None:
        raise _unsupported(resource, verb)
    return write


def _unsupported(resource: ResourceEnum, verb: str) -> Unsupported:
    return Unsupported(f"The provider cannot {verb} this resource: {resource.value}.")
