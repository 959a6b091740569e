"""The query parameters of lists of records. They follow from the declarations of the resources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field, create_model

from gladhand.core.keyset import DEFAULT_SIZE
from gladhand.core.pages import Paging
from gladhand.core.problems import Invalid
from gladhand.core.query_time import QueryTime
from gladhand.core.time_window import TimeWindow, requested_window
from gladhand.records.filter_queries import Bound, RecordFilter
from gladhand.resources.fields import Filterable, TimeBound, marked
from gladhand.resources.models import plain_type
from gladhand.resources.resource import Resource, as_words
from gladhand.resources.text import Text
from gladhand.resources.wire_model import EXTENSION

_DEFAULT_WINDOW = timedelta(days=1)
_LONGEST_WINDOW = timedelta(days=45)
_MOST_IDS = 100


class SortOrderEnum(StrEnum):
    ASC = "asc"
    DESC = "desc"


class FleetFilters(BaseModel):
    """The parameters that choose fleets and connections."""

    fleet_ids: list[UUID] | None = Field(None, max_length=100, description="Only these fleets, by our id.")
    fleet_refs: list[Text] | None = Field(None, max_length=100, description="Only these fleets, by your id.")
    connection_id: UUID | None = Field(None, description="Only records that came through this connection.")


class RecordQuery(FleetFilters, Paging):
    """The parameters of every list of records."""

    updated_from: QueryTime | None = Field(
        None,
        description="Only records that have changed at this time or later, in the order of their changes, removed ones "
        "included. To go on later, send the `updated_at` of the last record. The list has the whole history, because "
        "the default window does not apply, and ends a few seconds before now.",
        json_schema_extra=EXTENSION,
    )


class SourceIds(BaseModel):
    """The parameter of lists of things that have a get, too."""

    source_ids: list[Text] | None = Field(None, max_length=100, description="Only these records, by the provider's id.")


class SourceData(BaseModel):
    """The parameter of lists of records that come from a provider."""

    include_source_data: bool = Field(
        False, description="Whether to include `source_data`: the provider's own data, unchanged."
    )


class Sorting(BaseModel):
    """The parameters of lists whose order clients choose."""

    sort_by: str | None = Field(None, description="Name of a field to sort by. Null comes first. Default: occurred_at.")
    sort_order: SortOrderEnum = SortOrderEnum.ASC


class OccurredWindow(BaseModel):
    """The parameters of lists by a window of time."""

    from_datetime: QueryTime | None = Field(
        None, description="Only records that occurred at this time or later. Default: one day ago."
    )
    to_datetime: QueryTime | None = Field(
        None, description="Only records that occurred before this time. Default: now."
    )


@dataclass(frozen=True)
class FilterParameter:
    """A query parameter that narrows a list to records with one of its values in `column`."""

    name: str
    column: str
    type: Any
    """Of one value."""
    takes_several: bool
    description: str
    most: int = _MOST_IDS
    is_required: bool = False


def filter_parameters(resource: Resource) -> Iterator[FilterParameter]:
    """The filters of the resource's list beside those of every list: its own ids, and its marked fields."""
    if resource.has_get:
        yield FilterParameter(f"{resource.name.value}_ids", "id", UUID, True, "Only these records, by our id.")
    for name, field, filterable in marked(resource.fields_model, Filterable):
        if name in resource.references:
            parent = as_words(resource.references[name].resource.value)
            description = f"Only records of these, by our id of the {parent}."
        else:
            description = (
                "Only records with one of these values." if filterable.any_of else "Only records with this value."
            )
        yield FilterParameter(
            filterable.any_of or name,
            name,
            plain_type(field.annotation),
            filterable.any_of is not None,
            description,
            filterable.most,
            filterable.is_required,
        )


