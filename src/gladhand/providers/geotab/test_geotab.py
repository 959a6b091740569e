"""How Geotab's references, spans, versions and positions are read."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gladhand.providers.geotab import inspections
from gladhand.providers.geotab.entities import bare_reference, newest, reference, seconds_of_span, whole_seconds_of_span
from gladhand.providers.geotab.hos_words import event_of, malfunction_of
from gladhand.providers.geotab.known_values import KnownValues
from gladhand.providers.geotab.trailer_ids import NO_TRAILERS
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
    assert seconds_of_span(span) == length


def test_a_span_is_cut_to_full_seconds() -> None:
    assert whole_seconds_of_span("09:45:30.9999999") == 35130


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


def test_measurements_of_a_vehicle_that_stands_still_are_forgotten_and_its_driver_is_not() -> None:
    known = KnownValues({})
    row = {"device": {"id": "b1"}, "diagnostic": {"id": "DiagnosticFuelLevelId"}, "data": 71}
    known.measure([Row({**row, "dateTime": NOON.isoformat()})])
    known.change_drivers([Row({"device": {"id": "b1"}, "driver": {"id": "b3A7"}, "dateTime": NOON.isoformat()})])
    known.forget_before({"b2": NOON + timedelta(minutes=15)})
    assert known.before("b1", NOON + timedelta(minutes=1)) == {"fuel_level": 71, "driver": "b3A7"}
    known.forget_before({"b2": NOON + timedelta(minutes=16)})
    assert known.before("b1", NOON + timedelta(minutes=1)) == {"driver": "b3A7"}


def test_values_of_a_device_that_uploads_late_wait_for_its_positions() -> None:
    known, past = KnownValues({}), NOON - timedelta(days=3)
    row = {"device": {"id": "b1"}, "diagnostic": {"id": "DiagnosticFuelLevelId"}, "data": 71}
    known.measure([Row({**row, "dateTime": past.isoformat()})])
    known.forget_before({"b2": NOON})
    assert KnownValues(known.stored()).before("b1", past + timedelta(minutes=1)) == {"fuel_level": 71}
    known.forget_before({"b1": past + timedelta(minutes=1), "b2": NOON + timedelta(minutes=1)})
    assert known.before("b1", past + timedelta(minutes=2)) == {"fuel_level": 71}
    known.forget_before({"b1": past + timedelta(minutes=16)})
    assert known.stored() == {}


def test_all_values_behind_a_position_serve_the_run_and_the_last_ones_the_next() -> None:
    known, row = KnownValues({}), {"device": {"id": "b1"}, "diagnostic": {"id": "DiagnosticFuelLevelId"}}
    for second in range(100):
        moment = NOON + timedelta(seconds=30 * second + 0.25)
        known.measure([Row({**row, "data": second + 0.12345, "dateTime": moment.isoformat()})])
    known.forget_before({"b1": NOON + timedelta(seconds=45)})
    assert known.before("b1", NOON + timedelta(seconds=70)) == {"fuel_level": 2.12345}
    values = known.stored()["b1"]["fuel_level"]
    assert (len(values), values[0]) == (16, [int(NOON.timestamp()) + 30, 1.123])
    assert values[-1] == [int(NOON.timestamp()) + 2970, 99.123]


def test_positions_come_in_si_units_and_with_what_the_device_measured() -> None:
    fields = records("list_vehicle_locations")["b1|2026-01-06T09:29:58.000Z"]["fields"]
    measured = {"odometer": 402336000, "engine_hours": 10234.5, "fuel_level": 71.2, "coolant_temperature": 361.15}
    assert fields.items() >= {**measured, "speed": 24.1667, "fuel_value": 0.284}.items()


def test_late_positions_keep_their_time_and_invalid_speeds_and_places_are_left_out() -> None:
    found = records("list_vehicle_locations_next")
    late = "b1|2025-12-30T16:02:11.000Z"
    assert list(found) == ["b1|2026-01-06T09:30:28.063Z", late, "b1|2026-01-06T09:31:10.123Z"]
    assert found[late]["occurred_at"] == "2025-12-30T16:02:11+00:00"
    assert "speed" not in found["b1|2026-01-06T09:31:10.123Z"]["fields"]


def test_clocks_come_in_seconds_and_the_following_days_too() -> None:
    fields = records("list_hos_availabilities")["b3A7"]["fields"]
    left = {"drive": 25200, "shift": 35130, "cycle": 180000, "tomorrow": 198000, "day2": 214200, "day3": 223200}
    assert {name: fields[f"available_{name}_seconds"] for name in left} == left
    assert (fields["time_until_break_seconds"], fields["forecast_horizon_days"]) == (14400, 3)


def test_an_exceeded_limit_leaves_nothing_and_says_by_how_much() -> None:
    fields = records("list_hos_availabilities_overrun")["b3A7"]["fields"]
    assert (fields["available_drive_seconds"], fields["shift_driving_violation_duration_seconds"]) == (0, 1260)
    assert (fields["available_shift_seconds"], fields["cycle_violation_duration_seconds"]) == (0, 0)


def test_driving_that_a_driver_has_claimed_is_one_event_in_its_newest_version() -> None:
    [found] = records("list_hos_events_unidentified").values()
    assert (found["fields"]["source_driver_id"], found["fields"]["version"]) == ("b3A7", "0000000000000112")


def test_an_edit_ends_the_status_before_it() -> None:
    ends = {id_: record["fields"].get("ended_at") for id_, record in records("list_hos_events").items()}
    assert ends["aGUID0001"] == "2026-01-06T11:45:00Z"
    edited = {id_: record["fields"].get("ended_at") for id_, record in records("list_hos_events_edited").items()}
    assert edited["aGUID0001"] == "2026-01-06T12:00:00Z"
    assert (edited["aGUID0005"], edited["aGUID0006"]) == ("2026-01-06T12:20:00Z", "2026-01-06T15:45:00Z")


@pytest.mark.parametrize(
    ("log", "event"),
    [
        ({"status": "D"}, ("DRIVING", "1")),
        ({"status": "INT_PC"}, ("INT_REDUCED", "2")),
        ({"status": "SituationalDrivingClear"}, ("PCYM_CLEAR", "3")),
        ({"status": "OtherCompliance", "malfunction": "DiagnosticClear"}, ("DIAG_CLEAR", None)),
        ({"status": "D", "eventType": 1, "eventCode": 4}, ("ON", "1")),
        ({"status": "WT"}, (None, None)),
        ({"status": "CanadaCycleOne"}, (None, None)),
    ],
)
def test_an_event_goes_by_its_numbers_and_without_them_by_its_words(log: dict[str, Any], event: object) -> None:
    assert event_of(Row(log)) == event


@pytest.mark.parametrize(
    ("status", "malfunction", "code"),
    [
        ("PowerCompliance", "Malfunction", "POWER"),
        ("PowerCompliance", "Diagnostic", "DIAG_POWER"),
        ("MissingElementCompliance", "Diagnostic", "DIAG_MISSING_DATA"),
        ("PowerCompliance", "None", None),
    ],
)
def test_a_malfunction_has_the_code_of_its_status(status: str, malfunction: str, code: str | None) -> None:
    assert malfunction_of(Row({"status": status, "malfunction": malfunction})) == code


def test_a_day_of_the_zone_has_86400_seconds_and_what_is_not_known_counts_as_such() -> None:
    fields = records("list_hos_daily_snapshots")["b3A7|2026-01-06"]["fields"]
    lengths = {name: value for name, value in fields.items() if name.startswith("duration_")}
    assert sum(lengths.values()) == 86400
    assert (lengths["duration_unknown_seconds"], lengths["duration_driving_seconds"]) == (7200, 14400)


def test_an_inspection_is_of_a_truck_or_of_a_trailer() -> None:
    truck, trailer = (record["fields"] for record in records("list_dvir_logs").values())
    assert (truck["duration_seconds"], truck["defect_count"], truck["is_safety_critical"]) == (690, 1, True)
    assert (trailer["source_trailer_id"], trailer["defect_count"]) == ("b3", 0)
    assert not {"source_driver_id", "source_vehicle_id"} & trailer.keys()


def test_old_inspections_name_groups_instead_of_defects() -> None:
    log = {"id": "aDVIR1", "dateTime": "2020-01-06T11:41:30Z", "defects": [{"id": "b2811", "name": "Tires"}]}
    found = inspections.log_record(Row(log), trailers=NO_TRAILERS).fields
    assert (found.defect_count, found.defects) == (1, ["tires"])


def test_a_dismissed_exception_is_gone() -> None:
    shown = json.loads((SAMPLES / "list_driver_safety_events_dismissed.json").read_text("utf-8"))["result"]
    assert (shown["records"], shown["removed"]) == ([], ["aEXC0001"])


def test_a_purchase_comes_in_cubic_metres_and_without_what_is_no_fuel() -> None:
    found = records("list_fuel_transactions")
    assert list(found) == ["fueltransaction:aFT0001", "fillup:aFU0001"]
    bought = found["fueltransaction:aFT0001"]["fields"]
    assert (bought["fuel_volume"], bought["total_cost"], bought["currency"]) == (0.3104, "402.15", "USD")
    assert bought["odometer"] == found["fillup:aFU0001"]["fields"]["odometer"] == 402400000


def test_a_month_sums_up_the_states_and_leaves_out_what_is_negligible() -> None:
    assert records("list_ifta_summaries")["b1|2026-01"]["extras"] == {"distances": {"IL": 121500, "MO": 218500}}


def test_a_message_has_a_sender_and_its_receipts() -> None:
    assert list(records("list_messages")) == ["b500001", "b500002"]
    [read] = records("list_messages_receipt").values()
    assert (read["fields"]["status"], read["fields"]["read_at"]) == ("read", "2026-01-06T09:34:00Z")
