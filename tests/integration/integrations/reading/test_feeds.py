"""A feed brings its history first. Real database, an adapter that answers from a list."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.integration.integrations.reading.scripted import SIMULATOR, ScriptedSchedule
from tests.integration.records.conftest import new_ingest
from tests.own_installation import database_url

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.integrations.schedules import service
from gladhand.integrations.schedules.schemas import ScheduleUpdate
from gladhand.resources.vehicle_location import VEHICLE_LOCATION, VehicleLocationFields
from gladhand.sdk.errors import CursorLost
from gladhand.sdk.reading import FEED, Batch, Read, Slice, State
from gladhand.sdk.records import Record

# A worker would read the connections.
__all__ = ["database_url"]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class ArrivedPositions:
    """Positions in the order in which they arrived. Its cursor is the number of the next one."""

    positions: list[datetime]
    asked: list[tuple[State, datetime | None]] = field(default_factory=list)
    broken_at: int | None = None
    """The number of the position before which it loses its cursor."""
    empty_pages: int = 0
    """How many it gives out before the worker stops; there are always more."""
    stops_at: int | None = None
    """The number of the position with which the worker stops."""
    hangs_at: int | None = None
    """The number of the position that never comes."""
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    hanging: asyncio.Event = field(default_factory=asyncio.Event)


async def _fetch(adapter: Any, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    feed: ArrivedPositions = adapter.options["answers"]
    feed.asked.append((part.state, part.start))
    begin = part.state.get("next", 0)
    for number in range(feed.empty_pages):
        if number + 1 == feed.empty_pages:
            feed.stopping.set()
        yield Batch([], state={"next": begin, "page": number})
    for number, moment in enumerate(feed.positions[begin:], start=begin):
        if number == feed.broken_at:
            raise CursorLost("Too old.")
        if number == feed.stops_at:
            feed.stopping.set()
        if number == feed.hangs_at:
            feed.hanging.set()
            await asyncio.Event().wait()
        # Without a cursor, the feed begins at a time.
        if part.state or part.start is None or moment >= part.start:
            fields = VehicleLocationFields.model_validate(
                {"source_vehicle_id": "a", "location": {"type": "Point", "coordinates": [-97.0, 30.0]}}
            )
            row = Record(source_id=f"{moment:%d%H%M}", source_data={}, fields=fields, occurred_at=moment)
            yield Batch([row], state={"next": number + 1})


class OneFeed(SIMULATOR):  # type: ignore[misc,valid-type]  # the registry finds it
    reads = (Read(VEHICLE_LOCATION, _fetch, mode=FEED, every=DAY, backfill=DAY, lookback=HOUR, shows=()),)
    writes = ()


@pytest.fixture
async def feed() -> ArrivedPositions:
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    # Of such days the pages themselves create the partitions.
    return ArrivedPositions([now - each * DAY for each in (24, 23, 22, 21, 20)])


@pytest.fixture
async def schedule(
    feed: ArrivedPositions, database: Database, keyring: Keyring, make_connection: Callable[..., Awaitable[Any]]
) -> ScriptedSchedule:
    ingest = await new_ingest(database, keyring)
    found: ScriptedSchedule = await ScriptedSchedule.add(
        ingest, await make_connection(ingest), OneFeed, feed, history=21.5 * DAY
    )
    return found


async def test_history_of_a_feed_begins_where_the_schedule_says_and_is_complete_when_it_has_caught_up(
    feed: ArrivedPositions, schedule: ScriptedSchedule
) -> None:
    begin = (await schedule.schedule())["history_from"]
    assert not (await schedule.shown())["history"]["is_complete"]

    await schedule.run()

    assert feed.asked == [({}, begin)]
    history = (await schedule.shown())["history"]
    assert (history["is_complete"], history["records"]) == (True, 2)
    assert history["read_from_datetime"] == history["from_datetime"]
    await schedule.run()
    assert feed.asked[1:] == [({"next": 5}, feed.positions[-1] - HOUR)]
    assert (await schedule.shown())["history"]["records"] == 2


async def test_a_feed_that_is_catching_up_shows_how_much_it_has_read_and_when_it_will_end(
    feed: ArrivedPositions, schedule: ScriptedSchedule
) -> None:
    feed.stops_at = 3

    await schedule.run(feed.stopping)

    history = (await schedule.shown())["history"]
    assert (history["is_complete"], history["read_from_datetime"], history["records"]) == (False, None, 1)
    assert datetime.fromisoformat(history["expected_end_at"]) > datetime.now(UTC)


async def test_a_worker_that_dies_has_counted_the_history_that_it_has_stored(
    feed: ArrivedPositions, schedule: ScriptedSchedule
) -> None:
    feed.hangs_at = 4
    running = asyncio.create_task(schedule.run())
    await feed.hanging.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert (await schedule.shown())["history"]["records"] == 1


async def test_the_end_of_more_history_is_expected_by_the_speed_since_it_was_asked_for(
    schedule: ScriptedSchedule,
) -> None:
    await schedule.run()
    mine, ingest = await schedule.schedule(), schedule.ingest
    async with ingest.database.transaction() as db:
        further = ScheduleUpdate(history_from_datetime=mine["history_until"] - 2 * DAY)
        await service.update(db, mine["fleet_id"], mine["connection_id"], mine["id"], further)
    assert (await schedule.shown())["history"]["expected_end_at"] is None

    await ingest.rows(
        """
        update schedule set created_at = now() - interval '30 days', history_asked_at = now() - interval '1 hour',
          history_until = history_until - interval '1 day'
        where fleet_id = %s and id = %s returning id
        """,
        mine["fleet_id"],
        mine["id"],
    )

    expected = datetime.fromisoformat((await schedule.shown())["history"]["expected_end_at"])
    assert HOUR < expected - mine["updated_at"] < DAY


async def test_a_history_that_stands_still_has_no_end_and_does_not_break_its_schedule(
    schedule: ScriptedSchedule,
) -> None:
    await schedule.run()
    mine = await schedule.schedule()
    await schedule.ingest.rows(
        """
        update schedule set created_at = now() - interval '1 year', history_asked_until = null,
          history_until = now() - interval '1 year 1 second', history_from = now() - interval '1 year 30 days'
        where fleet_id = %s and id = %s returning id
        """,
        mine["fleet_id"],
        mine["id"],
    )

    history = (await schedule.shown())["history"]
    assert (history["is_complete"], history["expected_end_at"]) == (False, None)


async def test_a_cursor_that_is_lost_before_the_feed_has_caught_up_costs_no_history(
    feed: ArrivedPositions, schedule: ScriptedSchedule
) -> None:
    begin, feed.broken_at = (await schedule.schedule())["history_from"], 4
    assert (await schedule.run())["status"] == "failed"
    assert not (await schedule.shown())["history"]["is_complete"]

    feed.broken_at = None
    assert (await schedule.run())["counts"] == {"unchanged": 1, "added": 1}

    assert feed.asked == [({}, begin), ({}, begin)]


async def test_a_cursor_that_is_lost_later_leads_back_to_the_newest_record(
    feed: ArrivedPositions, schedule: ScriptedSchedule
) -> None:
    await schedule.run()
    feed.positions.append(feed.positions[-1] + HOUR)
    feed.broken_at = 5
    assert (await schedule.run())["status"] == "failed"

    feed.broken_at = None
    await schedule.run()

    assert feed.asked[-1] == ({}, feed.positions[4] - HOUR)


async def test_history_that_is_wanted_from_further_back_is_read(
    feed: ArrivedPositions, schedule: ScriptedSchedule
) -> None:
    await schedule.run()
    mine, begin = await schedule.schedule(), feed.positions[0] - HOUR
    await schedule.ingest.rows(
        "update schedule set history_from = %s where fleet_id = %s and id = %s returning id",
        begin,
        mine["fleet_id"],
        mine["id"],
    )
    assert not (await schedule.shown())["history"]["is_complete"]

    assert (await schedule.run())["counts"] == {"added": 3, "unchanged": 2}

    assert feed.asked[-1] == ({}, begin)
    assert (await schedule.shown())["history"]["is_complete"]
    await schedule.run()
    assert feed.asked[-1] == ({"next": 5}, feed.positions[-1] - HOUR)


async def test_pages_without_records_and_without_an_end_are_noted_on_the_execution(
    feed: ArrivedPositions, schedule: ScriptedSchedule
) -> None:
    feed.empty_pages = 19
    assert (await schedule.run(feed.stopping))["counts"] == {}

    feed.empty_pages = 20
    feed.stopping.clear()
    execution = await schedule.run(feed.stopping)

    assert (execution["status"], execution["counts"]) == ("success", {"skipped": 1})
    (noted,) = execution["skipped"]
    assert noted["reason"] == "There were 20 pages without a record, and more were to come."


async def test_a_row_from_the_future_is_not_kept_and_the_execution_says_which_one_and_why(
    feed: ArrivedPositions, schedule: ScriptedSchedule
) -> None:
    future = datetime.now(UTC).replace(microsecond=0) + 3 * DAY
    feed.positions.append(future)

    execution = await schedule.run()

    assert execution["counts"] == {"added": 2, "not_kept": 1}
    assert execution["skipped"] == [
        {"source_id": f"{future:%d%H%M}", "reason": f"It occurred in the future, at {future:%Y-%m-%dT%H:%M:%SZ}."}
    ]
    assert (await schedule.schedule())["last_data_at"] < future - 3 * DAY
