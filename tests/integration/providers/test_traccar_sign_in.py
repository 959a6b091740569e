"""Traccar: whose client takes the fake for real, and how a fleet signs in to whatever server it runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from tests.fakes.traccar import PASSWORD, TraccarFake
from tests.integration.providers.traccar_bench import (
    DRIVER,
    USER,
    TraccarBench,
    changes,
    running,
)
from traccar_api.api import TraccarApi

from gladhand.integrations.hosting import calls, reading
from gladhand.sdk.errors import (
    AuthFailed,
    Rejected,
    SessionEnded,
    Unavailable,
)


@pytest.fixture
async def bench() -> AsyncIterator[TraccarBench]:
    async with running(TraccarFake()) as made:
        yield made


def play_with_other_client(url: str) -> dict[str, Any]:
    api = TraccarApi(url, "hub@fleet.example", PASSWORD)
    owner = api.login()
    driver = api.create_driver(
        {"name": "Avery Sample", "uniqueId": "0102030405060708", "attributes": {"rfidLabel": "blue"}}
    )
    api.update_driver({**driver, "name": "Avery Example"})
    device = api.create_device({"name": "Truck 7", "uniqueId": "860000000000007"})
    api.link_driver_device(driver_id=driver["id"], device_id=device["id"])
    seen = {
        "owner": owner["email"],
        "version": api.get_server()["version"],
        "drivers": [each["attributes"] for each in api.get_drivers()],
        "driver": api.get_driver(driver["id"])["name"],
        "devices": [each["uniqueId"] for each in api.get_devices()],
    }
    api.delete_driver(driver)
    return seen | {"left": api.get_drivers()}


async def test_an_independent_client_takes_the_fake_for_traccar(bench: TraccarBench) -> None:
    seen = await asyncio.to_thread(play_with_other_client, bench.fake.url)
    assert seen == {
        "owner": "hub@fleet.example",
        "version": "6.14.5",
        "drivers": [{"rfidLabel": "blue"}],
        "driver": "Avery Example",
        "devices": ["860000000000007"],
        "left": [],
    }


async def test_the_fake_answers_thousands_of_drivers_in_one_page(bench: TraccarBench) -> None:
    for number in range(5000):
        row = {"name": f"Driver {number}", "uniqueId": f"d{number}"}
        bench.fake.store.add("drivers", row, owner=bench.user["id"])
    page = await reading.collect(bench.adapter(), USER)
    assert len(page.records) == 5000
    await bench.create(**DRIVER)


async def test_a_token_opens_its_users_account_at_that_server(bench: TraccarBench) -> None:
    account = await calls.verify(bench.adapter())
    assert (account.id, account.name) == ("1", "Hub Connection")
    assert account.host == bench.fake.url
    first = bench.fake.seen[0]
    assert (first.method, first.path) == ("GET", "/api/server")
    assert "Authorization" not in first.headers


async def test_a_password_is_traded_for_a_token_that_is_used_from_then_on(bench: TraccarBench) -> None:
    adapter = bench.adapter(username="hub@fleet.example", password=PASSWORD)
    assert (await calls.verify(adapter)).id == "1"
    await calls.create(adapter, USER, changes(**DRIVER), operation_key="op-1")
    with_password = [each for each in bench.fake.seen if PASSWORD.encode() in each.body]
    assert [each.path for each in with_password] == ["/api/session"]
    assert bench.fake.seen[-1].headers["Authorization"].startswith("Bearer ")


async def test_a_token_that_ended_is_replaced_where_there_is_a_password(bench: TraccarBench) -> None:
    adapter = bench.adapter(username="hub@fleet.example", password=PASSWORD)
    await calls.verify(adapter)
    held = await adapter.sessions.current()
    bench.fake.revoke(held["token"])
    written = await calls.create(adapter, USER, changes(**DRIVER), operation_key="op-1")
    assert written.source_id == "driver:1"
    assert len(bench.fake.drivers) == 1


@pytest.mark.parametrize("end", ["revoked", "expired", "disabled"])
async def test_a_token_that_ended_makes_the_connection_stale(bench: TraccarBench, end: str) -> None:
    await bench.create(**DRIVER)
    if end == "revoked":
        bench.fake.revoke(bench.token)
    elif end == "expired":
        bench.token = bench.fake.token(bench.user, seconds=-1)
    else:
        bench.fake.store.tables["users"][1]["disabled"] = True
    with pytest.raises(AuthFailed) as caught:
        await bench.update("driver:1", notes="x")
    assert caught.value.makes_stale
    assert not isinstance(caught.value, SessionEnded)


@pytest.mark.parametrize(
    "token", ["of-another-provider", "RzBFAiEA.unknown", "RzBFAiEA.damaged!"], ids=["none", "unknown", "damaged"]
)
async def test_every_kind_of_bad_token_is_the_same_to_the_fleet(bench: TraccarBench, token: str) -> None:
    with pytest.raises(AuthFailed, match=r"^The Traccar server does not accept this token\.$"):
        await calls.verify(bench.adapter(token=token))


async def test_a_bad_password_and_an_account_with_one_time_codes_are_told_apart(bench: TraccarBench) -> None:
    with pytest.raises(AuthFailed, match="does not accept this e-mail address and password"):
        await calls.verify(bench.adapter(username="hub@fleet.example", password="another-one"))
    bench.fake.account("safe@fleet.example", totpKey="EXAMPLETOTPKEY")
    with pytest.raises(AuthFailed, match="one-time code"):
        await calls.verify(bench.adapter(username="safe@fleet.example", password=PASSWORD))


async def test_servers_before_6_11_are_asked_in_the_old_way_and_before_6_7_refused() -> None:
    async with running(TraccarFake(version="6.10.2")) as bench:
        assert (await calls.verify(bench.adapter())).id == "1"
    async with running(TraccarFake(version="6.6")) as bench:
        with pytest.raises(Rejected, match=r"runs Traccar 6\.6; 6\.7 or newer is needed"):
            await calls.verify(bench.adapter())


@pytest.mark.parametrize("typed", ["{}/", "{}/api", "{}/api/", "{}/login", " {} "])
async def test_the_address_may_be_pasted_as_it_is_found(typed: str) -> None:
    async with running(TraccarFake(prefix="/gps")) as bench:
        address = typed.format(bench.fake.url + "/gps")
        account = await calls.verify(bench.adapter(url=address, token=bench.token))
        assert account.host == f"{bench.fake.url}/gps"


async def test_what_is_no_traccar_server_gets_no_secret_and_shows_no_body(bench: TraccarBench) -> None:
    # Behind this path nobody answers.
    for path in ("/elsewhere", "/elsewhere/session"):
        with pytest.raises(Rejected, match=r"^There is no Traccar server at this address\.$"):
            await calls.verify(bench.adapter(url=bench.fake.url + path, token=bench.token))
    assert not [each for each in bench.fake.seen if "Authorization" in each.headers or bench.token in each.path]


async def test_no_redirect_is_followed(bench: TraccarBench) -> None:
    elsewhere = {"Location": f"{bench.fake.url}/gps/api/server"}
    bench.fake.instead = lambda: web.Response(status=301, headers=elsewhere)
    with pytest.raises(Rejected, match="enter the final address"):
        await calls.verify(bench.adapter())
    assert [each.path for each in bench.fake.seen] == ["/api/server"]


async def test_nobody_at_the_address_is_not_reachable(bench: TraccarBench) -> None:
    with pytest.raises(Unavailable) as caught:
        await calls.verify(bench.adapter(url="http://127.0.0.1:9", token="any-token"))
    assert not caught.value.may_have_arrived
