"""Values in the forms that people write and providers want."""

from datetime import UTC, datetime, timedelta

import pytest

from gladhand.sdk.errors import Malformed
from gladhand.sdk.regions import region_code
from gladhand.sdk.rows import Row
from gladhand.sdk.values import fixed_point, phone_number, point_of, same_text, zone_info

WINTER = datetime(2026, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("California", "CA"),
        (" new york ", "NY"),
        ("Québec", "QC"),
        ("Quebec", "QC"),
        ("US-TX", "TX"),
        ("tx", "TX"),
        ("District of Columbia", "DC"),
        ("Nuevo León", "NLE"),
        ("New South Wales", "NSW"),
        ("Bavaria", "Bavaria"),
        ("IL", "IL"),
        ("", ""),
    ],
)
def test_a_state_becomes_its_code_and_what_is_none_stays(written: str, code: str) -> None:
    assert region_code(written) == code


@pytest.mark.parametrize("number", ["+1 (217) 555-0142", "217.555.0142", "030/1234-56", "", "5550100"])
def test_a_number_in_any_spelling_is_a_number(number: str) -> None:
    assert phone_number(number) == number


@pytest.mark.parametrize(
    "number", ["217 555 0142 x12", "2175550142x12", "217-555-0142 ext. 12", "+12175550142;ext=12", "217 555 0142 #12"]
)
def test_an_extension_is_refused_with_its_reason(number: str) -> None:
    with pytest.raises(ValueError, match="It has an extension"):
        phone_number(number)


@pytest.mark.parametrize("number", ["1-800-FLOWERS", "ask Bob", "n/a"])
def test_letters_are_refused_with_their_reason(number: str) -> None:
    with pytest.raises(ValueError, match="It has letters"):
        phone_number(number)


def test_case_and_unicode_form_make_no_other_text() -> None:
    assert same_text("JU\u0308RGEN", "jürgen")
    assert not same_text("jurgen", "jürgen")
    assert not same_text(None, "")


def test_a_position_without_a_fix_is_none() -> None:
    assert point_of(Row({"longitude": 0, "latitude": 0.0})) is None
    assert point_of(Row({"longitude": 13.4})) is None
    assert point_of(Row({"longitude": 1e40, "latitude": 52.5})) is None
    assert point_of(Row({"longitude": "13.4", "latitude": "90.5"})) is None
    equator = point_of(Row({"x": 13.4, "y": 0}), "x", "y")
    assert equator is not None
    assert equator.coordinates == [13.4, 0]
    assert fixed_point(Row({"x": 13.4, "y": 0}), "x", "y") == equator
    for nowhere in ({"longitude": 0, "latitude": 0}, {"longitude": 13.4}):
        with pytest.raises(Malformed, match="no coordinates"):
            fixed_point(Row(nowhere))


@pytest.mark.parametrize(
    "name", [None, "", "Mars/Olympus", "../etc/passwd", "/usr/share", "America", "a" * 300, "\x00"]
)
def test_a_zone_without_a_known_name_is_utc(name):
    assert zone_info(name).key == "UTC"


@pytest.mark.parametrize("name", ["America/Chicago", "america/chicago", " America/Chicago ", "us/central"])
def test_a_zone_is_known_by_its_name(name):
    assert WINTER.astimezone(zone_info(name)).utcoffset() == timedelta(hours=-6)
