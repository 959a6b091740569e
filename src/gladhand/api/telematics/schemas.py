"""What the routes of every resource share on the wire."""

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
from gladhand.resources.registry import Resource
from gladhand.resources.text import Text

# Fields by whose value a list can be narrowed, beside those that every list knows.
_FILTER_FIELDS: dict[ResourceEnum, tuple[str, ...]] = {ResourceEnum.USER: ("is_driver",)}


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


def ids_parameter(resource: Resource) -> str:
    """The parameter that names records by our ids, such as `user_ids`."""
    return f"{resource.name.value}_ids"


def filter_fields(resource: Resource) -> tuple[str, ...]:
    return _FILTER_FIELDS.get(resource.name, ())


def filters_model(resource: Resource) -> type[RecordFilters]:
    """The query parameters of the resource's list."""
    ids = (list[UUID] | None, Field(None, max_length=100, description="Only these records, by our id."))
    own: dict[str, Any] = {
        name: (
            resource.fields_model.model_fields[name].annotation,
            Field(None, description="Only records with this value."),
        )
        for name in filter_fields(resource)
    }
    name = f"{resource.name.value.title().replace('_', '')}Filters"
    return create_model(name, __base__=RecordFilters, **{ids_parameter(resource): ids, **own})
