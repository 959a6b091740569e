"""TrustTrack against a fake of its API.

`trusttrack_schemas.json` has the names and types of the OpenAPI document by Ruptela, with null, which the public pages
show for every value that is not set.
"""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import jsonschema_rs
import pytest
from tests.fakes.accounts import new_key
from tests.fakes.networks import LosingAnswers
from tests.fakes.serving import serve
from tests.fakes.x_trusttrack import CREDENTIALS, KEY, TrustTrackFake, trip_side
from tests.processes import PATIENCE

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.reading import Collected
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.samples import load_samples
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.providers.x_trusttrack import api
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import AuthFailed, Malformed, NoAnswer, NotAllowed, ProviderError, Rejected
from gladhand.sdk.reading import Slice
from gladhand.sdk.windows import SPREAD

SCHEMAS = json.loads((Path(__file__).parent / "trusttrack_schemas.json").read_text())
USER, VEHICLE, LOCATION = ResourceEnum.USER, ResourceEnum.VEHICLE, ResourceEnum.VEHICLE_LOCATION
ASSOCIATION = ResourceEnum.DRIVER_VEHICLE_ASSOCIATION
DANA = {"username": "dana.example", "first_name": "Dana", "last_name": "Example", "phone_number": "+37060000001"}


class TrustTrackBench:
    """A fake with objects and drivers, and adapters for it."""

    def __init__(self, fake: TrustTrackFake, http: aiohttp.ClientSession) -> None:
        self.fake, self.http = fake, http
        fake.drive()

    def adapter(self, key: str = KEY, *, loses: bool = False) -> Adapter:
        network = AiohttpTransport(self.http)
        transport = LosingAnswers(network) if loses else network
        return providers()["x-trusttrack"].adapter(
            {**CREDENTIALS, "api_key": key}, transport, base_url=self.fake.url, timeout=PATIENCE
        )

    async def read(self, resource: ResourceEnum, **part: Any) -> Collected:
        return await reading.collect(self.adapter(), resource, Slice(**part))

    def asked(self, path: str) -> int:
        return sum(path in seen.path for seen in self.fake.seen)


@pytest.fixture
async def bench() -> AsyncIterator[TrustTrackBench]:
    async with serve(TrustTrackFake()) as fake, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        yield TrustTrackBench(fake, http)


async def test_a_key_opens_one_account_and_is_not_told(bench: TrustTrackBench) -> None:
    first, again = await bench.adapter().verify(), await bench.adapter().verify()
    assert first == again
    assert KEY not in first.id
    with pytest.raises(AuthFailed) as caught:
        await bench.adapter("another-key-of-trusttrack").verify()
    assert "another-key" not in str(caught.value)
    bench.fake.forbidden = {"/drivers"}
    with pytest.raises(AuthFailed):
        await bench.adapter().verify()
    # Afterwards a missing right is one of this list alone.
    with pytest.raises(NotAllowed):
        await bench.read(USER)


async def test_a_trip_that_goes_on_has_no_end_yet_and_later_pages_come(bench: TrustTrackBench) -> None:
    vehicle, trips = next(iter(bench.fake.trips.items()))
    ended = datetime.now(UTC) - timedelta(hours=1)
    trips[0]["trip_end"] = trip_side(ended)
    trips.append(
        {**trips[0], "object_id": None, "driver_ids": ["d-1", "d-2"], "trip_start": trip_side(ended), "trip_end": None}
    )
    bench.fake.trips_a_page = 1
    found = await bench.read(ResourceEnum.ENGINE_STATUS, start=ended - timedelta(hours=2), end=datetime.now(UTC))
    shown = [record.fields.stored() for record in found.records]
    mine = [each for each in shown if each["source_vehicle_id"] == vehicle]
    assert [each["engine_status"] for each in mine] == ["ON", "OFF", "ON"]
    assert [each["source_driver_id"] is None for each in mine] == [False, False, True]
    assert len(shown) == 6


async def test_lists_of_more_than_a_page_are_read_whole(bench: TrustTrackBench) -> None:
    for number in range(api.PAGE + 5):
        bench.fake.add_driver(first_name=f"Driver {number}")
    found = await bench.read(USER)
    assert len(found.by_id) == api.PAGE + 5 + 4 + 2
    assert bench.asked("/drivers?") == 2


async def test_a_list_that_leads_to_itself_ends(bench: TrustTrackBench, monkeypatch: pytest.MonkeyPatch) -> None:
    at = "2026-01-06T09:00:00.000Z"
    place = {"longitude": 13.4, "latitude": 52.5}
    vehicle = bench.fake.objects[0]["id"]
    # More positions of one moment than a page holds: the token cannot move on.
    bench.fake.positions = {vehicle: [{"object_id": vehicle, "datetime": at, "position": place}] * 5}
    monkeypatch.setattr(api, "PAGE", 2)
    start = datetime(2026, 1, 6, tzinfo=UTC)
    with pytest.raises(Malformed, match="same page"):
        await bench.read(LOCATION, start=start, end=start + timedelta(days=1))


