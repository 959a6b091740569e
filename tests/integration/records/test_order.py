"""The order of a list of records by every field of every declared resource, and the indexes that give it."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg import AsyncCursor, sql
from psycopg.rows import DictRow, dict_row
from tests.conftest import fresh_database
from tests.examples import example_fields
from tests.explaining import ExplainingCursor, nodes
from tests.integration.records.conftest import Ingest, new_ingest
from tests.integration.records.listing import fill, rank

from gladhand.core import clock
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.keyset import Cursor
from gladhand.core.time_window import TimeWindow
from gladhand.records.answer_queries import list_records
from gladhand.records.columns import has_own_source_data, table_name
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.incoming import IncomingRecord
from gladhand.records.sort_queries import sort_key, sort_names
from gladhand.records.tasks import TIMELINES, create_ahead
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource
from gladhand.resources.vehicle import VEHICLE

EACH = pytest.mark.parametrize("resource", REGISTRY.values(), ids=lambda resource: resource.name.value)


async def walk(ingest: Ingest, resource: Resource, name: str, *, descending: bool, backwards: bool) -> list[str]:
    """The ids of the whole list, page by page from one end to the other."""
    found: list[str] = []
    cursor = Cursor(backwards=backwards)
    while True:
        async with ingest.database.connection() as db:
            rows = await list_records(
                db,
                ingest.partner_id,
                resource,
                filters=RecordFilter(),
                sort_by=name,
                cursor=cursor,
                size=13,
                descending=descending,
            )
        found += [json.loads(item)["id"] for _, item in rows[:13]]
        if len(rows) <= 13:
            return found
        key, id_ = rows[12][0]
        cursor = Cursor((sort_key(resource, name).parse(key), id_), backwards)


@EACH
@settings(max_examples=1, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_every_field_orders_the_list_with_null_first_and_ties_by_id(
    resource: Resource, database: Database, keyring: Keyring, data: st.DataObject
) -> None:
    ingest = await new_ingest(database, keyring)
    await create_ahead(database, TIMELINES)
    size = await fill(ingest, resource, data)
    for name in sort_names(resource):
        if name == "source_data" and not has_own_source_data(resource):
            # It lies elsewhere and has no order.
            continue
        rows = await ingest.list_(resource, sort_by=name)
        of_value = rank(resource.record_model.model_fields[name].annotation)
        expected = [row["id"] for row in sorted(rows, key=lambda row: (of_value(row[name]), UUID(row["id"])))]
        assert len(expected) == size
        assert [row["id"] for row in rows] == expected, name
        falling = await ingest.list_(resource, sort_by=name, descending=True)
        assert [row["id"] for row in falling] == expected[::-1], name
        assert await walk(ingest, resource, name, descending=False, backwards=False) == expected, name
        assert await walk(ingest, resource, name, descending=True, backwards=True) == expected, name


@EACH
def test_a_key_that_no_page_has_is_refused(resource: Resource) -> None:
    for name in sort_names(resource):
        parse = sort_key(resource, name).parse
        for text in ("\0", "\ud800"):
            with pytest.raises(ValueError, match=r".*"):
                parse(text)


@pytest.fixture(scope="module")
def large_fleets_url(postgres: str) -> Iterator[str]:
    """A database of its own: the planner goes by the size of an average fleet, and other tests make tiny ones."""
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture
async def large_fleets(large_fleets_url: str) -> AsyncIterator[Database]:
    async with Database(large_fleets_url, max_size=2, name="tests") as opened:
        yield opened


@pytest.fixture
async def explaining(large_fleets_url: str) -> AsyncIterator[psycopg.AsyncConnection[DictRow]]:
    """A connection that collects plans."""
    async with await psycopg.AsyncConnection.connect(
        large_fleets_url, autocommit=True, row_factory=dict_row, cursor_factory=ExplainingCursor
    ) as connection:
        yield connection


def middle_of_records() -> datetime:
    return datetime.combine(clock.now() - timedelta(days=1), time(6), UTC)


async def many(ingest: Ingest, resource: Resource) -> None:
    """Enough records of one fleet that a scan of all of them costs more than an index."""
    begin = middle_of_records() - timedelta(hours=6)
    fields = example_fields(resource).stored()
    for page in range(3):
        records = [
            IncomingRecord(
                source_id=f"p-{page}-{number}",
                fields=fields,
                source_data={},
                occurred_at=begin + timedelta(minutes=number),
            )
            for number in range(1000)
        ]
        await ingest.page(resource, records)
    async with ingest.database.connection() as db:
        await db.execute(sql.SQL("analyze {}").format(sql.Identifier(table_name(resource))))


@pytest.mark.parametrize("resource", [VEHICLE, FUEL_TRANSACTION], ids=lambda resource: resource.name.value)
async def test_the_orders_that_have_an_index_read_one_page_from_it(
    resource: Resource, large_fleets: Database, keyring: Keyring, explaining: psycopg.AsyncConnection[DictRow]
) -> None:
    ingest = await new_ingest(large_fleets, keyring)
    await many(ingest, resource)
    middle = middle_of_records()
    for name, index in (("occurred_at", "occurred"), ("updated_at", "updated")):
        for descending in (False, True):
            for after in (None, (middle, UUID(int=0))):
                ExplainingCursor.plans.clear()
                await list_records(
                    explaining,
                    ingest.partner_id,
                    resource,
                    filters=RecordFilter(),
                    sort_by=name,
                    cursor=Cursor(after),
                    size=50,
                    descending=descending,
                )
                plan = ExplainingCursor.plans[-1]
                scans = [node for node in nodes(plan) if node.get("Relation Name") == table_name(resource)]
                assert [scan.get("Index Name") for scan in scans] == [f"{table_name(resource)}_{index}"]
                # Straight from the index to the limit of the fleet: nothing sorts the rows of a fleet.
                (limit,) = [node for node in nodes(plan) if node["Node Type"] == "Limit" and scans[0] in node["Plans"]]
                assert limit["Plans"] == scans


@EACH
async def test_an_index_gives_the_rows_of_every_list_and_their_order(
    resource: Resource, large_fleets: Database, keyring: Keyring, explaining: psycopg.AsyncConnection[DictRow]
) -> None:
    await create_ahead(large_fleets, TIMELINES)
    ingest = await new_ingest(large_fleets, keyring)
    middle = middle_of_records()
    day = TimeWindow(middle - timedelta(days=1), middle + timedelta(days=1)) if resource.is_dated else TimeWindow()
    # Whatever has an index uses it, however few rows there are.
    await AsyncCursor(explaining).execute(
        "set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off"
    )
    for filters in (RecordFilter(window=day), RecordFilter(changed=TimeWindow(middle))):
        sort_by = "occurred_at" if filters.changed.since is None else "updated_at"
        ExplainingCursor.plans.clear()
        await list_records(
            explaining,
            ingest.partner_id,
            resource,
            filters=filters,
            sort_by=sort_by,
            cursor=Cursor((middle, UUID(int=0))),
            size=50,
        )
        plan = ExplainingCursor.plans[-1]
        rows = [node for node in nodes(plan) if node.get("Relation Name", "").startswith(table_name(resource))]
        assert rows
        assert {node["Node Type"] for node in rows} <= {"Index Scan", "Index Only Scan"}
        limit = [node for node in nodes(plan) if node["Node Type"] == "Limit" and rows[0] in nodes(node)][-1]
        assert "Sort" not in {node["Node Type"] for node in nodes(limit)}
