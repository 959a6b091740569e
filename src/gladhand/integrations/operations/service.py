"""Accepts writes: every check that can be made without asking the provider, then the pending operation."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson

from gladhand.auth.callers import PartnerCaller
from gladhand.core.db import Db
from gladhand.integrations.connections.problems import NoSuchConnection
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.operations import queries
from gladhand.integrations.operations.problems import (
    ConnectionNotActive,
    NoSuchRecord,
    NotShared,
    OtherConnection,
    ProviderCannot,
)
from gladhand.integrations.operations.queries import New, Stored, Target
from gladhand.records import queries as records
from gladhand.records.queries import Known
from gladhand.resources.base import Write
from gladhand.resources.enums import ResourceOperationTypeEnum, ShareLevelEnum
from gladhand.resources.resource import Resource


@dataclass(frozen=True)
class Wanted:
    """What a partner asks for: a record to be made, or one to be changed."""

    resource: Resource
    write: Write
    record: str | None = None
    """For a change: the record's id, or the provider's id of it."""

    @property
    def verb(self) -> ResourceOperationTypeEnum:
        return ResourceOperationTypeEnum.CREATE if self.record is None else ResourceOperationTypeEnum.UPDATE

    @property
    def payload(self) -> dict[str, Any]:
        """What was sent, as it is kept and shown."""
        return {name: value for name, value in self.write.payload().items() if name != "connection_id"}


@dataclass(frozen=True)
class Accepted:
    """A write against which nothing speaks: the connection that it goes through, and for a change the record."""

    target: Target
    known: Known | None


async def check(db: Db, who: PartnerCaller, wanted: Wanted, gateway: ProviderGateway) -> Accepted:
    """Every check that needs no provider, in the order in which clients are to hear of them. Raises a `Problem`."""
    resource = wanted.resource.name
    target = await queries.target(db, who.partner_id, wanted.write.connection_id, resource)
    if target is None:
        raise NoSuchConnection
    known = None
    if wanted.record is not None:
        known = await records.find(
            db,
            who.partner_id,
            wanted.resource,
            target.connection_id,
            record_id=_as_uuid(wanted.record),
            source_id=wanted.record,
        )
        if known is None:
            raise NoSuchRecord(resource)
    if target.level != ShareLevelEnum.READ_WRITE:
        raise NotShared(resource)
    if target.status != "active":
        raise ConnectionNotActive(target.status)
    _require_capability(gateway, target.source_name, wanted)
    if known is not None and known.connection_id != target.connection_id:
        raise OtherConnection
    return Accepted(target, known)


async def submit(
    db: Db, who: PartnerCaller, wanted: Wanted, gateway: ProviderGateway, *, hold: timedelta | None = None
) -> Stored:
    """Store the operation if nothing speaks against it. Row, event and notice are committed together by the caller.

    With `hold` the request itself works the operation off, so nobody is told; nobody else touches it until that time
    has passed.
    """
    accepted = await check(db, who, wanted, gateway)
    target, known = accepted.target, accepted.known
    new = New(
        partner_id=who.partner_id,
        target=target,
        resource=wanted.resource.name,
        operation_type=wanted.verb,
        payload=orjson.dumps(wanted.payload).decode(),
        record_key=_record_key(wanted, known.id if known else None),
        resource_id=known.id if known else None,
        source_id=known.source_id if known else None,
    )
    return await queries.insert(db, new, hold=hold)


def _require_capability(gateway: ProviderGateway, source_name: str, wanted: Wanted) -> None:
    resource = wanted.resource.name
    provider = gateway.provider(source_name)
    if provider is None:
        raise ProviderCannot(source_name, wanted.verb, resource, None)
    can = provider.can(resource)
    if not (can.create if wanted.verb is ResourceOperationTypeEnum.CREATE else can.update):
        raise ProviderCannot(source_name, wanted.verb, resource, provider.definition.why_not(resource, wanted.verb))


def _record_key(wanted: Wanted, record_id: UUID | None) -> str:
    """Writes with the same key leave one after the other: those to one record, and creates of what would be one."""
    if record_id is not None:
        return f"{wanted.resource.name.value}:{record_id}"
    changes = wanted.write.payload()
    natural = [changes.get(name) for name in wanted.resource.natural_key]
    named = orjson.dumps(natural).decode() if natural and None not in natural else str(uuid4())
    return f"{wanted.resource.name.value}+{named}"


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
