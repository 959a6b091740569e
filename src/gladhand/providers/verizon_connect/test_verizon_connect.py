"""Tests of Verizon Connect Reveal that samples cannot express."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from gladhand.providers.verizon_connect.driver_fields import FIELD_MAP, check_update, complete_create
from gladhand.providers.verizon_connect.users import is_ours
from gladhand.resources.base import Change
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldOutcome, Prepared, Verb
from gladhand.sdk.rows import Row

ASKED = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
KEY = str(UUID(int=(int(ASKED.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62)))


def create(change: Change) -> Prepared:
    return complete_create(FIELD_MAP.prepare(change, Verb.CREATE))


def update(change: Change, number: str) -> Prepared:
    return check_update(FIELD_MAP.prepare(change, Verb.UPDATE), number)


@pytest.mark.parametrize(
    ("created", "ours"),
    [
        ("2026-01-05T10:00:01", True),
        ("2026-01-05T09:30:00", True),
        ("2026-01-05T08:30:00", False),
        ("2026-01-05T10:00:01+00:00", True),
        (None, True),
    ],
)
def test_a_driver_who_was_there_before_the_create_is_somebody_elses(created: str | None, ours: bool) -> None:
    made = create({"employee_number": "EMP-0042", "first_name": "Dana"})
    driver = Row({"DriverNumber": "EMP-0042", "FirstName": "Dana", "LastName": None, "CreatedDateUTC": created})
    assert is_ours(driver, made, KEY) is ours


def test_the_employee_number_goes_before_the_username() -> None:
    made = create({"employee_number": "EMP-0042", "username": "dana"})
    assert made.body == {"DriverNumber": "EMP-0042"}
    assert made.outcomes == {"employee_number": FieldOutcome.APPLIED, "username": FieldOutcome.NOT_SUPPORTED}


@pytest.mark.parametrize("number", [None, "", " ", ".", ".."])
def test_a_driver_needs_a_number_that_can_stand_in_an_address(number: str | None) -> None:
    with pytest.raises(Rejected) as caught:
        create({"employee_number": number, "first_name": "Dana"})
    assert "employee_number" in caught.value.fields


def test_a_number_can_be_repeated_and_not_changed() -> None:
    assert update({"username": "EMP-0042"}, "EMP-0042").body == {}
    with pytest.raises(Rejected, match=r"username: .* cannot change"):
        update({"username": "EMP-0043"}, "EMP-0042")
