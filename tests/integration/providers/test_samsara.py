"""The adapter for Samsara against the fake, over real HTTP: what becomes of each field, whatever the network does."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.integration.providers.samsara_bench import USER, SamsaraBench, benches, change, dana

from gladhand.integrations.hosting import calls
from gladhand.resources.enums import HosRulesetCodeEnum, TimezoneCodeEnum
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldOutcome, Takes

EVERYTHING = {
    "is_active": True,
    "status": "ACTIVE",
    "is_driver": True,
    "user_email": "dana@fleet.example",
    "phone_number": "217 555 0142",
    "phone_country_code": "+1",
    "country_code": "USA",
    "license_region": "IL",
    "license_number": "E0000123",
    "employee_number": "EMP-0042",
    "dot_id": "1234567",
    "carrier_number": "1234567",
    "notes": "Night shift",
    "hos_ruleset_code": "US_INT_PROP_70_8",
    "allow_yard_move": True,
    "allow_personal_conveyance": False,
    "allow_adverse_driving": True,
    "default_time_zone": "America/Denver",
    "hos_tracking_mode": {"hos_compliance_type": "non_exempt"},
}
NO_PLACE = {
    "user_designation": "DRIVER",
    "license_country": "USA",
    "license_expiration": "2031-05-01",
    "hos_tracking_mode": {"hos_tracking_method": "manual"},
}


@pytest.fixture
async def bench() -> AsyncIterator[SamsaraBench]:
    async with benches() as bench:
        yield bench


async def made(bench: SamsaraBench, **body: Any) -> str:
    return (await calls.create(bench.adapter(), USER, dana(**body), operation_key="key-1")).source_id


def only(bench: SamsaraBench) -> dict[str, Any]:
    (driver,) = bench.fake.organization.drivers
    return driver


# ---------------------------------------------------------------------- creating


async def test_a_driver_is_made_with_everything_that_samsara_has_a_place_for(bench: SamsaraBench) -> None:
    written = await calls.create(bench.adapter(), USER, dana(**EVERYTHING), operation_key="key-1")
    driver = only(bench)
    assert {name: driver[name] for name in ("name", "username", "email", "phone", "locale", "notes", "timezone")} == {
        "name": "Dana Example",
        "username": "dana.example",
        "email": "dana@fleet.example",
        "phone": "+1 217 555 0142",
        "locale": "us",
        "notes": "Night shift",
        "timezone": "America/Denver",
    }
    assert driver["externalIds"] == {"hubUserId": "key-1", "employeeNumber": "EMP-0042"}
    assert (driver["licenseState"], driver["licenseNumber"], driver["eldExempt"]) == ("IL", "E0000123", False)
    assert driver["carrierSettings"]["dotNumber"] == 1234567
    assert driver["usDriverRulesetOverride"]["cycle"] == "USA Property (8/70)"
    assert (driver["eldYmEnabled"], driver["eldPcEnabled"], driver["eldAdverseWeatherExemptionEnabled"]) == (
        True,
        False,
        True,
    )
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
    fields = written.record.fields.stored()
    assert (fields["first_name"], fields["last_name"], fields["employee_number"]) == ("Dana", "Example", "EMP-0042")
    assert fields["hos_ruleset_code"] == HosRulesetCodeEnum.US_INT_PROP_70_8
    assert fields["default_time_zone"] == TimezoneCodeEnum.AMERICA_DENVER
    assert written.source_id == f"driver:{driver['id']}"
    assert bench.writes() == ["POST /fleet/drivers"]


async def test_what_samsara_has_no_place_for_is_left_out_and_said(bench: SamsaraBench) -> None:
    written = await calls.create(
        bench.adapter(), USER, dana(**NO_PLACE, country_code="JPN", carrier_number="MC-77"), operation_key="key-1"
    )
    left_out = {name for name, note in written.outcomes.items() if note is FieldOutcome.NOT_SUPPORTED}
    assert left_out == {
        "user_designation",
        "license_country",
        "license_expiration",
        "hos_tracking_method",
        "country_code",
        "carrier_number",
    }
    assert left_out <= written.details.keys()


async def test_the_password_is_made_up_each_time_and_shown_nowhere(bench: SamsaraBench) -> None:
    passwords = []
    for number in range(3):
        written = await calls.create(
            bench.adapter(), USER, dana(username=f"dana{number}"), operation_key=f"key-{number}"
        )
        password = json.loads(bench.fake.seen[-1].body)["password"]
        assert len(password) >= 16
        assert "dana" not in password.lower()
        assert "example" not in password.lower()
        assert password not in repr(written)
        passwords.append(password)
    assert len(set(passwords)) == 3


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"username": None}, "username"),
        ({"username": "dana example"}, "username"),
        ({"username": "dana@fleet.example"}, "username"),
        ({"username": "d" * 190}, "username"),
        ({"first_name": None, "last_name": None}, "first_name"),
        ({"first_name": "d" * 200, "last_name": "e" * 60}, "last_name"),
        ({"license_region": "Jalisco"}, "license_region"),
        ({"dot_id": "MC-77"}, "dot_id"),
        ({"hos_ruleset_code": "CA_FED_C1_70_7"}, "hos_ruleset_code"),
        ({"hos_ruleset_code": "US_INT_PROP_70_8_SH"}, "hos_ruleset_code"),
        ({"hos_ruleset_code": "US_FL_INTRA_PROP_70_7"}, "hos_ruleset_code"),
        ({"is_active": True, "status": "INACTIVE"}, "status"),
        ({"phone_number": "5" * 256}, "phone_number"),
        ({"employee_number": " "}, "employee_number"),
        ({"is_driver": False, "user_email": "dana@fleet.example"}, "is_driver"),
    ],
    ids=lambda value: str(value)[:50] if isinstance(value, dict) else "",
)
async def test_what_samsara_cannot_take_is_refused_by_name_before_anything_is_sent(
    bench: SamsaraBench, body: dict[str, Any], field: str
) -> None:
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), USER, dana(**body), operation_key="key-1")
    assert field in caught.value.fields
    assert bench.fake.seen == []


async def test_rulesets_of_canada_are_refused_with_the_reason(bench: SamsaraBench) -> None:
    with pytest.raises(Rejected, match="Canada"):
        await calls.create(bench.adapter(), USER, dana(hos_ruleset_code="CA_FED_C1_70_7"), operation_key="key-1")


@pytest.mark.parametrize("code", ["US_FL_INTRA_PROP_70_7", "US_INT_PROP_70_8_NOBRK_BIG", "US_INT_OILWL_70_8"])
async def test_a_ruleset_reads_back_as_the_code_that_was_written(bench: SamsaraBench, code: str) -> None:
    adapter = bench.adapter(uncertain_values=True)
    written = await calls.create(adapter, USER, dana(hos_ruleset_code=code), operation_key="key-1")
    assert written.record.fields.stored()["hos_ruleset_code"] == code


async def test_samsara_takes_every_ruleset_of_the_map(bench: SamsaraBench) -> None:
    source_id = await made(bench)
    adapter = bench.adapter(uncertain_values=True)
    field_map = calls.field_map(adapter, USER)
    rule = field_map.rule("hos_ruleset_code") if field_map is not None else None
    codes = rule.choices.values if isinstance(rule, Takes) and rule.choices is not None else {}
    assert len(codes) == 53
    for code in codes:
        written = await calls.update(adapter, USER, source_id, change(hos_ruleset_code=code.value))
        assert written.record.fields.stored()["hos_ruleset_code"] == code


async def test_an_inactive_driver_takes_two_requests(bench: SamsaraBench) -> None:
    written = await calls.create(bench.adapter(), USER, dana(status="INACTIVE"), operation_key="key-1")
    assert bench.writes() == ["POST /fleet/drivers", f"PATCH /fleet/drivers/{only(bench)['id']}"]
    assert only(bench)["driverActivationStatus"] == "deactivated"
    assert written.record.fields.stored()["is_active"] is False
    assert written.outcomes["status"] is FieldOutcome.APPLIED


async def test_a_field_that_this_account_does_not_keep_is_not_called_applied(bench: SamsaraBench) -> None:
    bench.fake.ignored = frozenset({"email"})
    written = await calls.create(bench.adapter(), USER, dana(user_email="dana@fleet.example"), operation_key="key-1")
    assert written.outcomes["user_email"] is FieldOutcome.UNCHANGED
    assert "user_email" in written.details
    assert written.outcomes["username"] is FieldOutcome.APPLIED


async def test_notes_that_are_too_long_are_cut_and_that_is_said(bench: SamsaraBench) -> None:
    written = await calls.create(bench.adapter(), USER, dana(notes="n" * 5000), operation_key="key-1")
    assert written.outcomes["notes"] is FieldOutcome.SHORTENED
    assert only(bench)["notes"] == "n" * 4096


# ---------------------------------------------------------------------- keeping, clearing, setting


async def test_what_is_absent_stays_as_it_is(bench: SamsaraBench) -> None:
    source_id = await made(bench, **EVERYTHING)
    before = dict(only(bench))
    await calls.update(bench.adapter(), USER, source_id, change(phone_number="2175550199"))
    after = only(bench)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed - {"updatedAtTime"} == {"phone"}


@pytest.mark.parametrize(
    ("field", "theirs", "cleared"),
    [
        ("user_email", "email", ""),
        ("phone_number", "phone", ""),
        ("license_region", "licenseState", ""),
        ("license_number", "licenseNumber", ""),
        ("notes", "notes", ""),
        ("hos_ruleset_code", "usDriverRulesetOverride", None),
        ("allow_yard_move", "eldYmEnabled", False),
        ("allow_adverse_driving", "eldAdverseWeatherExemptionEnabled", False),
    ],
)
async def test_null_clears_in_samsaras_way(bench: SamsaraBench, field: str, theirs: str, cleared: Any) -> None:
    source_id = await made(bench, **EVERYTHING)
    written = await calls.update(bench.adapter(), USER, source_id, change(**{field: None}))
    assert json.loads(bench.fake.seen[-1].body) == {theirs: cleared}
    assert not only(bench).get(theirs)
    assert written.outcomes == {field: FieldOutcome.APPLIED}
    assert not written.record.fields.stored()[field]


async def test_an_employee_number_is_set_and_cleared_beside_the_hubs_own_id(bench: SamsaraBench) -> None:
    source_id = await made(bench, employee_number="EMP-1")
    await calls.update(bench.adapter(), USER, source_id, change(employee_number="EMP-2"))
    assert only(bench)["externalIds"] == {"hubUserId": "key-1", "employeeNumber": "EMP-2"}
    written = await calls.update(bench.adapter(), USER, source_id, change(employee_number=None))
    assert only(bench)["externalIds"] == {"hubUserId": "key-1"}
    assert written.record.fields.stored()["employee_number"] is None


@pytest.mark.parametrize(
    "field",
    [
        "username",
        "first_name",
        "is_active",
        "status",
        "is_driver",
        "country_code",
        "carrier_number",
        "dot_id",
        "default_time_zone",
        "hos_compliance_type",
    ],
)
async def test_what_samsara_cannot_clear_is_refused_by_name(bench: SamsaraBench, field: str) -> None:
    source_id = await made(bench, **EVERYTHING)
    writes = bench.writes()
    with pytest.raises(Rejected) as caught:
        await calls.update(bench.adapter(), USER, source_id, change(**{field: None}))
    assert caught.value.fields.keys() == {field}
    assert bench.writes() == writes


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"last_name": "Berg"}, "Dana Berg"),
        ({"first_name": "Mara"}, "Mara Example"),
        ({"first_name": "Mara", "last_name": "van Dyke"}, "Mara van Dyke"),
        ({"last_name": "van Dyke"}, "Dana van Dyke"),
        ({"first_name": "Mary Ann"}, "Mary Ann Example"),
        ({"last_name": None}, "Dana"),
    ],
)
async def test_half_a_name_leaves_the_other_half_however_often_it_is_sent(
    bench: SamsaraBench, body: dict[str, Any], name: str
) -> None:
    source_id = await made(bench)
    for _ in range(2):
        await calls.update(bench.adapter(), USER, source_id, change(**body))
        assert only(bench)["name"] == name


async def test_half_a_name_is_refused_where_nobody_knows_which_half_is_which(bench: SamsaraBench) -> None:
    source_id = await made(bench, last_name="van Dyke")
    with pytest.raises(Rejected, match="together"):
        await calls.update(bench.adapter(), USER, source_id, change(last_name="Berg"))
    assert only(bench)["name"] == "Dana van Dyke"


async def test_another_ruleset_takes_the_flags_of_the_old_one_away(bench: SamsaraBench) -> None:
    source_id = await made(bench, hos_ruleset_code="US_INT_PROP_70_8_BIG")
    assert only(bench)["eldBigDayExemptionEnabled"] is True
    await calls.update(bench.adapter(), USER, source_id, change(hos_ruleset_code="US_INT_PROP_70_8"))
    assert only(bench)["eldBigDayExemptionEnabled"] is False


async def test_a_driver_comes_back_into_service(bench: SamsaraBench) -> None:
    source_id = await made(bench, is_active=False)
    written = await calls.update(bench.adapter(), USER, source_id, change(is_active=True))
    assert written.record.fields.stored()["status"] == "ACTIVE"


async def test_a_driver_does_not_become_an_office_user(bench: SamsaraBench) -> None:
    source_id = await made(bench)
    with pytest.raises(Rejected, match="apart"):
        await calls.update(bench.adapter(), USER, source_id, change(is_driver=False))
    written = await calls.update(bench.adapter(), USER, source_id, change(is_driver=True))
    assert written.outcomes == {"is_driver": FieldOutcome.UNCHANGED}


async def test_an_update_of_nothing_that_samsara_has_only_reads(bench: SamsaraBench) -> None:
    source_id = await made(bench)
    writes = bench.writes()
    written = await calls.update(bench.adapter(), USER, source_id, change(license_country="USA"))
    assert (bench.writes(), written.outcomes) == (writes, {"license_country": FieldOutcome.NOT_SUPPORTED})
    assert written.source_id == source_id


async def test_a_driver_who_is_gone_is_said_to_be_gone(bench: SamsaraBench) -> None:
    for body in ({"notes": "x"}, {"last_name": "Berg"}):
        with pytest.raises(Rejected) as caught:
            await calls.update(bench.adapter(), USER, "driver:1", change(**body))
        assert caught.value.status_code == 404
    assert await calls.get(bench.adapter(), USER, "driver:1") is None
