"""Rows as Samsara may write them: keys that are absent, null or empty, numbers as texts, other forms of a reading."""

from typing import Any

import pytest

from gladhand.providers.samsara import hos_clocks, hos_logs, positions, reefers, safety, vehicles
from gladhand.providers.samsara.driver_mapping import to_record as to_driver
from gladhand.providers.samsara.hos_days import DriverDays
from gladhand.providers.samsara.read_rulesets import ruleset_of
from gladhand.providers.samsara.stats import readings_of
from gladhand.sdk.reading import batch_of
from gladhand.sdk.rows import Row

TIME = "2026-01-06T03:29:28-06:00"
PLACE = {"latitude": 39.7817, "longitude": -89.6501}


@pytest.mark.parametrize(
    ("shift", "cycle", "restart", "code"),
    [
        ("US Interstate Property", "USA 70 hour / 8 day", "34-hour Restart", "US_INT_PROP_70_8"),
        ("US Interstate Property", "USA 60 hour / 7 day", "None", "US_INT_PROP_60_7_NORST"),
        ("US Interstate Passenger", "USA 60 hour / 7 day", "None", "US_INT_PAX_60_7"),
        ("Texas Intrastate", "Texas 70 hour / 7 day", "34-hour Restart", "US_TX_INTRA_PROP_70_7"),
        ("US Intrastate Property", "TX 70/7", "34-hour Restart", "US_TX_INTRA_PROP_70_7"),
        ("Canada South", "Canada South Cycle 1 (70 hour / 7 day)", "36-hour Restart", "CA_FED_C1_70_7"),
        ("Canada South", "Cycle 2", "", "CA_FED_C2_120_14"),
        ("Canada North", "Canada North Cycle 1 (80 hour / 7 day)", "", "CA_N60_C1_80_7"),
        ("", "Canada North Cycle 2", "", "CA_N60_C2_120_14"),
        ("California Intrastate Property", "80 hour / 8 day", "34-hour Restart", "US_CA_INTRA_PROP_80_8"),
        ("CA Intrastate Passenger", "California 80 hour / 8 day", "None", "US_CA_INTRA_PAX_80_8"),
        ("US Interstate Property", "", "", None),
        ("Mars Intrastate", "80 hour / 8 day", "", None),
    ],
)
def test_a_ruleset_is_read_in_the_words_of_the_settings(shift: str, cycle: str, restart: str, code: str | None) -> None:
    driver = Row({"eldSettings": {"rulesets": [{"shift": shift, "cycle": cycle, "restart": restart}]}})
    assert ruleset_of(driver) == code


@pytest.mark.parametrize("settings", [None, {}, {"rulesets": None}, {"rulesets": []}, {"rulesets": ["US"]}])
def test_a_driver_without_a_ruleset_has_none(settings: Any) -> None:
    assert ruleset_of(Row({"eldSettings": settings})) is None


def test_an_override_goes_before_the_settings() -> None:
    override = {
        "cycle": "USA Property (8/70)",
        "restart": "34-hour Restart",
        "restbreak": "Property (off-duty/sleeper)",
        "usStateToOverride": "",
    }
    settings = {"rulesets": [{"shift": "Canada South", "cycle": "Canada South Cycle 1"}]}
    driver = {"id": "88668", "name": "Dana Example", "eldSettings": settings}
    overridden = {**driver, "usDriverRulesetOverride": override}
    found = [to_driver(Row(row), uncertain=False).fields.hos_ruleset_code for row in (driver, overridden)]
    assert found == ["CA_FED_C1_70_7", "US_INT_PROP_70_8"]


def test_a_reading_may_be_an_object_and_null_is_none() -> None:
    reading = {"time": TIME, **PLACE, "speedMilesPerHour": "54.2"}
    rows = [
        Row({"id": "1", "gps": [reading]}),
        Row({"id": "2", "gps": reading}),
        Row({"id": "3", "gps": None}),
        Row({"id": "4", "gps": "here"}),
    ]
    found = batch_of(readings_of(rows, ["gps"]), positions.vehicle_location)
    assert [record.source_id for record in found.records] == [
        "1|2026-01-06T09:29:28.000Z",
        "2|2026-01-06T09:29:28.000Z",
    ]
    assert {record.fields.speed for record in found.records} == {24.229568}
    assert [skipped.source_id for skipped in found.skipped] == ["4"]


@pytest.mark.parametrize("place", [{}, {"latitude": None, "longitude": None}, {"latitude": 0, "longitude": 0}, None])
def test_what_happened_without_reception_has_no_place(place: Any) -> None:
    engine = Row({"id": "1", "engineStates": {"time": TIME, "value": "On", "decorations": {"gps": place}}})
    event = Row({"id": "u-1", "startMs": TIME, "behaviorLabels": [{"label": "Braking"}], "location": place})
    idling = Row({"eventUuid": "u-2", "startTime": TIME, "asset": {"id": 494123}, **(place or {})})
    log = Row({"driver": {"id": "1"}, "logStartTime": TIME, "hosStatusType": "driving", "logRecordedLocation": place})
    records: list[Any] = [
        positions.engine_status(engine),
        safety.safety_record(event),
        safety.idling_record(idling),
        hos_logs.log_record(log, days=DriverDays(), statuses={}),
    ]
    assert [record.fields.location for record in records] == [None] * 4


def test_the_driver_0_is_no_driver() -> None:
    event = Row({"id": "u-1", "startMs": TIME, "behaviorLabels": [{"label": "Braking"}], "driver": {"id": "0"}})
    assert safety.safety_record(event).fields.source_driver_id is None


@pytest.mark.parametrize("word", [{"hosStatusType": ""}, {"hosStatusType": None}, {}, None])
def test_a_clock_without_a_status_has_none(word: Any) -> None:
    clock = Row({"driver": {"id": "1"}, "currentDutyStatus": word, "clocks": {"drive": None}, "violations": None})
    fields = hos_clocks.availability(clock).fields
    assert (fields.duty_status_code, fields.available_drive_seconds) == (None, None)


def test_the_vin_of_a_vehicle_may_stand_among_its_external_ids() -> None:
    row = Row({"id": "1", "vin": "", "esn": "short", "externalIds": {"samsara.vin": "1XKAD49X0EXAMPLE1"}})
    fields = vehicles.to_record(row).fields
    assert (fields.vin, fields.engine_vin, fields.is_active) == ("1XKAD49X0EXAMPLE1", None, None)
    assert vehicles.to_record(Row({"id": "2", "externalIds": None, "tags": None})).fields.vin is None


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"carrierReeferState": {"value": "Off"}, "reeferStateZone1": {"value": "On"}}, "OFF"),
        ({"reeferStateZone2": {"value": "Power: standby"}}, "STANDBY"),
        ({"carrierReeferState": {"value": "Honoured"}}, None),
        ({"carrierReeferState": None}, None),
    ],
)
def test_the_state_of_a_unit_is_that_of_the_first_word_that_is_known(values: Any, status: str | None) -> None:
    assert reefers.to_record(Row({"id": "1", "time": TIME, **values})).fields.reefer_operational_status == status
