"""What a write of a user says, and what it leaves unsaid."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from gladhand.resources.base import WriteBody
from gladhand.resources.enums import HosComplianceTypeEnum, HosTrackingMethodEnum, UserStatusEnum
from gladhand.resources.models import plain_type
from gladhand.resources.user import USER, UserFields

CONNECTION = str(uuid4())
assert USER.create_model is not None
UserCreate = USER.create_model
assert USER.update_model is not None
UserUpdate = USER.update_model


def update(**body: Any) -> WriteBody:
    return UserUpdate.model_validate({"connection_id": CONNECTION, **body})


def faults(**body: Any) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        update(**body)
    return {".".join(map(str, error["loc"])): error["type"] for error in caught.value.errors()}


def test_absent_null_and_value_are_three_things() -> None:
    changes = update(notes=None, username="mara").changes()
    assert changes == {"notes": None, "username": "mara"}
    assert "first_name" not in changes


def test_a_value_has_its_type_in_changes_and_is_plain_json_in_the_payload() -> None:
    user = update(license_expiration="2031-05-01", status="ACTIVE")
    assert user.changes() == {"license_expiration": date(2031, 5, 1), "status": UserStatusEnum.ACTIVE}
    assert json.loads(json.dumps(user.payload())) == {
        "connection_id": CONNECTION,
        "license_expiration": "2031-05-01",
        "status": "ACTIVE",
    }


def test_the_payload_keeps_the_order_of_the_client() -> None:
    body = {"notes": "x", "connection_id": CONNECTION, "last_name": None, "first_name": "Ada"}
    assert list(UserCreate.model_validate(body).payload()) == list(body)


def test_a_payload_parsed_again_asks_for_the_same_changes() -> None:
    user = update(hos_tracking_mode={"hos_compliance_type": "exempt"}, notes=None, license_expiration="2031-05-01")
    again = UserUpdate.model_validate(user.payload())
    assert again.changes() == user.changes()
    assert list(again.payload()) == list(user.payload())


def test_the_order_of_fields_set_in_python_is_the_order_of_the_model() -> None:
    values: dict[str, Any] = {"connection_id": uuid4(), "notes": "x", "username": "mara"}
    user = UserUpdate(**values)
    assert list(user.changes()) == ["notes", "username"]


def test_keys_that_are_not_known_are_ignored() -> None:
    assert update(shoe_size=43).changes() == {}


def test_tracking_said_inside_the_object_is_said_beside_it_too() -> None:
    user = update(hos_tracking_mode={"hos_compliance_type": "non_exempt", "hos_tracking_method": "manual"})
    assert user.changes() == {
        "hos_compliance_type": HosComplianceTypeEnum.NON_EXEMPT,
        "hos_tracking_method": HosTrackingMethodEnum.MANUAL,
    }
    payload = user.payload()
    assert payload["hos_tracking_mode"] == {"hos_compliance_type": "non_exempt", "hos_tracking_method": "manual"}
    assert payload["hos_compliance_type"] == "non_exempt"


def test_tracking_said_half_inside_and_half_beside_is_joined() -> None:
    user = update(hos_tracking_mode={"hos_compliance_type": "non_exempt"}, hos_tracking_method="automatic")
    assert user.payload()["hos_tracking_mode"] == {
        "hos_compliance_type": "non_exempt",
        "hos_tracking_method": "automatic",
    }
    assert set(user.changes()) == {"hos_compliance_type", "hos_tracking_method"}


def test_tracking_said_twice_alike_is_fine() -> None:
    assert update(hos_tracking_mode={"hos_compliance_type": None}, hos_compliance_type=None).changes() == {
        "hos_compliance_type": None
    }


def test_tracking_said_twice_differently_names_the_field() -> None:
    found = faults(hos_tracking_mode={"hos_tracking_method": "manual"}, hos_tracking_method="automatic")
    assert found == {"hos_tracking_method": "contradiction"}


def test_null_inside_and_a_value_beside_it_is_a_contradiction() -> None:
    found = faults(hos_compliance_type="exempt", hos_tracking_mode={"hos_compliance_type": None})
    assert found == {"hos_compliance_type": "contradiction"}


def test_an_empty_tracking_object_changes_nothing() -> None:
    assert update(hos_tracking_mode={}).changes() == {}


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("hos_tracking_mode", None, "model_type"),
        ("hos_tracking_mode", "manual", "model_type"),
        ("status", "SUSPENDED", "enum"),
        ("hos_ruleset_code", "US", "enum"),
        ("default_time_zone", "Mars/Olympus", "enum"),
        ("country_code", "US", "string_pattern_mismatch"),
        ("license_expiration", "2031-05-01T10:00:00Z", "date_format"),
        ("license_expiration", 1767225600, "date_format"),
        ("license_expiration", "2031-02-30", "date_from_datetime_parsing"),
        ("is_active", "yes", "bool_type"),
        ("username", 7, "string_type"),
        ("notes", "a\x00b", "string_nul"),
        ("connection_id", "7", "uuid_parsing"),
    ],
)
def test_a_bad_value_names_its_field(field: str, value: Any, kind: str) -> None:
    assert faults(**{field: value}) == {field: kind}


def test_a_write_without_a_connection_is_refused() -> None:
    with pytest.raises(ValidationError, match="connection_id"):
        UserCreate.model_validate({"username": "mara"})


def test_the_fields_of_a_record_refuse_a_name_that_does_not_exist() -> None:
    with pytest.raises(ValidationError, match="licence_number"):
        UserFields.model_validate({"licence_number": "7"})


def test_a_read_takes_any_word_for_status() -> None:
    assert UserFields(status="SUSPENDED").stored()["status"] == "SUSPENDED"
    assert USER.record_model.model_fields["status"].annotation == str | None


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("US/Central", "America/Chicago"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("us/central", "America/Chicago"),
        ("GMT", "UTC"),
        ("Etc/Greenwich", "UTC"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Canada/Eastern", "America/Toronto"),
        ("GB", "Europe/London"),
        ("Etc/UTC", "UTC"),
        (" America/Chicago\u200b", "America/Chicago"),
    ],
)
def test_a_zone_may_have_another_of_its_names(given: str, meant: str) -> None:
    assert update(default_time_zone=given).payload()["default_time_zone"] == meant


def test_a_zone_that_nobody_knows_is_refused() -> None:
    assert faults(default_time_zone="Mars/Olympus") == {"default_time_zone": "enum"}


@pytest.mark.parametrize(
    "given",
    [
        "2027-01-31",
        "2027-01-31T00:00:00",
        "2027-01-31T00:00:00Z",
        "2027-01-31T00:00:00.000Z",
        "2027-01-31 00:00",
        "2027-01-31T00:00:00+02:00",
        " 2027-01-31\n",
    ],
)
def test_midnight_of_a_day_is_that_day(given: str) -> None:
    assert update(license_expiration=given).changes() == {"license_expiration": date(2027, 1, 31)}


@pytest.mark.parametrize("given", ["2027-01-30T23:00:00Z", "31.01.2027", "1801353600", 1801353600, "2027-13-01", True])
def test_what_may_mean_another_day_is_refused(given: object) -> None:
    assert set(faults(license_expiration=given)) == {"license_expiration"}


def test_what_copying_brings_along_is_taken_out_of_every_text() -> None:
    texts = {
        name: field
        for name, field in UserCreate.model_fields.items()
        if plain_type(field.annotation) is str and name not in ("country_code", "license_country")
    }
    assert len(texts) > 10
    body = update(**dict.fromkeys(texts, " \u202aa\u200bb\u00a0c\u202c\r\n"))
    assert body.changes() == dict.fromkeys(body.changes(), "ab c")
    assert len(body.changes()) == len(texts)


def test_both_forms_of_a_username_are_one_user() -> None:
    assert update(username="ju\u0308rgen").changes() == update(username="jürgen").changes()
