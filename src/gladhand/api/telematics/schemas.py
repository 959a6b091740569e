"""What the routes of every resource share on the wire."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field, create_model

from gladhand.core.clock import now
from gladhand.core.extensions import EXTENSION
from gladhand.core.keyset import TimeWindow
from gladhand.core.pages import Paging
from gladhand.core.problems import Invalid
from gladhand.core.windows import QueryTime
from gladhand.integrations.operations.schemas import FIELD_RESULTS, FieldResult, ResourceOperationLogRead
from gladhand.records.queries import RecordFilter
from gladhand.resources.enums import (
    ResourceEnum,
    ResourceOperationStatusEnum,
    ResourceOperationTypeEnum,
    TspEnum,
)
from gladhand.resources.fields import Filterable, marked
from gladhand.resources.models import plain
from gladhand.resources.resource import Resource
from gladhand.resources.text import Text

_DEFAULT_WINDOW = timedelta(days=1)
_LONGEST_WINDOW = timedelta(days=45)


class SortOrderEnum(StrEnum):
    ASC = "asc"
    DESC = "desc"


class RecordFilters(Paging):
    """How a list of records can be narrowed and ordered."""

    fleet_ids: list[UUID] | None = Field(None, max_length=100, description="Only these fleets, by our id.")
    fleet_refs: list[Text] | None = Field(None, max_length=100, description="Only these fleets, by your id.")
    connection_id: UUID | None = Field(None, description="Only records that came through this connection.")
    source_ids: list[Text] | None = Field(None, max_length=100, description="Only these records, by the provider's id.")
    include_source_data: bool = Field(False, description="Whether to include the record as the provider gave it.")
    sort_by: str | None = Field(None, description="Name of a field to sort by. Null comes first. Default: occurred_at.")
    sort_order: SortOrderEnum = SortOrderEnum.ASC


class DatedRecordFilters(RecordFilters):
    """How a list of records that happen at a time can be narrowed and ordered."""

    from_datetime: QueryTime | None = Field(
        None, description="Only records that occurred then or later. Default: one day ago."
    )
    to_datetime: QueryTime | None = Field(None, description="Only records that occurred before then. Default: now.")


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
    fleet_ref: str | None = Field(None, description="Your id of the fleet.", json_schema_extra=EXTENSION)
    source_name: TspEnum | None = Field(None, description="Its platform.", json_schema_extra=EXTENSION)
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
    base = DatedRecordFilters if resource.is_dated else RecordFilters
    return create_model(f"{resource.camel}Filters", __base__=base, **parameters)


def record_filter(resource: Resource, wanted: RecordFilters) -> RecordFilter:
    """The filter that the query parameters ask for. Raises `Invalid`."""
    values: dict[str, Sequence[Any]] = {}
    if wanted.source_ids is not None:
        values["source_id"] = wanted.source_ids
    for each in filter_parameters(resource):
        value = getattr(wanted, each.name)
        if value is not None:
            values[each.column] = value if each.takes_several else [value]
    return RecordFilter(
        fleet_ids=wanted.fleet_ids,
        fleet_refs=wanted.fleet_refs,
        connection_id=wanted.connection_id,
        window=_window(wanted) if isinstance(wanted, DatedRecordFilters) else TimeWindow(),
        values=values,
    )


def _window(wanted: DatedRecordFilters) -> TimeWindow:
    until = wanted.to_datetime or now()
    since = wanted.from_datetime or until - _DEFAULT_WINDOW
    if since >= until:
        raise Invalid.at("query.from_datetime", "`from_datetime` must be before `to_datetime`.", given=str(since))
    if until - since > _LONGEST_WINDOW:
        raise Invalid.at(
            "query.from_datetime", f"The window may span {_LONGEST_WINDOW.days} days at most.", given=str(since)
        )
    return TimeWindow(since, until)


def _words(name: str) -> str:
    return name.replace("_", " ")
