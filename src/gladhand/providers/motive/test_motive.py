"""How Motive's words, units and windows are read, and how requests for the history of vehicles are spread."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gladhand.providers.motive import driving, faults, ifta, inspections, purchases, reefers
from gladhand.providers.motive.api import external_id
from gladhand.providers.motive.hos_words import hours_limit, violation_code
from gladhand.providers.motive.places import distance, has_fix, speed, town
from gladhand.providers.motive.positions import engine_status, vehicle_location, without_later_driver
from gladhand.providers.motive.reads import READS
from gladhand.providers.motive.tracks import VEHICLES
from gladhand.providers.motive.windows import local_days, utc_days
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.enums import HosViolationCodeEnum
from gladhand.resources.ifta_summary import IFTA_SUMMARY
from gladhand.sdk.clock import days
from gladhand.sdk.reading import Slice
from gladhand.sdk.rows import Row

NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)
SAMPLES = Path(__file__).parent / "samples"
_Code = HosViolationCodeEnum


def records(sample: str) -> dict[str, Any]:
    found = json.loads((SAMPLES / f"{sample}.json").read_text("utf-8"))["result"]["records"]
    return {record["source_id"]: record for record in found}


@pytest.mark.parametrize(
    ("type_", "code", "limit"),
    [
        ("driving_11", _Code.DH_DAILY_OVER, 11),
        ("canada_driving_13", _Code.DH_DAILY_OVER, 13),
        ("duty_14", _Code.WD_WINDOW_OVER, 14),
        ("ca_duty_15", _Code.WD_WINDOW_OVER, 15),
        ("cycle_70", _Code.CY_LIMIT_OVER, 70),
        ("break_30", _Code.BR_MISSING, None),
        ("unknown", None, None),
    ],
)
def test_the_type_of_a_violation_tells_rule_and_limit(type_: str, code: _Code | None, limit: float | None) -> None:
    assert (violation_code(type_), hours_limit(type_)) == (code, limit)


def test_units_follow_the_switch_of_the_vehicle_and_a_key_that_names_its_unit_goes_first() -> None:
    assert distance(250000.4, is_metric=False) == 402336643.738
    assert distance(250000.4, is_metric=True) == 250000400
    assert distance(250000.4, is_metric=None) is None
    assert speed(Row({"speed": 54.2}), is_metric=False) == 24.229568
    assert speed(Row({"speed": 54.2, "kph": 87.2}), is_metric=False) == 24.2222


@pytest.mark.parametrize("text", ["2.1 mi NE of Springfield, IL", "Springfield, IL"])
def test_a_description_names_a_town(text: str) -> None:
    found = town(text)
    assert found is not None
    assert (found.city, found.province) == ("Springfield", "IL")


def test_a_window_takes_part_in_days_of_america_and_in_those_of_utc() -> None:
    midnight = NOON - timedelta(hours=12)
    part = Slice(start=midnight, end=midnight + timedelta(days=1))
    assert local_days(part) == {"start_date": "2026-01-05", "end_date": "2026-01-06"}
    assert utc_days(part) == {"start_date": "2026-01-06", "end_date": "2026-01-06"}


def test_every_vehicle_is_asked_for_once_a_day_and_one_that_moves_once_an_hour() -> None:
    numbers = range(700001, 700101)
    asked: Counter[tuple[int, date]] = Counter()
    most = 0
    for minute in range(24 * 60):
        end = NOON + timedelta(minutes=minute)
        moving = Row({"current_location": {"located_at": end.isoformat()}})
        # Half of the vehicles move.
        due = {
            number: VEHICLES.due_since(number, moving if number % 2 else Row(), end - timedelta(minutes=1), end)
            for number in numbers
        }
        found = {number: since for number, since in due.items() if since is not None}
        asked.update((number, since.date()) for number, since in found.items() if end - since == timedelta(days=3))
        asked.update((number, date.min) for number in found)
        most = max(most, len(found))
    assert all(sum(asked[number, NOON.date() - timedelta(days=age)] for age in (2, 3)) == 1 for number in numbers)
    assert {asked[number, date.min] for number in numbers if number % 2} <= {24, 25}
    assert {asked[number, date.min] for number in numbers if not number % 2} == {1}
    assert most <= 10


def test_an_edit_replaces_events_and_withdraws_the_certification() -> None:
    before, after = records("list_hos_events"), records("list_hos_events_edited")
    assert before.keys() - after.keys() == {"620002", "620003"}
    assert after.keys() - before.keys() == {"620012", "620013", "620014"}
    assert all("driver_certified_at" in each["fields"] for each in before.values())
    assert not any("driver_certified_at" in each["fields"] for each in after.values())
    assert before["620003"]["fields"]["annotations"]["remarks"] == "Fuel stop"


def test_values_that_were_worked_out_by_hand() -> None:
    place = records("list_vehicle_locations_history")["700001|2026-01-06T09:29:58.000Z"]["fields"]
    assert (place["speed"], round(place["odometer"]), place["fuel_level"]) == (24.229568, 402336644, 71)
    bought = records("list_fuel_transactions")
    assert [bought[number]["fields"]["fuel_volume"] for number in ("694001", "694002")] == [0.310404, 0.3005]
    assert round(records("list_ifta_summaries")["700001|2025-12"]["extras"]["distances"]["IL"]) == 1204111
    assert len(records("list_driver_vehicle_associations")) == 1


def test_a_position_is_the_same_record_in_the_list_and_in_the_history() -> None:
    place = {"located_at": "2026-01-06T09:29:58Z", "lat": 39.7, "lon": -89.6}
    newest = vehicle_location(Row({"id": 7, "current_location": {"id": "now", **place}}))
    assert vehicle_location(Row({"id": "then", "vehicle": {"id": 7}, **place})).source_id == newest.source_id


@pytest.mark.parametrize(("age", "driver"), [(timedelta(minutes=2), "8"), (timedelta(hours=2), None)])
def test_the_driver_of_now_is_that_of_a_fresh_position_only(age: timedelta, driver: str | None) -> None:
    place = {"located_at": (NOON - age).isoformat(), "lat": 39.7, "lon": -89.6}
    row = without_later_driver(Row({"id": 7, "current_location": place, "current_driver": {"id": 8}}), NOON)
    assert vehicle_location(row).fields.source_driver_id == driver


@pytest.mark.parametrize(
    ("given", "volume", "odometer", "cost"),
    [
        ({"fuel_unit": "Gallons", "odometer_unit": "miles", "total_cost": "402.15"}, 0.037854, 16093.44, "402.15"),
        ({"fuel_unit": "L", "odometer_unit": "km", "total_cost": 402.15}, 0.01, 10000, "402.15"),
        ({"vehicle": {"metric_units": True}, "total_cost": "NaN"}, 0.01, 10000, None),
        ({"fuel_unit": "kWh", "odometer_unit": "ft", "vehicle": {"metric_units": True}}, None, None, None),
        ({"total_cost": "$5"}, None, None, None),
    ],
)
def test_a_purchase_has_no_quantity_in_an_unknown_unit(
    given: dict[str, Any], volume: float | None, odometer: float | None, cost: str | None
) -> None:
    row = Row({"id": 1, "purchased_at": "2026-01-06T14:20:00Z", "fuel": 10, "odometer": 10, **given})
    found = purchases.to_record(row).fields
    assert (found.fuel_volume, found.odometer, found.total_cost) == (volume, odometer, cost and Decimal(cost))


def test_the_parts_of_a_distance_are_added_and_one_that_is_missing_leaves_none() -> None:
    trips = [("IL", 1.0), ("IL", 2.5), ("MO", 4.0), ("MO", None), ("MO", 1.0)]
    listed = [{"jurisdiction": where, "distance": length} for where, length in trips]
    vehicle = {"id": 7, "metric_units": True}
    report = ifta.to_record(Row({"vehicle": vehicle, "year": 2026, "month": 1, "jurisdictions": listed}))
    assert (report.extras or {})["distances"] == {"IL": 3500.0, "MO": None}


def test_a_late_run_asks_for_each_month_once() -> None:
    (read,) = (each for each in READS if each.resource is IFTA_SUMMARY)
    assert read.window is not None
    assert read.window >= read.lookback + days(31)


def test_two_defects_of_one_part_are_two_records() -> None:
    report = {"id": 1, "time": "2026-01-06T11:41:30Z"}
    rows = (Row({"report": report, "part": {"id": 5}, **each}) for each in ({"title": "A"}, {"title": "B"}, {}))
    assert [inspections.defect_record(row).source_id for row in rows] == ["part:5|A", "part:5|B", "part:5"]


def test_rows_may_have_numbers_as_texts_nulls_and_offsets() -> None:
    vehicle = {"id": "700001", "metric_units": False}
    place = {"located_at": "2026-01-06T03:29:28-06:00", "lat": "39.7817", "lon": "-89.6501", "speed": "54.2"}
    found = vehicle_location(
        Row({**place, "vehicle": vehicle, "driver": None, "true_odometer": None, "odometer": "10"})
    )
    assert found.source_id == "700001|2026-01-06T09:29:28.000Z"
    assert (found.fields.speed, found.fields.odometer, found.fields.source_driver_id) == (24.229568, 16093.44, None)
    assert not has_fix(Row({"lat": "0", "lon": "0.0"}))


@pytest.mark.parametrize("place", [{}, {"lat": None, "lon": None}, {"lat": 0, "lon": 0}])
def test_a_state_of_the_engine_needs_no_place(place: dict[str, Any]) -> None:
    row = Row({"id": "u-1", "located_at": "2026-01-06T09:29:28Z", "type": "ignition_on", "vehicle": {"id": 1}, **place})
    found = engine_status(row)
    assert (found.source_id, found.fields.location, found.fields.engine_status) == ("location:u-1", None, "ON")


@pytest.mark.parametrize(("code", "standard"), [(96, "J1939"), ("96", "J1939"), ("P0301", "OBD2"), ("X-1", "VENDOR")])
def test_the_standard_of_a_fault_code_is_that_of_its_form(code: object, standard: str) -> None:
    row = Row({"id": 1, "code": code, "type": "constant", "first_observed_at": "2026-01-06T09:29:28Z"})
    assert faults.to_record(row).fields.fault_code_source == standard


@pytest.mark.parametrize("entries", [None, [], [None], ["x"], [{"integration_name": "a"}], {"integration_name": "a"}])
def test_a_record_without_an_external_id_has_none(entries: object) -> None:
    assert external_id({"external_ids": entries}, "a") is None


def test_a_driver_is_part_of_the_id_of_a_period() -> None:
    period = {"vehicle": {"id": 700001}, "start_time": "2026-01-06T05:45:00-06:00"}
    found = [driving.to_record(Row({**period, "driver": {"id": driver}})).source_id for driver in (800001, "800002")]
    assert found == ["800001|700001|2026-01-06T11:45:00.000Z", "800002|700001|2026-01-06T11:45:00.000Z"]
    [read] = [each for each in READS if each.resource is DRIVER_VEHICLE_ASSOCIATION]
    assert (read.replaces, read.lists_all) == ("driver_id", False)


@pytest.mark.parametrize(
    ("power", "mode", "shown"),
    [
        ("On", "Start/Stop", (True, "ON", "START_STOP")),
        ("off", "CONTINUOUS", (False, "OFF", "CONTINUOUS")),
        ("", None, (None, None, None)),
    ],
)
def test_the_words_of_a_cooled_trailer_may_be_spelled_in_any_way(power: object, mode: object, shown: object) -> None:
    place = {"located_at": "2026-01-06T09:20:00Z", "lat": 39.9, "lon": -89.1}
    row = Row({"id": 1, "location": place, "sensors": {"power_state": power, "control_mode": mode}})
    fields = reefers.to_record(row).fields
    assert (fields.power_on, fields.reefer_operational_status, fields.operation_mode) == shown
