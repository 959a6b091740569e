"""Accepts writes: makes every check that needs no provider, then stores the pending operation."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson

from gladhand.auth.callers import PartnerCaller
from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.core.unknown_names import IgnoredName
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.operations import queries
from gladhand.integrations.operations.field_results import of_ignored
from gladhand.integrations.operations.problems import (
    ConnectionNotActive,
    NotShared,
    OtherConnection,
    ProviderCannot,
    UnknownReferences,
)
from gladhand.integrations.operations.queries import RequestedOperation, StoredOperation, WriteTarget
from gladhand.records import queries as records
from gladhand.records.queries import KnownRecord
from gladhand.resources.base import WriteBody
from gladhand.resources.enums import ResourceEnum, ResourceOperationTypeEnum, ShareLevelEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource


@dataclass(frozen=True)
class WriteRequest:
    """What a partner asks for: a record to create, or one to change."""

    resource: Resource
    write: WriteBody
    record: str | None = None
    """For a change: the record's id, or the provider's id of it."""
    ignored: Sequence[IgnoredName] = ()

    @property
    def verb(self) -> ResourceOperationTypeEnum:
        return ResourceOperationTypeEnum.CREATE if self.record is None else ResourceOperationTypeEnum.UPDATE


@dataclass(frozen=True)
class CheckedWrite:
    """A write that has passed the checks: the connection that it goes through, and for a change the record."""

    target: WriteTarget
    known: KnownRecord | None
    write: WriteBody
    """With the provider's ids of the records that it names."""

    @property
    def payload(self) -> dict[str, Any]:
        """What the write sets, as it is kept and shown."""
        return {name: value for name, value in self.write.payload().items() if name != "connection_id"}


async def check(db: Db, caller: PartnerCaller, request: WriteRequest, gateway: ProviderGateway) -> CheckedWrite:
    """Make every check that needs no provider, in the order of the errors for clients. Raises a `Problem`."""
    resource = request.resource.name
    target = await queries.find_target(db, caller.partner_id, request.write.connection_id, resource=resource)
    if target is None:
        raise NotFound.of("connection")
    known = None
    if request.record is not None:
        known = await records.find_known_record(
            db,
            caller.partner_id,
            request.resource,
            fleet_id=target.fleet_id,
            connection_id=target.connection_id,
            reference=request.record,
        )
        if known is None:
            raise NotFound.of(resource)
    if target.level != ShareLevelEnum.READ_WRITE:
        raise NotShared(resource)
    if target.status != "active":
        raise ConnectionNotActive(target.status)
    _require_capability(gateway, target.source_name, request)
    if known is not None and known.connection_id != target.connection_id:
        raise OtherConnection
    return CheckedWrite(target, known, await _resolve(db, caller, request.write, target))


async def submit(
    db: Db, caller: PartnerCaller, request: WriteRequest, gateway: ProviderGateway, *, hold: timedelta | None = None
) -> StoredOperation:
    """Check the write and store its operation. The caller commits row, event and notice together.

    With `hold` the request itself attempts the operation, so nothing is published, and no worker claims it until that
    time has passed.
    """
    checked = await check(db, caller, request, gateway)
    target, known = checked.target, checked.known
    requested = RequestedOperation(
        partner_id=caller.partner_id,
        target=target,
        resource=request.resource.name,
        operation_type=request.verb,
        payload=orjson.dumps(checked.payload).decode(),
        field_results=of_ignored(request.ignored),
        record_key=_record_key(request, known.id if known else None),
        resource_id=known.id if known else None,
        source_id=known.source_id if known else None,
    )
    return await queries.insert_operation(db, requested, hold=hold)


async def _resolve(db: Db, caller: PartnerCaller, write: WriteBody, target: WriteTarget) -> WriteBody:
    """The write with the provider's ids of the records that it names. Raises `UnknownReferences`."""
    references = write.references()
    if not references:
        return write
    named: defaultdict[ResourceEnum, set[UUID]] = defaultdict(set)
    for resource, ids in references.values():
        named[resource] |= set(ids)
    known = {
        resource: await records.list_readable(
            db,
            caller.partner_id,
            REGISTRY[resource],
            fleet_id=target.fleet_id,
            connection_id=target.connection_id,
            ids=sorted(ids),
        )
        for resource, ids in named.items()
    }
    unknown = [
        (name, resource, each)
        for name, (resource, ids) in references.items()
        for each in ids
        if each not in known[resource]
    ]
    if unknown:
        raise UnknownReferences(unknown)
    return write.resolved({id_: source_id for found in known.values() for id_, source_id in found.items()})


def _require_capability(gateway: ProviderGateway, source_name: str, request: WriteRequest) -> None:
    resource = request.resource.name
    provider = gateway.provider(source_name)
    if provider is None:
        raise ProviderCannot(source_name, request.verb, resource, None)
    can = provider.can(resource)
    if not (can.create if request.verb is ResourceOperationTypeEnum.CREATE else can.update):
        raise ProviderCannot(source_name, request.verb, resource, provider.definition.why_not(resource, request.verb))


def _record_key(request: WriteRequest, record_id: UUID | None) -> str:
    """Writes with the same key are sent one after the other: those to one record, and creates that are to leave in
    order."""
    if record_id is not None:
        return f"{request.resource.name.value}:{record_id}"
    changes = request.write.payload()
    shared = [changes.get(name) for name in request.resource.in_order_of or request.resource.natural_key]
    named = orjson.dumps(shared).decode() if shared and None not in shared else str(uuid4())
    return f"{request.resource.name.value}+{named}"
