"""Takes in what a provider said about a record, and tells the partners who may see it what has changed."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson

from gladhand.core.clock import now
from gladhand.core.db import Db
from gladhand.core.ids import record_id
from gladhand.notifications.publish import EventDraft, publish_all
from gladhand.records import queries
from gladhand.records.queries import Origin, Row
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.resource import Resource

_NOT_IN_EVENTS = ("source_data", "source_data_hash")


class Change(StrEnum):
    ADDED = "added"
    MODIFIED = "modified"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Listener:
    """A partner who may see the record, and the partner's name for the fleet."""

    partner_id: UUID
    fleet_ref: str | None


@dataclass(frozen=True)
class Said:
    """One record, as a provider has it."""

    resource: Resource
    origin: Origin
    source_id: str = field(kw_only=True)
    fields: Mapping[str, Any] = field(kw_only=True)
    """JSON-ready."""
    source_data: Mapping[str, Any] = field(kw_only=True)
    audience: Sequence[Listener] = field(kw_only=True)
    extras: Mapping[str, Any] | None = field(kw_only=True, default=None)
    occurred_at: datetime | None = field(kw_only=True, default=None)
    """Without it the present time is taken, as for all records that describe a thing rather than a happening."""


async def upsert(
    db: Db,
    resource: Resource,
    origin: Origin,
    *,
    source_id: str,
    fields: Mapping[str, Any],
    source_data: Mapping[str, Any],
    audience: Iterable[Listener],
    extras: Mapping[str, Any] | None = None,
    occurred_at: datetime | None = None,
) -> tuple[UUID, Change]:
    """Store one record; see `upsert_all`."""
    said = Said(
        resource,
        origin,
        source_id=source_id,
        fields=fields,
        source_data=source_data,
        audience=tuple(audience),
        extras=extras,
        occurred_at=occurred_at,
    )
    (change,) = await upsert_all(db, [said])
    return record_id(origin.connection_id, resource.name.value, source_id), change


async def upsert_all(db: Db, said: Sequence[Said]) -> list[Change]:
    """Store the records under the ids that follow from where they came from: taking one in twice changes nothing.

    Two round trips for each resource, however many records there are.
    """
    changes: dict[int, Change] = {}
    news: list[EventDraft] = []
    by_resource: dict[ResourceEnum, list[int]] = {}
    for number, each in enumerate(said):
        by_resource.setdefault(each.resource.name, []).append(number)
    for numbers in by_resource.values():
        resource = said[numbers[0]].resource
        rows = [(said[number].origin, _row(said[number])) for number in numbers]
        found = await queries.upsert(db, resource, rows)
        for number, (_, row), stored in zip(numbers, rows, found, strict=True):
            changes[number] = Change.UNCHANGED
            if stored is not None:
                is_new, shown = stored
                changes[number] = Change.ADDED if is_new else Change.MODIFIED
                news += _news(said[number], row, changes[number], shown)
    await publish_all(db, news)
    return [changes[number] for number in range(len(said))]


def _row(said: Said) -> Row:
    source_data = canonical(said.source_data)
    return Row(
        id=record_id(said.origin.connection_id, said.resource.name.value, said.source_id),
        source_id=said.source_id,
        source_data=source_data,
        source_data_hash=hashlib.sha256(source_data.encode()).hexdigest(),
        fields=canonical(said.fields),
        extras=None if said.extras is None else canonical(said.extras),
        occurred_at=said.occurred_at or now(),
    )


def _news(said: Said, row: Row, change: Change, shown: Mapping[str, Any]) -> list[EventDraft]:
    told = {name: value for name, value in shown.items() if name not in _NOT_IN_EVENTS}
    told |= {name: shown[field] for name, field in said.resource.event_aliases.items()}
    return [
        EventDraft(
            listener.partner_id,
            f"{said.resource.name.value}.{change.value}",
            told | {"fleet_ref": listener.fleet_ref},
            fleet_id=said.origin.fleet_id,
            fleet_ref=listener.fleet_ref,
            occurred_at=row.occurred_at,
        )
        for listener in said.audience
    ]


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces: equal values have equal texts, and so equal hashes."""
    text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    if b"\\u0000" in text:
        # PostgreSQL's jsonb cannot hold this character, and one provider's slip must not stop the record.
        text = orjson.dumps(_without_nul(value), option=orjson.OPT_SORT_KEYS)
    return text.decode()


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, Mapping):
        return {_without_nul(key): _without_nul(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(each) for each in value]
    return value
