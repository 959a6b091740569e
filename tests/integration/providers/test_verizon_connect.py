"""Reveal's adapter against a fake of its API, over real HTTP; what the documents leave open is tried either way."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from tests.fakes.accounts import new_key
from tests.fakes.serving import serve
from tests.fakes.verizon_connect import CREDENTIALS, PASSWORD, RevealFake
from tests.processes import PATIENCE

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.user import USER as USER_RESOURCE
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import AuthFailed, NoAnswer, NotAllowed, Rejected
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.http import Transport
from gladhand.sdk.session import InMemorySessionStore

assert USER_RESOURCE.update_model is not None
UserUpdate = USER_RESOURCE.update_model

USER, VEHICLE = ResourceEnum.USER, ResourceEnum.VEHICLE
DANA: Mapping[str, Any] = {"employee_number": "EMP-0042", "first_name": "Dana", "last_name": "Example"}
EVERYTHING: Mapping[str, Any] = {
    **DANA,
    "username": "EMP-0042",
    "user_email": "dana@fleet.example",
    "phone_number": "+12175550142",
    "is_driver": True,
    "is_active": True,
    "status": "ACTIVE",
}


class VerizonBench:
    """The fake, and adapters for it that share a session."""

    def __init__(self, fake: RevealFake, http: aiohttp.ClientSession) -> None:
        self.fake, self.http, self.sessions = fake, http, InMemorySessionStore()

    def adapter(self, credentials: Mapping[str, Any] = CREDENTIALS, *, transport: Transport | None = None) -> Adapter:
        return providers()["verizon_connect"].adapter(
            credentials,
            transport or AiohttpTransport(self.http),
            base_url=self.fake.url,
            timeout=PATIENCE,
            sessions=self.sessions,
        )

    def sent(self) -> list[str]:
        return [f"{each.method} {each.path}" for each in self.fake.seen]


@pytest.fixture
async def bench() -> AsyncIterator[VerizonBench]:
    async with serve(RevealFake()) as fake, aiohttp.ClientSession() as http:
        yield VerizonBench(fake, http)


def change(**body: Any) -> dict[str, Any]:
    return UserUpdate.model_validate({"connection_id": str(uuid4()), **body}).changes()


async def made(bench: VerizonBench, **body: Any) -> str:
    return (await calls.create(bench.adapter(), USER, change(**{**DANA, **body}), operation_key=new_key())).source_id


@pytest.mark.parametrize("form", RevealFake.TOKEN_FORMS)
async def test_a_token_is_got_once_and_kept(bench: VerizonBench, form: str) -> None:
    bench.fake.token_form = form
    account = await calls.verify(bench.adapter())
    assert (account.id, f"http://{account.host}") == ("example-app-id", bench.fake.url)
    await reading.collect(bench.adapter(), USER)
    assert bench.fake.given == 1


async def test_a_token_that_has_ended_is_replaced_once(bench: VerizonBench) -> None:
    await calls.verify(bench.adapter())
    bench.fake.tokens.clear()
    assert await made(bench) == "driver:EMP-0042"
    assert bench.fake.given == 2
    assert len(bench.fake.drivers) == 1


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"auth_code": "another-app-id"}])
async def test_a_wrong_password_and_a_wrong_app_id_make_the_connection_stale(
    bench: VerizonBench, wrong: Mapping[str, str]
) -> None:
    with pytest.raises(AuthFailed, match="Authorization has been denied") as caught:
        await calls.verify(bench.adapter({**CREDENTIALS, **wrong}))
    assert caught.value.makes_stale


async def test_a_right_that_is_lacking_fails_a_write_and_not_the_connection(bench: VerizonBench) -> None:
    bench.fake.forbidden.add(("POST", "/cmd/v1/drivers"))
    with pytest.raises(NotAllowed) as caught:
        await made(bench)
    assert not caught.value.makes_stale


@pytest.mark.parametrize("is_wrapped", [True, False])
@pytest.mark.parametrize("says", [True, False])
async def test_every_field_arrives_and_comes_back(bench: VerizonBench, *, is_wrapped: bool, says: bool) -> None:
    bench.fake.is_wrapped, bench.fake.says = is_wrapped, says
    written = await calls.create(bench.adapter(), USER, change(**EVERYTHING), operation_key=new_key())
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
    stored = written.record.fields.stored()
    assert {name: stored[name] for name in EVERYTHING} == dict(EVERYTHING)
    assert await calls.get(bench.adapter(), USER, "driver:EMP-0042") == written.record


@pytest.mark.parametrize("replaces", [True, False])
async def test_a_change_keeps_what_it_does_not_name_whatever_a_put_does_with_the_rest(
    bench: VerizonBench, *, replaces: bool
) -> None:
    bench.fake.replaces = replaces
    bench.fake.add_driver("7", FirstName="Dana", LastName="Example", PhoneNumber="1", EnableMobileAccess=True)
    written = await calls.update(bench.adapter(), USER, "driver:7", change(first_name="Diana", phone_number=None))
    assert written.outcomes == {"first_name": FieldOutcome.APPLIED, "phone_number": FieldOutcome.APPLIED}
    held = bench.fake.drivers["7"]
    assert (held["FirstName"], held["LastName"], held["PhoneNumber"]) == ("Diana", "Example", None)
    assert held["EnableMobileAccess"] is True


async def test_a_value_that_reveal_keeps_is_told(bench: VerizonBench) -> None:
    bench.fake.clears = False
    bench.fake.add_driver("7", FirstName="Dana", PhoneNumber="1")
    written = await calls.update(bench.adapter(), USER, "driver:7", change(phone_number=None))
    assert written.outcomes == {"phone_number": FieldOutcome.UNCHANGED}
    assert written.details == {"phone_number": "Reveal took the write and kept another value."}
    assert written.record.fields.stored()["phone_number"] == "1"


async def test_what_is_so_already_is_not_written(bench: VerizonBench) -> None:
    bench.fake.add_driver("7", FirstName="Dana")
    written = await calls.update(
        bench.adapter(), USER, "driver:7", change(first_name="Dana", username="7", is_active=True)
    )
    assert set(written.outcomes.values()) == {FieldOutcome.UNCHANGED}
    assert not any(each.startswith("PUT") for each in bench.sent())


@pytest.mark.parametrize("body", [{"username": "8"}, {"employee_number": None}, {"is_active": False}, {"status": None}])
async def test_what_cannot_change_is_refused_before_anything_is_sent(bench: VerizonBench, body: dict[str, Any]) -> None:
    with pytest.raises(Rejected) as caught:
        await calls.update(bench.adapter(), USER, "driver:7", change(**body))
    assert set(caught.value.fields) == set(body)
    assert bench.fake.seen == []


async def test_a_create_whose_answer_was_lost_is_found_and_nobody_elses_driver_is(bench: VerizonBench) -> None:
    await calls.verify(bench.adapter())
    bench.fake.faults.cut_after = 1
    key = new_key()
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(), USER, change(**DANA), operation_key=key)
    found = await calls.find(bench.adapter(), USER, change(**DANA), operation_key=key)
    assert found is not None
    assert found.source_id == "driver:EMP-0042"
    bench.fake.add_driver("EMP-0042", FirstName="Mara", LastName="Example")
    assert await calls.find(bench.adapter(), USER, change(**DANA), operation_key=key) is None
    bench.fake.add_driver("EMP-0042", FirstName="Dana", LastName="Example", CreatedDateUTC="2020-01-01T00:00:00")
    assert await calls.find(bench.adapter(), USER, change(**DANA), operation_key=key) is None
    assert await calls.find(bench.adapter(), USER, change(**DANA), operation_key=None) is not None


async def test_a_write_that_cannot_be_read_back_has_not_failed(bench: VerizonBench) -> None:
    bench.fake.faults.fail, bench.fake.faults.matches = 1, lambda request: request.path.endswith("EMP-0042")
    key = new_key()
    with pytest.raises(NoAnswer, match="It was written, and could not be read back"):
        await calls.create(bench.adapter(), USER, change(**DANA), operation_key=key)
    assert await calls.find(bench.adapter(), USER, change(**DANA), operation_key=key) is not None


async def test_two_creates_with_one_number_make_one_driver(bench: VerizonBench) -> None:
    results = await asyncio.gather(made(bench), made(bench), return_exceptions=True)
    assert sorted(type(each).__name__ for each in results) == ["Rejected", "str"]
    assert len(bench.fake.drivers) == 1


@pytest.mark.parametrize("number", ["a/b", "ä ö", "100%", "?x=1#y", "..%2f", "user:7", "driver:7"])
async def test_any_number_is_one_part_of_an_address(bench: VerizonBench, number: str) -> None:
    assert await made(bench, employee_number=number) == f"driver:{number}"
    written = await calls.update(bench.adapter(), USER, f"driver:{number}", change(last_name="Muster"))
    assert written.record.fields.stored()["last_name"] == "Muster"
    assert list(bench.fake.drivers) == [number]


async def test_drivers_and_vehicles_without_a_number_are_left_out_of_lists(bench: VerizonBench) -> None:
    for number in ("1", None, "2"):
        bench.fake.add_driver(number, FirstName="A")
    bench.fake.vehicles = [
        {"VehicleNumber": None, "Name": "Spare"},
        {"VehicleNumber": "T-7", "Name": None, "VIN": "1FUJ", "Year": "2022", "RegistrationNumber": "P1"},
    ]
    drivers = await reading.collect(bench.adapter(), USER)
    assert ([each.source_id for each in drivers.records], drivers.batches) == (["driver:1", "driver:2", "user:1"], 2)
    [vehicle] = (await reading.collect(bench.adapter(), VEHICLE)).records
    stored = vehicle.fields.stored()
    assert (vehicle.source_id, stored["vehicle_name"], stored["model_year"]) == ("T-7", "T-7", 2022)


async def test_a_dry_run_shows_every_request_without_secrets_and_sends_nothing(bench: VerizonBench) -> None:
    adapter = bench.adapter(transport=DryRunTransport())
    shown = await calls.dry_run(adapter, USER, change(first_name="Dana"), source_id="7")
    assert [(each.method, each.url.removeprefix(bench.fake.url)) for each in shown] == [
        ("GET", "/token"),
        ("GET", "/cmd/v1/drivers/7"),
        ("PUT", "/cmd/v1/drivers/7"),
    ]
    assert shown[-1].body == {"DriverNumber": "7", "FirstName": "Dana"}
    assert PASSWORD not in str(shown)
    assert "aW50ZWdy" not in str(shown)
    assert bench.fake.seen == []
