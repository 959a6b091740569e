"""The plans of lists, totals, newest records and analytics: each row by an index, and no day outside the window."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import AsyncCursor
from psycopg.rows import DictRow, dict_row
from tests.explaining import ExplainedCursor, nodes
from tests.integration.records.conftest import new_ingest

from gladhand.core import clock
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.keyset import Cursor
from gladhand.core.time_window import TimeWindow
from gladhand.records.analytics import fleet_queries, queries, report_queries, summary_queries
from gladhand.records.analytics.filter_queries import FleetFilter
from gladhand.records.analytics.report_queries import ReportFilter
from gladhand.records.analytics.summary_queries import Report
from gladhand.records.answer_queries import list_records
from gladhand.records.ddl import partition_name
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.retention import daily_table
from gladhand.records.tasks import TIMELINES, create_ahead
from gladhand.records.total_queries import count_records
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE

EACH_LIST = pytest.mark.parametrize(
    "resource", [each for each in REGISTRY.values() if each.has_list], ids=lambda resource: resource.name.value
)
REPORTS = {name: each for name, each in vars(summary_queries).items() if isinstance(each, Report)}
PARENT = UUID(int=7)


@pytest.fixture
async def explained(database_url: str) -> AsyncIterator[psycopg.AsyncConnection[DictRow]]:
    """A connection that collects plans. Whatever has an index uses it, however few rows there are."""
    async with await psycopg.AsyncConnection.connect(
        database_url, autocommit=True, row_factory=dict_row, cursor_factory=ExplainedCursor
    ) as connection:
        await AsyncCursor(connection).execute("set enable_seqscan = off")
        ExplainedCursor.plans.clear()
        yield connection


def all_nodes() -> Iterator[dict[str, Any]]:
    for plan in ExplainedCursor.plans:
        yield from nodes(plan)


def read_whole() -> set[str]:
    """The tables of records that a plan reads without an index."""
    return {
        node["Relation Name"]
        for node in all_nodes()
        if node["Node Type"] == "Seq Scan" and node["Relation Name"].startswith("record_")
    }


def read_days(resource: Resource) -> set[str]:
    """The partitions of the resource's table that a plan reads."""
    prefix = f"record_{resource.name.value}_2"
    return {node["Relation Name"] for node in all_nodes() if node.get("Relation Name", "").startswith(prefix)}


def values_of(resource: Resource) -> dict[str, list[UUID]]:
    """A history is asked of one vehicle or driver."""
    return {resource.history_of[0]: [PARENT]} if resource.history_of else {}


@EACH_LIST
async def test_lists_totals_and_newest_records_read_by_index_and_only_days_of_their_window(
    resource: Resource, database: Database, keyring: Keyring, explained: psycopg.AsyncConnection[DictRow]
) -> None:
    await create_ahead(database, TIMELINES)
    ingest = await new_ingest(database, keyring)
    begin = datetime.combine(clock.now() - timedelta(days=3), time(6), UTC)
    window = TimeWindow(begin, begin + timedelta(days=2)) if resource.is_dated else TimeWindow()

    filters = [RecordFilter(window=window, values=values_of(resource))]
    if resource.latest_by is not None:
        filters.append(RecordFilter(is_latest=True))
    for each in filters:
        await list_records(
            explained, ingest.partner_id, resource, filters=each, sort_by="occurred_at", cursor=Cursor(), size=50
        )
        await count_records(explained, ingest.partner_id, resource, each)

    assert read_whole() == set()
    if (table := daily_table(resource)) is not None:
        days = {partition_name(table.name, (begin + timedelta(days=number)).date()) for number in range(3)}
        assert read_days(resource) == days


@pytest.mark.parametrize("name", sorted(REPORTS))
async def test_summaries_and_live_locations_read_by_index(
    name: str, database: Database, keyring: Keyring, explained: psycopg.AsyncConnection[DictRow]
) -> None:
    ingest, report = await new_ingest(database, keyring), REPORTS[name]
    for filters in (ReportFilter(), ReportFilter(values={next(iter(report.filters)): [PARENT]})):
        await report_queries.list_rows(
            explained,
            ingest.partner_id,
            report,
            filters=filters,
            sort_by="occurred_at",
            cursor=Cursor(),
            size=50,
        )
        await report_queries.count_rows(explained, ingest.partner_id, report, filters)
    assert read_whole() == set()
    assert not any(read_days(each) for each in TIMELINES)


async def test_the_overview_and_the_series_read_by_index(
    database: Database, keyring: Keyring, explained: psycopg.AsyncConnection[DictRow]
) -> None:
    partner_id, fleets, today = (await new_ingest(database, keyring)).partner_id, FleetFilter(), clock.now().date()
    since = today - timedelta(days=31)
    await queries.count_assets(explained, partner_id, fleets)
    for resource in (VEHICLE, USER, TRAILER):
        await queries.list_growth(explained, partner_id, resource, fleets, since=since, until=today)
    await queries.list_fleet_growth(explained, partner_id, fleets, since=since, until=today)
    await fleet_queries.list_fleets(explained, partner_id, fleets, sort_by="fleet_ref", cursor=Cursor(), size=50)
    await fleet_queries.count_fleets(explained, partner_id, fleets)
    assert read_whole() == set()
    assert not any(read_days(each) for each in TIMELINES)
