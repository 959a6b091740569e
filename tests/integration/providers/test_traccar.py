"""Traccar's adapter against a server that keeps state and Traccar's rules, over real HTTP."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from aiohttp import web
from tests.fakes.serving import serve
from tests.fakes.traccar import PASSWORD, TraccarFake
from traccar_api.api import TraccarApi

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk import calls
from gladhand.sdk.adapter import Adapter, Note, Written
from gladhand.sdk.errors import (
    AuthFailed,
    Malformed,
    NoAnswer,
    NotAllowed,
    ProviderError,
    RateLimited,
    Rejected,
    ServerFailed,
    SessionEnded,
    Unavailable,
)
from gladhand.sdk.registry import Provider
from gladhand.sdk.rehearsal import RehearsalTransport
from gladhand.sdk.session import HeldSession
from gladhand.sdk.transport import AiohttpTransport

USER, VEHICLE = ResourceEnum.USER, ResourceEnum.VEHICLE
DRIVER = {
    "username": "dana.example",
    "first_name": "Dana",
    "last_name": "Example",
    "employee_number": "EMP-0042",
    "user_email": "dana@fleet.example",
    "phone_country_code": "+1",
    "phone_number": "2175550142",
    "user_designation": "DRIVER",
    "country_code": "USA",
    "license_country": "USA",
    "license_region": "IL",
    "license_number": "E0000123",
    "license_expiration": "2028-05-31",
    "carrier_number": "1234567",
    "dot_id": "7654321",
    "default_time_zone": "America/Chicago",
    "notes": "Night shift",
    "is_active": True,
    "status": "ACTIVE",
    "is_driver": True,
}
OFFICE = DRIVER | {"username": "office.example", "user_email": "Office@Fleet.example", "is_driver": False}
TRUCK = {
    "vehicle_name": "Truck 7",
    "eld_serial_number": "860000000000007",
    "vin": "1XKAD49X00J000007",
    "model_year": 2024,
}


class Bench:
    """A running server, an account at it, and adapters for that account."""

    def __init__(self, fake: TraccarFake, session: aiohttp.ClientSession, **account: Any) -> None:
        self.fake, self.session = fake, session
        self.user = fake.account(**account)
        self.token = fake.token(self.user)
        self.sessions = HeldSession()

    def adapter(self, *, options: dict[str, Any] | None = None, timeout: float = 5.0, **credentials: Any) -> Adapter:
        """With the session of earlier calls, as the hub keeps it."""
        given = {"url": self.fake.url, **(credentials or {"token": self.token})}
        sessions = HeldSession() if credentials else self.sessions
        transport = AiohttpTransport(self.session)
        return PROVIDER.adapter(given, transport, timeout=timeout, sessions=sessions, options=options or {})

    async def create(self, resource: ResourceEnum = USER, key: str = "op-1", **body: Any) -> Written:
        return await calls.create(self.adapter(), resource, changes(resource, **body), operation_key=key)

    async def update(self, source_id: str, resource: ResourceEnum = USER, **body: Any) -> Written:
        return await calls.update(self.adapter(), resource, source_id, changes(resource, **body))


PROVIDER = Provider("gladhand.providers.traccar")


def changes(resource: ResourceEnum = USER, **body: Any) -> dict[str, Any]:
    model = REGISTRY[resource].update_model
    assert model is not None
    return model.model_validate({"connection_id": str(uuid4()), **body}).changes()


@asynccontextmanager
async def running(fake: TraccarFake, **account: Any) -> AsyncIterator[Bench]:
    async with serve(fake), aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Bench(fake, session, **account)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with running(TraccarFake()) as made:
        yield made


def posts(fake: TraccarFake, path: str = "/drivers") -> int:
    return sum(1 for each in fake.seen if each.method == "POST" and each.path.endswith(path))


# ---------------------------------------------------------------- somebody else's client proves the fake


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


async def test_an_independent_client_takes_the_fake_for_traccar(bench: Bench) -> None:
    seen = await asyncio.to_thread(play_with_other_client, bench.fake.url)
    assert seen == {
        "owner": "hub@fleet.example",
        "version": "6.14.5",
        "drivers": [{"rfidLabel": "blue"}],
        "driver": "Avery Example",
        "devices": ["860000000000007"],
        "left": [],
    }


async def test_the_fake_is_quick_with_thousands_of_drivers(bench: Bench) -> None:
    for number in range(5000):
        row = {"name": f"Driver {number}", "uniqueId": f"d{number}"}
        bench.fake.store.add("drivers", row, owner=bench.user["id"])
    started = time.monotonic()
    page = await calls.list_page(bench.adapter(), USER, None)
    assert len(page.records) == 5000
    await bench.create(**DRIVER)
    assert time.monotonic() - started < 3


# ---------------------------------------------------------------- signing in


async def test_a_token_opens_its_users_account_at_that_server(bench: Bench) -> None:
    account = await calls.verify(bench.adapter())
    assert (account.id, account.name) == ("1", "Hub Connection")
    assert account.host == bench.fake.url
    first = bench.fake.seen[0]
    assert (first.method, first.path) == ("GET", "/api/server")
    assert "Authorization" not in first.headers


async def test_a_password_is_traded_for_a_token_that_is_used_from_then_on(bench: Bench) -> None:
    adapter = bench.adapter(username="hub@fleet.example", password=PASSWORD)
    assert (await calls.verify(adapter)).id == "1"
    await calls.create(adapter, USER, changes(**DRIVER), operation_key="op-1")
    with_password = [each for each in bench.fake.seen if PASSWORD.encode() in each.body]
    assert [each.path for each in with_password] == ["/api/session"]
    assert bench.fake.seen[-1].headers["Authorization"].startswith("Bearer ")


async def test_a_token_that_ended_is_replaced_where_there_is_a_password(bench: Bench) -> None:
    adapter = bench.adapter(username="hub@fleet.example", password=PASSWORD)
    await calls.verify(adapter)
    held = await adapter.sessions.current()
    bench.fake.revoke(held["token"])
    written = await calls.create(adapter, USER, changes(**DRIVER), operation_key="op-1")
    assert written.source_id == "driver:1"
    assert len(bench.fake.drivers) == 1


@pytest.mark.parametrize("end", ["revoked", "expired", "disabled"])
async def test_a_token_that_ended_makes_the_connection_stale(bench: Bench, end: str) -> None:
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
async def test_every_kind_of_bad_token_is_the_same_to_the_fleet(bench: Bench, token: str) -> None:
    with pytest.raises(AuthFailed, match=r"^The Traccar server does not accept this token\.$"):
        await calls.verify(bench.adapter(token=token))


async def test_a_bad_password_and_an_account_with_one_time_codes_are_told_apart(bench: Bench) -> None:
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


async def test_what_is_no_traccar_server_gets_no_secret_and_shows_no_body(bench: Bench) -> None:
    # Behind this path nobody answers.
    for path in ("/elsewhere", "/api/session"):
        with pytest.raises(Rejected, match=r"^There is no Traccar server at this address\.$"):
            await calls.verify(bench.adapter(url=bench.fake.url + path, token=bench.token))
    assert not [each for each in bench.fake.seen if "Authorization" in each.headers or bench.token in each.path]


async def test_no_redirect_is_followed(bench: Bench) -> None:
    elsewhere = {"Location": f"{bench.fake.url}/gps/api/server"}
    bench.fake.instead = lambda: web.Response(status=301, headers=elsewhere)
    with pytest.raises(Rejected, match="enter the final address"):
        await calls.verify(bench.adapter())
    assert [each.path for each in bench.fake.seen] == ["/api/server"]


async def test_nobody_at_the_address_is_not_reachable(bench: Bench) -> None:
    with pytest.raises(Unavailable) as caught:
        await calls.verify(bench.adapter(url="http://127.0.0.1:9", token="any-token"))
    assert not caught.value.may_have_arrived


# ---------------------------------------------------------------- drivers


async def test_every_field_of_a_new_driver_comes_back(bench: Bench) -> None:
    written = await bench.create(**DRIVER)
    assert written.source_id == "driver:1"
    assert set(written.notes.values()) == {Note.APPLIED}
    stored = written.record.fields.stored() | dict(written.record.extras or {})
    assert {name: stored[name] for name in DRIVER} == DRIVER
    (driver,) = bench.fake.drivers
    assert (driver["name"], driver["uniqueId"]) == ("Dana Example", "dana.example")
    assert driver["attributes"]["hubUserId"] == "op-1"
    assert driver["attributes"]["phone"] == "+1 2175550142"


async def test_an_update_keeps_clears_and_sets_and_leaves_what_others_wrote(bench: Bench) -> None:
    await bench.create(**DRIVER)
    bench.fake.store.tables["drivers"][1]["attributes"]["rfidLabel"] = "blue fob"
    change = {"notes": None, "phone_number": None, "last_name": "Sample", "license_region": "IL", "dot_id": None}
    written = await bench.update("driver:1", **change)
    (driver,) = bench.fake.drivers
    assert driver["name"] == "Dana Sample"
    assert driver["attributes"]["rfidLabel"] == "blue fob"
    assert not driver["attributes"].keys() & {"notes", "phone", "dotId"}
    assert driver["attributes"]["employeeNumber"] == "EMP-0042"
    assert written.notes == {
        "notes": Note.APPLIED,
        "phone_number": Note.APPLIED,
        "last_name": Note.APPLIED,
        "license_region": Note.UNCHANGED,
        "dot_id": Note.APPLIED,
    }
    stored = written.record.fields.stored()
    assert (stored["notes"], stored["phone_number"], stored["first_name"], stored["last_name"]) == (
        None,
        None,
        "Dana",
        "Sample",
    )


async def test_an_update_that_changes_nothing_sends_nothing(bench: Bench) -> None:
    await bench.create(**DRIVER)
    before = len(bench.fake.seen)
    written = await bench.update("driver:1", **DRIVER)
    assert set(written.notes.values()) == {Note.UNCHANGED}
    assert [each.method for each in bench.fake.seen[before:]] == ["GET"]


async def test_a_card_that_the_fleet_gave_a_driver_stays_the_identifier(bench: Bench) -> None:
    card = {"name": "Avery Sample", "uniqueId": "0102030405060708"}
    bench.fake.store.add("drivers", card, owner=bench.user["id"])
    written = await bench.update("driver:1", username="avery", employee_number="E-1")
    (driver,) = bench.fake.drivers
    assert driver["uniqueId"] == "0102030405060708"
    assert written.record.fields.stored()["username"] == "avery"
    assert set(written.notes.values()) == {Note.APPLIED}


async def test_the_operator_may_have_drivers_known_by_their_employee_numbers(bench: Bench) -> None:
    adapter = bench.adapter(options={"driver_unique_id": "employee_number"})
    change = changes(**DRIVER)
    await calls.create(adapter, USER, change, operation_key="op-1")
    (driver,) = bench.fake.drivers
    assert (driver["uniqueId"], driver["attributes"]["username"]) == ("EMP-0042", "dana.example")
    assert await calls.find(adapter, USER, change, operation_key="op-1") is not None
    with pytest.raises(Rejected) as caught:
        await calls.create(adapter, USER, changes(**DRIVER | {"employee_number": None}), operation_key="op-2")
    assert set(caught.value.fields) == {"employee_number"}


@pytest.mark.parametrize("database", ["h2", "mysql"])
async def test_a_username_that_another_tenant_or_driver_has_is_refused_without_a_second_driver(database: str) -> None:
    async with running(TraccarFake(database=database)) as bench:
        await bench.create(**DRIVER)
        with pytest.raises(Rejected) as caught:
            await bench.create(key="op-2", **DRIVER)
        assert set(caught.value.fields) == {"username"}
        stranger = {"name": "Of another tenant", "uniqueId": "hidden.example"}
        bench.fake.store.add("drivers", stranger)
        with pytest.raises(Rejected, match="somebody whom the account cannot see has username") as caught:
            await bench.create(key="op-3", **DRIVER | {"username": "hidden.example"})
        assert "another tenant" not in str(caught.value)
        assert len(bench.fake.drivers) == 2
        with pytest.raises(Rejected):
            await bench.update("driver:1", username="hidden.example")


async def test_a_create_whose_answer_was_lost_is_found_and_not_made_twice(bench: Bench) -> None:
    await calls.verify(bench.adapter())
    bench.fake.faults.matches = lambda request: request.method == "POST"
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer) as caught:
        await bench.create(**DRIVER)
    assert caught.value.may_have_arrived
    found = await calls.find(bench.adapter(), USER, changes(**DRIVER), operation_key="op-1")
    assert found is not None
    assert found.source_id == "driver:1"
    # And if it is sent again all the same, the same driver is answered.
    assert (await bench.create(**DRIVER)).source_id == "driver:1"
    assert len(bench.fake.drivers) == 1


async def test_a_create_that_never_arrived_is_not_found(bench: Bench) -> None:
    await calls.verify(bench.adapter())
    bench.fake.store.add("drivers", {"name": "Somebody else", "uniqueId": "dana.example"}, owner=bench.user["id"])
    bench.fake.faults.cut_before = 1
    bench.fake.faults.matches = lambda request: request.method == "POST"
    with pytest.raises(NoAnswer):
        await bench.create(**DRIVER)
    assert await calls.find(bench.adapter(), USER, changes(**DRIVER), operation_key="op-1") is None
    assert await calls.find(bench.adapter(), USER, changes(**DRIVER), operation_key=None) is not None


async def test_an_update_whose_answer_was_lost_can_be_sent_again(bench: Bench) -> None:
    await bench.create(**DRIVER)
    bench.fake.faults.matches = lambda request: request.method == "PUT"
    # The HTTP client itself repeats a PUT once, when a connection that was used before breaks.
    bench.fake.faults.cut_after = 2
    with pytest.raises(NoAnswer):
        await bench.update("driver:1", notes="Day shift")
    again = await bench.update("driver:1", notes="Day shift")
    assert again.notes == {"notes": Note.UNCHANGED}
    assert bench.fake.drivers[0]["attributes"]["notes"] == "Day shift"


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"hos_ruleset_code": "US_INT_PROP_70_8"}, {"hos_ruleset_code"}),
        ({"is_driver": False}, {"is_driver"}),
        ({"username": None}, {"username"}),
        ({"username": "x" * 129}, {"username"}),
        ({"username": "  "}, {"username"}),
        ({"first_name": None, "last_name": None}, {"first_name", "last_name"}),
        ({"last_name": "x" * 128}, {"last_name"}),
        ({"is_active": True, "status": "INACTIVE"}, {"status"}),
        ({"notes": "x" * 4000}, set()),
    ],
)
async def test_what_traccar_cannot_hold_is_refused_before_anything_is_written(
    bench: Bench, change: dict[str, Any], fields: set[str]
) -> None:
    await bench.create(**DRIVER)
    with pytest.raises(Rejected) as caught:
        await bench.update("driver:1", **change)
    assert set(caught.value.fields) == fields
    assert not [each for each in bench.fake.seen if each.method == "PUT"]


async def test_what_has_no_place_is_left_out_and_said(bench: Bench) -> None:
    written = await bench.create(**DRIVER, allow_yard_move=True, hos_tracking_mode={"hos_compliance_type": "exempt"})
    assert written.notes["allow_yard_move"] is Note.NOT_SUPPORTED
    assert written.notes["hos_compliance_type"] is Note.NOT_SUPPORTED
    assert written.details["allow_yard_move"] == "Traccar keeps no hours of service."
    changed = await bench.update("driver:1", phone_number=None, phone_country_code="+44")
    assert changed.notes["phone_country_code"] is Note.NOT_SUPPORTED


# ---------------------------------------------------------------- office users


async def test_an_office_user_is_made_without_any_right_and_in_small_letters(bench: Bench) -> None:
    written = await bench.create(**OFFICE | {"user_designation": "ADMINISTRATOR"})
    assert written.source_id == "user:2"
    made = bench.fake.store.tables["users"][2]
    assert (made["email"], made["login"], made["administrator"]) == ("office@fleet.example", "office.example", False)
    assert (made["userLimit"], made["phone"], made["disabled"]) == (0, "+1 2175550142", False)
    with pytest.raises(Rejected) as caught:
        await bench.create(key="op-2", **OFFICE | {"username": "second", "user_email": "OFFICE@fleet.example"})
    assert set(caught.value.fields) == {"user_email"}
    with pytest.raises(Rejected) as caught:
        await bench.create(key="op-3", **OFFICE | {"user_email": "third@fleet.example"})
    assert set(caught.value.fields) == {"username"}
    assert posts(bench.fake, "/users") == 1


async def test_a_second_factor_and_a_password_survive_and_are_shown_to_nobody(bench: Bench) -> None:
    await bench.create(**OFFICE)
    row = bench.fake.store.tables["users"][2]
    row["totpKey"] = "EXAMPLETOTPKEY"
    bench.fake.store.passwords[2] = "theirs"
    written = await bench.update("user:2", is_active=False, notes="Left")
    row = bench.fake.store.tables["users"][2]
    assert row["disabled"]
    assert row["totpKey"] == "EXAMPLETOTPKEY"
    assert bench.fake.store.passwords[2] == "theirs"
    listed = await calls.list_page(bench.adapter(), USER, "users")
    for record in (written.record, *listed.records):
        assert "EXAMPLETOTPKEY" not in json.dumps(dict(record.source_data))
        assert not record.source_data.keys() & {"totpKey", "password"}


async def test_without_the_right_to_make_users_nobody_is_registered() -> None:
    async with running(TraccarFake(), userLimit=0) as bench:
        bench.fake.store.server["registration"] = True
        with pytest.raises(NotAllowed, match="may not create users") as caught:
            await bench.create(**OFFICE)
        assert caught.value.error_type == "auth"
        assert not caught.value.makes_stale
        assert len(bench.fake.users) == 1
        page = await calls.list_page(bench.adapter(), USER, None)
        assert (page.more, page.cursor) == (False, None)


async def test_a_driver_and_a_user_of_one_number_are_two_people(bench: Bench) -> None:
    await bench.create(**DRIVER)
    drivers = await calls.list_page(bench.adapter(), USER, None)
    assert (drivers.more, drivers.cursor) == (True, "users")
    bench.fake.store.link(1, "users", bench.fake.share(bench.user, "860000000000007")["id"])
    await bench.create(key="op-2", **OFFICE)
    users = await calls.list_page(bench.adapter(), USER, drivers.cursor)
    ids = {each.source_id for each in (*drivers.records, *users.records)}
    assert ids == {"driver:1", "user:3"}
    assert (await calls.get(bench.adapter(), USER, "user:1")).source_data["email"] == "hub@fleet.example"  # type: ignore[union-attr]
    assert (await calls.get(bench.adapter(), USER, "driver:1")).fields.stored()["is_driver"]  # type: ignore[union-attr]
    for gone in ("driver:9", "user:9", "user:2", "driver:x", "9", "user:"):
        assert await calls.get(bench.adapter(), USER, gone) is None
    for gone in ("driver:9", "user:9", "user:2", "driver:x", "9"):
        with pytest.raises(Rejected, match="no such record"):
            await bench.update(gone, notes="x")


# ---------------------------------------------------------------- what a 400 means


@pytest.mark.parametrize("whose", ["server", "user"])
async def test_a_read_only_account_is_told_from_bad_values_and_stays_connected(bench: Bench, whose: str) -> None:
    await bench.create(**DRIVER)
    (bench.fake.store.server if whose == "server" else bench.fake.store.tables["users"][1])["readonly"] = True
    for attempt in (bench.create(key="op-2", **DRIVER | {"username": "second"}), bench.update("driver:1", notes="x")):
        with pytest.raises(NotAllowed) as caught:
            await attempt
        assert caught.value.error_type == "auth"
        assert not caught.value.retryable
        assert "java" not in str(caught.value).lower()


async def test_an_administrator_sees_all_and_is_not_fooled_by_a_200() -> None:
    async with running(TraccarFake(), administrator=True) as bench:
        bench.fake.store.add("drivers", {"name": "Of somebody", "uniqueId": "theirs"})
        page = await calls.list_page(bench.adapter(), USER, None)
        assert [each.source_id for each in page.records] == ["driver:1"]
        with pytest.raises(Rejected) as caught:
            await bench.create(**DRIVER | {"username": "theirs"})
        assert set(caught.value.fields) == {"username"}
        with pytest.raises(Rejected, match="no such record"):
            await bench.update("driver:7", notes="x")
        assert await calls.get(bench.adapter(), USER, "driver:7") is None


async def test_trouble_of_the_servers_own_is_tried_again_later(bench: Bench) -> None:
    await bench.create(**DRIVER)
    bench.fake.is_well = False
    for attempt in (bench.update("driver:1", notes="x"), calls.list_page(bench.adapter(), USER, None)):
        with pytest.raises(ServerFailed) as caught:
            await attempt
        assert caught.value.retryable
        assert "Hikari" not in str(caught.value)
    bench.fake.is_well = True
    bench.fake.faults.fail = 1
    with pytest.raises(ServerFailed):
        await bench.update("driver:1", notes="x")


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (429, {"Retry-After": "2"}, RateLimited),
        (500, {}, ServerFailed),
        (502, {}, ServerFailed),
        (404, {}, Malformed),
        (405, {}, Malformed),
        (302, {"Location": "/login"}, Malformed),
        (200, {}, Malformed),
    ],
)
async def test_other_answers_are_what_they_are_and_their_text_stays_there(
    bench: Bench, status: int, headers: dict[str, str], expected: type[ProviderError]
) -> None:
    await bench.create(**DRIVER)

    text = "<html>SELECT * FROM tc_users: secret of another tenant</html>"
    bench.fake.instead = lambda: web.Response(status=status, text=text, headers=headers)
    with pytest.raises(ProviderError) as caught:
        await bench.update("driver:1", notes="x")
    assert type(caught.value) is expected
    assert "tenant" not in str(caught.value)
    assert not caught.value.makes_stale


# ---------------------------------------------------------------- lists on all versions


async def test_on_servers_without_search_the_right_driver_is_found() -> None:
    async with running(TraccarFake(version="6.12.0")) as bench:
        for number in range(5):
            await bench.create(key=f"op-{number}", **DRIVER | {"username": f"dana_{number}"})
        change = changes(**DRIVER | {"username": "dana_3"})
        found = await calls.find(bench.adapter(), USER, change, operation_key="op-3")
        assert found is not None
        assert found.source_id == "driver:4"
        page = await calls.list_page(bench.adapter(), USER, None)
        assert len(page.records) == 5


async def test_attributes_of_any_shape_are_read(bench: Bench) -> None:
    odd = {"notes": 7, "timezone": "Mars/Base", "licenseExpiration": "soon", "active": "yes", "firstName": ["x"]}
    bench.fake.store.add("drivers", {"name": "Madonna", "uniqueId": "m", "attributes": odd}, owner=1)
    (record,) = (await calls.list_page(bench.adapter(), USER, None)).records
    stored = record.fields.stored()
    assert (stored["notes"], stored["default_time_zone"], stored["license_expiration"]) == ("7", None, None)
    assert (stored["first_name"], stored["last_name"], stored["is_active"]) == ("Madonna", None, None)


# ---------------------------------------------------------------- vehicles


async def test_a_vehicle_is_made_read_changed_and_found(bench: Bench) -> None:
    written = await bench.create(
        VEHICLE, **TRUCK, license_plate_number="EX 0007", status="IN_SERVICE", odometer_unit="mi"
    )
    assert written.source_id == "1"
    assert written.notes.pop("odometer_unit") is Note.NOT_SUPPORTED  # type: ignore[attr-defined]
    assert set(written.notes.values()) == {Note.APPLIED}
    bench.fake.store.tables["devices"][1] |= {
        "status": "online",
        "positionId": 90071,
        "groupId": 3,
        "category": "truck",
    }
    bench.fake.store.tables["devices"][1]["attributes"]["decoder.timezone"] = "UTC"
    changed = await bench.update(
        "1", VEHICLE, vehicle_name="Truck 8", vin=None, status="OUT_OF_SERVICE", model_year=2024
    )
    assert changed.notes == {
        "vehicle_name": Note.APPLIED,
        "vin": Note.APPLIED,
        "status": Note.APPLIED,
        "model_year": Note.UNCHANGED,
    }
    (device,) = bench.fake.devices
    assert (device["name"], device["disabled"], device["groupId"], device["category"]) == ("Truck 8", True, 3, "truck")
    assert device["attributes"]["decoder.timezone"] == "UTC"
    assert "vin" not in device["attributes"]
    stored = changed.record.fields.stored()
    assert (stored["eld_serial_number"], stored["external_id"]) == ("860000000000007", "860000000000007")
    assert (stored["is_active"], stored["status"], stored["model_year"]) == (False, "OUT_OF_SERVICE", 2024)
    found = await calls.find(bench.adapter(), VEHICLE, changes(VEHICLE, **TRUCK), operation_key="op-1")
    assert found is not None
    assert [each.source_id for each in (await calls.list_page(bench.adapter(), VEHICLE, None)).records] == ["1"]
    assert await calls.get(bench.adapter(), VEHICLE, "2") is None
    with pytest.raises(Rejected) as caught:
        await bench.update("1", VEHICLE, status="IN_REPAIR")
    assert set(caught.value.fields) == {"status"}


async def test_the_right_to_vehicles_is_one_of_its_own() -> None:
    async with running(TraccarFake(), deviceLimit=1) as bench:
        await bench.create(VEHICLE, **TRUCK)
        with pytest.raises(Rejected):
            await bench.create(VEHICLE, "op-2", **TRUCK | {"eld_serial_number": "860000000000008"})
        bench.fake.store.tables["users"][1]["deviceReadonly"] = True
        with pytest.raises(NotAllowed):
            await bench.update("1", VEHICLE, notes="x")
        await bench.create(**DRIVER)


# ---------------------------------------------------------------- dry runs


@pytest.mark.parametrize("kind", ["token", "password"])
async def test_a_dry_run_sends_nothing_and_shows_no_secret(bench: Bench, kind: str) -> None:
    given = {"token": bench.token} if kind == "token" else {"username": "hub@fleet.example", "password": PASSWORD}
    for change, source_id, method, path in (
        (DRIVER, None, "POST", "/api/drivers"),
        (OFFICE, None, "POST", "/api/users"),
        ({"notes": None}, "driver:41", "PUT", "/api/drivers/41"),
        ({"notes": None}, "user:57", "PUT", "/api/users/57"),
    ):
        adapter = PROVIDER.adapter({"url": bench.fake.url, **given}, RehearsalTransport())
        requests = await calls.rehearse(adapter, USER, changes(**change), source_id=source_id)
        assert (requests[-1].method, requests[-1].url) == (method, bench.fake.url + path)
        shown = repr(requests)
        assert bench.token not in shown
        assert PASSWORD not in shown
    assert bench.fake.seen == []
    assert requests[-1].body["attributes"].get("notes") is None
