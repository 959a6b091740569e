"""Codes and units that adapters share: ELD numbers, parts with defects, ids that are put together."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from gladhand.resources.enums import DvirDefectEnum, HosViolationCodeEnum
from gladhand.sdk import eld, units
from gladhand.sdk.inspections import defect_part
from gladhand.sdk.source_ids import composite_id


@pytest.mark.parametrize(
    ("event_type", "code", "event", "duty"),
    [
        (1, 3, "DRIVING", "D"),
        (2, 1, "INT_CONV", "INT"),
        (3, 0, "PCYM_CLEAR", None),
        (3, 1, "PC", "PC"),
        (4, 9, "CERT9", None),
        (6, 4, "ENGINE_DOWN_REDUCED", None),
        (7, 3, "DIAG_LOG", None),
        (9, 1, None, None),
    ],
)
def test_an_eld_event_has_the_code_of_its_numbers(
    event_type: int, code: int, event: str | None, duty: str | None
) -> None:
    found = eld.event_code(event_type, code)
    assert found == event
    assert eld.duty_status(found) == duty


def test_malfunctions_have_no_type_in_the_contract() -> None:
    assert eld.event_type_code(6) == "6"
    assert eld.event_type_code(7) is None
    assert (eld.malfunction("L"), eld.malfunction("3"), eld.malfunction("Z")) == ("POSITION", "DIAG_MISSING_DATA", None)


def test_numbers_of_state_and_origin() -> None:
    assert [eld.record_state(number) for number in (1, 2, 3, 4, 5)] == [
        "ACTIVE",
        "INACTIVE_CHANGED",
        "INACTIVE_REQUESTED",
        "INACTIVE_REJECTED",
        None,
    ]
    assert [eld.record_origin(number) for number in (1, 2, 3, 4)] == [
        "AUTO",
        "DRIVER_EDIT",
        "USER_EDIT",
        "UNIDENTIFIED",
    ]


def test_every_violation_has_a_category() -> None:
    assert all(eld.violation_category(code) is not None for code in HosViolationCodeEnum)


@pytest.mark.parametrize(
    ("label", "section", "part"),
    [
        ("Headlights", "exteriorFront", DvirDefectEnum.LIGHTS_FRONT),
        ("Light", "exteriorRear", DvirDefectEnum.LIGHTS_REAR),
        ("Clearance lamps", None, DvirDefectEnum.LIGHTS_GENERAL),
        ("Mirror", None, DvirDefectEnum.MIRRORS),
        ("Brake connections", None, DvirDefectEnum.BRAKE_CONNECTIONS),
        ("Brakes", None, DvirDefectEnum.BRAKES),
        ("Tires", "exteriorDriverSide", DvirDefectEnum.TIRES),
        ("Windshield wipers", None, DvirDefectEnum.WINDSHIELD_WIPERS),
        ("Coffee holder", "interiorDriverCab", DvirDefectEnum.OTHER),
        (None, None, DvirDefectEnum.OTHER),
    ],
)
def test_a_label_names_a_part(label: str | None, section: str | None, part: DvirDefectEnum) -> None:
    assert defect_part(label, section) is part


def test_an_id_is_put_together_with_times_in_utc() -> None:
    moment = datetime(2026, 1, 6, 10, 29, 28, tzinfo=timezone(timedelta(hours=1)))
    assert composite_id("494123", moment) == "494123|2026-01-06T09:29:28.000Z"
    assert composite_id("1", moment.astimezone(UTC), "x") == "1|2026-01-06T09:29:28.000Z|x"


def test_units() -> None:
    assert units.metres_per_second_of_miles(54.2) == 24.229568
    assert units.kelvin_of_thousandths(-18500) == 254.65
    assert units.whole_seconds(25_200_500) == 25_200
    assert units.hours_of_seconds(36_842_220) == 10_233.95
