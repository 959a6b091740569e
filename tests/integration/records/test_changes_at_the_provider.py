"""What providers do to records between two readings: sign links again, edit, replace, and remove them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.integration.records.conftest import Ingest
from tests.integration.records.timelines import POSITION, TODAY, noon, position

from gladhand.core.ids import record_id
from gladhand.core.time_window import TimeWindow
from gladhand.notifications.events.reader_queries import upsert_reader
from gladhand.records import service
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.incoming import IncomingRecord, IngestResult
from gladhand.records.ingest_queries import Audience
from gladhand.records.last_change_queries import find_last_change
from gladhand.records.stored_queries import stream_stored
from gladhand.records.walks import Walk, WalkOutcome, finish_walk, finish_window
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.registry import REGISTRY
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE

NOON = noon(TODAY)


def vehicle(source_id: str, source_data: dict[str, Any] | None = None, **fields: Any) -> IncomingRecord:
    return IncomingRecord(
        source_id=source_id, fields=VEHICLE.fields_model(**fields).stored(), source_data=source_data or {}
    )


async def names(ingest: Ingest) -> list[str]:
    return [event["event_name"] for event in await ingest.events()]


async def walk(ingest: Ingest, *pages: list[IncomingRecord]) -> WalkOutcome:
    """A complete walk over the vehicles of the connection."""
    seen = Walk(started_at=datetime.now(UTC) + timedelta(hours=1))
    audience = [Audience(ingest.partner_id, "mine")]
    async with ingest.database.transaction() as db:
        for page in pages:
            seen.add(await service.ingest_page(db, VEHICLE, ingest.origin, records=page, audience=audience))
        return await finish_walk(db, VEHICLE, ingest.origin, seen, audience=audience)


async def test_a_link_that_is_signed_anew_is_no_change(ingest: Ingest) -> None:
    def signed(signature: str, note: str = "seen") -> IncomingRecord:
        link = f"https://media.example/1.jpg?X-Amz-Expires=60&X-Amz-Signature={signature}"
        return vehicle("v-1", {"photos": [{"url": link}]}, notes=f"{note} {link}", vehicle_groups={"photo": link})

    assert await ingest.page(VEHICLE, [signed("aa")]) == [IngestResult.ADDED]
    (before,) = await ingest.rows("select xmin, * from record_vehicle where fleet_id = %s", ingest.origin.fleet_id)
    assert await ingest.page(VEHICLE, [signed("bb")]) == [IngestResult.UNCHANGED]
    assert await ingest.rows("select xmin, * from record_vehicle where fleet_id = %s", ingest.origin.fleet_id) == [
        before
    ]
    assert await ingest.page(VEHICLE, [signed("bb", note="read")]) == [IngestResult.MODIFIED]
    other = vehicle("v-1", {"photos": [{"url": "https://media.example/1.jpg?size=2"}]})
    assert await ingest.page(VEHICLE, [other]) == [IngestResult.MODIFIED]


async def test_when_a_shift_ends_is_kept_until_the_row_changes(ingest: Ingest) -> None:
    def clocks(status: str, left: int) -> IncomingRecord:
        duty = DutyStatusCodeEnum(status)
        fields = HOS_AVAILABILITY.fields_model(duty_status_code=duty, available_shift_seconds=left)
        return IncomingRecord(source_id="c-1", fields=fields.stored(), source_data={"status": status, "left": left})

    async def end() -> str | None:
        [listed] = await ingest.list_(HOS_AVAILABILITY)
        found: str | None = listed["shift_ends_at"]
        return found

    assert await ingest.page(HOS_AVAILABILITY, [clocks("ON", 36_000)]) == [IngestResult.ADDED]
    first = await end()
    assert first is not None
    assert datetime.fromisoformat(first) > datetime.now(UTC) + timedelta(hours=9)
    # Read again, as much is left later: that is no change.
    assert await ingest.page(HOS_AVAILABILITY, [clocks("ON", 36_000)]) == [IngestResult.UNCHANGED]
    assert await end() == first
    assert await ingest.page(HOS_AVAILABILITY, [clocks("D", 3_600)]) == [IngestResult.MODIFIED]
    assert (later := await end()) is not None
    assert later < first
    assert await ingest.page(HOS_AVAILABILITY, [clocks("OFF", 3_600)]) == [IngestResult.MODIFIED]
    assert await end() is None


async def test_a_shift_of_a_row_that_is_mapped_again_ends_from_when_it_was_read(ingest: Ingest) -> None:
    row = IncomingRecord(source_id="c-1", fields={"available_shift_seconds": 3_600}, source_data={"left": 3_600})
    await ingest.page(HOS_AVAILABILITY, [row])
    async with ingest.database.transaction() as db:
        streamed = stream_stored(db, HOS_AVAILABILITY, ingest.origin, TimeWindow(None), [])
        [stored] = [each async for some in streamed for each in some]
    assert stored.as_of is not None
    again = replace(row, as_of=stored.as_of)
    assert await ingest.page(HOS_AVAILABILITY, [again]) == [IngestResult.UNCHANGED]
    mapped = replace(row, fields={**row.fields, "duty_status_code": "D"}, as_of=stored.as_of - timedelta(hours=2))
    assert await ingest.page(HOS_AVAILABILITY, [mapped]) == [IngestResult.MODIFIED]
    (after,) = await ingest.list_(HOS_AVAILABILITY)
    ends = datetime.fromisoformat(after["shift_ends_at"])
    assert ends == (stored.as_of - timedelta(hours=1)).replace(microsecond=0)
    other = replace(mapped, fields={**mapped.fields, "shift_ends_at": "2026-01-06T12:00:00Z"})
    assert await ingest.page(HOS_AVAILABILITY, [other]) == [IngestResult.MODIFIED]
    assert await ingest.page(HOS_AVAILABILITY, [other]) == [IngestResult.UNCHANGED]


@pytest.mark.parametrize("size", [3, 250])
async def test_unchanged_rows_are_neither_written_nor_locked(ingest: Ingest, size: int) -> None:
    page = [vehicle(f"v-{number}", {"n": number}, vehicle_name=f"Unit {number}") for number in range(size)]
    await ingest.page(VEHICLE, page)
    before = await ingest.rows("select id, xmin, xmax, ctid from record_vehicle order by id")
    page[1] = vehicle("v-1", {"n": 1}, vehicle_name="Unit 1", notes="\0")
    results = await ingest.page(VEHICLE, page)
    assert [index for index, result in enumerate(results) if result is not IngestResult.UNCHANGED] == [1]
    after = await ingest.rows("select id, xmin, xmax, ctid from record_vehicle order by id")
    changed = record_id(ingest.origin.connection_id, "vehicle", "v-1")
    assert [row for row in after if row["id"] != changed] == [row for row in before if row["id"] != changed]
    assert await ingest.count(VEHICLE) == size


async def test_what_two_complete_walks_have_not_seen_is_removed(ingest: Ingest) -> None:
    fleet = [vehicle(f"v-{number}") for number in range(5)]
    assert await walk(ingest, fleet[:3], fleet[3:]) == WalkOutcome(5)
    assert await walk(ingest, fleet[:4]) == WalkOutcome(4, absent=1)
    # Seen again, it counts from the beginning.
    assert await walk(ingest, fleet) == WalkOutcome(5)
    assert await walk(ingest, fleet[:4]) == WalkOutcome(4, absent=1)
    assert await walk(ingest, fleet[:3]) == WalkOutcome(3, removed=1, absent=1)
    removed = [row["source_id"] for row in await ingest.list_(VEHICLE) if row["deleted_at"] is not None]
    assert removed == ["v-4"]
    assert await ingest.page(VEHICLE, [fleet[4]]) == [IngestResult.ADDED]
    assert (await names(ingest))[-1] == "vehicle.added"
    assert await ingest.count(VEHICLE) == 5


async def test_a_walk_that_sees_less_than_half_removes_nothing_until_it_is_confirmed(ingest: Ingest) -> None:
    fleet = [vehicle(f"v-{number}") for number in range(10)]
    await walk(ingest, fleet)
    assert await walk(ingest, fleet[:4]) == WalkOutcome(4, is_short=True)
    assert await walk(ingest, fleet[:4]) == WalkOutcome(4, absent=6)
    assert await walk(ingest, fleet[:4]) == WalkOutcome(4, removed=6)


async def test_records_made_during_a_walk_are_not_absent_from_it(ingest: Ingest) -> None:
    seen = Walk(started_at=datetime.now(UTC) - timedelta(hours=1))
    await ingest.page(VEHICLE, [vehicle("v-1")])
    async with ingest.database.transaction() as db:
        assert await finish_walk(db, VEHICLE, ingest.origin, seen, audience=[]) == WalkOutcome(0)


async def test_a_removal_is_told_with_the_header_alone_and_once(ingest: Ingest) -> None:
    await ingest.page(VEHICLE, [vehicle("v-1", vehicle_name="Unit 1"), vehicle("v-2")])
    audience = [Audience(ingest.partner_id, "mine")]
    for expected in (1, 0):
        async with ingest.database.transaction() as db:
            count = await service.remove_records(
                db, VEHICLE, ingest.origin, source_ids=["v-1", "never seen"], audience=audience
            )
        assert count == expected
    removed = (await ingest.events())[-1]
    assert removed["event_name"] == "vehicle.removed"
    assert (removed["data"]["source_id"], removed["data"]["fleet_ref"]) == ("v-1", "mine")
    assert removed["data"]["deleted_at"] is not None
    assert "vehicle_name" not in removed["data"]


@pytest.mark.usefixtures("timeline")
async def test_what_two_walks_over_its_window_have_not_seen_is_removed(ingest: Ingest) -> None:
    rows = [position(f"p-{number}", NOON + timedelta(minutes=number)) for number in range(10)]
    before = position("before", NOON - timedelta(seconds=1))
    await ingest.page(POSITION, [*rows, before])
    hour = TimeWindow(NOON, NOON + timedelta(hours=1))

    async def seen(page: list[IncomingRecord], window: TimeWindow = hour) -> WalkOutcome:
        walk, audience = Walk(started_at=datetime.now(UTC) + timedelta(hours=1)), [Audience(ingest.partner_id, "mine")]
        async with ingest.database.transaction() as db:
            walk.add(await service.ingest_page(db, POSITION, ingest.origin, records=page, audience=audience))
            return await finish_window(db, POSITION, ingest.origin, walk, window=window, audience=audience)

    assert await seen(rows[:8]) == WalkOutcome(8, absent=2)
    # Seen again, even beside the window, it counts from the beginning.
    assert await seen([rows[8]], TimeWindow(NOON + timedelta(hours=2), NOON + timedelta(hours=3))) == WalkOutcome(1)
    assert await seen(rows[:8]) == WalkOutcome(8, removed=1, absent=1)
    # A shorter window says nothing of what lies behind it.
    assert await seen(rows[:5], TimeWindow(NOON, NOON + timedelta(minutes=5))) == WalkOutcome(5)
    # Most of what is there is gone all at once: one walk more has to confirm it.
    assert await seen(rows[:2]) == WalkOutcome(2, absent=7)
    assert await seen(rows[:2]) == WalkOutcome(2, removed=1, absent=6)
    assert await seen(rows[:2]) == WalkOutcome(2, removed=6)
    there = {row["source_id"] for row in await ingest.list_(POSITION) if row["deleted_at"] is None}
    assert there == {"p-0", "p-1", "before"}
    assert (await names(ingest)).count("location_segment.removed") == 3
    assert await ingest.page(POSITION, [rows[9]]) == [IngestResult.ADDED]
    assert await ingest.rows("select from record_absence where fleet_id = %s", ingest.origin.fleet_id) == []


@pytest.mark.usefixtures("timeline")
async def test_rows_without_a_stable_id_are_replaced_for_one_vehicle_and_window(ingest: Ingest) -> None:
    def rows(*minutes: int, vehicle_id: str = "v-1") -> list[IncomingRecord]:
        return [
            position(f"{vehicle_id}|{each}", NOON + timedelta(minutes=each), source_vehicle_id=vehicle_id)
            for each in minutes
        ]

    await ingest.page(POSITION, [*rows(0, 10, 20, 90), *rows(10, vehicle_id="v-2")])
    async with ingest.database.transaction() as db:
        outcome = await service.replace_rows(
            db,
            POSITION,
            ingest.origin,
            window=TimeWindow(NOON, NOON + timedelta(hours=1)),
            records=rows(0, 12, 24),
            audience=[Audience(ingest.partner_id, "mine")],
            parent=("vehicle_id", "v-1"),
        )
    assert [outcome.count(result) for result in (IngestResult.ADDED, IngestResult.UNCHANGED)] == [2, 1]
    assert outcome.removed == 2
    there = {row["source_id"] for row in await ingest.list_(POSITION) if row["deleted_at"] is None}
    assert there == {"v-1|0", "v-1|12", "v-1|24", "v-1|90", "v-2|10"}
    assert await names(ingest) == ["location_segment.added", "location_segment.added", "location_segment.removed"]


@pytest.mark.usefixtures("timeline")
@pytest.mark.parametrize("size", [4, 200])
async def test_a_late_row_never_becomes_the_newest_one(ingest: Ingest, size: int) -> None:
    page = [position(f"p-{n}", NOON + timedelta(seconds=n), source_vehicle_id=f"v-{n % 2}") for n in range(size)]
    await ingest.page(POSITION, page[size // 2 :])
    await ingest.page(POSITION, page[: size // 2])
    latest = "select source_vehicle_id, source_id from record_location_segment_latest order by 1"

    async def newest() -> list[tuple[str, str]]:
        return [(row["source_vehicle_id"], row["source_id"]) for row in await ingest.rows(latest)]

    assert await newest() == [("v-0", f"p-{size - 2}"), ("v-1", f"p-{size - 1}")]
    faster = position(f"p-{size - 1}", NOON + timedelta(seconds=size - 1), source_vehicle_id="v-1", speed=9.5)
    assert await ingest.page(POSITION, [faster]) == [IngestResult.MODIFIED]
    (row,) = await ingest.rows("select speed from record_location_segment_latest where source_vehicle_id = 'v-1'")
    assert row["speed"] == 9.5


@pytest.mark.usefixtures("timeline")
@pytest.mark.parametrize("is_stored", [True, False])
async def test_the_newest_row_that_is_removed_gives_way_to_the_one_before_it(
    ingest: Ingest, *, is_stored: bool
) -> None:
    if is_stored:
        await ingest.page(VEHICLE, [vehicle("v-1")])
    page = [position(f"p-{n}", NOON + timedelta(seconds=n), source_vehicle_id="v-1") for n in range(3)]
    await ingest.page(POSITION, page)
    async with ingest.database.transaction() as db:
        await service.remove_records(db, POSITION, ingest.origin, source_ids=["p-2", "p-0"], audience=())
    rows = await ingest.rows(
        "select source_id from record_location_segment_latest where fleet_id = %s", ingest.origin.fleet_id
    )
    assert [row["source_id"] for row in rows] == ["p-1"]


@pytest.mark.usefixtures("timeline")
async def test_rows_get_a_vehicle_that_arrives_after_them(ingest: Ingest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gladhand.records.parents.REGISTRY", {**REGISTRY, POSITION.name: POSITION})
    moments = [NOON - timedelta(days=day) for day in range(3)]
    page = [position(f"p-{n}", moment, source_vehicle_id="v-1") for n, moment in enumerate(moments)]
    await ingest.page(POSITION, [*page, position("other", NOON, source_vehicle_id="v-2")])
    assert {row["vehicle_id"] for row in await ingest.list_(POSITION)} == {None}
    await ingest.page(VEHICLE, [vehicle("v-1")])
    id_ = str(record_id(ingest.origin.connection_id, "vehicle", "v-1"))
    stored = {row["source_id"]: row["vehicle_id"] for row in await ingest.list_(POSITION)}
    assert stored == {"p-0": id_, "p-1": id_, "p-2": id_, "other": None}
    (row,) = await ingest.rows("select vehicle_id from record_location_segment_latest where source_vehicle_id = 'v-1'")
    assert str(row["vehicle_id"]) == id_
    assert (await names(ingest))[-1] == "location_segment.modified"
    missing = "select source_id from record_missing_parent where fleet_id = %s"
    assert [row["source_id"] for row in await ingest.rows(missing, ingest.origin.fleet_id)] == ["v-2"]
    # What the provider says again is what is stored.
    assert set(await ingest.page(POSITION, page)) == {IngestResult.UNCHANGED}


async def test_the_newest_row_stays_while_its_driver_is_not_stored(ingest: Ingest) -> None:
    def association(source_id: str, hours: int, *, is_primary: bool = True) -> IncomingRecord:
        fields = {"source_driver_id": "d-1", "source_vehicle_id": "v-1", "is_primary_driver": is_primary}
        return IncomingRecord(
            source_id=source_id, fields=fields, source_data=fields, occurred_at=NOON + timedelta(hours=hours)
        )

    async def newest() -> list[tuple[Any, ...]]:
        latest = await ingest.list_(DRIVER_VEHICLE_ASSOCIATION, RecordFilter(is_latest=True))
        return [(row["source_id"], row["is_primary_driver"], row["driver_id"]) for row in latest]

    await ingest.page(DRIVER_VEHICLE_ASSOCIATION, [association("a-1", 1), association("a-2", 2)])
    modified = association("a-2", 2, is_primary=False)
    assert await ingest.page(DRIVER_VEHICLE_ASSOCIATION, [modified]) == [IngestResult.MODIFIED]
    assert await newest() == [("a-2", False, None)]
    # The newest one has moved back in time; the other is the newest now.
    await ingest.page(DRIVER_VEHICLE_ASSOCIATION, [association("a-2", 0)])
    assert await newest() == [("a-1", True, None)]
    await ingest.page(USER, [IncomingRecord(source_id="d-1", fields={}, source_data={})])
    assert await newest() == [("a-1", True, str(record_id(ingest.origin.connection_id, "user", "d-1")))]


@pytest.mark.usefixtures("timeline")
@pytest.mark.parametrize("size", [2, 120])
async def test_the_provider_s_row_is_answered_from_its_page(ingest: Ingest, size: int) -> None:
    def page(word: str) -> list[IncomingRecord]:
        moments = [NOON + timedelta(seconds=n) for n in range(size)]
        return [
            replace(position(f"p-{n}", moment), source_data={"n": n, word: "é{}"}) for n, moment in enumerate(moments)
        ]

    await ingest.page(POSITION, page("first"))
    (changed,) = page("again")[1:2]
    await ingest.page(POSITION, [*page("first")[:1], changed])
    listed = await ingest.list_(POSITION)
    assert [row["source_data"] for row in listed] == [
        {"n": n, "again" if n == 1 else "first": "é{}"} for n in range(size)
    ]
    assert {(row["connection_id"], row["tsp_slug"]) for row in listed} == {
        (str(ingest.origin.connection_id), ingest.origin.tsp_slug)
    }
    await ingest.rows("delete from record_raw where fleet_id = %s returning 1", ingest.origin.fleet_id)
    assert {str(row["source_data"]) for row in await ingest.list_(POSITION)} == {"{}"}


@pytest.mark.usefixtures("timeline")
async def test_totals_of_windows_are_exact_to_the_microsecond(ingest: Ingest) -> None:
    begin = NOON - timedelta(days=4)
    moments = [begin + timedelta(hours=5 * n, microseconds=n) for n in range(20)]
    await ingest.page(POSITION, [position(f"p-{n}", moment) for n, moment in enumerate(moments)])
    other = await ingest.another_fleet()
    await other.page(POSITION, [position("p", moments[3])])
    ends = [None, *moments, NOON.replace(hour=0), begin + timedelta(days=1), begin.replace(hour=0)]
    for since in ends:
        for until in ends:
            if since is None or until is None or since < until:
                inside = [m for m in [*moments, moments[3]] if (not since or m >= since) and (not until or m < until)]
                window = TimeWindow(since, until)
                assert await ingest.count(POSITION, RecordFilter(window=window)) == len(inside), window
                of_connection = RecordFilter(window=window, connection_id=other.origin.connection_id)
                assert await ingest.count(POSITION, of_connection) == (moments[3] in inside)


async def test_changes_are_listed_in_their_order_with_what_is_gone(ingest: Ingest) -> None:
    await ingest.page(VEHICLE, [vehicle(f"v-{number}") for number in range(3)])
    async with ingest.database.transaction() as db:
        await service.remove_records(db, VEHICLE, ingest.origin, source_ids=["v-0"], audience=[])
    await ingest.page(VEHICLE, [vehicle("v-2", notes="new")])
    listed = await ingest.list_(VEHICLE, sort_by="updated_at")
    assert [(row["source_id"], row["deleted_at"] is None) for row in listed] == [
        ("v-1", True),
        ("v-0", False),
        ("v-2", True),
    ]
    since = datetime.fromisoformat(listed[1]["updated_at"])
    changed = RecordFilter(changed=TimeWindow(since))
    assert [row["source_id"] for row in await ingest.list_(VEHICLE, changed, sort_by="updated_at")] == ["v-0", "v-2"]
    assert await ingest.count(VEHICLE, changed) == 2
    async with ingest.database.transaction() as writing, ingest.database.connection() as db:
        await writing.execute("select pg_current_xact_id()")
        begun = await (await writing.execute("select now() as moment")).fetchone()
        assert begun is not None
        assert await find_last_change(db, ingest.partner_id, VEHICLE, changed) <= begun["moment"]


@pytest.mark.usefixtures("timeline")
async def test_events_of_dated_rows_are_stored_for_who_reads_them(ingest: Ingest) -> None:
    async def told(source_id: str) -> int:
        await ingest.page(POSITION, [position(source_id, NOON)])
        return len(await ingest.events())

    assert await told("p-1") == 1
    await ingest.rows("delete from feed_reader where partner_id = %s returning 1", ingest.partner_id)
    assert await told("p-2") == 1
    async with ingest.database.connection() as db:
        await upsert_reader(db, ingest.partner_id)
        await upsert_reader(db, ingest.partner_id)
    assert await told("p-3") == 2