async def test_a_create_whose_answer_is_lost_or_empty_is_found_by_its_identifier(bench: TrustTrackBench) -> None:
    for loses, says in ((True, True), (False, False)):
        bench.fake.says, key = says, new_key()
        with pytest.raises(NoAnswer):
            await calls.create(bench.adapter(loses=loses), USER, DANA, operation_key=key)
        found = await calls.find(bench.adapter(), USER, DANA, operation_key=key)
        assert found is not None
        assert bench.fake.drivers[found.source_id]["first_name"] == "Dana"
    # The key of another create leads to nobody, and a second driver with the identifier is refused.
    assert await calls.find(bench.adapter(), USER, DANA, operation_key=new_key()) is None
    assert await calls.find(bench.adapter(), USER, DANA, operation_key=None) is None
    with pytest.raises(Rejected):
        await calls.create(bench.adapter(), USER, DANA, operation_key=key)


@pytest.mark.parametrize("says", [True, False])
async def test_an_update_keeps_cards_and_address(bench: TrustTrackBench, says: bool) -> None:
    bench.fake.says = says
    card = {"identifier": "EXAMPLE00000099", "type": "TACHOGRAPH"}
    held = bench.fake.add_driver(first_name="Robin", address="Vilnius", phone="+37060000002", identifiers=[card])
    written = await calls.update(bench.adapter(), USER, held["id"], {"last_name": "Muster", "phone_number": None})
    assert bench.fake.drivers[held["id"]] == {**held, "last_name": "Muster", "phone": ""}
    assert written.record.fields.stored()["phone_number"] is None
    with pytest.raises(Rejected, match="nobody"):
        await calls.update(bench.adapter(), USER, "nobody", {"last_name": "Muster"})


