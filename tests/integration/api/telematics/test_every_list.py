"""Every list of the declared resources as a partner reads it: its order, filters, windows and newest rows."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Api, PartnerFixture
from tests.examples import example_fields
from tests.integration.api.telematics.every_list import (
    each,
    history,
    ids,
    listed,
    once,
    one_history,
    store_parents,
    with_parents,
    written,
)
from tests.integration.records.conftest import Ingest, new_origin
from tests.integration.records.listing import fill, pass_over_the_simplest, rank
from tests.strategies import pages

from gladhand.api.telematics.list_parameters import filter_parameters
from gladhand.core import clock
from gladhand.core.db import Database
from gladhand.records.incoming import IncomingRecord
from gladhand.records.sort_queries import sort_names
from gladhand.records.tasks import TIMELINES, create_ahead
from gladhand.resources.fields import TimeBound, marked
from gladhand.resources.resource import Resource

# No query has an earlier time.
_FIRST_YEAR = 1970

Reader = Callable[[], Awaitable[tuple[Ingest, Api]]]


@pytest.fixture
def new_reader(database: Database, make_partner: Callable[..., Awaitable[PartnerFixture]], anyone: Api) -> Reader:
    """Makes a partner with one fleet: hypothesis runs an example that fails once more."""

    async def make() -> tuple[Ingest, Api]:
        partner = await make_partner()
        origin = await new_origin(database, partner.id, "mine")
        return Ingest(database, origin, partner.id), anyone.with_token(partner.token)

    return make


@each(lambda resource: resource.is_sortable)
@once
@given(data=st.data())
async def test_every_order_is_that_of_python_on_one_page_and_on_several(
    resource: Resource, new_reader: Reader, data: st.DataObject
) -> None:
    """Of the fields of one type, one. Below the routes, all are tried."""
    ingest, api = await new_reader()
    await create_ahead(ingest.database, TIMELINES)
    size = await fill(ingest, resource, data)
    query, fields = history(resource), resource.record_model.model_fields
    for name in {str(fields[name].annotation): name for name in sort_names(resource) if name != "source_data"}.values():
        rows = await listed(api, resource, query | {"sort_by": name, "sort_order": "desc"})
        of_value = rank(fields[name].annotation)
        expected = sorted(rows, key=lambda row: (of_value(row[name]), UUID(row["id"])))
        assert len(expected) == size
        assert ids(rows) == ids(expected)[::-1], name
        paged = await listed(api, resource, query | {"sort_by": name, "sort_order": "asc", "size": size // 2})
        assert paged == expected, name


@each(lambda _: True)
@once
@given(data=st.data())
async def test_every_filter_narrows_the_list_to_what_python_finds(
    resource: Resource, new_reader: Reader, data: st.DataObject
) -> None:
    pass_over_the_simplest(data)
    ingest, api = await new_reader()
    elsewhere = await ingest.another_fleet()
    for source, size in ((ingest, 15), (elsewhere, 6)):
        await store_parents(source, resource)
        await source.page(resource, with_parents(resource, data.draw(pages(resource, min_size=size, max_size=size))))
    rows = await ingest.list_(resource)
    for parameter in filter_parameters(resource):
        values = sorted({row[parameter.column] for row in rows} - {None}, key=str)
        assert len(values) > 1 or parameter.column not in resource.parents, parameter.name
        is_single = parameter.column in resource.history_of or not parameter.takes_several
        for chosen in ([value] for value in values) if is_single else (values[:1], values[1:3]):
            query, expected = one_history(resource, rows, parameter.column)
            query |= {parameter.name: [written(value) for value in chosen]}
            found = await listed(api, resource, query)
            assert ids(found) == ids([row for row in expected if row[parameter.column] in chosen]), parameter.name
    query, some = one_history(resource, rows)
    for name, column, value in (
        ("connection_id", "connection_id", str(ingest.origin.connection_id)),
        ("fleet_ids", "fleet_id", str(elsewhere.origin.fleet_id)),
        ("fleet_refs", "fleet_ref", "mine"),
    ):
        found = await listed(api, resource, {**query, name: value})
        assert ids(found) == ids([row for row in some if row[column] == value]), name


@each(lambda resource: resource.has_window)
@once
@given(data=st.data())
async def test_every_window_has_its_begin_and_not_its_end(
    resource: Resource, new_reader: Reader, data: st.DataObject
) -> None:
    pass_over_the_simplest(data)
    ingest, api = await new_reader()
    await store_parents(ingest, resource)
    records = with_parents(resource, data.draw(pages(resource, min_size=18, max_size=18)))
    begin = clock.now() - timedelta(days=20)
    times = [begin + timedelta(hours=place) for place in range(6)]
    await ingest.page(resource, [replace(record, occurred_at=times[place % 6]) for place, record in enumerate(records)])
    query, rows = one_history(resource, await ingest.list_(resource))
    since, until = times[1], times[4]
    found = await listed(api, resource, query | {"from_datetime": since.isoformat(), "to_datetime": until.isoformat()})
    expected = [row for row in rows if since <= datetime.fromisoformat(row["occurred_at"]) < until]
    assert len(expected) < len(rows)
    assert ids(found) == ids(expected)
    for column, _, bound in marked(resource.fields_model, TimeBound):
        ends = sorted(datetime.fromisoformat(row[column]) for row in rows if row[column] is not None)
        moment = next(end for end in ends if end.year >= _FIRST_YEAR)

        def is_in(value: str | None, bound: TimeBound = bound, moment: datetime = moment) -> bool:
            if value is None:
                return bound.is_lower
            return (datetime.fromisoformat(value) >= moment) is bound.is_lower

        found = await listed(api, resource, query | {bound.parameter: moment.isoformat()})
        assert ids(found) == ids([row for row in rows if is_in(row[column])]), bound.parameter


@each(lambda resource: resource.latest_by is not None)
@pytest.mark.parametrize("size", [1, 150])
async def test_a_late_row_never_becomes_the_newest(resource: Resource, size: int, new_reader: Reader) -> None:
    """Long pages are copied, and short ones merged."""
    assert resource.latest_by is not None
    ingest, api = await new_reader()
    await store_parents(ingest, resource)
    begin, number = clock.now() - timedelta(days=20), count()
    source = f"source_{resource.latest_by}"

    def rows_of(asset: str, minute: int) -> list[IncomingRecord]:
        fields = example_fields(resource).stored() | {source: asset}
        return [
            IncomingRecord(
                source_id=f"n-{next(number)}",
                fields=fields,
                source_data={},
                occurred_at=begin + timedelta(minutes=minute, seconds=second / 10),
            )
            for second in range(size)
        ]

    # Of the last asset the hub knows only the provider's id.
    assets = ("r-0", "r-1", "r-9")
    newest: dict[str, IncomingRecord] = {}
    for minute in (50, 30, 70, 10, 60):
        for asset in assets:
            page = rows_of(asset, minute)
            await ingest.page(resource, page)
            newest[asset] = max([newest.get(asset, page[0]), *page], key=lambda row: row.occurred_at or begin)
            found = {row[source]: row["source_id"] for row in await listed(api, resource, {})}
            assert found == {asset: row.source_id for asset, row in newest.items()}
