"""The lists of every resource: all records, and the parts of one record."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from gladhand.api.telematics.bulk import endpoints as bulk
from gladhand.api.telematics.list_parameters import (
    RecordQuery,
    Sorting,
    SortOrderEnum,
    parameters_model,
    part_filter,
    record_filter,
    shows_source_data,
)
from gladhand.api.telematics.sorting import SortedCursor, sort_field
from gladhand.auth.access import PartnerCaller, allow
from gladhand.core.db import Db
from gladhand.core.dependencies import Reader
from gladhand.core.pages import CountedPage
from gladhand.core.problems import NotFound
from gladhand.core.responses import JSON
from gladhand.core.time_window import TimeWindow
from gladhand.records import answer_queries, last_change_queries, queries
from gladhand.records.answer_queries import ListOrder
from gladhand.records.columns import DEFAULT_SORT
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.sort_queries import sort_key, sort_names
from gladhand.records.total_queries import count_records
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource, as_words

ReadingCaller = Annotated[PartnerCaller, allow("telematics:read")]


def add_list(to: APIRouter, resource: Resource) -> None:
    """The list of all records that the partner can see."""
    parameters = parameters_model(resource)

    @to.get(
        f"/{resource.path}",
        response_model=CountedPage[resource.record_model],  # type: ignore[name-defined]  # known when the route is made
        operation_id=f"list_{resource.plural}",
        summary=f"List {as_words(resource.plural)}",
        description=f"The {as_words(resource.plural)} of the fleets that share them with you, from all providers.",
        tags=[resource.path],
        responses=bulk.RESPONSES,
    )
    async def list_records(
        request: Request,
        caller: ReadingCaller,
        db: Reader,
        query: Annotated[parameters, Query()],  # type: ignore[valid-type]  # each resource has its own parameters
    ) -> Response:
        if (answer := await bulk.bulk_answer(request, caller, resource, query)) is not None:
            return answer
        return JSON(await _page(db, caller, resource, query, record_filter(resource, query)))


def add_part_list(to: APIRouter, resource: Resource, within: str) -> None:
    """The list of the parts of one record."""
    parameters, whole = parameters_model(resource, is_part_list=True), REGISTRY[resource.parents[within]]

    @to.get(
        f"/{resource.within_path}",
        response_model=CountedPage[resource.record_model],  # type: ignore[name-defined]  # known when the route is made
        operation_id=f"get_{resource.plural}",
        summary=f"List the {as_words(resource.plural)} of one {whole.words}",
        description=f"The {as_words(resource.plural)} that belong to one {whole.words}.",
        tags=[resource.path],
    )
    async def list_parts(
        caller: ReadingCaller,
        db: Reader,
        whole_id: Annotated[UUID, Path(alias=within, description=f"Id of the {whole.words}.")],
        query: Annotated[parameters, Query()],  # type: ignore[valid-type]  # each resource has its own parameters
    ) -> Response:
        if not await queries.is_visible(db, caller.partner_id, whole, whole_id):
            raise NotFound.of(whole.name.value)
        return JSON(await _page(db, caller, resource, query, part_filter(query, within, whole_id)))


async def _page(db: Db, caller: PartnerCaller, resource: Resource, query: RecordQuery, filters: RecordFilter) -> bytes:
    sort_by, descending = DEFAULT_SORT, False
    if isinstance(query, Sorting):
        sort_by = sort_field(query.sort_by, sort_names(resource), DEFAULT_SORT)
        descending = query.sort_order is SortOrderEnum.DESC
    if query.updated_from is not None:
        sort_by, descending = "updated_at", False
        last_change = await last_change_queries.find_last_change(db, caller.partner_id, resource, filters)
        filters = replace(filters, changed=TimeWindow(query.updated_from, last_change))
    cursor = SortedCursor(query.cursor, sort_by, sort_key(resource, sort_by).parse, UUID)
    order = ListOrder(sort_by, cursor.of_query, query.size, descending)
    page = await answer_queries.get_page(
        db, caller.partner_id, resource, filters=filters, order=order, with_source_data=shows_source_data(query)
    )
    total = await count_records(db, caller.partner_id, resource, filters)
    return cursor.page_between(page.items, page.edges, page.beyond, total=total)