async def test_a_position_without_a_fix_is_that_of_the_last_fix(bench: TrustTrackBench) -> None:
    now = datetime.now(UTC)
    found = await bench.read(LOCATION, state={SPREAD: True}, start=now - timedelta(minutes=1), end=now)
    assert {record.source_id.partition("|")[0] for record in found.records} == {
        each["id"] for each in bench.fake.objects
    }
    fixed = (now - timedelta(hours=5)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    bench.fake.newest = {"last_valid_gps_datetime": fixed}
    parked = await bench.read(LOCATION, state={SPREAD: True}, start=now - timedelta(minutes=1), end=now)
    assert {record.source_id.partition("|")[2] for record in parked.records} >= {fixed}
    bench.fake.newest, bench.fake.positions = {}, {}
    assert (await bench.read(LOCATION, start=now - timedelta(days=1), end=now)).by_id == {}


async def test_each_object_is_asked_once_an_hour_and_its_late_positions_come_once_a_day(bench: TrustTrackBench) -> None:
    now = datetime.now(UTC)
    vehicle = bench.fake.objects[0]["id"]
    late = now - timedelta(hours=20)
    row = {**bench.fake.positions[vehicle][0], "datetime": late.isoformat(timespec="milliseconds")[:-6] + "Z"}
    bench.fake.positions[vehicle].insert(0, row)
    seen: dict[str, Any] = {}
    # A day of runs, as the hub makes them.
    for minute in range(0, 24 * 60, 30):
        end = now + timedelta(minutes=minute)
        found = await bench.read(LOCATION, state={SPREAD: True}, start=end - timedelta(minutes=30), end=end)
        seen |= found.by_id
    assert f"{vehicle}|{row['datetime']}" in seen
    # Once for the day and at most twice an hour while it moves: the fake's objects stand still after the first minutes.
    assert 4 <= bench.asked("/coordinates") <= 4 * 4


async def test_who_has_left_an_object_is_not_on_it(bench: TrustTrackBench) -> None:
    first, second, *_ = bench.fake.objects
    bench.fake.assign(first["id"], "somebody", datetime.now(UTC), "STOP")
    del bench.fake.assignations[second["id"]]
    found = await bench.read(ASSOCIATION)
    assert len(found.by_id) == 2
    assert found.state == {}
    assert found.skipped == []


async def test_violations_come_in_pages_with_the_drivers_of_their_cards(bench: TrustTrackBench) -> None:
    end = datetime.now(UTC)
    (held, *_), card = bench.fake.drivers.values(), "EXAMPLE00000001"
    row = next(each for each in bench.fake.violations if each["driver"]["identifier"] == card)
    for minute in range(101):
        at = (end - timedelta(hours=20, minutes=minute)).isoformat(timespec="milliseconds")[:-6] + "Z"
        bench.fake.violations.append({**row, "date_time": at})
    bench.fake.seen.clear()
    found = await bench.read(ResourceEnum.HOS_VIOLATION, start=end - timedelta(days=1), end=end)
    assert len(found.by_id) == 105
    of_card = [record for record in found.records if record.source_id.startswith(card)]
    assert {record.fields.stored()["source_driver_id"] for record in of_card} == {held["id"]}
    # Three pages, and the drivers once.
    assert (bench.asked("/driver-violation"), bench.asked("/drivers")) == (3, 1)


async def test_no_read_asks_for_more_than_three_months(bench: TrustTrackBench) -> None:
    reads = providers()["x-trusttrack"].registration.reads.values()
    longest = [each.window for each in reads if each.window is not None]
    assert longest
    assert max(longest) <= timedelta(days=92)
    end = datetime.now(UTC)
    with pytest.raises(Rejected, match="too long"):
        await bench.read(ResourceEnum.FUEL_TRANSACTION, start=end - timedelta(days=93), end=end)


async def test_of_the_events_of_a_fleet_those_about_driving_are_read(bench: TrustTrackBench) -> None:
    end = datetime.now(UTC)
    found = await bench.read(ResourceEnum.DRIVER_SAFETY_EVENT, start=end - timedelta(days=1), end=end)
    assert [record.fields.stored()["event"] for record in found.records] == ["hard_braking"] * 4
    assert found.skipped == []


@pytest.mark.parametrize("resource", [ResourceEnum.HOS_VIOLATION, ResourceEnum.DRIVER_SAFETY_EVENT])
async def test_a_list_whose_last_page_names_a_next_one_ends(bench: TrustTrackBench, resource: ResourceEnum) -> None:
    bench.fake.names_no_end, end = True, datetime.now(UTC)
    found = await bench.read(resource, start=end - timedelta(days=1), end=end)
    assert len(found.by_id) == 4


async def test_an_object_that_is_refused_does_not_stop_the_others(bench: TrustTrackBench) -> None:
    del bench.fake.positions[bench.fake.objects[0]["id"]]
    end = datetime.now(UTC)
    # A tracker with a wrong clock.
    bench.fake.newest = {"datetime": "2199-01-01T00:00:00.000Z"}
    found = await bench.read(LOCATION, start=end - timedelta(days=1), end=end)
    assert len({record.fields.stored()["source_vehicle_id"] for record in found.records}) == 3
    assert bench.fake.objects[0]["id"] in {each.source_id for each in found.skipped}
    bench.fake.positions.clear()
    with pytest.raises(ProviderError):
        await bench.read(LOCATION, start=end - timedelta(days=1), end=end)


async def test_the_fake_answers_as_the_document_says(bench: TrustTrackBench) -> None:
    source_id = next(iter(bench.fake.drivers))
    vehicle = bench.fake.objects[0]["id"]
    span = {"from_datetime": "2000-01-01T00:00:00.000Z", "to_datetime": "2199-01-01T00:00:00.000Z"}
    of_fuel = {"objectId": vehicle, "fromDatetime": _days_ago(92), "toDatetime": _days_ago(0)}
    asked: list[tuple[str, int, dict[str, str]]] = [
        ("/drivers", 2, {}),
        ("/users", 1, {}),
        ("/objects", 1, {}),
        ("/objects-last-coordinate", 2, {}),
        (f"/objects/{vehicle}/coordinates", 2, span),
        ("/driver/assignations/last", 1, {"byObjectId": vehicle}),
        (f"/drivers/{source_id}/current-time-analysis", 1, {}),
        ("/fuel-events", 1, of_fuel),
        ("/detected-events", 1, {"object_id": vehicle, **span}),
        (f"/management/driver/{source_id}", 1, {}),
    ]
    for path, version, query in asked:
        whole = {"api_key": KEY, "version": str(version), **query}
        async with bench.http.get(bench.fake.url + path, params=whole) as answer:
            assert answer.status == 200
            judge(path, await answer.json())


def test_the_samples_are_as_the_document_says() -> None:
    judged = 0
    for sample in load_samples(providers()["x-trusttrack"]):
        for exchange in sample.exchanges:
            request, response = exchange["request"], exchange.get("response", {})
            # One row is there to be skipped.
            if response.get("status") == 200 and "body" in response:
                judge(request["path"], response["body"])
                judged += 1
            if "body" in request:
                judge(f"{request['path']} body", request["body"])
    assert judged > 20


def _days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")[:-6] + "Z"


def judge(path: str, answer: Any) -> None:
    schemas = SCHEMAS["paths"]
    name = next((schemas[each] for each in schemas if path == each or path.endswith(each)), None)
    name = name or schemas["/management/driver"]
    jsonschema_rs.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["$defs"]}).validate(answer)
