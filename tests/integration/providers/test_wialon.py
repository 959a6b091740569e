"""Wialon against a fake of its remote API; the client by Wialon's maker judges the fake first, as it is published."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp
import pytest
from tests.fakes.accounts import new_key
from tests.fakes.serving import serve
from tests.fakes.wialon import ACCOUNT, CREDENTIALS, TOKEN, WialonFake
from tests.processes import PATIENCE
from wialon.api import Wialon, WialonError

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import AuthFailed, NotAllowed, ProviderError, RateLimited, Rejected, ServerFailed
from gladhand.sdk.reading import Slice
from gladhand.sdk.records import Record
from gladhand.sdk.session import InMemorySessionStore

USER, LOCATION = ResourceEnum.USER, ResourceEnum.VEHICLE_LOCATION
EVERYTHING = {"propName": "sys_name", "propValueMask": "*", "sortType": "sys_name"}
DANA = {"username": "dana.example", "first_name": "Dana", "last_name": "Example", "employee_number": "EMP-0042"}


class WialonBench:
    """A fake with units and drivers, and adapters for it that share a session."""

    def __init__(self, fake: WialonFake, http: aiohttp.ClientSession) -> None:
        self.fake, self.http, self.sessions = fake, http, InMemorySessionStore()
        fake.drive()

    def adapter(self, credentials: dict[str, str] = CREDENTIALS, **options: Any) -> Adapter:
        transport = AiohttpTransport(self.http)
        return providers()["wialon"].adapter(
            credentials, transport, base_url=self.fake.url, sessions=self.sessions, options=options, timeout=PATIENCE
        )

    async def create(self, key: str | None = None, /, **options: Any) -> Any:
        return await calls.create(self.adapter(**options), USER, DANA, operation_key=key or str(uuid4()))


@pytest.fixture
async def bench() -> AsyncIterator[WialonBench]:
    async with serve(WialonFake()) as fake, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        yield WialonBench(fake, http)


async def test_the_client_by_the_maker_finds_wialon_at_the_fake(bench: WialonBench) -> None:
    held = await asyncio.to_thread(_by_the_client, bench.fake)
    row = next(
        each for each in (await reading.collect(bench.adapter(), USER, Slice())).records if each.source_id == held
    )
    assert row.fields.stored()["phone_number"] == "+12175550199"
    trailer = await calls.find(bench.adapter(), ResourceEnum.TRAILER, {"trailer_name": "fridge 5"}, operation_key=None)
    assert trailer is not None
    assert trailer.fields.stored()["vin"] == "EXAMPLE"


def _by_the_client(fake: WialonFake) -> str:
    """Everything that the adapter relies on. Returns our id of the driver that the client has made."""
    parts = urlsplit(fake.url)
    client = Wialon(scheme=parts.scheme, host=parts.hostname, port=parts.port)
    with pytest.raises(WialonError) as refused:
        client.token_login(token="wrong")
    assert refused.value._code == 8
    with pytest.raises(WialonError) as away:
        client.core_search_items()
    assert away.value._code == 1
    client.sid = client.token_login(token=TOKEN)["eid"]
    units = client.core_search_items(
        spec={"itemsType": "avl_unit", **EVERYTHING}, force=1, flags=1025, **{"from": 0, "to": 1}
    )
    assert (units["totalItemsCount"], len(units["items"])) == (4, 2)
    newest = units["items"][0]["pos"]["t"]
    wanted = {"itemId": units["items"][0]["id"], "timeFrom": newest - 90, "timeTo": newest}
    asked = {"svc": "messages/load_interval", "params": {**wanted, "flags": 1, "flagsMask": 65281, "loadCount": 10}}
    (found,) = client.core_batch(params=[asked], flags=0)
    assert [each["t"] for each in found["messages"]] == [newest - 60, newest]
    driver = {"itemId": ACCOUNT, "n": "Robin Example", "c": "CARD9", "ds": "", "p": "+12175550142", "pwd": ""}
    number, made = client.resource_update_driver(**driver, id=0, callMode="create", jp={}, ej={})
    assert (made["n"], made["p"]) == ("Robin Example", "+12175550142")
    with pytest.raises(WialonError) as taken:
        client.resource_update_driver(**driver, id=0, callMode="create", jp={}, ej={})
    assert taken.value._code == 1002
    changed = {**driver, "p": "+12175550199"}
    assert client.resource_update_driver(**changed, id=number, callMode="update", jp={}, ej={})[0] == number
    trailer = {"itemId": ACCOUNT, "n": "Fridge 5", "c": "TR9", "ds": "", "p": "", "f": 0}
    made_trailer = client.resource_update_trailer(**trailer, id=0, callMode="create", jp={"vin": "EXAMPLE"}, ej={})[1]
    assert (made_trailer["n"], made_trailer["jp"]) == ("Fridge 5", {"vin": "EXAMPLE"})
    fake.may_write = False
    with pytest.raises(WialonError) as denied:
        client.resource_update_driver(**driver, id=number, callMode="update", jp={}, ej={})
    assert denied.value._code == 7
    return f"{ACCOUNT}|{number}"


async def test_a_token_opens_the_account_of_its_user(bench: WialonBench) -> None:
    account = await bench.adapter().verify()
    assert (account.id, account.name) == ("700", "dana.example")
    with pytest.raises(AuthFailed) as caught:
        await bench.adapter({"token": "another-token-of-wialon"}).verify()
    assert "another-token" not in str(caught.value)


@pytest.mark.parametrize("error", [(1,), (1011,), (1003, "NO_SESSION")])
async def test_a_session_that_has_ended_is_opened_anew(bench: WialonBench, error: tuple[Any, ...]) -> None:
    await bench.adapter().verify()
    bench.fake.errors = [error]
    before = len(bench.fake.sessions)
    assert (await reading.collect(bench.adapter(), USER, Slice())).records
    assert len(bench.fake.sessions) == before + 1


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ((4,), Rejected),
        ((5,), ServerFailed),
        ((6,), ServerFailed),
        ((7,), NotAllowed),
        ((8,), AuthFailed),
        ((9,), ServerFailed),
        ((10,), RateLimited),
        ((1003, "LIMIT api_concurrent"), RateLimited),
        ((1005,), RateLimited),
        ((2014,), Rejected),
    ],
)
async def test_a_number_says_what_went_wrong(
    bench: WialonBench, error: tuple[Any, ...], kind: type[ProviderError]
) -> None:
    await bench.adapter().verify()
    bench.fake.errors = [error]
    with pytest.raises(kind) as caught:
        await reading.collect(bench.adapter(), USER, Slice())
    assert type(caught.value) is kind


async def test_a_card_number_is_written_where_the_operator_says_so(bench: WialonBench) -> None:
    await bench.create()
    assert [each["c"] for each in bench.fake.resources[ACCOUNT]["drvrs"].values()] == ["CARD1", "CARD2", ""]
    await bench.create(code_is_employee_number=True)
    assert bench.fake.resources[ACCOUNT]["drvrs"]["4"]["c"] == "EMP-0042"
    with pytest.raises(Rejected, match="code"):
        await bench.create(code_is_employee_number=True)


async def test_a_trailer_whose_answer_was_lost_is_found_by_its_key(bench: WialonBench) -> None:
    key, change = new_key(), {"trailer_name": "Fridge 6", "vin": "EXAMPLEVN00000006"}
    assert await calls.find(bench.adapter(), ResourceEnum.TRAILER, change, operation_key=key) is None
    written = await calls.create(bench.adapter(), ResourceEnum.TRAILER, change, operation_key=key)
    found = await calls.find(bench.adapter(), ResourceEnum.TRAILER, change, operation_key=key)
    assert found is not None
    assert found.source_id == written.source_id
    await calls.update(bench.adapter(), ResourceEnum.TRAILER, written.source_id, {"vin": None, "notes": "Rented"})
    held = bench.fake.resources[ACCOUNT]["trlrs"][written.source_id.partition("|")[2]]
    assert (held["n"], held["ds"], held["jp"]) == ("Fridge 6", "Rented", {"hubUserId": key})


async def test_of_several_resources_that_of_the_account_gets_new_drivers(bench: WialonBench) -> None:
    bench.fake.resources[702] = {"drvrs": {}, "trlrs": {}}
    written = await bench.create()
    assert written.record.source_id.startswith(f"{ACCOUNT}|")
    bench.fake.resources[703] = bench.fake.resources.pop(ACCOUNT)
    with pytest.raises(Rejected, match="2 resources"):
        await bench.create()


async def test_an_update_keeps_what_others_have_written_into_the_driver(bench: WialonBench) -> None:
    held = bench.fake.add("drvrs", n="Robin Example", c="CARD9", pwd="app-password", jp={"shift": "night"}, ej={"a": 1})
    source_id = f"{ACCOUNT}|{held['id']}"
    written = await calls.update(bench.adapter(), USER, source_id, {"license_number": "E0000123"})
    assert held["jp"] == {"shift": "night", "licenseNumber": "E0000123"}
    assert (held["n"], held["c"], held["pwd"], held["ej"]) == ("Robin Example", "CARD9", "app-password", {"a": 1})
    # A password of a driver or a tracker is not kept.
    assert "app-password" not in str(written.record.source_data)
    units = await reading.collect(bench.adapter(), ResourceEnum.VEHICLE, Slice())
    assert "psw" not in units.records[0].source_data


async def test_a_unit_whose_messages_are_closed_does_not_stop_the_others(bench: WialonBench) -> None:
    bench.fake.closed = {7002}
    end = datetime.now(UTC)
    found = await reading.collect(bench.adapter(), LOCATION, Slice(start=end - timedelta(hours=1), end=end))
    assert {record.source_id.partition("|")[0] for record in found.records} == {"7001", "7003", "7004"}
    assert [each.source_id for each in found.skipped] == ["7002"]
    counted = [record.fields.stored()["odometer"] for record in found.records]
    assert counted.count(125430000.0) == 3
    assert counted.count(None) == 6
    drivers = {record.fields.stored()["source_driver_id"] for record in found.records}
    assert drivers == {f"{ACCOUNT}|1", None}


async def test_a_position_keeps_the_odometer_that_it_had_as_the_newest_one(bench: WialonBench) -> None:
    stored = dict[str, Record[Any]]()
    unit, end = bench.fake.units[0], datetime.now(UTC) + timedelta(minutes=2)

    async def read_as_the_hub_does() -> None:
        part = Slice(start=end - timedelta(hours=1), end=end)
        async for batch in reading.batches(bench.adapter(), LOCATION, part):
            found = {record.source_id: record for record in batch.records}
            stored.update({**found, **stored} if batch.is_preliminary else found)

    await read_as_the_hub_does()
    moment = unit["pos"]["t"] + 60
    bench.fake.messages[unit["id"]].append({**bench.fake.messages[unit["id"]][-1], "t": moment})
    unit |= {"pos": {**unit["pos"], "t": moment}, "cnm": 125431}
    await read_as_the_hub_does()
    own = [record for source_id, record in sorted(stored.items()) if source_id.startswith(f"{unit['id']}|")]
    assert [record.fields.stored()["odometer"] for record in own] == [None, None, 125430000.0, 125431000.0]
