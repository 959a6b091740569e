"""Webfleet's message queue: made once, read to its end, acknowledged after its messages are stored."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from tests.fakes.serving import serve
from tests.fakes.webfleet import ACCOUNT, API_KEY, QUOTAS, WebfleetFake
from tests.processes import PATIENCE

from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.reading import Collected
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.provider_tools.trial import ReadingTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.http import Transport
from gladhand.sdk.reading import Slice
from gladhand.sdk.session import InMemorySessionStore
from gladhand.sdk.source_ids import utc_text

NOW = datetime.now(UTC).replace(microsecond=0)
MINUTE = Slice(start=NOW - timedelta(minutes=1), end=NOW)
LOCATION, TRAILER_LOCATION = ResourceEnum.VEHICLE_LOCATION, ResourceEnum.TRAILER_LOCATION
CREATE, POP, ACKNOWLEDGE = "createQueueExtern", "popQueueMessagesExtern", "ackQueueMessagesExtern"


@pytest.fixture(autouse=True)
def stopped_clock(stop_clock: Callable[[datetime], None]) -> None:
    stop_clock(NOW)


class QueueBench:
    """The fake with a truck and a trailer, and adapters of one connection."""

    def __init__(self, fake: WebfleetFake, session: aiohttp.ClientSession) -> None:
        self.fake, self.session, self.sessions = fake, session, InMemorySessionStore()
        self.truck = fake.add_vehicle(objectname="Truck 7", objecttype="truck")
        self.trailer = fake.add_vehicle(objectname="Trailer 12", objecttype="trailer")

    def adapter(self, network: Transport | None = None, **options: Any) -> Adapter:
        return providers()["webfleet"].adapter(
            ACCOUNT,
            network or AiohttpTransport(self.session),
            base_url=self.fake.url,
            timeout=PATIENCE,
            sessions=self.sessions,
            options={"api_key": API_KEY, **options},
        )

    async def read(self, resource: ResourceEnum = LOCATION, part: Slice = MINUTE, **options: Any) -> Collected:
        return await reading.collect(self.adapter(**options), resource, part)

    def asked(self) -> list[str]:
        """The actions on the queue so far."""
        found = [part for each in self.fake.seen for part in each.path.split("&")]
        return [part.removeprefix("action=") for part in found if "QueueMessages" in part or "createQueue" in part]

    def send(self, age: timedelta, uid: str = "", **fields: Any) -> str:
        """A message that waits in the queue. Returns the source id of its position."""
        uid, moment = uid or self.truck, NOW - age
        place = {"pos_latitude": 52520008, "pos_longitude": 13404954, "pos_text": "Berlin", "pos_country": "DE"}
        row = {
            "msgid": 70000000001 + len(self.fake.queue.waiting),
            "msg_time": utc_text(NOW),
            "msg_class": 4,
            "objectuid": uid,
            "odometer": 1252733,
            "speed": "62",
            "status": "A",
            "pos_time": utc_text(moment),
            "driveruid": "1-D1",
        }
        self.fake.queue.waiting.append({**row, **place, **fields})
        return f"{uid}|{utc_text(moment)}"


@pytest.fixture
async def bench() -> AsyncIterator[QueueBench]:
    fake = WebfleetFake(quotas=dict.fromkeys(QUOTAS, 1000))
    async with serve(fake), aiohttp.ClientSession() as session:
        yield QueueBench(fake, session)


async def test_a_queue_is_made_once_and_read_in_every_short_run(bench: QueueBench) -> None:
    assert (await bench.read()).records == []
    assert bench.asked() == [CREATE, POP]
    fresh, late = bench.send(timedelta(seconds=20)), bench.send(timedelta(days=6), odometer=1249000)
    bench.send(timedelta(seconds=10), bench.trailer)
    bench.send(timedelta(seconds=9), pos_latitude=0, pos_longitude=0, status="0")
    bench.send(timedelta(seconds=8), pos_time="")
    found = await bench.read()
    assert found.by_id.keys() == {fresh, late}
    assert found.skipped == []
    fields = found.by_id[fresh].fields.stored()
    assert fields["location"]["coordinates"] == [13.404954, 52.520008]
    assert (fields["odometer"], fields["source_driver_id"]) == (125273300, "driver:1-D1")
    assert (fields["inferred_address"]["city"], fields["inferred_address"]["country_code"]) == ("Berlin", "DE")
    # Who has the vehicle now need not have had it a week ago.
    assert found.by_id[late].fields.stored()["source_driver_id"] is None
    assert bench.asked() == [CREATE, POP, POP, ACKNOWLEDGE]
    assert bench.fake.queue.waiting == []


async def test_a_message_that_cannot_be_read_costs_only_itself(bench: QueueBench) -> None:
    id_ = bench.send(timedelta(seconds=20))
    bench.fake.queue.waiting.append({"msgid": 1})
    found = await bench.read()
    assert found.by_id.keys() == {id_}
    assert [skipped.source_id for skipped in found.skipped] == ["1"]


async def test_messages_are_acknowledged_page_by_page_after_they_are_stored(bench: QueueBench) -> None:
    sent = [bench.send(timedelta(seconds=number)) for number in range(1, 604)]
    async with aclosing(reading.batches(bench.adapter(), LOCATION, MINUTE)) as batches:
        async for batch in batches:
            if batch.records:
                # The run is killed before it has stored them.
                break
    assert bench.asked() == [CREATE, POP]
    assert len(bench.fake.queue.waiting) == 603
    found = await bench.read()
    assert found.by_id.keys() == set(sent)
    assert bench.asked() == [CREATE, POP, POP, ACKNOWLEDGE, POP, ACKNOWLEDGE]
    assert len(bench.fake.queue.acknowledged) == 603


async def test_an_account_without_queues_is_asked_again_after_a_day(
    bench: QueueBench, stop_clock: Callable[[datetime], None]
) -> None:
    bench.fake.not_booked |= {CREATE, POP, ACKNOWLEDGE}
    for _ in range(3):
        assert (await bench.read()).skipped == []
    assert bench.asked() == [CREATE, POP]
    bench.fake.not_booked.clear()
    id_ = bench.send(timedelta(seconds=20))
    stop_clock(NOW + timedelta(days=1, minutes=1))
    tomorrow = Slice(start=NOW + timedelta(days=1), end=NOW + timedelta(days=1, minutes=1))
    assert (await bench.read(part=tomorrow)).by_id.keys() == {id_}


async def test_a_queue_that_is_there_already_is_read(bench: QueueBench) -> None:
    bench.fake.queue.is_made = True
    id_ = bench.send(timedelta(seconds=20))
    assert (await bench.read()).by_id.keys() == {id_}


async def test_a_queue_that_has_gone_is_left_alone_for_a_day(bench: QueueBench) -> None:
    await bench.read()
    bench.fake.queue.is_made = False
    for _ in range(2):
        assert (await bench.read()).skipped == []
    assert bench.asked() == [CREATE, POP, POP]


@pytest.mark.parametrize("is_made", [False, True])
async def test_a_trial_sees_positions_and_takes_nothing_out_of_the_queue(bench: QueueBench, is_made: bool) -> None:
    if is_made:
        await bench.read()
    bench.send(timedelta(seconds=20))
    before = bench.asked()
    network = ReadingTransport(AiohttpTransport(bench.session))
    found = await reading.collect(bench.adapter(network), LOCATION, MINUTE)
    assert (found.skipped, bench.asked(), len(bench.fake.queue.waiting)) == ([], before, 1)


async def test_long_runs_trailers_and_whoever_has_switched_it_off_leave_the_queue_alone(bench: QueueBench) -> None:
    await bench.read(message_queue=False)
    await bench.read(TRAILER_LOCATION)
    await bench.read(part=Slice(start=NOW - timedelta(days=1), end=NOW))
    await bench.read(part=Slice())
    assert bench.asked() == []
