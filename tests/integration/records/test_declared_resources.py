"""What follows from the declaration of a resource, for every resource that is declared."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import h3
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from tests.examples import example_fields
from tests.integration.records.conftest import Ingest, incoming, new_ingest
from tests.strategies import pages

from gladhand.core.clock import now
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.ids import record_id
from gladhand.notifications.event_names import WebhookEventNameEnum
from gladhand.notifications.event_schemas.documents import document
from gladhand.records.answer_queries import find_record
from gladhand.records.columns import parent_lists, parents, table_name
from gladhand.records.ddl import create_table
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.incoming import IncomingRecord, IngestResult
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.tasks import TIMELINES
from gladhand.resources.fields import Fields
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import RecordChange, Resource
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

# What differs between records of two connections.
_OF_CONNECTION = ("id", "connection_id", "created_at", "updated_at", "source_data")
EACH = pytest.mark.parametrize("resource", REGISTRY.values(), ids=lambda resource: resource.name.value)
few = settings(max_examples=3, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))


@EACH
async def test_the_migrated_table_is_that_of_the_declaration(resource: Resource, ingest: Ingest) -> None:
    facts = """
        select 'column' as what, attname as name, format_type(atttypid, atttypmod) || attnotnull::text as fact
        from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped
        union all
        select 'index', '', regexp_replace(pg_get_indexdef(indexrelid), 'on (only )?\\S+', 'on t', 'i')
        from pg_index where indrelid = %s::regclass
        order by 1, 2, 3"""
    name = table_name(resource)
    migrated = await ingest.rows(facts, f"public.{name}", f"public.{name}")
    async with ingest.database.connection() as db:
        await db.execute("create schema declared; set search_path to declared")
        try:
            await db.execute(create_table(resource))
            found = await (await db.execute(facts, (f"declared.{name}", f"declared.{name}"))).fetchall()
        finally:
            await db.execute("drop schema declared cascade; reset search_path")
    assert migrated == found


@EACH
@few
@given(data=st.data())
async def test_a_record_comes_out_as_it_went_in_and_again_changes_nothing(
    resource: Resource, database: Database, keyring: Keyring, data: st.DataObject
) -> None:
    ingest, page = await new_ingest(database, keyring), data.draw(pages(resource))
    assert set(await ingest.page(resource, incoming(resource, page))) == {IngestResult.ADDED}
    assert set(await ingest.page(resource, incoming(resource, page))) == {IngestResult.UNCHANGED}
    listed = {row["id"]: row for row in await ingest.list_(resource)}
    assert len(listed) == len(page)
    for index, fields in enumerate(page):
        id_ = record_id(ingest.origin.connection_id, resource.name.value, f"r-{index}")
        answer = listed[str(id_)]
        assert list(answer) == list(resource.record_model.model_fields)
        assert answer["source_data"] == {"at": index}
        calculated = {name for name in resource.run_outs if getattr(fields, name) is None}
        own = {name: None if name in calculated else answer[name] for name in resource.fields_model.model_fields}
        # The hub knows none of the records that these ones name by the provider's ids.
        links = (*parents(resource), *parent_lists(resource))
        named = {name: own[name] for name in links if own[f"source_{name}"] is not None}
        expected = unknown(resource, named) | cells(resource, fields)
        assert resource.fields_model.model_validate(own) == fields.model_copy(update=expected)
        if resource.has_get:
            async with database.connection() as db:
                found = await find_record(db, ingest.partner_id, resource, id_, with_source_data=True)
            assert found is not None
            assert json.loads(found) == answer


def cells(resource: Resource, fields: Fields) -> dict[str, int]:
    """The cells of positions that came without one."""
    found: dict[str, int] = {}
    for name, cell in resource.cells.items():
        point = getattr(fields, cell.position)
        if point is not None and getattr(fields, name) is None:
            longitude, latitude = point.coordinates[:2]
            found[name] = h3.str_to_int(h3.latlng_to_cell(latitude, longitude, cell.resolution))
    return found


def unknown(resource: Resource, named: dict[str, str | None]) -> dict[str, UUID | None]:
    """The ids of records that are not stored: none, unless a resource always has them."""
    assert all((value is not None) is resource.references[name].is_always_set for name, value in named.items())
    return {name: None if value is None else UUID(value) for name, value in named.items()}


@EACH
@few
@given(data=st.data())
async def test_a_page_is_one_event_that_the_published_schema_admits(
    resource: Resource, database: Database, keyring: Keyring, data: st.DataObject
) -> None:
    ingest, page = await new_ingest(database, keyring), data.draw(pages(resource, min_size=2, max_size=15))
    await ingest.page(resource, incoming(resource, page))
    if RecordChange.ADDED not in resource.events:
        assert await ingest.events() == []
        return
    ((event),) = await ingest.events()
    assert event["event_name"] == f"{resource.name.value}.added"
    assert len(event["data"]) == len(page)
    validator = record_validator(event["event_name"])
    for record in event["data"]:
        validator.validate(record)
        assert record["fleet_ref"] == "mine"
        assert "source_data" not in record


@EACH
@few
@given(data=st.data())
async def test_a_change_is_told_apart_from_what_is_new(
    resource: Resource, database: Database, keyring: Keyring, data: st.DataObject
) -> None:
    ingest = await new_ingest(database, keyring)
    first, *rest = incoming(resource, data.draw(pages(resource, min_size=12, max_size=12)))
    await ingest.page(resource, [first, *rest[:7]])
    changed = replace(first, fields=rest[0].fields, source_data={"is": "new"})
    only_extras = replace(rest[0], extras={"more": 1})
    results = await ingest.page(resource, [changed, only_extras, *rest[1:]])
    assert results[:2] == [IngestResult.MODIFIED] * 2
    assert set(results[2:8]) == {IngestResult.UNCHANGED}
    assert set(results[8:]) == {IngestResult.ADDED}
    published: Counter[str] = Counter()
    for event in await ingest.events():
        published[event["event_name"]] += len(event["data"])
    happened = {RecordChange.ADDED: 8 + len(results[8:]), RecordChange.MODIFIED: 2}
    assert published == {
        resource.event_name(change): number for change, number in happened.items() if change in resource.events
    }


@pytest.mark.parametrize("resource", TIMELINES, ids=lambda resource: resource.name.value)
@settings(few, max_examples=2)
@given(data=st.data())
async def test_a_long_page_of_a_timeline_is_stored_and_told_as_short_ones_are(
    resource: Resource, database: Database, keyring: Keyring, data: st.DataObject
) -> None:
    """New rows of a long page are copied into the table, and their events are made without the database."""
    ingest = await new_ingest(database, keyring)
    few_rows = data.draw(pages(resource, min_size=3, max_size=6))
    page = incoming(resource, (few_rows * 50)[:150])
    page[7] = replace(page[7], source_id="a\0b", extras={"more": ["\0", 1]})
    other = replace(ingest, origin=replace(ingest.origin, connection_id=uuid4()))
    assert set(await ingest.page(resource, page)) == {IngestResult.ADDED}
    for first in range(0, len(page), 50):
        assert set(await other.page(resource, page[first : first + 50])) == {IngestResult.ADDED}
    # What the page says again is merged, beside rows that are new.
    again = [*page[:20], *(replace(each, source_id=f"again-{each.source_id}") for each in page)]
    assert Counter(await ingest.page(resource, again)) == {IngestResult.ADDED: 150, IngestResult.UNCHANGED: 20}
    assert await ingest.count(resource) == 450
    assert await ingest.count(resource, RecordFilter(connection_id=other.origin.connection_id)) == 150

    of_connection = {*_OF_CONNECTION, *(name for name, each in resource.references.items() if each.is_always_set)}

    def told_by(origin: RecordOrigin, records: Sequence[Any]) -> list[dict[str, Any]]:
        mine = [each for each in records if each["connection_id"] == str(origin.connection_id)]
        return [{name: value for name, value in each.items() if name not in of_connection} for each in mine][:150]

    stored = [
        told_by(of.origin, await of.list_(resource, RecordFilter(connection_id=of.origin.connection_id)))
        for of in (ingest, other)
    ]
    assert [row for row in stored[0] if not row["source_id"].startswith("again")][:60] == stored[1][:60]
    told = [record for event in await ingest.events() for record in event["data"]]
    assert told_by(ingest.origin, told) == told_by(other.origin, told)


@pytest.mark.parametrize("resource", TIMELINES, ids=lambda resource: resource.name.value)
@pytest.mark.parametrize("size", [3, 150])
async def test_a_preliminary_row_is_stored_once_and_changes_nothing(
    resource: Resource, size: int, ingest: Ingest
) -> None:
    first = incoming(resource, [example_fields(resource)] * size)
    last = [replace(record, source_data={"is": "final"}) for record in first]
    further = [replace(record, source_id=f"further-{record.source_id}") for record in first]
    assert set(await ingest.page(resource, first, only_new=True)) == {IngestResult.ADDED}
    assert set(await ingest.page(resource, last)) == {IngestResult.MODIFIED}
    results = await ingest.page(resource, [*first, *further], only_new=True)
    assert results == [IngestResult.UNCHANGED] * size + [IngestResult.ADDED] * size
    rows = await ingest.list_(resource, RecordFilter(connection_id=ingest.origin.connection_id), descending=True)
    expected = {each.source_id: each.source_data for each in [*last, *further]}
    shown = {row["source_id"]: row["source_data"] for row in rows}
    assert shown == {source_id: expected[source_id] for source_id in shown}
    assert await ingest.count(resource) == 2 * size
    assert set(await ingest.page(resource, first, only_new=True)) == {IngestResult.UNCHANGED}


async def test_a_page_of_any_length_is_stored(database: Database, keyring: Keyring) -> None:
    """A provider may answer without pages, and a row has two bytes for its place."""
    ingest, at = await new_ingest(database, keyring), now() - timedelta(days=20)
    rows = [
        IncomingRecord(
            source_id=str(place),
            fields={"source_vehicle_id": "7"},
            source_data={"n": place},
            occurred_at=at + timedelta(seconds=place),
        )
        for place in range(32_800)
    ]
    results = await ingest.page(VEHICLE_LOCATION, rows)
    assert Counter(results) == {IngestResult.ADDED: len(rows)}
    assert await ingest.count(VEHICLE_LOCATION) == len(rows)


@pytest.mark.parametrize("resource", [VEHICLE, VEHICLE_LOCATION], ids=lambda resource: resource.name.value)
@settings(few, max_examples=2)
@given(data=st.data())
async def test_events_of_a_long_page_have_a_hundred_records_each(
    resource: Resource, database: Database, keyring: Keyring, data: st.DataObject
) -> None:
    ingest, page = await new_ingest(database, keyring), data.draw(pages(resource, min_size=1, max_size=5))
    await ingest.page(resource, incoming(resource, (page * 250)[:250]))
    sizes = [len(event["data"]) for event in await ingest.events()]
    assert sum(sizes) == 250
    assert max(sizes) <= 100


@EACH
def test_every_event_has_a_name_of_the_contract(resource: Resource) -> None:
    assert {resource.event_name(change) for change in resource.events} <= set(WebhookEventNameEnum)


def record_validator(event_name: str) -> Draft202012Validator:
    """Validates one record of an event's data by the published schema of the event."""
    schemas: dict[str, Any] = json.loads(document(event_name))["components"]["schemas"]
    record = next(iter(schemas.values()))["properties"]["data"]["items"]
    return Draft202012Validator({**record, "components": {"schemas": schemas}})
