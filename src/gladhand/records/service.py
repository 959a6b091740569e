"""Takes in what a provider said about a record, and tells the partners who may see it what has changed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson

from gladhand.core.clock import now
from gladhand.core.db import Connection as Db
from gladhand.core.ids import record_id
from gladhand.notifications.publish import publish
from gladhand.records import queries
from gladhand.records.queries import Origin, Row
from gladhand.resources.registry import Resource

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
    """Store the record under the id that follows from where it came from: taking it in twice changes nothing.

    `fields` are JSON-ready. Without `occurred_at` the present time is taken, as for all records that describe a thing
    rather than a happening.
    """
    known_as = record_id(origin.connection_id, resource.name.value, source_id)
    said = canonical(source_data)
    row = Row(
        id=known_as,
        source_id=source_id,
        source_data=said,
        source_data_hash=hashlib.sha256(said.encode()).hexdigest(),
        fields=canonical(fields),
        extras=None if extras is None else canonical(extras),
        occurred_at=occurred_at or now(),
    )
    stored = await queries.upsert(db, resource, origin, row)
    if stored is None:
        return known_as, Change.UNCHANGED
    is_new, shown = stored
    change = Change.ADDED if is_new else Change.MODIFIED
    told = {name: value for name, value in shown.items() if name not in _NOT_IN_EVENTS}
    told |= {name: shown[field] for name, field in resource.event_names.items()}
    for listener in audience:
        await publish(
            db,
            listener.partner_id,
            f"{resource.name.value}.{change.value}",
            told | {"fleet_ref": listener.fleet_ref},
            fleet_id=origin.fleet_id,
            fleet_ref=listener.fleet_ref,
            occurred_at=row.occurred_at,
        )
    return known_as, change


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
