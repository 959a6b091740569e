"""Motive's adapter against a fake of Motive, over real HTTP: signing in, users and drivers."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import pytest
from tests.fakes.motive import CLIENT, REDIRECT_URI, SCOPES, MotiveFake
from tests.fakes.serving import serve
from tests.integration.providers.motive_bench import MotiveBench, change

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.errors import AuthFailed, NoAnswer, NotAllowed, RateLimited, Rejected, ServerFailed
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.oauth2 import authorize_address

USER = ResourceEnum.USER
DANA: Mapping[str, Any] = {"first_name": "Dana", "last_name": "Example", "username": "dana.example", "is_driver": True}
EVERYTHING: Mapping[str, Any] = {
    **DANA,
    "status": "ACTIVE",
    "user_designation": "DRIVER",
    "user_email": "dana@fleet.example",
    "phone_number": "2175550142",
    "phone_country_code": "+1",
    "license_region": "IL",
    "license_number": "E0000123",
    "employee_number": "EMP-0042",
    "dot_id": "1234567",
    "hos_ruleset_code": "US_INT_PROP_70_8",
    "allow_yard_move": True,
    "allow_personal_conveyance": True,
    "allow_adverse_driving": False,
    "default_time_zone": "America/Chicago",
    "hos_compliance_type": "non_exempt",
    "hos_tracking_method": "automatic",
}


@pytest.fixture
async def bench() -> AsyncIterator[MotiveBench]:
    async with serve(MotiveFake()) as fake, aiohttp.ClientSession() as session:
        yield MotiveBench(fake, session)


async def made(bench: MotiveBench, key: str = "op-1", **body: Any) -> str:
    return (await calls.create(bench.adapter(), USER, change(**{**DANA, **body}), operation_key=key)).source_id


async def test_the_key_opens_its_company(bench: MotiveBench) -> None:
    account = await calls.verify(bench.adapter())
    assert (account.id, account.name) == ("5001", "Example Haulage LLC")
    with pytest.raises(AuthFailed, match="invalid API key") as caught:
        await calls.verify(bench.adapter({"api_key": "wrong-key"}))
    assert caught.value.makes_stale


async def test_every_field_of_a_driver_arrives_and_comes_back(bench: MotiveBench) -> None:
    written = await calls.create(bench.adapter(), USER, change(**EVERYTHING), operation_key="op-1")
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
    assert written.outcomes.keys() == EVERYTHING.keys()
    stored, extras = written.record.fields.stored(), written.record.extras or {}
    expected = {**EVERYTHING, "user_designation": "driver"}
    assert {name: stored.get(name, extras.get(name)) for name in expected} == expected
    [user] = bench.fake.users
    assert user["time_tracking_mode"] == "logs"
    assert [(each["external_id"], each["integration_name"]) for each in user["external_ids"]] == [
        ("op-1", "generic_tms")
    ]
    assert (await calls.get(bench.adapter(), USER, written.source_id)) == written.record


async def test_what_motive_has_no_place_for_is_named(bench: MotiveBench) -> None:
    body = change(**DANA, notes="Nights", country_code="USA", license_country="USA", license_expiration="2031-05-01")
    written = await calls.create(bench.adapter(), USER, body, operation_key="op-1")
    dropped = {name for name, note in written.outcomes.items() if note is FieldOutcome.NOT_SUPPORTED}
    assert dropped == {"notes", "country_code", "license_country", "license_expiration"}
    assert all(written.details[name] for name in dropped)


async def test_absent_is_kept_null_is_cleared_and_a_value_is_set(bench: MotiveBench) -> None:
    source_id = await made(bench, employee_number="EMP-1", license_number="L-1", user_email="dana@fleet.example")
    body = change(employee_number=None, last_name="Berg", allow_yard_move=True)
    written = await calls.update(bench.adapter(), USER, source_id, body)
    stored = written.record.fields.stored()
    assert (stored["employee_number"], stored["last_name"], stored["allow_yard_move"]) == (None, "Berg", True)
    assert (stored["license_number"], stored["first_name"], stored["username"]) == ("L-1", "Dana", "dana.example")
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}


@pytest.mark.parametrize("name", ["first_name", "username", "default_time_zone", "hos_ruleset_code", "is_active"])
async def test_what_cannot_be_cleared_is_refused_by_name_before_anything_is_sent(bench: MotiveBench, name: str) -> None:
    source_id = await made(bench)
    with pytest.raises(Rejected) as caught:
        await calls.update(bench.adapter(), USER, source_id, change(**{name: None}))
    assert set(caught.value.fields) == {name}
    assert bench.sent("PUT") == []


async def test_a_ruleset_takes_back_the_exceptions_of_the_one_before(bench: MotiveBench) -> None:
    source_id = await made(bench, hos_ruleset_code="US_INT_OILWL_70_8")
    [before] = bench.fake.users
    assert (before["cycle"], before["exception_24_hour_restart"], before["exception_wait_time"]) == (
        "70_8_o",
        True,
        True,
    )
    written = await calls.update(bench.adapter(), USER, source_id, change(hos_ruleset_code="US_INT_PAX_60_7"))
    [after] = bench.fake.users
    assert (after["cycle"], after["exception_24_hour_restart"], after["exception_wait_time"]) == (
        "60_7_p",
        False,
        False,
    )
    assert written.record.fields.stored()["hos_ruleset_code"] == "US_INT_PAX_60_7"


@pytest.mark.parametrize("code", ["US_INT_PROP_70_8_NORST", "CA_AB_PROV_PROP_70_7", "US_INT_PROP_70_8_BIG"])
async def test_a_ruleset_without_a_certain_counterpart_is_refused_before_anything_is_sent(
    bench: MotiveBench, code: str
) -> None:
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), USER, change(**DANA, hos_ruleset_code=code), operation_key="op-1")
    assert code in caught.value.fields["hos_ruleset_code"]
    assert bench.fake.seen == []


async def test_the_operator_can_allow_rulesets_that_are_a_guess(bench: MotiveBench) -> None:
    adapter = bench.adapter(options={"uncertain_values": True})
    body = change(**DANA, hos_ruleset_code="US_INT_PROP_70_8_BIG")
    written = await calls.create(adapter, USER, body, operation_key="op-1")
    assert bench.fake.users[0]["exception_short_haul"] is True
    assert written.record.fields.stored()["hos_ruleset_code"] == "US_INT_PROP_70_8_BIG"


async def test_a_zone_goes_by_the_name_that_motive_has_for_its_time(bench: MotiveBench) -> None:
    source_id = await made(bench, default_time_zone="America/Winnipeg")
    assert bench.fake.users[0]["time_zone"] == "Central Time (US & Canada)"
    with pytest.raises(Rejected) as caught:
        await calls.update(bench.adapter(), USER, source_id, change(default_time_zone="Europe/Berlin"))
    assert "Europe/Berlin" in caught.value.fields["default_time_zone"]


@pytest.mark.parametrize(
    ("tracking", "modes"),
    [
        ({"hos_compliance_type": "exempt"}, ("exempt", "not_required")),
        ({"hos_compliance_type": "non_exempt"}, ("logs", "logs")),
        ({"hos_tracking_method": "manual"}, ("none", "logs")),
        ({"hos_tracking_method": "automatic", "hos_compliance_type": "non_exempt"}, ("logs", "logs")),
    ],
)
async def test_the_two_modes_always_fit_together(
    bench: MotiveBench, tracking: dict[str, str], modes: tuple[str, str]
) -> None:
    await made(bench, **tracking)
    [user] = bench.fake.users
    assert (user["eld_mode"], user["time_tracking_mode"]) == modes


async def test_half_of_a_mode_is_completed_by_the_mode_that_there_is(bench: MotiveBench) -> None:
    source_id = await made(bench, hos_tracking_method="manual")
    await calls.update(bench.adapter(), USER, source_id, change(hos_compliance_type="non_exempt"))
    assert bench.fake.users[0]["eld_mode"] == "none"
    await calls.update(bench.adapter(), USER, source_id, change(hos_compliance_type="exempt"))
    assert bench.fake.users[0]["eld_mode"] == "exempt"
    with pytest.raises(Rejected) as caught:
        await calls.update(bench.adapter(), USER, source_id, change(hos_tracking_method="automatic"))
    assert set(caught.value.fields) == {"hos_tracking_method"}
    await calls.update(bench.adapter(), USER, source_id, change(hos_compliance_type="non_exempt"))
    assert (bench.fake.users[0]["eld_mode"], bench.fake.users[0]["time_tracking_mode"]) == ("logs", "logs")


async def test_an_exempt_driver_with_a_way_of_logging_is_a_contradiction(bench: MotiveBench) -> None:
    body = change(**DANA, hos_compliance_type="exempt", hos_tracking_method="manual")
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), USER, body, operation_key="op-1")
    assert set(caught.value.fields) == {"hos_tracking_method"}


async def test_the_calling_code_is_split_off_a_number(bench: MotiveBench) -> None:
    source_id = await made(bench, phone_number="+52 55 5010 0142")
    assert (bench.fake.users[0]["phone"], bench.fake.users[0]["phone_country_code"]) == ("5550100142", "+52")
    body = change(phone_number="+49 30 5550142", phone_country_code="+1")
    with pytest.raises(Rejected) as caught:
        await calls.update(bench.adapter(), USER, source_id, body)
    assert set(caught.value.fields) == {"phone_country_code"}
    await calls.update(bench.adapter(), USER, source_id, change(phone_number=None, phone_country_code=None))
    assert (bench.fake.users[0]["phone"], bench.fake.users[0]["phone_country_code"]) == (None, None)


async def test_an_office_user_gets_an_office_role_and_no_fields_of_drivers(bench: MotiveBench) -> None:
    office = {"first_name": "Olga", "last_name": "Office", "user_email": "olga@fleet.example", "is_driver": False}
    body = change(**office, username="olga", hos_ruleset_code="US_INT_PROP_70_8")
    written = await calls.create(bench.adapter(), USER, body, operation_key="op-1")
    assert bench.fake.users[0]["role"] == "fleet_user"
    assert written.record.fields.stored()["is_driver"] is False
    assert {name for name, note in written.outcomes.items() if note is FieldOutcome.NOT_SUPPORTED} == {
        "username",
        "hos_ruleset_code",
    }
    updated = await calls.update(
        bench.adapter(), USER, written.source_id, change(allow_yard_move=True, last_name="Ober")
    )
    assert updated.outcomes == {"allow_yard_move": FieldOutcome.NOT_SUPPORTED, "last_name": FieldOutcome.APPLIED}


async def test_a_designation_that_is_a_role_makes_the_role_and_any_other_is_left_out(bench: MotiveBench) -> None:
    chief = {"first_name": "Ada", "last_name": "Chief", "user_email": "ada@fleet.example"}
    await calls.create(bench.adapter(), USER, change(**chief, user_designation="Admin"), operation_key="op-1")
    written = await calls.create(
        bench.adapter(), USER, change(**DANA, user_designation="Night dispatcher"), operation_key="op-2"
    )
    assert [user["role"] for user in bench.fake.users] == ["admin", "driver"]
    assert written.outcomes["user_designation"] is FieldOutcome.NOT_SUPPORTED


async def test_somebody_without_a_way_to_sign_in_is_refused_before_anything_is_sent(bench: MotiveBench) -> None:
    body = change(first_name="Dana", last_name="Example", employee_number="E1")
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), USER, body, operation_key="op-1")
    assert set(caught.value.fields) == {"username", "user_email", "phone_number"}
    assert bench.fake.seen == []


async def test_a_name_that_is_taken_is_refused_with_the_field_that_motive_names(bench: MotiveBench) -> None:
    await made(bench)
    with pytest.raises(Rejected, match="Username has already been taken") as caught:
        await made(bench, key="op-2")
    assert set(caught.value.fields) == {"username"}


async def test_a_user_is_deactivated_and_activated_again(bench: MotiveBench) -> None:
    source_id = await made(bench)
    written = await calls.update(bench.adapter(), USER, source_id, change(is_active=False))
    assert (written.record.fields.stored()["is_active"], written.record.fields.stored()["status"]) == (
        False,
        "INACTIVE",
    )
    written = await calls.update(bench.adapter(), USER, source_id, change(status="ACTIVE"))
    assert written.record.fields.stored()["is_active"] is True
    with pytest.raises(Rejected) as caught:
        await calls.update(bench.adapter(), USER, source_id, change(status="ACTIVE", is_active=False))
    assert set(caught.value.fields) == {"status", "is_active"}


async def test_passwords_differ_each_time_and_no_answer_shows_them(bench: MotiveBench) -> None:
    written = await calls.create(bench.adapter(), USER, change(**DANA), operation_key="op-1")
    await made(bench, key="op-2", username="dana.two")
    bodies = [each.body.decode() for each in bench.fake.seen if each.method == "POST"]
    passwords = {body.split('"password":"')[1].split('"')[0] for body in bodies}
    assert len(passwords) == 2
    assert not any(password in str(written) for password in passwords)


async def test_a_create_whose_answer_was_lost_is_found_by_its_key_and_by_nothing_else(bench: MotiveBench) -> None:
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer) as caught:
        await made(bench)
    assert caught.value.may_have_arrived
    found = await calls.find(bench.adapter(), USER, change(**DANA), operation_key="op-1")
    assert found is not None
    assert [str(user["id"]) for user in bench.fake.users] == [found.source_id]
    assert await calls.find(bench.adapter(), USER, change(**DANA), operation_key="op-2") is None


async def test_a_namesake_is_never_taken_for_the_one_that_was_made(bench: MotiveBench) -> None:
    bench.fake.add(
        "users", password="Somebody-else", **{name: DANA[name] for name in ("first_name", "last_name", "username")}
    )
    bench.fake.faults.cut_before = 1
    with pytest.raises(NoAnswer):
        await made(bench)
    assert await calls.find(bench.adapter(), USER, change(**DANA), operation_key="op-1") is None
    namesake = await calls.find(bench.adapter(), USER, change(**DANA), operation_key=None)
    assert namesake is not None
    with pytest.raises(Rejected):
        await made(bench)
    assert len(bench.fake.users) == 1


async def test_a_failing_server_and_a_busy_one_are_told_apart(bench: MotiveBench) -> None:
    bench.fake.faults.fail = 1
    with pytest.raises(ServerFailed):
        await made(bench)
    bench.fake.per_minute = 0
    with pytest.raises(RateLimited) as caught:
        await made(bench)
    assert caught.value.retry_after == 5.0
    assert bench.fake.users == []


async def test_thousands_of_users_come_page_by_page_and_whole(bench: MotiveBench) -> None:
    for number in range(2030):
        bench.fake.add("users", first_name="A", last_name="B", username=f"d{number}", password="long-enough")
    found = (await reading.collect(bench.adapter(), USER)).by_id
    assert (len(found), len(bench.fake.seen)) == (2030, 21)


async def test_somebody_who_is_not_there_is_nobody(bench: MotiveBench) -> None:
    assert await calls.get(bench.adapter(), USER, "999") is None
    assert await calls.find(bench.adapter(), USER, change(username="nobody"), operation_key=None) is None
    with pytest.raises(Rejected, match="not found"):
        await calls.update(bench.adapter(), USER, "999", change(first_name="X"))


async def test_consent_is_asked_for_at_motives_page_and_its_code_opens_the_account(bench: MotiveBench) -> None:
    definition = providers()["motive"].definition.at(bench.fake.url)
    assert definition.oauth2 is not None
    address = authorize_address(
        definition.oauth2, client_id=CLIENT["client_id"], redirect_uri=REDIRECT_URI, state="s-1"
    )
    async with bench.session.get(address, allow_redirects=False) as answer:
        assert answer.status == 302
        assert answer.headers["Location"].endswith("state=s-1")
    assert definition.oauth2.scopes == tuple(SCOPES.split())
    assert (await calls.verify(bench.consented())).id == "5001"


async def test_an_ended_token_is_renewed_once_and_each_refresh_token_used_once(bench: MotiveBench) -> None:
    adapter = bench.consented()
    await calls.verify(adapter)
    for _ in range(2):
        used = bench.held.held["refresh_token"]
        bench.fake.end_access()
        await calls.verify(adapter)
        assert bench.held.held["refresh_token"] != used
    assert bench.fake.refresh_tokens == {bench.held.held["refresh_token"]}
    assert len(bench.sent("POST")) == 3


async def test_a_withdrawn_consent_makes_the_connection_stale(bench: MotiveBench) -> None:
    adapter = bench.consented()
    await calls.verify(adapter)
    bench.fake.end_access()
    bench.fake.refresh_tokens.clear()
    with pytest.raises(AuthFailed, match="sign in"):
        await calls.verify(adapter)


async def test_a_missing_scope_is_told_as_such(bench: MotiveBench) -> None:
    bench.fake.granted_scopes.discard("users.manage")
    with pytest.raises(NotAllowed, match="Forbidden"):
        await calls.create(bench.consented(), USER, change(**DANA), operation_key="op-1")


async def test_a_dry_run_shows_every_request_sends_none_and_hides_what_is_secret(bench: MotiveBench) -> None:
    planned = await calls.dry_run(bench.adapter(transport=DryRunTransport()), USER, change(**DANA))
    assert [(each.method, each.url) for each in planned] == [("POST", f"{bench.fake.url}/v1/users")]
    assert planned[0].headers["X-Api-Key"] == "*****"
    assert planned[0].body["password"] == "*****"
    assert planned[0].body["username"] == "dana.example"
    credentials = {**CLIENT, "auth_code": "code-9", "redirect_uri": REDIRECT_URI}
    adapter = bench.adapter(credentials, transport=DryRunTransport())
    planned = await calls.dry_run(adapter, USER, change(hos_compliance_type="non_exempt"), source_id="7")
    assert [each.method for each in planned] == ["POST", "GET", "PUT"]
    assert not any(secret in str(planned) for secret in (CLIENT["client_secret"], "code-9", "hub-app-secret"))
    assert bench.fake.seen == []
