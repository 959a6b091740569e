"""What a real Traccar server was seen to do, and the adapter has to get right."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from tests.fakes.traccar import TraccarFake
from tests.integration.providers.traccar_bench import (
    DRIVER,
    OFFICE,
    TRUCK,
    USER,
    VEHICLE,
    TraccarBench,
    changes,
    running,
)

from gladhand.integrations.connections.credentials import parse_credentials
from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.registry import providers
from gladhand.providers.traccar.address import server_url
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.errors import NoAnswer, NotAllowed, Rejected

ICCID = 89370010000000000001


@pytest.fixture
async def bench() -> AsyncIterator[TraccarBench]:
    async with running(TraccarFake()) as made:
        yield made


async def test_a_record_that_is_gone_is_gone_for_an_administrator_too() -> None:
    async with running(TraccarFake(), administrator=True) as bench:
        await calls.verify(bench.adapter())
        assert await calls.get(bench.adapter(), USER, "driver:987654") is None
        assert await calls.get(bench.adapter(), USER, "user:987654") is None
        assert await calls.get(bench.adapter(), VEHICLE, "987654") is None
        with pytest.raises(Rejected, match="no such record"):
            await bench.update("driver:987654", notes="x")


@pytest.mark.parametrize("username", ["LAN\\lost", "\\", "100%", "a_b", "Jürgen", "ju\u0308rgen"])
async def test_a_create_with_a_lost_answer_is_found_whatever_the_name_holds(bench: TraccarBench, username: str) -> None:
    await calls.verify(bench.adapter())
    bench.fake.faults.matches = lambda request: request.method == "POST"
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer):
        await bench.create(**DRIVER | {"username": username})
    change = changes(**DRIVER | {"username": username})
    found = await calls.find(bench.adapter(), USER, change, operation_key="op-1")
    assert found is not None
    assert (await bench.create(**DRIVER | {"username": username})).source_id == found.source_id
    assert len(bench.fake.drivers) == 1


async def test_a_name_in_the_other_unicode_form_is_the_same_driver(bench: TraccarBench) -> None:
    bench.fake.store.add("drivers", {"name": "J", "uniqueId": "ju\u0308rgen"}, owner=1)
    assert await calls.find(bench.adapter(), USER, {"username": "jürgen"}, operation_key=None) is not None


@pytest.mark.parametrize(
    "second",
    [
        {"username": "office.example"},
        {"username": "OFFICE.example"},
        {"username": "office@fleet.example"},
        {"user_email": "office.example"},
    ],
    ids=str,
)
async def test_two_office_users_never_share_what_they_sign_in_with(bench: TraccarBench, second: dict[str, str]) -> None:
    await bench.create(**OFFICE)
    other = OFFICE | {"username": "second", "user_email": "second@fleet.example"}
    with pytest.raises(Rejected) as caught:
        await bench.create(key="op-2", **other | second)
    assert set(caught.value.fields) == set(second)
    made = await bench.create(key="op-2", **other)
    with pytest.raises(Rejected) as caught:
        await bench.update(made.source_id, USER, **second)
    assert set(caught.value.fields) == set(second)
    assert len(bench.fake.users) == 3


async def test_a_number_of_20_digits_survives_an_update_with_every_digit(bench: TraccarBench) -> None:
    attributes = {"iccid": ICCID, "small": 1.5}
    bench.fake.store.add("drivers", {"name": "Dana", "uniqueId": "dana", "attributes": attributes}, owner=1)
    written = await bench.update("driver:1", notes="x")
    assert bench.fake.drivers[0]["attributes"]["iccid"] == ICCID
    assert written.record.source_data["attributes"]["iccid"] == ICCID


@pytest.mark.parametrize(
    ("limit", "create"), [("userLimit", (USER, OFFICE)), ("deviceLimit", (VEHICLE, TRUCK))], ids=["users", "devices"]
)
async def test_a_full_account_is_told_as_such(limit: str, create: tuple[ResourceEnum, dict[str, Any]]) -> None:
    async with running(TraccarFake(), **{limit: 1}) as bench:
        resource, body = create
        await bench.create(resource, **body)
        other = {"username": "b", "user_email": "b@fleet.example", "eld_serial_number": "860000000000008"}
        with pytest.raises(NotAllowed, match=r"more than 1 (users|devices), and it has them already"):
            await bench.create(resource, "op-2", **{name: other.get(name, value) for name, value in body.items()})


@pytest.mark.parametrize(
    "page",
    [
        "/settings/preferences",
        "/settings/device/4",
        "/reports/combined",
        "/replay",
        "/login",
        "/event/17",
        "/geofences/",
        "/api/session",
        "/index.html",
        "/?token=x",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/gps"])
def test_the_address_of_any_page_leads_to_the_server(page: str, prefix: str) -> None:
    assert server_url(f"https://gps.fleet.example{prefix}{page}") == f"https://gps.fleet.example{prefix}"


@pytest.mark.parametrize("around", ["{}\n", " {}", "\t{}\r\n", "\u200b{}\ufeff"], ids=repr)
async def test_a_token_with_what_copying_brings_along_opens_the_account(bench: TraccarBench, around: str) -> None:
    sent = {"url": bench.fake.url, "token": around.format(bench.token)}
    given = parse_credentials(providers()["traccar"].definition, sent).model_dump(exclude_none=True)
    account = await calls.verify(bench.adapter(**given))
    assert account == await calls.verify(bench.adapter())


async def test_what_somebody_writes_while_the_keys_are_checked_is_kept(bench: TraccarBench) -> None:
    await bench.create(**DRIVER)

    def change_meanwhile(request: web.Request) -> bool:
        if "keyword" in request.query:
            bench.fake.store.tables["drivers"][1]["attributes"]["rfid"] = "written by somebody"
        return False

    bench.fake.faults.matches = change_meanwhile
    bench.fake.faults.fail = 1
    await bench.update("driver:1", username="dana.second")
    assert bench.fake.drivers[0]["attributes"]["rfid"] == "written by somebody"
    assert bench.fake.drivers[0]["uniqueId"] == "dana.second"


async def test_the_fake_is_as_unkind_as_the_server(bench: TraccarBench) -> None:
    api, own = f"{bench.fake.url}/api", {"Authorization": f"Bearer {bench.token}"}

    async def ask(method: str, path: str, **more: object) -> tuple[int, object]:
        async with aiohttp.request(method, api + path, headers=own, **more) as answer:  # type: ignore[arg-type] # by name
            is_json = answer.content_type == "application/json" and answer.status != 400
            return answer.status, await (answer.json() if is_json else answer.text())

    bench.fake.store.add("users", {"name": "A", "email": "a@fleet.example", "login": "findme"}, owner=1)
    bench.fake.store.add("drivers", {"name": "B", "uniqueId": "LAN\\lost"}, owner=1)
    assert (await ask("POST", "/session/token"))[0] == 400
    assert await ask("GET", "/users?keyword=findme") == (200, [])
    assert await ask("GET", "/drivers?keyword=LAN%5Clost") == (200, [])
    assert len((await ask("GET", "/drivers?keyword=LAN%5C%5Clost"))[1]) == 1  # type: ignore[arg-type] # a list
    assert len((await ask("GET", "/drivers?all=true"))[1]) == 1  # type: ignore[arg-type] # a list
    bench.fake.store.tables["users"][1]["administrator"] = True
    status, body = await ask("GET", "/drivers/99")
    assert (status, body["status"]) == (404, "404")  # type: ignore[index] # an object
    assert (await ask("POST", "/drivers", json={"name": "👩" * 64, "uniqueId": "64"}))[0] == 200
    assert (await ask("POST", "/drivers", json={"name": "👩" * 65, "uniqueId": "65"}))[0] == 400
