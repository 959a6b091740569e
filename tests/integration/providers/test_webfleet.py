"""Webfleet's adapter against a fake of WEBFLEET.connect, over real HTTP."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from tests.fakes.serving import serve
from tests.fakes.webfleet import ACCOUNT, API_KEY, QUOTA_SECONDS, QUOTAS, WebfleetFake
from tests.processes import PATIENCE

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.providers.webfleet.api import KINDS
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import AuthFailed, NoAnswer, ProviderError, RateLimited, Rejected, ServerFailed
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.http import Request, Transport

USER, VEHICLE = ResourceEnum.USER, ResourceEnum.VEHICLE
DANA: Mapping[str, Any] = {"employee_number": "EMP-0042", "first_name": "Dana", "last_name": "Example"}
EVERYTHING: Mapping[str, Any] = {
    **DANA,
    "is_driver": True,
    "is_active": True,
    "status": "ACTIVE",
    "user_email": "dana@fleet.example",
    "phone_number": "+4915550142000",
    "country_code": "DEU",
    "license_country": "AUT",
    "license_region": "W",
    "license_number": "L-1234567",
    "license_expiration": "2031-05-01",
    "notes": "Night shift & weekends: ü",
}
SECRETS = (ACCOUNT["password"], API_KEY, "Pass%2Bw%2Frd", "EXAMPLE%2FKEY")


class WebfleetBench:
    """The fake, and adapters for it."""

    def __init__(self, fake: WebfleetFake, session: aiohttp.ClientSession) -> None:
        self.fake, self.session = fake, session

    def adapter(
        self,
        credentials: Mapping[str, Any] = ACCOUNT,
        *,
        transport: Transport | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> Adapter:
        return providers()["webfleet"].adapter(
            credentials,
            transport or AiohttpTransport(self.session),
            base_url=self.fake.url,
            timeout=PATIENCE,
            options={"api_key": API_KEY, **(options or {})},
        )

    def actions(self) -> list[str]:
        return [each.path.split("action=")[1].split("&")[0] for each in self.fake.seen]


@pytest.fixture
async def bench() -> AsyncIterator[WebfleetBench]:
    async with serve(WebfleetFake()) as fake, aiohttp.ClientSession() as session:
        yield WebfleetBench(fake, session)


def change(resource: ResourceEnum = USER, /, **body: Any) -> dict[str, Any]:
    model = REGISTRY[resource].update_model
    assert model is not None
    return model.model_validate({"connection_id": str(uuid4()), **body}).changes()


async def made(bench: WebfleetBench, **body: Any) -> str:
    return (await calls.create(bench.adapter(), USER, change(**{**DANA, **body}), operation_key="op-1")).source_id


@pytest.mark.parametrize("options", [{}, {"basic_authentication": True}])
async def test_the_three_credentials_open_the_account(bench: WebfleetBench, options: dict[str, Any]) -> None:
    account = await calls.verify(bench.adapter(options=options))
    assert (account.id, account.name) == ("example", "example")
    assert ("password=" in bench.fake.seen[0].path) != bool(options)


async def test_small_and_capital_letters_name_the_same_account(bench: WebfleetBench) -> None:
    bench.fake.account["company_id"] = "Example"
    assert (await calls.verify(bench.adapter({**ACCOUNT, "company_id": "Example"}))).id == "example"


async def test_a_wrong_password_makes_the_connection_stale(bench: WebfleetBench) -> None:
    with pytest.raises(AuthFailed, match="1101") as caught:
        await calls.verify(bench.adapter({**ACCOUNT, "password": "wrong"}))
    assert caught.value.makes_stale
    assert caught.value.status_code == 200


async def test_the_operator_says_which_other_errors_mean_bad_credentials(bench: WebfleetBench) -> None:
    with pytest.raises(Rejected, match="9103"):
        await calls.verify(bench.adapter(options={"api_key": "wrong-key"}))
    options = {"api_key": "wrong-key", "credential_error_codes": "1101, 9103"}
    with pytest.raises(AuthFailed, match="9103"):
        await calls.verify(bench.adapter(options=options))


async def test_without_the_operators_key_nothing_is_sent(bench: WebfleetBench) -> None:
    with pytest.raises(Rejected, match="api_key"):
        await calls.verify(bench.adapter(options={"api_key": ""}))
    assert bench.fake.seen == []


@pytest.mark.parametrize("nothing", ["", "[]", "{}", "null"])
async def test_every_field_of_a_driver_arrives_and_comes_back(bench: WebfleetBench, nothing: str) -> None:
    bench.fake.says_nothing_for = nothing
    written = await calls.create(bench.adapter(), USER, change(**EVERYTHING), operation_key="op-1")
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
    stored = written.record.fields.stored()
    assert {name: stored[name] for name in EVERYTHING} == dict(EVERYTHING)
    [(uid, driver)] = bench.fake.drivers.items()
    assert written.source_id == f"driver:{uid}"
    assert (driver["country"], driver["license_country"], driver["license_expiry_date"]) == ("DE", "AT", "01/05/2031")
    assert bench.actions() == ["insertDriverExtern", "showDriverReportExtern"]
    assert await calls.get(bench.adapter(), USER, uid) == written.record


async def test_a_username_is_the_number_where_there_is_no_other(bench: WebfleetBench) -> None:
    body = change(username="dana", first_name="Dana")
    written = await calls.create(bench.adapter(), USER, body, operation_key="op-1")
    assert next(iter(bench.fake.drivers.values()))["driverno"] == "dana"
    assert written.outcomes["username"] is FieldOutcome.APPLIED
    both = await calls.create(bench.adapter(), USER, change(**DANA, username="dana.example"), operation_key="op-2")
    assert both.outcomes["username"] is FieldOutcome.NOT_SUPPORTED
    assert both.record.fields.stored()["employee_number"] == "EMP-0042"


@pytest.mark.parametrize(
    ("body", "blamed"),
    [
        ({"employee_number": "1234567890123456"}, {"employee_number"}),
        ({"employee_number": None}, {"employee_number", "username"}),
        ({"first_name": None}, {"first_name"}),
        ({"last_name": "x" * 51}, {"last_name"}),
        ({"is_driver": False}, {"is_driver"}),
        ({"is_active": False}, {"is_active"}),
        ({"status": "INACTIVE"}, {"status"}),
        ({"hos_ruleset_code": "US_INT_PROP_70_8"}, {"hos_ruleset_code"}),
        ({"country_code": "XXX"}, {"country_code"}),
        ({"phone_number": "+49301", "phone_country_code": "+1"}, {"phone_country_code"}),
    ],
)
async def test_what_cannot_be_written_is_refused_by_name_before_anything_is_sent(
    bench: WebfleetBench, body: dict[str, Any], blamed: set[str]
) -> None:
    with pytest.raises(Rejected) as caught:
        await made(bench, **body)
    assert set(caught.value.fields) == blamed
    assert bench.fake.seen == []


async def test_what_webfleet_has_no_place_for_is_named(bench: WebfleetBench) -> None:
    body = change(**DANA, default_time_zone="Europe/Berlin", allow_yard_move=True, dot_id="1", phone_country_code="+49")
    written = await calls.create(bench.adapter(), USER, body, operation_key="op-1")
    dropped = {name for name, note in written.outcomes.items() if note is FieldOutcome.NOT_SUPPORTED}
    assert dropped == {"default_time_zone", "allow_yard_move", "dot_id", "phone_country_code"}
    assert all(written.details[name] for name in dropped)


async def test_an_update_keeps_what_is_absent_sets_what_is_sent_and_refuses_to_clear(bench: WebfleetBench) -> None:
    uid = await made(bench, notes="x", user_email="dana@fleet.example")
    body = change(last_name="Berg", employee_number="EMP-1", phone_number="15550142", phone_country_code="49")
    written = await calls.update(bench.adapter(), USER, uid, body)
    stored = written.record.fields.stored()
    assert (stored["last_name"], stored["employee_number"], stored["phone_number"]) == ("Berg", "EMP-1", "+4915550142")
    assert (stored["first_name"], stored["notes"], written.source_id) == ("Dana", "x", uid)
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
    sent = len(bench.fake.seen)
    for name in ("notes", "user_email", "last_name", "employee_number", "phone_number", "license_number"):
        with pytest.raises(Rejected) as caught:
            await calls.update(bench.adapter(), USER, uid, change(**{name: None}))
        assert set(caught.value.fields) == {name}
    assert len(bench.fake.seen) == sent


async def test_an_update_that_leaves_nothing_to_send_only_reads(bench: WebfleetBench) -> None:
    uid = await made(bench)
    written = await calls.update(bench.adapter(), USER, uid, change(is_active=True, dot_id="7"))
    assert written.outcomes == {"is_active": FieldOutcome.APPLIED, "dot_id": FieldOutcome.NOT_SUPPORTED}
    assert bench.actions().count("updateDriverExtern") == 0
    with pytest.raises(Rejected, match="no driver"):
        await calls.update(bench.adapter(), USER, "1-0-0", change(is_active=True))


async def test_a_driver_that_is_gone_cannot_be_changed(bench: WebfleetBench) -> None:
    with pytest.raises(Rejected, match="does not exist"):
        await calls.update(bench.adapter(), USER, "1-0-0", change(last_name="Berg"))


async def test_a_create_whose_answer_was_lost_is_found_and_not_made_again(bench: WebfleetBench) -> None:
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer) as caught:
        await calls.create(bench.adapter(), USER, change(**EVERYTHING), operation_key="op-1")
    assert caught.value.may_have_arrived
    assert bench.actions() == ["insertDriverExtern"]
    found = await calls.find(bench.adapter(), USER, change(**EVERYTHING), operation_key="op-1")
    assert found is not None
    assert [f"driver:{uid}" for uid in bench.fake.drivers] == [found.source_id]


async def test_the_insert_is_sent_once_even_on_a_connection_that_was_kept_open(bench: WebfleetBench) -> None:
    await calls.verify(bench.adapter())
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(), USER, change(**DANA), operation_key="op-1")
    assert bench.actions() == ["showObjectReportExtern", "insertDriverExtern"]


@pytest.mark.parametrize("cut", ["cut_after", "cut_before", "fail"])
async def test_a_create_that_cannot_be_read_back_is_found_later(bench: WebfleetBench, cut: str) -> None:
    setattr(bench.fake.faults, cut, 2)
    bench.fake.faults.matches = lambda request: request.query["action"] == "showDriverReportExtern"
    with pytest.raises(NoAnswer) as caught:
        await calls.create(bench.adapter(), USER, change(**DANA), operation_key="op-1")
    assert caught.value.may_have_arrived
    bench.fake.faults.matches = lambda request: False  # noqa: ARG005 - the shape that faults ask for
    assert await calls.find(bench.adapter(), USER, change(**DANA), operation_key="op-1") is not None
    assert len(bench.fake.drivers) == 1


@pytest.mark.parametrize("missing_is_an_error", [True, False])
async def test_somebody_elses_driver_with_the_same_number_is_never_taken_for_the_one_that_was_made(
    bench: WebfleetBench, missing_is_an_error: bool
) -> None:
    bench.fake.missing_is_an_error = missing_is_an_error
    assert await calls.find(bench.adapter(), USER, change(**DANA), operation_key="op-1") is None
    bench.fake.add_driver(driverno="EMP-0042", name="Dana", name2="Other")
    bench.fake.faults.cut_before = 1
    with pytest.raises(NoAnswer):
        await made(bench)
    assert await calls.find(bench.adapter(), USER, change(**DANA), operation_key="op-1") is None
    namesake = await calls.find(bench.adapter(), USER, change(**DANA), operation_key=None)
    assert namesake is not None
    with pytest.raises(Rejected, match="already in use"):
        await made(bench)
    assert len(bench.fake.drivers) == 1


@pytest.mark.parametrize(
    ("code", "expected", "retry_after"),
    [
        (8011, RateLimited, 60.0),
        (8015, RateLimited, 10.0),
        (10000, RateLimited, 30.0),
        (60, ServerFailed, None),
        (9199, ServerFailed, None),
        (4711, Rejected, None),
    ],
)
async def test_each_error_number_means_what_webfleets_own_client_takes_it_for(
    bench: WebfleetBench, code: int, expected: type[ProviderError], retry_after: float | None
) -> None:
    bench.fake.next_errors = [("insertDriverExtern", code)]
    with pytest.raises(expected, match=str(code)) as caught:
        await made(bench)
    assert type(caught.value) is expected
    assert getattr(caught.value, "retry_after", None) == retry_after


async def test_each_action_has_its_own_quota(bench: WebfleetBench) -> None:
    for number in range(QUOTAS["insertDriverExtern"]):
        await made(bench, employee_number=f"E{number}")
    with pytest.raises(RateLimited):
        await made(bench, employee_number="one-too-many")
    await reading.collect(bench.adapter(), VEHICLE)
    assert len(bench.fake.drivers) == QUOTAS["insertDriverExtern"]


async def test_every_request_counts_against_the_quota_of_its_action(bench: WebfleetBench) -> None:
    kinds = providers()["webfleet"].definition.limits.kinds
    assert {kind: (rate.requests, rate.seconds) for kind, rate in kinds.items()} == {
        kind: (QUOTAS[action], QUOTA_SECONDS.get(action, 60)) for action, kind in KINDS.items()
    }
    adapter = bench.adapter()
    await calls.create(adapter, USER, change(**DANA), operation_key="op-1")
    assert adapter.client.last_kind == "show-drivers"


async def test_thousands_of_drivers_come_at_once(bench: WebfleetBench) -> None:
    for number in range(3000):
        bench.fake.add_driver(driverno=f"D{number}", name="A")
    page = await reading.collect(bench.adapter(), USER)
    assert (len(page.by_id), page.batches, page.state) == (3000, 2, {})


async def test_users_of_the_office_come_behind_the_drivers_and_cannot_be_changed(bench: WebfleetBench) -> None:
    uid = bench.fake.add_driver(driverno="D1", name="Dana")
    robin = {"username": "dispatch", "realname": "Robin de Sample", "useruid": uid, "profile": "Dispatcher"}
    bench.fake.users += [robin, {"useruid": "1-9", "username": "hub", "realname": ""}, {"username": "nobody"}]
    page = await reading.collect(bench.adapter(), USER)
    assert page.by_id.keys() == {f"driver:{uid}", f"user:{uid}", "user:1-9"}
    assert len(page.skipped) == 1
    stored = page.by_id[f"user:{uid}"].fields.stored()
    assert (stored["first_name"], stored["last_name"], stored["is_driver"]) == ("Robin de", "Sample", False)
    assert stored["user_designation"] == "Dispatcher"
    assert await calls.get(bench.adapter(), USER, f"user:{uid}") == page.by_id[f"user:{uid}"]
    with pytest.raises(Rejected, match="office"):
        await calls.update(bench.adapter(), USER, f"user:{uid}", change(first_name="Ada"))


async def test_an_account_that_may_not_list_users_has_drivers_alone(bench: WebfleetBench) -> None:
    uid = bench.fake.add_driver(driverno="D1", name="Dana")
    bench.fake.not_booked.add("showUsers")
    page = await reading.collect(bench.adapter(), USER)
    assert page.by_id.keys() == {f"driver:{uid}"}
    assert page.skipped == []


@pytest.mark.parametrize("options", [{}, {"basic_authentication": True}])
async def test_a_dry_run_shows_the_request_without_secrets_and_sends_nothing(
    bench: WebfleetBench, options: dict[str, Any]
) -> None:
    adapter = bench.adapter(transport=DryRunTransport(), options=options)
    [planned] = await calls.dry_run(adapter, USER, change(**EVERYTHING))
    assert planned.url.startswith(f"{bench.fake.url}/extern?account=example&")
    assert "apikey=*****" in planned.url
    assert "driverno=EMP-0042" in planned.url
    assert ("password=*****" in planned.url) != bool(options)
    assert not any(secret in str(planned) for secret in (*SECRETS, "aHViOl"))
    assert bench.fake.seen == []


async def test_neither_a_printed_request_nor_an_error_shows_the_address(bench: WebfleetBench) -> None:
    sent: list[Request] = []

    class Spy(AiohttpTransport):
        async def send(self, request: Request) -> Any:
            sent.append(request)
            return await super().send(request)

    bench.fake.faults.fail = 1
    with pytest.raises(ServerFailed) as caught:
        await calls.verify(bench.adapter(transport=Spy(bench.session)))
    shown = f"{sent} {caught.value!r} {caught.value.detail} {caught.value.headers}"
    assert not any(secret in shown for secret in SECRETS)


async def test_a_secret_that_webfleet_repeats_is_masked_however_short_it_is(bench: WebfleetBench) -> None:
    bench.fake.account["password"] = "q7#"
    bench.fake.next_errors, bench.fake.error_text = [("insertDriverExtern", 4711)], "Bad request: password=q7%23 or q7#"
    adapter = bench.adapter({**ACCOUNT, "password": "q7#"})
    with pytest.raises(Rejected) as caught:
        await calls.create(adapter, USER, change(**DANA), operation_key="op-1")
    assert caught.value.detail == "Bad request: password=***** or ***** (error 4711)"


async def test_vehicles_are_read_and_changed_where_that_is_known(bench: WebfleetBench) -> None:
    uid = bench.fake.add_vehicle(
        objectname="Truck 7", licenseplatenumber="B-GH 1", identnumber="WDB1", vh_fueltype="1", fueltanksize="600"
    )
    [record] = (await reading.collect(bench.adapter(), VEHICLE)).records
    stored = record.fields.stored()
    assert (record.source_id, stored["vehicle_name"], stored["vin"]) == (uid, "Truck 7", "WDB1")
    assert (stored["engine_type"], stored["fuel_capacity"]) == (None, "600 liters")
    body = change(VEHICLE, license_plate_number="B-GH 2", model_year=2024, total_axles=3, fuel_capacity="700 liters")
    written = await calls.update(bench.adapter(), VEHICLE, uid, {**body, "vehicle_name": "Truck 8"})
    stored = written.record.fields.stored()
    assert (stored["license_plate_number"], stored["model_year"], stored["total_axles"]) == ("B-GH 2", 2024, 3)
    assert written.outcomes["vehicle_name"] is FieldOutcome.NOT_SUPPORTED
    assert stored["vehicle_name"] == "Truck 7"
    with pytest.raises(Rejected) as caught:
        await calls.update(bench.adapter(), VEHICLE, uid, change(VEHICLE, engine_type="LNG", vin=None))
    assert set(caught.value.fields) == {"engine_type", "vin"}
    allowed = bench.adapter(options={"uncertain_values": True})
    written = await calls.update(allowed, VEHICLE, uid, change(VEHICLE, engine_type="LNG"))
    assert written.record.fields.stored()["engine_type"] == "LNG"
    assert await calls.get(allowed, VEHICLE, uid) == written.record
    assert await calls.get(bench.adapter(), VEHICLE, "1-0-0") is None
