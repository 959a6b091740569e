"""What follows from the declaration of a resource, for every resource that is declared."""

import json
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from jsonschema import Draft202012Validator
from tests.integration.records.conftest import Ingest

from gladhand.api.telematics.schemas import filter_parameters
from gladhand.core.ids import record_id
from gladhand.notifications.catalogue import WebhookEventNameEnum
from gladhand.notifications.event_schemas.documents import document
from gladhand.records.columns import sort_names, table_name
from gladhand.records.ddl import create_table
from gladhand.records.queries import RecordFilter, count_records, find_record
from gladhand.records.service import IncomingRecord, IngestResult
from gladhand.resources.fields import Fields
from gladhand.resources.models import plain
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource

EACH = pytest.mark.parametrize("resource", REGISTRY.values(), ids=lambda resource: resource.name.value)


def records_of(resource: Resource, size: int) -> list[Fields]:
    """The same records each time: enough of them for an order to be wrong."""
    return [varied(resource, index) for index in range(size)]


def varied(resource: Resource, index: int) -> Fields:
    """One record of many; the values of a field differ in size, length and sign, and some are null."""
    number = (index * 7919) % 31 - 9
    by_type: dict[Any, Any] = {
        str: ["", "b", "B", "ä", "10", "9", "zz", "\U0001f69a"][number % 8] + "x" * (index % 3),
        bool: number % 2 == 0,
        int: number * 11,
        float: number * 1.5,
        UUID: uuid5(NAMESPACE_URL, str(number)),
        date: date(2020, 1, 1) + timedelta(days=number * 40),
        datetime: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=number * 100, microseconds=index),
    }
    chosen: dict[str, Any] = {}
    for place, (name, field) in enumerate(resource.fields_model.model_fields.items()):
        kind = plain(field.annotation)
        if (index + place) % 5 == 0:
            chosen[name] = None
        elif isinstance(kind, type) and issubclass(kind, Enum):
            chosen[name] = list(kind)[number % len(kind)]
        else:
            chosen[name] = by_type.get(kind, {"number": number})
    return resource.fields_model.model_validate(chosen)


def incoming(records: list[Fields]) -> list[IncomingRecord]:
    return [
        IncomingRecord(source_id=f"r-{index}", fields=fields.stored(), source_data={"at": index})
        for index, fields in enumerate(records)
    ]


