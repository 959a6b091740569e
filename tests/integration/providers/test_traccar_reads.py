"""What trackers upload late to a Traccar server: when the reads bring it, against a fake of the server."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.fakes.traccar import TraccarFake
from tests.integration.providers.traccar_bench import TraccarBench, running

from gladhand.integrations.hosting import reading
from gladhand.providers.traccar import positions
from gladhand.providers.traccar.devices import LOOKBACK
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.reading import Slice

NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EACH_READ = pytest.mark.parametrize(
    ("resource", "count"),
    [(ResourceEnum.VEHICLE_LOCATION, 6), (ResourceEnum.ENGINE_STATUS, 3), (ResourceEnum.DRIVER_SAFETY_EVENT, 3)],
)


@pytest.fixture
async def bench() -> AsyncIterator[TraccarBench]:
    async with running(TraccarFake()) as made:
        made.fake.drive(made.user, devices=3, minutes=2)
        yield made


def upload(bench: TraccarBench, occurred_at: datetime) -> None:
    """Trackers that are heard at noon upload what happened then."""
    for each in (*bench.fake.positions, *bench.fake.events):
        each |= {"fixTime": occurred_at.isoformat(), "eventTime": occurred_at.isoformat()}
    for device in bench.fake.store.tables["devices"].values():
        device["lastUpdate"] = NOON.isoformat()


async def times_read(bench: TraccarBench, resource: ResourceEnum, first: datetime) -> Counter[str]:
    """How often each record comes in an hour of runs, one a minute."""
    found = Counter[str]()
    for number in range(60):
        since = first + number * MINUTE
        part = Slice(start=since - LOOKBACK, end=since + MINUTE)
        found.update((await reading.collect(bench.adapter(), resource, part)).by_id.keys())
    return found


@EACH_READ
async def test_what_is_hours_late_comes_within_an_hour_and_once(
    bench: TraccarBench, resource: ResourceEnum, count: int
) -> None:
    upload(bench, NOON - timedelta(hours=5))
    found = await times_read(bench, resource, NOON)
    assert (len(found), set(found.values())) == (count, {1})


@EACH_READ
async def test_what_is_a_day_late_comes_with_the_first_run_of_the_next_day(
    bench: TraccarBench, resource: ResourceEnum, count: int
) -> None:
    upload(bench, NOON - timedelta(hours=30))
    assert not await times_read(bench, resource, NOON)
    midnight = NOON + timedelta(hours=12)
    part = Slice(start=midnight - MINUTE - LOOKBACK, end=midnight + MINUTE)
    assert len((await reading.collect(bench.adapter(), resource, part)).by_id) == count


async def test_positions_come_in_full_where_the_server_cuts_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    part = Slice(start=now - timedelta(hours=13), end=now)
    async with running(TraccarFake()) as bench:
        bench.fake.drive(bench.user, devices=2, minutes=7)
        whole = await reading.collect(bench.adapter(), ResourceEnum.VEHICLE_LOCATION, part)
        assert len(whole.by_id) == 2 * 7
        bench.fake.most_positions = 2
        cut = await reading.collect(bench.adapter(), ResourceEnum.VEHICLE_LOCATION, part)
        assert len(cut.by_id) == 2 * 2
        monkeypatch.setattr(positions, "MOST_POSITIONS", 2)
        found = await reading.collect(bench.adapter(), ResourceEnum.VEHICLE_LOCATION, part)
        assert found.by_id == whole.by_id
        assert found.state == whole.state
