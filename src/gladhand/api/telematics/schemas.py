"""What the routes of every resource share on the wire."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field, create_model

from gladhand.core.pages import Paging
from gladhand.integrations.operations.schemas import FIELD_RESULTS, FieldResult, ResourceOperationLogRead
from gladhand.resources.enums import (
    ResourceEnum,
    ResourceOperationStatusEnum,
    ResourceOperationTypeEnum,
)
from gladhand.resources.fields import Filterable, marked
from gladhand.resources.models import plain
from gladhand.resources.resource import Resource
from gladhand.resources.text import Text


class SortOrderEnum(StrEnum):
    ASC = "asc"
    DESC = "desc"


class RecordFilters(Paging):
    """How a list of records can be narrowed and ordered."""

    fleet_ids: list[UUID] | None = Field(None, max_length=100, description="Only these fleets, by our id.")
    fleet_refs: list[Text] | None = Field(None, max_length=100, description="Only these fleets, by your id.")
    connection_id: UUID | None = Field(None, description="Only records that came through this connection.")
    source_ids: list[Text] | None = Field(None, max_length=100, description="Only these records, by the provider's id.")
    include_source_data: bool = Field(False, description="Whether to show what the provider said, as it said it.")
    sort_by: str | None = Field(None, description="Name of the field to order by; `occurred_at` if it is left out.")
    sort_order: SortOrderEnum = SortOrderEnum.ASC


class ResourceOperationLog(ResourceOperationLogRead):
    """One attempt at the provider."""


class ResourceOperation(BaseModel):
    """A write to a provider: accepted, or done already."""

    id: UUID = Field(default=..., description="Follow the operation by this id.")
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    partner_id: UUID
    connection_id: UUID
    resource: ResourceEnum
    resource_id: UUID | None = Field(None, description="The record that is written; null until a create has succeeded.")
    source_id: str | None = Field(None, description="The provider's id of that record.")
    operation_type: ResourceOperationTypeEnum
    payload: dict[str, Any] = Field(description="What the write sets: only what was sent.")
    status: ResourceOperationStatusEnum = ResourceOperationStatusEnum.PENDING
    field_results: list[FieldResult] = FIELD_RESULTS
    logs: list[ResourceOperationLog] = Field(default_factory=list, description="One entry per attempt, oldest first.")


@dataclass(frozen=True)
class FilterParameter:
    """A query parameter that narrows a list to records with one of its values in `column`."""

    name: str
    column: str
    type: Any
    """Of one value."""
    takes_several: bool
    description: str


def filter_parameters(resource: Resource) -> list[FilterParameter]:
    """The filters of the resource's list beside those of every list: its own ids, its parents, its marked fields."""
    own = resource.name.value
    return [
        FilterParameter(f"{own}_ids", "id", UUID, True, "Only these records, by our id."),
        *(
            FilterParameter(
                f"{field}s", field, UUID, True, f"Only records of these, by our id of the {_words(parent)}."
            )
            for field, parent in resource.parents.items()
        ),
        *(
            FilterParameter(
                filterable.any_of or name,
                name,
                plain(field.annotation),
                filterable.any_of is not None,
                "Only records with one of these values." if filterable.any_of else "Only records with this value.",
            )
            for name, field, filterable in marked(resource.fields_model, Filterable)
        ),
    ]


def filters_model(resource: Resource) -> type[RecordFilters]:
    """The query parameters of the resource's list."""
    parameters: dict[str, Any] = {}
    for each in filter_parameters(resource):
        one: Any = Text if each.type is str else each.type
        if each.takes_several:
            parameters[each.name] = (list[one] | None, Field(None, max_length=100, description=each.description))
        else:
            parameters[each.name] = (one | None, Field(None, description=each.description))
    return create_model(f"{resource.camel}Filters", __base__=RecordFilters, **parameters)


def _words(name: str) -> str:
    return name.replace("_", " ")
