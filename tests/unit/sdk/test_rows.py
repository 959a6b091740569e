"""Values of a provider's row."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from gladhand.sdk.errors import Malformed
from gladhand.sdk.rows import Row


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "", "soon", 7, None])
def test_a_year_that_stands_for_none_is_no_time(written: object) -> None:
    row = Row({"at": written})
    assert row.moment("at") is None
    with pytest.raises(Malformed, match="no time in at"):
        row.required_moment("at")


@pytest.mark.parametrize("written", ["2026-01-06", "2026-01-06T23:30:00-06:00", "2026-01-06 00:00"])
def test_a_day_is_that_of_its_date(written: str) -> None:
    assert Row({"day": written}).required_day("day") == date(2026, 1, 6)


@pytest.mark.parametrize("written", ["0001-01-01", "9999-12-31T00:00:00Z", "06.01.2026", "", 20260106, None])
def test_a_date_that_is_none_is_no_day(written: object) -> None:
    with pytest.raises(Malformed, match="no day in day"):
        Row({"day": written}).required_day("day")


@pytest.mark.parametrize("written", [0, -1, 10**12, 1.5, True, "soon", None])
def test_seconds_that_stand_for_no_time_are_none(written: object) -> None:
    assert Row({"at": written}).moment_of_seconds("at") is None


@pytest.mark.parametrize("written", [1767691798, "1767691798"])
def test_seconds_since_1970_are_a_time_in_utc(written: object) -> None:
    assert Row({"at": written}).moment_of_seconds("at") == datetime(2026, 1, 6, 9, 29, 58, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT39600S", 39600),
        ("PT11H", 39600),
        ("PT1H30M0.5S", 5400.5),
        ("P1DT1S", 86401),
        ("-PT600S", -600),
        ("PT-600S", -600),
        ("PT-8H-30M", -30600),
        (f"PT{'7' * 5000}S", None),
        ("PT0S", 0),
        ("P", None),
        ("PT", None),
        ("P1Y", None),
        ("39600", None),
        (39600, None),
        (None, None),
    ],
)
def test_a_duration_is_read_in_seconds(text: object, seconds: float | None) -> None:
    assert Row({"left": text}).seconds_of_duration("left") == seconds


@pytest.mark.parametrize("written", ["62.5", " 62.50 ", "+6.25e1", 62.5])
def test_a_number_that_is_a_text_is_a_number(written: object) -> None:
    row = Row({"speed": written, "gps": {"speed": written}})
    assert row.number("speed") == row.number("speed", within="gps") == 62.5


@pytest.mark.parametrize(
    "written",
    [
        True,
        "",
        "-",
        ".",
        "1_0",
        "nan",
        "inf",
        "7 km",
        "7,5",
        "7" * 5000,
        "1e999",
        "\u0667",
        None,
        float("nan"),
        float("inf"),
        10**400,
        {},
    ],
)
def test_what_is_no_finite_number_is_none(written: object) -> None:
    row = Row({"speed": written, "gps": {"speed": written}})
    assert row.number("speed") is None
    assert row.number("speed", within="gps") is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *((2019, 2019), ("2019", 2019), (2019.0, 2019), ("-3", -3), (2019.5, None), ("2019.5", None), (True, None)),
        *(("7" * 5000, None), (2**63, None), (1e308, None), ("", None), (None, None)),
    ],
)
def test_a_whole_number_may_be_written_as_a_text_or_with_a_fraction(written: object, number: int | None) -> None:
    assert Row({"year": written}).whole("year") == number


@pytest.mark.parametrize(
    ("written", "amount"),
    [("402.10", "402.10"), (402.1, "402.1"), (7, "7"), ("much", None), (1e40, None), (None, None)],
)
def test_money_keeps_its_digits(written: object, amount: str | None) -> None:
    assert Row({"cost": written}).money("cost") == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("written", [None, {}, "of another kind", 7])
def test_an_optional_list_that_is_none_has_no_rows(written: object) -> None:
    assert Row({"defects": written}).optional_rows("defects") == []
    assert Row({}).optional_rows("defects") == []


def test_the_rows_of_an_optional_list_know_their_path() -> None:
    assert [each.path for each in Row({"defects": [{}, None]}).optional_rows("defects")] == ["defects.0", "defects.1"]


@pytest.mark.parametrize("gps", [None, [], "here", {}])
def test_a_value_within_an_object_that_is_missing_is_none(gps: object) -> None:
    row = Row({"gps": gps})
    assert (row.number("speed", within="gps"), row.text("name", within="gps")) == (None, None)


def test_a_value_within_an_object_reads_as_one_beside_it() -> None:
    row = Row({"gps": {"speed": 7, "name": "Dock 4", "number": 12, "empty": "", "flag": True}})
    assert row.number("speed", within="gps") == 7.0
    names = ("name", "number", "empty", "flag")
    assert [row.text(name, within="gps") for name in names] == [row.row("gps").text(name) for name in names]
    assert [row.text(name, within="gps") for name in names] == ["Dock 4", "12", None, None]


def test_the_path_of_a_row_names_every_object_and_number_around_it() -> None:
    answer = Row({"data": [{}, {"gps": {"place": {}}}]})
    assert answer.rows("data")[1].required_row("gps").row("place").path == "data.1.gps.place"
    with pytest.raises(Malformed, match=r"no data\.1\.gps\.name\."):
        answer.rows("data")[1].row("gps")["name"]


def test_a_row_gets_values_from_around_it_and_what_is_no_object_stays_empty() -> None:
    rows = Row({"points": [{"id": 1, "vehicle": "own"}, {"id": 2, "vehicle": None}, None]}).rows("points")
    joined = [row.joined({"vehicle": "around", "at": "now"}) for row in rows]
    assert joined == [{"id": 1, "vehicle": "own", "at": "now"}, {"id": 2, "vehicle": "around", "at": "now"}, {}]
    assert [row.path for row in joined] == ["points.0", "points.1", "points.2"]
