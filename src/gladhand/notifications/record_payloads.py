"""The records inside the events of normalised resources, derived from the resources' declarations."""

from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, create_model

from gladhand.resources.enums import TspEnum
from gladhand.resources.resource import Resource
from gladhand.resources.wire_model import WireModel


class BaseTelematicsEvent(WireModel):
    """The header of a record. An event of a removed record has nothing else."""

    id: UUID
    fleet_id: UUID
    fleet_ref: str | None
    tsp_id: UUID | None = None
    tsp_slug: str | None = None
    source_name: TspEnum
    connection_id: UUID
    source_id: str
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    occurred_at: datetime
    execution_id: UUID | None = None
    schedule_id: UUID | None = None
    extras: dict[str, Any] | None = None


class _RecordHeader(BaseTelematicsEvent):
    # An event never carries the provider's own data.
    model_config = ConfigDict(extra="forbid", frozen=False)


@cache
def record_payload(resource: Resource) -> type[BaseModel]:
    """The model of the record in `….added` and `….modified`: header, fields, and the names that only events use."""
    aliases: dict[str, Any] = {
        alias: (
            resource.fields_model.model_fields[name].annotation,
            Field(None, description=f"The same as `{name}`, under the contract's name."),
        )
        for alias, name in resource.event_aliases.items()
    }
    model = resource.fields_model
    carried = {name: (model.model_fields[name].annotation, model.model_fields[name]) for name in resource.event_fields}
    created: Any = create_model
    return cast(
        "type[BaseModel]",
        created(
            record_payload_name(resource), __base__=_RecordHeader, __doc__=f"{resource.a_word}.", **carried, **aliases
        ),
    )


def record_payload_name(resource: Resource) -> str:
    """The contract's name of the schema, such as `BaseUser`."""
    return f"Base{resource.camel}"