def parameters_model(resource: Resource, *, is_part_list: bool = False) -> type[RecordQuery]:
    """The query parameters of the resource's list, or of the list of the parts of one record."""
    own: dict[str, Any] = {}
    if not is_part_list:
        own |= {each.name: _parameter(each) for each in filter_parameters(resource)}
        own |= {
            bound.parameter: (QueryTime | None, Field(None, description=bound.description))
            for _, _, bound in marked(resource.fields_model, TimeBound)
        }
        if resource.latest_by is not None:
            own["only_latest"] = (bool, Field(True, description=_about_latest(resource)))
    if resource.largest_page != Paging.model_fields["size"].metadata[1].le:
        own["size"] = (
            int,
            Field(DEFAULT_SIZE, ge=1, le=resource.largest_page, description="The most items of a page"),
        )
    mixins: dict[type[BaseModel], bool] = {
        Sorting: resource.is_sortable,
        OccurredWindow: resource.has_window and not is_part_list,
        SourceIds: resource.has_get,
        SourceData: resource.has_source_data,
    }
    bases: tuple[type[BaseModel], ...] = (*(mixin for mixin, is_taken in mixins.items() if is_taken), RecordQuery)
    created: Any = create_model
    name = f"{resource.camel}{'Part' if is_part_list else ''}Query"
    model: type[RecordQuery] = created(name, __base__=bases, **own)
    return model


def _parameter(filter_: FilterParameter) -> Any:
    one: Any = Text if filter_.type is str else filter_.type
    if filter_.takes_several:
        return list[one] | None, Field(None, max_length=filter_.most, description=filter_.description)
    if filter_.is_required:
        return one, Field(description=filter_.description)
    return one | None, Field(None, description=filter_.description)


def _about_latest(resource: Resource) -> str:
    thing = as_words(resource.references[resource.latest_by or ""].resource.value)
    about = f"Whether to list only the newest record of each {thing}. The window of time has no effect then."
    if resource.history_of:
        about += f" Without it, name exactly one value of {' or '.join(_several(resource, *resource.history_of))}."
    return about


def shows_source_data(query: RecordQuery) -> bool:
    """Whether the client asks for `source_data`."""
    return isinstance(query, SourceData) and query.include_source_data


def record_filter(resource: Resource, query: RecordQuery, *, is_bulk: bool = False) -> RecordFilter:
    """The filter that the query parameters ask for. Raises `Invalid`.

    A bulk answer may have the history of all vehicles, since it holds no more than a page in memory.
    """
    values: dict[str, Sequence[Any]] = {}
    if isinstance(query, SourceIds) and query.source_ids is not None:
        values["source_id"] = query.source_ids
    for each in filter_parameters(resource):
        if (value := getattr(query, each.name, None)) is not None:
            values[each.column] = value if each.takes_several else [value]
    is_latest = bool(getattr(query, "only_latest", False)) and query.updated_from is None
    if not is_latest and not is_bulk and query.updated_from is None:
        _check_history(resource, values)
    return RecordFilter(
        fleet_ids=query.fleet_ids,
        fleet_refs=query.fleet_refs,
        connection_id=query.connection_id,
        window=TimeWindow() if is_latest else _window(query),
        changed=TimeWindow(query.updated_from),
        values=values,
        bounds=[
            Bound(name, bound.is_lower, moment)
            for name, _, bound in marked(resource.fields_model, TimeBound)
            if (moment := getattr(query, bound.parameter, None)) is not None
        ],
        is_latest=is_latest,
    )


def part_filter(query: RecordQuery, within: str, whole_id: UUID) -> RecordFilter:
    """The filter of the parts of one record."""
    return RecordFilter(
        fleet_ids=query.fleet_ids,
        fleet_refs=query.fleet_refs,
        connection_id=query.connection_id,
        values={within: [whole_id]},
    )


def _check_history(resource: Resource, values: dict[str, Sequence[Any]]) -> None:
    named = [len(values[name]) for name in resource.history_of if name in values]
    if resource.history_of and (not named or any(number != 1 for number in named)):
        parameters = _several(resource, *resource.history_of)
        raise Invalid.at(
            "query.only_latest",
            f"The history needs exactly one value of {' or '.join(parameters)}.",
            given="false",
        )


def _several(resource: Resource, *fields: str) -> list[str]:
    return [each.name for each in filter_parameters(resource) if each.column in fields]


def _window(query: RecordQuery) -> TimeWindow:
    if not isinstance(query, OccurredWindow):
        return TimeWindow()
    if query.updated_from is not None and query.from_datetime is None and query.to_datetime is None:
        return TimeWindow()
    return requested_window(query.from_datetime, query.to_datetime, usual=_DEFAULT_WINDOW, widest=_LONGEST_WINDOW)
