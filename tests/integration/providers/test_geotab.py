"""Geotab's adapter against a fake of Geotab, over real HTTP: signing in, users and drivers, every field."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from tests.fakes.accounts import new_key
from tests.fakes.geotab import GeotabFake
from tests.fakes.serving import serve
from tests.integration.providers.geotab_bench import DANA, GeotabBench, change

from gladhand.integrations.hosting import calls, reading
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import AuthFailed, Malformed, NotAllowed, RateLimited, Rejected, ServerFailed
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.writing import Written

USER = ResourceEnum.USER
EVERYTHING: dict[str, Any] = {
    **DANA,
    "is_active": True,
    "status": "ACTIVE",
    "user_designation": "DRIVER",
    "user_email": "dana@fleet.example",
    "phone_number": "2175550142",
    "phone_country_code": "+1",
    "country_code": "USA",
    "license_region": "IL",
    "license_number": "E0000123",
    "employee_number": "EMP-0042",
    "carrier_number": "1234567",
    "dot_id": "1234567",
    "notes": "Night shift",
    "hos_ruleset_code": "US_INT_PROP_70_8",
    "allow_yard_move": True,
    "allow_personal_conveyance": True,
    "allow_adverse_driving": True,
    "default_time_zone": "America/Chicago",
}
NOWHERE = {
    "license_country": "USA",
    "license_expiration": "2031-05-01",
    "hos_tracking_method": "automatic",
    "hos_compliance_type": "non_exempt",
}


@pytest.fixture
async def bench() -> AsyncIterator[GeotabBench]:
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        yield GeotabBench(fake, http)


async def create(bench: GeotabBench, **body: Any) -> Written:
    options = body.pop("options", {})
    return await calls.create(
        bench.adapter(**options), USER, change(**{**DANA, **body}), operation_key=body.pop("key", None) or new_key()
    )


async def update(bench: GeotabBench, source_id: str, **body: Any) -> Written:
    options = body.pop("options", {})
    return await calls.update(bench.adapter(**options), USER, source_id, change(**body))


# ---------------------------------------------------------------- signing in


async def test_the_database_is_the_account(bench: GeotabBench) -> None:
    account = await calls.verify(bench.adapter())
    assert (account.id, account.name, account.host) == ("example_fleet", "example_fleet", "")
    assert bench.fake.calls == ["Authenticate", "Get User"]


async def test_a_session_that_lasts_proves_no_password(bench: GeotabBench) -> None:
    await calls.verify(bench.adapter())
    with pytest.raises(AuthFailed) as caught:
        await calls.verify(bench.adapter(password="wrong"))
    assert caught.value.makes_stale
    assert "wrong" not in caught.value.detail


async def test_adapters_of_one_connection_sign_in_once(bench: GeotabBench) -> None:
    for _ in range(3):
        await reading.collect(bench.adapter(), USER)
    assert bench.fake.cloud.signed_in == 1


async def test_calls_go_to_the_server_that_the_sign_in_names(bench: GeotabBench) -> None:
    async with serve(GeotabFake(bench.fake.cloud)) as other:
        bench.fake.moves_to(other)
        await create(bench)
        await reading.collect(bench.adapter(), USER)
        assert bench.fake.calls == ["Authenticate"]
        assert other.calls == ["Add User", "Get User", "Get User", "Get User", "GetCountOf User"]


async def test_a_database_that_moves_is_found_again_where_everybody_begins(bench: GeotabBench) -> None:
    await create(bench)
    async with serve(GeotabFake(bench.fake.cloud)) as other:
        bench.fake.moves_to(other)
        await create(bench, username="erik@fleet.example")
        assert other.calls == ["Add User", "Get User"]
    assert len(bench.users) == 2


async def test_a_session_that_ends_in_the_middle_is_renewed_and_nothing_is_done_twice(bench: GeotabBench) -> None:
    await calls.verify(bench.adapter())
    bench.fake.cloud.expire_sessions()
    await create(bench)
    assert bench.fake.calls[2:] == ["Add User", "Authenticate", "Add User", "Get User"]
    assert len(bench.users) == 1


async def test_a_server_that_is_not_geotabs_gets_no_session(bench: GeotabBench) -> None:
    async with serve(GeotabFake(bench.fake.cloud)) as other:
        bench.fake.cloud.homes[bench.fake.DATABASE] = other
        for host in ("evil.example", "geotab.com.evil.example", "my.geotab.com@evil.example", "evilgeotab.com"):
            other.url = f"https://{host}"
            with pytest.raises(Malformed, match="not one of its own"):
                await calls.verify(bench.adapter())
        assert other.seen == []


async def test_maintenance_is_waited_for(bench: GeotabBench) -> None:
    await calls.verify(bench.adapter())
    bench.fake.maintenance = "DbUnavailableException"
    with pytest.raises(ServerFailed) as caught:
        await create(bench)
    assert caught.value.retryable
    assert not caught.value.makes_stale
    bench.fake.maintenance = None
    await create(bench)
    assert len(bench.users) == 1


async def test_an_account_that_needs_attention_makes_the_connection_stale(bench: GeotabBench) -> None:
    bench.fake.account.fault = "ExpiredPasswordException"
    with pytest.raises(AuthFailed):
        await calls.verify(bench.adapter())


async def test_an_account_that_may_not_write_stays_connected(bench: GeotabBench) -> None:
    bench.fake.account.may_write = False
    with pytest.raises(NotAllowed) as caught:
        await create(bench)
    assert not caught.value.makes_stale


async def test_too_many_requests_are_told_with_the_time_to_wait(bench: GeotabBench) -> None:
    bench.fake.cloud.limits["Add User"] = 1
    await create(bench)
    with pytest.raises(RateLimited) as caught:
        await create(bench, username="erik@fleet.example")
    assert caught.value.retry_after is not None
    assert 0 < caught.value.retry_after <= 60


async def test_a_hidden_fault_of_the_server_is_tried_again(bench: GeotabBench) -> None:
    await calls.verify(bench.adapter())
    bench.fake.broken = 1
    with pytest.raises(ServerFailed) as caught:
        await create(bench)
    assert caught.value.may_have_arrived


# ---------------------------------------------------------------- creating


async def test_every_field_arrives_and_comes_back(bench: GeotabBench) -> None:
    written = await create(bench, **EVERYTHING, **NOWHERE)
    stored = written.record.fields.stored()
    assert {name: stored[name] for name in EVERYTHING if name in stored} == {
        name: value for name, value in EVERYTHING.items() if name in stored
    }
    assert written.record.extras == {"phone_country_code": "+1"}
    assert {name for name, note in written.outcomes.items() if note is FieldOutcome.NOT_SUPPORTED} == set(NOWHERE)
    assert {note for name, note in written.outcomes.items() if name not in NOWHERE} == {FieldOutcome.APPLIED}
    assert all(written.details[name] for name in NOWHERE)
    user = bench.user(written.source_id)
    assert user["phoneNumber"] == "+1 2175550142"
    assert user["countryCode"] == "US"
    assert user["hosRuleSet"] == "America8Day"
    assert user["changePassword"] is True
    assert user["activeTo"] == "2050-01-01T00:00:00.000Z"


async def test_drivers_and_office_users_get_no_administrators_clearance(bench: GeotabBench) -> None:
    driver = bench.user((await create(bench)).source_id)
    office = bench.user((await create(bench, username="olga@fleet.example", is_driver=False)).source_id)
    assert driver["securityGroups"] == [{"id": "GroupDriveUserSecurityId"}]
    assert driver["driverGroups"] == driver["companyGroups"] == [{"id": "GroupCompanyId"}]
    assert office["securityGroups"] == [{"id": "GroupNothingSecurityId"}]
    assert "driverGroups" not in office


async def test_the_operator_decides_on_groups(bench: GeotabBench) -> None:
    bench.fake.database.groups |= {"bA", "bB", "bC"}
    options = {"company_group_ids": "bA, bB", "driver_group_ids": "bC", "security_group_id": "GroupUserSecurityId"}
    user = bench.user((await create(bench, options=options)).source_id)
    assert user["companyGroups"] == [{"id": "bA"}, {"id": "bB"}]
    assert user["driverGroups"] == [{"id": "bC"}]
    assert user["securityGroups"] == [{"id": "GroupUserSecurityId"}]


async def test_the_password_is_strong_sent_once_and_shown_nowhere(bench: GeotabBench) -> None:
    first = await create(bench)
    second = await create(bench, username="li@fleet.example", first_name="Li", last_name="Q")
    one, two = bench.fake.database.passwords.values()
    assert one != two
    assert min(len(one), len(two)) >= 16
    assert "li" not in two.lower()
    assert "q" not in two.lower()
    for written in (first, second):
        assert one not in str(written)
        assert two not in str(written)
    assert sum(one.encode() in each.body for each in bench.fake.seen) == 1


async def test_an_e_mail_address_stands_in_for_a_user_name(bench: GeotabBench) -> None:
    written = await create(bench, username=None, user_email="dana@fleet.example")
    assert bench.user(written.source_id)["name"] == "dana@fleet.example"
    assert written.outcomes["user_email"] is FieldOutcome.APPLIED


async def test_an_inactive_user_is_made_inactive(bench: GeotabBench) -> None:
    written = await create(bench, is_active=False)
    assert isinstance(written.record.fields, UserFields)
    assert written.record.fields.is_active is False
    assert written.record.fields.status == "INACTIVE"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"username": "two words"}, "username"),
        ({"username": None}, "username"),
        ({"first_name": None}, "first_name"),
        ({"first_name": " "}, "first_name"),
        ({"employee_number": "9" * 51}, "employee_number"),
        ({"phone_number": "5550100"}, "phone_number"),
        ({"phone_number": "555" * 7, "phone_country_code": "+1"}, "phone_number"),
        ({"license_number": "E1"}, "license_region"),
        ({"license_region": "IL"}, "license_number"),
        ({"is_active": True, "status": "INACTIVE"}, "status"),
        ({"country_code": "XXX"}, "country_code"),
        ({"hos_ruleset_code": "US_NC_INTRA_PROP_70_7"}, "hos_ruleset_code"),
        ({"hos_ruleset_code": "US_INT_RAIL_EX"}, "hos_ruleset_code"),
        ({"hos_ruleset_code": "US_INT_PROP_60_7_SLPVAR"}, "hos_ruleset_code"),
        ({"hos_compliance_type": "exempt"}, "hos_compliance_type"),
    ],
    ids=str,
)
async def test_what_geotab_cannot_take_is_refused_before_anything_is_sent(
    bench: GeotabBench, body: dict[str, Any], field: str
) -> None:
    with pytest.raises(Rejected) as caught:
        await create(bench, **body)
    assert list(caught.value.fields) == [field]
    assert bench.fake.seen == []


async def test_an_operator_can_allow_what_is_uncertain(bench: GeotabBench) -> None:
    allowed = {"options": {"uncertain_values": True}}
    written = await create(bench, hos_ruleset_code="US_INT_PROP_60_7_SLPVAR", **allowed)
    assert bench.user(written.source_id)["hosRuleSet"] == "America7DaySleeper"
    written = await update(bench, written.source_id, hos_compliance_type="exempt", **allowed)
    assert bench.user(written.source_id)["hosRuleSet"] == "None"
    assert written.outcomes == {"hos_compliance_type": FieldOutcome.APPLIED}


async def test_a_long_designation_is_shortened(bench: GeotabBench) -> None:
    written = await create(bench, user_designation="D" * 60)
    assert bench.user(written.source_id)["designation"] == "D" * 50
    assert written.outcomes["user_designation"] is FieldOutcome.SHORTENED


async def test_office_users_have_no_licence(bench: GeotabBench) -> None:
    written = await create(bench, is_driver=False, license_number="E1", license_region="IL")
    assert written.outcomes["license_number"] is written.outcomes["license_region"] is FieldOutcome.NOT_SUPPORTED
    assert "licenseNumber" not in bench.user(written.source_id)


async def test_a_number_of_the_carrier_goes_before_a_usdot_number(bench: GeotabBench) -> None:
    written = await create(bench, carrier_number="MC-1", dot_id="77")
    assert bench.user(written.source_id)["carrierNumber"] == "MC-1"
    assert written.outcomes["dot_id"] is FieldOutcome.NOT_SUPPORTED
    assert bench.user((await create(bench, username="b@x.example", dot_id="77")).source_id)["carrierNumber"] == "77"


async def test_a_ruleset_that_is_refused_is_told_and_the_user_stays(bench: GeotabBench) -> None:
    bench.fake.account.may_set_rulesets = False
    written = await create(bench, hos_ruleset_code="US_INT_PROP_70_8")
    assert written.outcomes["hos_ruleset_code"] is FieldOutcome.REJECTED
    assert "permission" in written.details["hos_ruleset_code"]
    assert written.record.fields.stored()["hos_ruleset_code"] is None


# ---------------------------------------------------------------- updating

CLEARED = {
    "user_designation": ("designation", ""),
    "employee_number": ("employeeNo", ""),
    "phone_number": ("phoneNumber", ""),
    "country_code": ("countryCode", ""),
    "carrier_number": ("carrierNumber", ""),
    "notes": ("comment", ""),
    "hos_ruleset_code": ("hosRuleSet", "None"),
    "allow_yard_move": ("isYardMoveEnabled", False),
    "allow_personal_conveyance": ("isPersonalConveyanceEnabled", False),
    "allow_adverse_driving": ("isAdverseDrivingEnabled", False),
}
SET = {
    "username": ("d2@fleet.example", "name", "d2@fleet.example"),
    "first_name": ("Dan", "firstName", "Dan"),
    "last_name": ("Sample", "lastName", "Sample"),
    "user_designation": ("CHIEF", "designation", "CHIEF"),
    "employee_number": ("7", "employeeNo", "7"),
    "phone_number": ("30123456", "phoneNumber", "+1 30123456"),
    "phone_country_code": ("+49", "phoneNumber", "+49 2175550142"),
    "country_code": ("CAN", "countryCode", "CA"),
    "license_number": ("X9", "licenseNumber", "X9"),
    "license_region": ("TX", "licenseProvince", "TX"),
    "carrier_number": ("99", "carrierNumber", "99"),
    "dot_id": ("98", "carrierNumber", "98"),
    "notes": ("Days", "comment", "Days"),
    "hos_ruleset_code": ("CA_FED_C1_70_7", "hosRuleSet", "CanadaCycleOne"),
    "allow_yard_move": (False, "isYardMoveEnabled", False),
    "allow_personal_conveyance": (False, "isPersonalConveyanceEnabled", False),
    "allow_adverse_driving": (False, "isAdverseDrivingEnabled", False),
    "default_time_zone": ("America/Denver", "timeZoneId", "America/Denver"),
}
VOLATILE = {"version"}


@pytest.mark.parametrize("name", SET)
async def test_a_value_is_set_and_everything_else_is_kept(bench: GeotabBench, name: str) -> None:
    value, theirs, stored = SET[name]
    made = (await create(bench, **EVERYTHING)).source_id
    before = bench.user(made)
    written = await update(bench, made, **{name: value})
    assert written.outcomes == {name: FieldOutcome.APPLIED}
    after = bench.user(made)
    assert {key: after[key] for key in after.keys() - VOLATILE} == {
        **{key: before[key] for key in before.keys() - VOLATILE},
        theirs: stored,
    }


@pytest.mark.parametrize("name", CLEARED)
async def test_null_clears_and_everything_else_is_kept(bench: GeotabBench, name: str) -> None:
    theirs, empty = CLEARED[name]
    made = (await create(bench, **EVERYTHING)).source_id
    before = bench.user(made)
    written = await update(bench, made, **{name: None})
    assert written.outcomes == {name: FieldOutcome.APPLIED}
    after = bench.user(made)
    assert {key: after[key] for key in after.keys() - VOLATILE} == {
        **{key: before[key] for key in before.keys() - VOLATILE},
        theirs: empty,
    }
    assert not written.record.fields.stored()[name]


async def test_a_licence_is_cleared_whole_or_not_at_all(bench: GeotabBench) -> None:
    made = (await create(bench, **EVERYTHING)).source_id
    with pytest.raises(Rejected) as caught:
        await update(bench, made, license_number=None)
    assert list(caught.value.fields) == ["license_number"]
    await update(bench, made, license_number=None, license_region=None)
    assert bench.user(made)["licenseNumber"] == bench.user(made)["licenseProvince"] == ""


@pytest.mark.parametrize("name", ["username", "first_name", "last_name", "is_driver", "is_active", "default_time_zone"])
async def test_what_cannot_be_cleared_is_refused_by_name(bench: GeotabBench, name: str) -> None:
    made = (await create(bench, **EVERYTHING)).source_id
    before = bench.user(made)
    with pytest.raises(Rejected) as caught:
        await update(bench, made, **{name: None})
    assert list(caught.value.fields) == [name]
    assert bench.user(made) == before


async def test_what_geotab_has_already_is_unchanged_and_not_sent(bench: GeotabBench) -> None:
    made = (await create(bench, **EVERYTHING)).source_id
    bench.fake.seen.clear()
    written = await update(bench, made, **EVERYTHING)
    assert set(written.outcomes.values()) == {FieldOutcome.UNCHANGED}
    assert bench.fake.calls == ["Get User"]


async def test_only_what_differs_is_applied(bench: GeotabBench) -> None:
    made = (await create(bench, **EVERYTHING)).source_id
    written = await update(bench, made, first_name="Dana", notes="Days", carrier_number=None, dot_id=None)
    assert written.outcomes == {
        "first_name": FieldOutcome.UNCHANGED,
        "notes": FieldOutcome.APPLIED,
        "carrier_number": FieldOutcome.APPLIED,
        "dot_id": FieldOutcome.APPLIED,
    }


async def test_a_user_is_deactivated_and_activated(bench: GeotabBench) -> None:
    made = (await create(bench)).source_id
    # Geotab has milliseconds.
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    written = await update(bench, made, is_active=False)
    until = datetime.fromisoformat(bench.user(made)["activeTo"])
    assert before < until <= datetime.now(UTC)
    assert written.record.fields.stored()["ended_at"] is not None
    assert (await update(bench, made, status="INACTIVE")).outcomes == {"status": FieldOutcome.UNCHANGED}
    assert datetime.fromisoformat(bench.user(made)["activeTo"]) == until
    await update(bench, made, status="ACTIVE")
    assert bench.user(made)["activeTo"] == "2050-01-01T00:00:00.000Z"


async def test_lists_and_what_others_wrote_survive(bench: GeotabBench) -> None:
    bench.fake.database.groups.add("bA")
    made = (await create(bench)).source_id
    groups = {"companyGroups": [{"id": "GroupCompanyId"}, {"id": "bA"}], "keys": [{"serialNumber": "1"}]}
    bench.fake.database.set("User", {"id": made, "companyName": "Home terminal", **groups})
    await update(bench, made, notes="Days")
    user = bench.user(made)
    assert {name: user[name] for name in groups} == groups
    assert user["companyName"] == "Home terminal"


async def test_an_office_user_becomes_a_driver_and_back(bench: GeotabBench) -> None:
    made = (await create(bench, is_driver=False)).source_id
    await update(bench, made, is_driver=True, license_number="E1", license_region="IL")
    user = bench.user(made)
    assert (user["isDriver"], user["licenseNumber"], user["driverGroups"]) == (True, "E1", [{"id": "GroupCompanyId"}])
    await update(bench, made, is_driver=False)
    assert bench.user(made)["isDriver"] is False
    assert "driverGroups" not in bench.user(made)


async def test_an_update_to_a_name_that_is_taken_is_refused_by_name(bench: GeotabBench) -> None:
    made = (await create(bench)).source_id
    await create(bench, username="erik@fleet.example")
    with pytest.raises(Rejected) as caught:
        await update(bench, made, username="erik@fleet.example")
    assert list(caught.value.fields) == ["username"]


async def test_an_update_of_nobody_is_refused(bench: GeotabBench) -> None:
    with pytest.raises(Rejected, match="no such user"):
        await update(bench, "bFFFF", notes="x")


# ---------------------------------------------------------------- reading


async def test_a_list_is_walked_past_the_silent_end(bench: GeotabBench) -> None:
    bench.fake.database.cut = 7
    user = {
        "firstName": "A",
        "lastName": "B",
        "password": "Xq7-mnopqrs-Tv",
        "companyGroups": [{"id": "GroupCompanyId"}],
        "securityGroups": [{"id": "GroupDriveUserSecurityId"}],
    }
    for number in range(40):
        bench.fake.database.add("User", {**user, "name": f"n{number}"})
    found = list((await reading.collect(bench.adapter(), USER)).by_id)
    assert found == list(bench.fake.database.users)


async def test_one_user_is_read_by_its_id(bench: GeotabBench) -> None:
    made = await create(bench, **EVERYTHING)
    assert await calls.get(bench.adapter(), USER, made.source_id) == made.record
    assert await calls.get(bench.adapter(), USER, "bFFFF") is None


async def test_empty_texts_and_the_ends_of_time_are_nothing(bench: GeotabBench) -> None:
    made = await create(bench)
    stored = made.record.fields.stored()
    for name in ("notes", "license_number", "phone_number", "country_code", "last_tsp_login", "ended_at"):
        assert stored[name] is None
    assert stored["started_at"] is not None
