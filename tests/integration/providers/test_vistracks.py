"""VisTracks against a fake of its API: changes, deleted records, e-mails that somebody else uses, and terminals."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from tests.fakes.accounts import new_key
from tests.fakes.networks import LosingAnswers
from tests.fakes.serving import serve
from tests.fakes.vistracks import PASSWORD, USERNAME, VisTracksFake
from tests.processes import PATIENCE

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.reading import Collected
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import AuthFailed, NoAnswer, NotAllowed, Rejected
from gladhand.sdk.reading import Slice

USER, VEHICLE, TRAILER = ResourceEnum.USER, ResourceEnum.VEHICLE, ResourceEnum.TRAILER
LOCATION, EVENT = ResourceEnum.VEHICLE_LOCATION, ResourceEnum.HOS_EVENT
DANA = {"username": "dana@fleet.example", "first_name": "Dana", "last_name": "Example", "employee_number": "EMP-0042"}


class VisTracksBench:
    """A fake with vehicles and drivers, and adapters for it."""

    def __init__(self, fake: VisTracksFake, http: aiohttp.ClientSession) -> None:
        self.fake, self.http = fake, http
        fake.drive()

    def adapter(self, *, password: str = PASSWORD, loses: bool = False, **options: Any) -> Adapter:
        network = AiohttpTransport(self.http)
        login = {"url": f"{self.fake.url}/portal/login", "username": USERNAME, "password": password}
        return providers()["vistracks"].adapter(
            login, LosingAnswers(network) if loses else network, options=options, timeout=PATIENCE
        )

    async def read(self, resource: ResourceEnum, **state: Any) -> Collected:
        part = Slice(state=state, start=datetime.now(UTC) - timedelta(minutes=20))
        return await reading.collect(self.adapter(), resource, part)

    async def create(self, change: Mapping[str, Any] = DANA, /, **options: Any) -> Any:
        return await calls.create(self.adapter(**options), USER, change, operation_key=new_key())


@pytest.fixture
async def bench() -> AsyncIterator[VisTracksBench]:
    async with serve(VisTracksFake()) as fake, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        yield VisTracksBench(fake, http)


async def test_a_portal_user_opens_the_account_on_its_server(bench: VisTracksBench) -> None:
    account = await bench.adapter().verify()
    assert (account.id, account.host) == ("90", bench.fake.url.removeprefix("http://"))
    with pytest.raises(AuthFailed) as caught:
        await bench.adapter(password="another-password1").verify()
    assert "another-password1" not in str(caught.value)
    bench.fake.forbidden = {"users"}
    with pytest.raises(AuthFailed, match="Access Denied"):
        await bench.adapter().verify()


async def test_a_right_that_is_missing_is_one_of_its_list_alone(bench: VisTracksBench) -> None:
    bench.fake.forbidden = {"driverHistories"}
    with pytest.raises(NotAllowed):
        await bench.read(EVENT)
    assert len((await bench.read(USER)).by_id) == 4


@pytest.mark.parametrize("largest_page", [1, 3, 1000])
async def test_a_server_with_small_pages_is_read_whole(bench: VisTracksBench, largest_page: int) -> None:
    bench.fake.largest_page = largest_page
    assert len((await bench.read(VEHICLE)).by_id) == 4
    assert len((await bench.read(TRAILER)).by_id) == 2
    assert len((await bench.read(EVENT)).by_id) == 8


async def test_what_was_deleted_is_gone(bench: VisTracksBench) -> None:
    for name in ("drivers", "assets"):
        bench.fake.touch(bench.fake.lists[name][0], deletedAt="2026-01-05T10:00:00.000Z")
    assert len((await bench.read(USER)).by_id) == 3
    vehicles = await bench.read(VEHICLE)
    assert len(vehicles.by_id) == 3
    # The password of a logging device is not kept.
    assert "device-secret" not in json.dumps([dict(record.source_data) for record in vehicles.records])
    deleted = str(bench.fake.lists["drivers"][0]["id"])
    assert await calls.get(bench.adapter(), USER, deleted) is None
    with pytest.raises(Rejected, match="no driver"):
        await calls.update(bench.adapter(), USER, deleted, {"last_name": "Muster"})


async def test_the_next_run_gets_what_has_changed_since(bench: VisTracksBench) -> None:
    first = await bench.read(EVENT)
    edited, *others = bench.fake.lists["driverHistories"]
    # What has changed shortly before a run comes again, which is no loss.
    for each in others:
        each["lastChangedDate"] = (datetime.now(UTC) - timedelta(minutes=10)).isoformat()
    bench.fake.touch(edited, eventType="OnDuty", recordOrigin="Driver")
    later = await bench.read(EVENT, **first.state)
    assert later.by_id[str(edited["id"])].fields.stored()["event_code"] == "ON"
    assert later.by_id[str(edited["id"])].fields.stored()["log_origin_code"] == "DRIVER_EDIT"
    after = await bench.read(EVENT, **later.state)
    assert set(after.by_id) == {str(edited["id"])}


async def test_what_was_deleted_of_a_log_is_removed(bench: VisTracksBench) -> None:
    kinds = {
        EVENT: "driverHistories",
        ResourceEnum.HOS_DAILY_SNAPSHOT: "driverDailies",
        ResourceEnum.HOS_VIOLATION: "driverViolations",
        ResourceEnum.FUEL_TRANSACTION: "driverDailyDocuments",
    }
    for resource, name in kinds.items():
        first, gone = await bench.read(resource), bench.fake.lists[name][0]
        assert first.removed == []
        bench.fake.touch(gone, deletedAt="2026-01-05T10:00:00.000Z")
        later = await bench.read(resource, **first.state)
        assert later.removed == [str(gone["id"])]
        assert later.by_id.keys() == first.by_id.keys() - {str(gone["id"])}


async def test_a_change_in_the_middle_of_a_run_is_not_lost(bench: VisTracksBench) -> None:
    bench.fake.largest_page = 2
    part = Slice(start=datetime.now(UTC) - timedelta(minutes=20))
    state: Mapping[str, Any] = {}
    async for batch in reading.batches(bench.adapter(), EVENT, part):
        assert batch.state is not None
        state = batch.state
        if state.get("offset") == 2:
            await asyncio.sleep(0.01)
            bench.fake.touch(bench.fake.lists["driverHistories"][0], eventType="Sleeper")
            # A later page shows a later change.
            await asyncio.sleep(0.01)
            bench.fake.touch(bench.fake.lists["driverHistories"][-1], eventType="OnDuty")
    found = await bench.read(EVENT, **state)
    assert "SB" in {record.fields.stored()["event_code"] for record in found.records}


async def test_a_create_whose_answer_is_lost_is_found_and_another_driver_is_not(bench: VisTracksBench) -> None:
    key = new_key()
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(loses=True), USER, DANA, operation_key=key)
    found = await calls.find(bench.adapter(), USER, DANA, operation_key=key)
    assert found is not None
    held = next(each for each in bench.fake.lists["drivers"] if str(each["id"]) == found.source_id)
    # Somebody else's driver has the e-mail: one who was there before, or one with other values.
    bench.fake.touch(held, createDate="2026-01-02T08:00:00.000Z")
    assert await calls.find(bench.adapter(), USER, DANA, operation_key=key) is None
    bench.fake.touch(held, createDate=held["lastChangedDate"], alias="EMP-0099")
    assert await calls.find(bench.adapter(), USER, DANA, operation_key=key) is None
    by_email = await calls.find(bench.adapter(), USER, {"username": "DANA@fleet.example"}, operation_key=None)
    assert by_email is not None


@pytest.mark.parametrize("answers_list", [True, False])
async def test_a_write_is_answered_with_a_list_or_the_record(bench: VisTracksBench, answers_list: bool) -> None:
    bench.fake.answers_list = answers_list
    written = await bench.create()
    assert written.record.fields.stored()["user_email"] == "dana@fleet.example"
    changed = await calls.update(bench.adapter(), USER, written.source_id, {"status": "INACTIVE"})
    assert changed.record.fields.stored()["is_active"] is False
    held = bench.fake.lists["drivers"][-1]
    assert (held["homeTerminalId"], held["alias"]) == (31, "EMP-0042")


async def test_an_email_that_somebody_else_uses_is_refused(bench: VisTracksBench) -> None:
    with pytest.raises(Rejected, match="already in use"):
        await bench.create({**DANA, "username": "taken@elsewhere.example"})
    with pytest.raises(Rejected) as caught:
        await bench.create({**DANA, "username": "dana"})
    assert set(caught.value.fields) == {"username"}
    # A login beside an e-mail has no place.
    written = await bench.create({**DANA, "username": "dana", "user_email": "other@fleet.example"})
    assert written.outcomes["username"] == "not_supported"
    with pytest.raises(Rejected) as contradiction:
        await calls.update(bench.adapter(), USER, written.source_id, {"is_active": True, "status": "INACTIVE"})
    assert set(contradiction.value.fields) == {"is_active", "status"}


async def test_of_several_terminals_the_operator_chooses_one(bench: VisTracksBench) -> None:
    bench.fake.terminals.append({"id": 32, "accountId": 90, "name": "Peoria"})
    with pytest.raises(Rejected, match="2 home terminals"):
        await bench.create()
    await bench.create(home_terminals="91=44, 90=32")
    assert bench.fake.lists["drivers"][-1]["homeTerminalId"] == 32
    bench.fake.touch(bench.fake.terminals[1], deletedAt="2026-01-05T10:00:00.000Z")
    await bench.create({**DANA, "username": "second@fleet.example"})
    assert bench.fake.lists["drivers"][-1]["homeTerminalId"] == 31


async def test_each_driver_s_device_is_asked_for_by_turns(bench: VisTracksBench) -> None:
    first = [each["id"] for each in bench.fake.lists["drivers"]]
    later = [bench.fake.add("drivers", email=f"{number}@later.example")["id"] for number in range(21)]
    turns, seen, state = list[list[str]](), set[str](), dict[str, Any]()
    for _ in range(4):
        bench.fake.seen.clear()
        found = await bench.read(ResourceEnum.HOS_VIOLATION, **state)
        turns.append([each.path.partition("user-id=")[2] for each in bench.fake.seen if "user-id=" in each.path])
        seen, state = seen | found.by_id.keys(), dict(found.state)
    # A portal user's own malfunctions are those of nobody.
    assert [len(turn) for turn in turns] == [10, 10, 5, 10]
    assert sorted(turns[0] + turns[1] + turns[2]) == sorted(str(each) for each in first + later)
    assert turns[3] == turns[0]
    assert len([each for each in seen if each.startswith("malfunction:")]) == 4


async def test_a_run_that_is_gone_on_with_asks_only_for_the_devices_that_were_left(bench: VisTracksBench) -> None:
    for number in range(21):
        bench.fake.add("drivers", email=f"{number}@later.example")
    part = Slice(start=datetime.now(UTC) - timedelta(days=1))
    found = [each async for each in reading.batches(bench.adapter(), ResourceEnum.HOS_VIOLATION, part)]

    def asked() -> list[str]:
        return [each.path.partition("user-id=")[2] for each in bench.fake.seen if "user-id=" in each.path]

    first = asked()
    assert len(first) == 10
    cut = next(
        each.state for each in found if each.state and each.state.get("malfunctions", {}).get("after") == first[3]
    )
    bench.fake.seen.clear()
    rest = await bench.read(ResourceEnum.HOS_VIOLATION, **cut)
    assert asked() == first[4:]
    bench.fake.seen.clear()
    await bench.read(ResourceEnum.HOS_VIOLATION, **rest.state)
    assert len(asked()) == 10
    assert min(asked()) > first[-1]


async def test_who_may_not_see_malfunctions_keeps_the_violations(bench: VisTracksBench) -> None:
    bench.fake.forbidden = {"eldMalfunctions"}
    assert len((await bench.read(ResourceEnum.HOS_VIOLATION)).by_id) == 4