@EACH
async def test_the_migrated_table_is_that_of_the_declaration(resource: Resource, ingest: Ingest) -> None:
    facts = """
        select 'column' as what, attname as name, format_type(atttypid, atttypmod) || attnotnull::text as fact
        from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped
        union all
        select 'index', '', regexp_replace(pg_get_indexdef(indexrelid), 'on \\S+', 'on t', 'i')
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
async def test_a_record_comes_out_as_it_went_in_and_again_changes_nothing(resource: Resource, ingest: Ingest) -> None:
    records = records_of(resource, 40)
    assert set(await ingest.page(resource, incoming(records))) == {IngestResult.ADDED}
    assert set(await ingest.page(resource, incoming(records))) == {IngestResult.UNCHANGED}
    for index, fields in enumerate(records):
        async with ingest.database.connection() as db:
            id_ = record_id(ingest.origin.connection_id, resource.name.value, f"r-{index}")
            found = await find_record(db, ingest.partner_id, resource, id_, with_source_data=True)
        assert found is not None
        answer = json.loads(found)
        assert list(answer) == list(resource.record_model.model_fields)
        assert answer["source_data"] == {"at": index}
        own = {name: answer[name] for name in resource.fields_model.model_fields}
        assert resource.fields_model.model_validate(own) == fields


@EACH
async def test_every_field_sorts_as_its_values_do(resource: Resource, ingest: Ingest) -> None:
    records = records_of(resource, 40)
    await ingest.page(resource, incoming(records))
    for name in sort_names(resource):
        rising = await ingest.list_(resource, sort_by=name)
        falling = await ingest.list_(resource, sort_by=name, descending=True)
        assert len(rising) == 40
        assert [row["id"] for row in falling] == [row["id"] for row in reversed(rising)]
        field = resource.fields_model.model_fields.get(name)
        if field is None or plain(field.annotation) not in (str, bool, int, float, date, datetime, UUID):
            continue
        typed = [getattr(resource.fields_model.model_validate({name: row[name]}), name) for row in rising]
        known = [value for value in typed if value is not None]
        assert known == sorted(known), name
        if plain(field.annotation) is not str:
            assert typed == [None] * (len(typed) - len(known)) + known, name


@EACH
async def test_every_filter_narrows_the_list_and_its_total(resource: Resource, ingest: Ingest) -> None:
    await ingest.page(resource, incoming(records_of(resource, 40)))
    everything = await ingest.list_(resource)
    async with ingest.database.connection() as db:
        assert await count_records(db, ingest.partner_id, resource, RecordFilter()) == 40
    for parameter in filter_parameters(resource):
        wanted = next(row[parameter.column] for row in everything if row[parameter.column] is not None)
        expected = [row["id"] for row in everything if row[parameter.column] == wanted]
        filters = RecordFilter(values={parameter.column: [wanted]})
        assert [row["id"] for row in await ingest.list_(resource, filters)] == expected
        assert 0 < len(expected) < 40
        async with ingest.database.connection() as db:
            assert await count_records(db, ingest.partner_id, resource, filters) == len(expected)


@EACH
async def test_a_page_is_one_event_that_the_published_schema_admits(resource: Resource, ingest: Ingest) -> None:
    await ingest.page(resource, incoming(records_of(resource, 40)))
    ((event),) = await ingest.rows("select event_name, data from event where partner_id = %s", ingest.partner_id)
    assert event["event_name"] == f"{resource.name.value}.added"
    assert len(event["data"]) == 40
    published = json.loads(document(event["event_name"]))
    schemas = published["components"]["schemas"]
    record = next(iter(schemas.values()))["properties"]["data"]["items"]
    validator = Draft202012Validator({**record, "components": {"schemas": schemas}})
    for data in event["data"]:
        validator.validate(data)
        assert data["fleet_ref"] == "mine"
        assert "source_data" not in data


@EACH
async def test_a_change_is_told_apart_from_what_is_new(resource: Resource, ingest: Ingest) -> None:
    records = incoming(records_of(resource, 12))
    await ingest.page(resource, records[:8])
    changed = IncomingRecord(source_id="r-3", fields=records[4].fields, source_data={"at": 3})
    only_extras = IncomingRecord(
        source_id="r-5", fields=records[5].fields, source_data=records[5].source_data, extras={"more": 1}
    )
    results = await ingest.page(resource, [*records[:3], changed, records[4], only_extras, *records[6:]])
    assert results[3] is results[5] is IngestResult.MODIFIED
    assert set(results[8:]) == {IngestResult.ADDED}
    assert set(results[:3]) == {IngestResult.UNCHANGED}
    events = await ingest.rows(
        "select event_name, case json_typeof(data) when 'array' then json_array_length(data) else 1 end as records"
        " from event where partner_id = %s order by created_at, id",
        ingest.partner_id,
    )
    assert sorted((row["event_name"].partition(".")[2], row["records"]) for row in events) == [
        ("added", 4),
        ("added", 8),
        ("modified", 2),
    ]


@EACH
async def test_events_of_a_long_page_have_a_hundred_records_each(resource: Resource, ingest: Ingest) -> None:
    await ingest.page(resource, incoming([varied(resource, index) for index in range(250)]))
    events = await ingest.rows(
        "select json_array_length(data) as records from event where partner_id = %s order by 1", ingest.partner_id
    )
    assert sum(row["records"] for row in events) == 250
    assert max(row["records"] for row in events) <= 100


@EACH
def test_every_event_has_a_name_of_the_contract(resource: Resource) -> None:
    assert {resource.event_name(change) for change in resource.events} <= set(WebhookEventNameEnum)
