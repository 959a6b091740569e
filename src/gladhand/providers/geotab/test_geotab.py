"""How Geotab's references, spans, versions and positions are read."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gladhand.providers.geotab.entities import bare_reference, newest, reference, seconds, whole_seconds
from gladhand.providers.geotab.known_values import KnownValues
from gladhand.sdk.rows import Row

SAMPLES = Path(__file__).parent / "samples"
NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)


def records(sample: str) -> dict[str, Any]:
    found = json.loads((SAMPLES / f"{sample}.json").read_text("utf-8"))["result"]["records"]
    return {record["source_id"]: record for record in found}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"id": "b5"}, "b5"),
        ({"id": "NormalUserId"}, "NormalUserId"),
        ("UnknownDriverId", None),
        ({"id": "NoDeviceId"}, None),
        ("ControllerNoneId", None),
        ("b5", None),
        (None, None),
    ],
)
def test_a_bare_text_refers_to_nothing(value: object, found: str | None) -> None:
    assert reference(Row({"device": value}), "device") == found


def test_a_recipient_may_be_a_bare_text() -> None:
    assert bare_reference(Row({"recipient": "b3A7"}), "recipient") == "b3A7"
    assert bare_reference(Row({"recipient": "NoUserId"}), "recipient") is None


@pytest.mark.parametrize(
    ("span", "length"),
    [
        ("07:00:00", 25200),
        ("2.02:00:00", 180000),
        ("-00:21:00", -1260),
        ("-00:05:00.5000000", -300.5),
        ("1.00:00:01", 86401),
        ("soon", None),
        (7, None),
    ],
)
def test_spans_have_days_and_signs(span: object, length: float | None) -> None:
    assert seconds(span) == length


def test_a_span_is_cut_to_full_seconds() -> None:
    assert whole_seconds("09:45:30.9999999") == 35130


def test_of_the_versions_of_one_row_in_a_page_the_highest_counts_by_length_then_text() -> None:
    rows = [
        Row({"id": "a", "version": "9"}),
        Row({"id": "a", "version": "10"}),
        Row({"id": "a", "version": "f"}),
        Row({"nothing": "useful"}),
        Row({"id": "b", "versions": ["0001", "0003"]}),
        Row({"id": "b", "versions": ["0002"]}),
    ]
    assert newest(rows) == [rows[1], rows[3], rows[4]]


def test_a_position_has_the_last_value_before_it_if_that_is_not_too_old() -> None:
    known = KnownValues({})
    for minutes, value in ((1, 11.0), (20, 10.0)):
        row = {"device": {"id": "b1"}, "diagnostic": {"id": "DiagnosticFuelLevelId"}, "data": value}
        known.measure([Row({**row, "dateTime": (NOON - timedelta(minutes=minutes)).isoformat()})])
    signed_in = {"device": {"id": "b1"}, "driver": {"id": "b3A7"}, "dateTime": "2026-01-05T12:00:00Z"}
    known.change_drivers([Row(signed_in)])
    assert known.before("b1", NOON) == {"fuel_level": 11, "driver": "b3A7"}
    assert known.before("b1", NOON - timedelta(minutes=4)) == {"driver": "b3A7"}
    assert known.before("b2", NOON) == {}


def test_values_that_later_positions_need_are_kept() -> None:
    known = KnownValues({})
    row = {"device": {"id": "b1"}, "diagnostic": {"id": "DiagnosticFuelLevelId"}}
    for minute in range(30):
        known.measure([Row({**row, "data": minute, "dateTime": (NOON + timedelta(minutes=minute)).isoformat()})])
    known.forget_before({"b1": NOON + timedelta(minutes=20, seconds=30)})
    again = KnownValues(json.loads(json.dumps(known.stored())))
    assert again.before("b1", NOON + timedelta(minutes=21)) == {"fuel_level": 21}
    assert again.before("b1", NOON + timedelta(minutes=20, seconds=31)) == {"fuel_level": 20}
    assert again.before("b1", NOON + timedelta(minutes=19)) == {}


def test_positions_come_in_si_units_and_with_what_the_device_measured() -> None:
    fields = records("list_vehicle_locations")["b14C3EE"]["fields"]
    measured = {"odometer": 402336000, "engine_hours": 10234.5, "fuel_level": 71.2, "coolant_temperature": 361.15}
    assert fields.items() >= {**measured, "speed": 24.1667, "fuel_value": 0.284}.items()


def test_late_positions_keep_their_time_and_invalid_speeds_and_places_are_left_out() -> None:
    found = records("list_vehicle_locations_next")
    assert list(found) == ["b14C3EF", "b14C3F1", "b14C3F3"]
    assert found["b14C3F1"]["occurred_at"] == "2025-12-30T16:02:11+00:00"
    assert "speed" not in found["b14C3F3"]["fields"]
