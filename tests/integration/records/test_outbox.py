"""The outbox of records: whoever moves it may die, and subscriptions hear of their own fleets."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.conftest import fresh_database
from tests.integration.records.conftest import Ingest, incoming, new_ingest
from tests.integration.records.test_parents import thing

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.notifications.webhooks import service as webhooks
from gladhand.notifications.webhooks.schemas import WebhookCreate
from gladhand.records import change_queries, service
from gladhand.records.changes import move_changes
from gladhand.records.incoming import IncomingRecord
from gladhand.records.ingest_queries import FEWEST_COPIED, Audience
from gladhand.resources.positions import Point
from gladhand.resources.trailer_location import TRAILER_LOCATION, TrailerLocationFields
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE

_MANY = 1000


@pytest.fixture
async def own(postgres: str) -> AsyncIterator[Database]:
    """A database without a worker, which would move the changes."""
    with fresh_database(postgres) as url:
        async with Database(url) as database:
            yield database


async def test_a_mover_that_dies_before_its_commit_has_moved_nothing(own: Database, keyring: Keyring) -> None:
    ingest = await new_ingest(own, keyring)
    for number in range(3):
        await ingest.page(VEHICLE, [thing(f"v-{number}")])
    fleet_id = ingest.origin.fleet_id

    async def die() -> None:
        async with own.transaction() as db:
            assert await change_queries.move_changes(db, fleet_id, _MANY) == 3
            async with own.transaction() as other:
                # Of one fleet, one transaction at a time moves changes.
                assert await change_queries.move_changes(other, fleet_id, _MANY) == 0
            await db.execute("select pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(psycopg.OperationalError):
        await die()
    told = [event["data"]["source_id"] for event in await ingest.events()]
    assert told == ["v-0", "v-1", "v-2"]


async def test_a_change_that_is_no_json_stops_no_other(own: Database, keyring: Keyring) -> None:
    ingest = await new_ingest(own, keyring)
    for number in range(3):
        await ingest.page(VEHICLE, [thing(f"v-{number}")])
    async with own.connection() as db:
        await db.execute(
            """
            update record_change set records = '[{"a": Infinity}]'
            where id = (select id from record_change order by id limit 1)
            """
        )
    assert await move_changes(own) == 1
    assert await move_changes(own) == 2
    assert [event["data"]["source_id"] for event in await ingest.events()] == ["v-1", "v-2"]


async def test_a_subscription_to_a_fleet_hears_of_what_goes_and_what_finds_its_parent_there_alone(
    ingest: Ingest, database: Database, keyring: Keyring
) -> None:
    other = await ingest.another_fleet()
    for name in ("vehicle.removed", "trailer_location.modified"):
        wanted: dict[str, Any] = {"url": "http://127.0.0.1:9/", "event_name": name, "filters": {"fleet_refs": ["mine"]}}
        async with database.transaction() as db:
            await webhooks.create(db, keyring, ingest.partner_id, WebhookCreate.model_validate(wanted))

    for each in (ingest, other):
        fields = TrailerLocationFields(source_trailer_id="t-1", source_vehicle_id="v-1")
        await each.page(TRAILER_LOCATION, incoming(TRAILER_LOCATION, [fields]))
        await each.page(VEHICLE, [thing("v-1")])
        async with database.transaction() as db:
            audience = [Audience(each.partner_id, each.fleet_ref)]
            await service.remove_records(db, VEHICLE, each.origin, source_ids=["v-1"], audience=audience)

    assert [event["event_name"] for event in await ingest.events()].count("vehicle.removed") == 2
    delivered = await ingest.rows(
        "select e.event_name, e.fleet_id from delivery d join event e on e.partner_id = d.partner_id"
        " and e.id = d.event_id where d.partner_id = %s order by 1",
        ingest.partner_id,
    )
    fleets: list[tuple[str, UUID]] = [(row["event_name"], row["fleet_id"]) for row in delivered]
    mine = ingest.origin.fleet_id
    assert fleets == [("trailer_location.modified", mine), ("vehicle.removed", mine)]


@pytest.mark.parametrize("count", [3, FEWEST_COPIED + 3], ids=["merged", "copied"])
async def test_the_events_of_a_page_belong_to_the_trace_of_its_run(own: Database, keyring: Keyring, count: int) -> None:
    ingest, trace = await new_ingest(own, keyring), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    ingest.origin = replace(ingest.origin, trace_parent=trace)
    place = TrailerLocationFields(source_trailer_id="t-1", location=Point.at(10.0, 50.0))
    await ingest.page(TRAILER_LOCATION, incoming(TRAILER_LOCATION, [place] * count))
    assert sum(len(event["data"]) for event in await ingest.events()) == count
    async with own.connection() as db:
        found = await (await db.execute("select distinct trace_parent from event")).fetchall()
    assert found == [{"trace_parent": trace}]


async def test_records_of_one_batch_of_writes_have_one_statement_and_keep_their_traces(
    own: Database, keyring: Keyring
) -> None:
    ingest = await new_ingest(own, keyring)
    readers = (Audience(ingest.partner_id, ingest.fleet_ref), Audience(ingest.partner_id, "private", is_private=True))
    traces = {f"user:{number}": f"00-{number:032x}-00f067aa0ba902b7-01" for number in range(1, 6)}
    written = [
        service.WrittenRecord(
            USER,
            replace(ingest.origin, trace_parent=trace),
            IncomingRecord(source_id=name, fields=USER.fields_model(username=name).stored(), source_data={"id": name}),
            readers,
        )
        for name, trace in traces.items()
    ]

    async with own.transaction() as db:
        await service.store_written(db, written)

    assert await ingest.events() != []
    events = await ingest.rows("select data, trace_parent from event where partner_id = %s", ingest.partner_id)
    assert len(events) == 2 * len(written)
    assert {each["data"]["username"]: each["trace_parent"] for each in events} == traces
    # A statement has one time.
    assert await ingest.rows("select count(distinct created_at) as statements from record_user") == [{"statements": 1}]
