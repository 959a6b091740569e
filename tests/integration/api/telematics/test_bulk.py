"""Whole lists as one stream."""

import csv
import io
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pyarrow.parquet
import pytest
from tests.conftest import Api, HubAnswer, PartnerFixture, eventually
from tests.integration.conftest import Connected

from gladhand.api.telematics.bulk import stream
from gladhand.core.db import Database
from gladhand.core.time_window import TimeWindow
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.incoming import IncomingRecord
from gladhand.records.service import ingest_page
from gladhand.resources.user import USER

USERS = "/v2/telematics/users"
CSV = {"Accept": "text/csv"}
PARQUET = {"Accept": "application/vnd.apache.parquet"}


@pytest.fixture
async def two_fleets(connect: Callable[..., Awaitable[Connected]]) -> list[Connected]:
    fleets = [await connect(), await connect()]
    for fleet in fleets:
        for name in ("Ann", "Bob, Jr.", "Zoë"):
            await fleet.created(first_name=name, username=name[:3])
    return fleets


def rows(answer: HubAnswer) -> list[dict[str, str]]:
    assert answer.status == 200, answer.body
    return list(csv.DictReader(io.StringIO(answer.body, newline="")))


async def test_a_list_is_one_stream_of_csv(two_fleets: list[Connected]) -> None:
    api = two_fleets[0].api
    answer = await api.get(USERS, headers=CSV)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    found, pages = rows(answer), (await api.get(USERS)).body["items"]
    assert list(found[0]) == list(USER.record_model.model_fields)
    assert len(found) == 6
    by_id = {row["id"]: row for row in found}
    for item in pages:
        row = by_id[item["id"]]
        assert {name: row[name] for name in ("first_name", "fleet_ref", "created_at", "source_data")} == {
            **{name: item[name] for name in ("first_name", "fleet_ref", "created_at")},
            "source_data": "{}",
        }
    assert [row["fleet_id"] for row in found] == sorted(row["fleet_id"] for row in found)


async def test_the_filters_of_the_list_hold(two_fleets: list[Connected]) -> None:
    first, second = two_fleets
    found = rows(await first.api.get(f"{USERS}?fleet_refs={second.fleet_ref}&include_source_data=true", headers=CSV))
    assert {row["fleet_ref"] for row in found} == {second.fleet_ref}
    assert {row["first_name"] for row in found} == {"Ann", "Bob, Jr.", "Zoë"}
    assert all(row["source_data"] != "{}" for row in found)


async def test_nobody_else_sees_anything(two_fleets: list[Connected], make_partner: Any, anyone: Api) -> None:
    assert two_fleets
    stranger = anyone.with_token((await make_partner()).token)
    assert rows(await stranger.get(USERS, headers=CSV)) == []
    assert (await anyone.get(USERS, headers=CSV)).status == 401


async def test_a_list_is_one_file_of_parquet(two_fleets: list[Connected]) -> None:
    api = two_fleets[0].api
    headers = PARQUET | {"Authorization": f"Bearer {api.token}"}
    async with api.session.get(api.url + USERS, headers=headers) as answer:
        assert (answer.status, answer.content_type) == (200, PARQUET["Accept"])
        table = pyarrow.parquet.read_table(io.BytesIO(await answer.read()))
    assert table.column_names == list(USER.record_model.model_fields)
    assert sorted(table["first_name"].to_pylist()) == ["Ann", "Ann", "Bob, Jr.", "Bob, Jr.", "Zoë", "Zoë"]
    assert str(table.schema.field("created_at").type) == "timestamp[us, tz=UTC]"


async def test_parameters_of_pages_are_refused(api: Api) -> None:
    for parameter in ("cursor=abc", "sort_by=username", "sort_order=desc"):
        answer = await api.get(f"{USERS}?{parameter}", headers=CSV)
        assert answer.status == 422
        assert "CSV and Parquet have a fixed order" in answer.body["detail"][0]["message"]


async def test_many_pages_are_one_stream(
    two_fleets: list[Connected], database: Database, partner: PartnerFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_PAGE", 2)
    found = stream.pages(database, partner.id, USER, filters=RecordFilter(), with_source_data=False)
    pages = [[row["fleet_id"] for row in page] async for page in found]
    first, second = sorted(str(fleet.fleet_id) for fleet in two_fleets)
    assert pages == [[first, first], [first], [second, second], [second]]


async def test_a_partner_reads_four_streams_at_a_time(
    connected: Connected, database: Database, make_partner: Any, anyone: Api
) -> None:
    """Each stream is larger than the buffers on the way, so it has not ended while nobody reads it."""
    await _fill(database, connected)
    api = connected.api
    headers = CSV | {"Authorization": f"Bearer {api.token}"}
    url = f"{api.url}{USERS}?include_source_data=true"
    async with AsyncExitStack() as stack:
        begun = [await stack.enter_async_context(api.session.get(url, headers=headers)) for _ in range(4)]
        refused = await api.get(USERS, headers=CSV)
        assert (refused.status, refused.headers["Retry-After"]) == (429, "10")
        assert (await anyone.with_token((await make_partner()).token).get(USERS, headers=CSV)).status == 200
        assert (await api.get(f"{USERS}?size=1")).status == 200
        assert [each.status for each in begun] == [200] * 4
        begun[0].close()

        async def is_taken_again() -> bool:
            return (await api.get(f"{USERS}?source_ids=none", headers=CSV)).status == 200

        await eventually(is_taken_again, "the end of a stream whose client has gone")


async def _fill(database: Database, connected: Connected) -> None:
    """20 MB of users."""
    data = {"text": "x" * 10_000}
    records = [IncomingRecord(source_id=f"u-{number}", fields={}, source_data=data) for number in range(2_000)]
    async with database.transaction() as db:
        await ingest_page(db, USER, connected.origin, records=records, audience=())


async def test_changes_are_one_stream_in_their_order(
    two_fleets: list[Connected], database: Database, partner: PartnerFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_PAGE", 2)
    async with database.connection() as db:
        # Of both fleets in turn, and long enough ago that no transaction can still change it.
        changed = await db.execute(
            """
            with turn as (
              select id, row_number() over (partition by fleet_id order by id) * 2
                + dense_rank() over (order by fleet_id) as n
              from record_user where fleet_id = any (%s)
            )
            update record_user r set updated_at = now() - interval '1 hour' + turn.n * interval '1 minute'
            from turn where turn.id = r.id returning r.id, r.updated_at
            """,
            ([fleet.fleet_id for fleet in two_fleets],),
        )
        expected = [str(row["id"]) for row in sorted(await changed.fetchall(), key=lambda row: row["updated_at"])]
        since = (await (await db.execute("select now() - interval '56 minutes 30 seconds' as at")).fetchone() or {})[
            "at"
        ]
    filters = RecordFilter(changed=TimeWindow(since))
    found = stream.pages(database, partner.id, USER, filters=filters, with_source_data=False)
    ids = [row["id"] async for page in found for row in page]
    assert ids == expected[1:]
    answer = await two_fleets[0].api.get(USERS, params={"updated_from": since.isoformat()}, headers=CSV)
    assert [row["id"] for row in rows(answer)] == ids


async def test_a_stream_may_have_the_history_of_all_vehicles(api: Api) -> None:
    history = "/v2/telematics/vehicle-locations?only_latest=false"
    assert (await api.get(history)).status == 422
    assert rows(await api.get(history, headers=CSV)) == []
    wide = f"{history}&from_datetime=2026-01-01&to_datetime=2026-03-01"
    assert (await api.get(wide, headers=CSV)).status == 422
