"""Geotab's devices and rows as others than the usual ones write them: keys left out, bare texts, numbers as texts."""

from typing import Any

import pytest

from gladhand.providers.geotab import faults, fuel, inspections, machines, safety
from gladhand.providers.geotab.device_mapping import TRAILER, VEHICLE
from gladhand.providers.geotab.entities import references
from gladhand.providers.geotab.faults import Names
from gladhand.providers.geotab.fuel import fill_up
from gladhand.providers.geotab.known_values import KnownValues
from gladhand.providers.geotab.positions import vehicle_location
from gladhand.providers.geotab.reads import READS
from gladhand.providers.geotab.trailer_ids import NO_TRAILERS
from gladhand.providers.geotab.user_mapping import to_user
from gladhand.resources.enums import CanonicalFaultCodeEnum
from gladhand.sdk.clock import days
from gladhand.sdk.rows import Row

_NONE = {"deviceType": "None", "serialNumber": ""}


@pytest.mark.parametrize(
    ("device", "is_trailer"),
    [
        ({"groups": [{"id": "GroupTrailerId"}], "deviceType": "GO9", "serialNumber": "G9"}, True),
        ({"tmpTrailerId": {"id": "b5"}, "groups": [{"id": "GroupVehicleId"}]}, True),
        ({**_NONE, "groups": [{"id": "GroupCompanyId"}]}, True),
        ({**_NONE, "serialNumber": "000-000-0000"}, True),
        ({**_NONE, "groups": [{"id": "GroupVehicleId"}]}, False),
        ({"deviceType": "None", "serialNumber": "G9"}, False),
        ({"deviceType": "GO9", "serialNumber": ""}, False),
        ({"groups": None}, False),
    ],
)
def test_a_trailer_is_told_by_its_group_or_by_having_no_hardware(device: dict[str, Any], is_trailer: bool) -> None:
    assert (TRAILER.holds(Row(device)), VEHICLE.holds(Row(device))) == (is_trailer, not is_trailer)


def test_what_geotab_finds_out_by_the_vin_and_the_number_of_the_hardware_are_read() -> None:
    row = Row(
        {
            "id": "b1",
            "hardwareId": 120045,
            "productId": "120",
            "serialNumber": "000-000-0000",
            "vinInfoMake": "Kenworth",
            "vinInfoModel": "T680",
            "vinInfoYear": "2022",
            "fuelTankCapacity": "598.5",
        }
    )
    found = VEHICLE.to_record(row).fields.stored()
    shown = {"eld_id": "120045", "eld_product_id": "120", "eld_serial_number": None, "fuel_capacity": "598.5 liters"}
    assert found.items() >= {**shown, "oem": "Kenworth", "model_type": "T680", "model_year": 2022}.items()


def test_a_flag_that_is_none_costs_no_user() -> None:
    found = to_user(Row({"id": "b1", "name": "dana", "isDriver": "perhaps", "isYardMoveEnabled": None})).fields
    assert (found.is_driver, found.allow_yard_move) == (None, None)


@pytest.mark.parametrize("diagnostic", [{"id": "DiagnosticIgnitionId"}, "DiagnosticIgnitionId"])
def test_a_diagnostic_may_be_named_by_a_bare_text(diagnostic: object) -> None:
    row = {"id": "b7", "device": {"id": "b1"}, "diagnostic": diagnostic, "dateTime": "2026-01-06T04:00:00-05:00"}
    assert machines.ENGINES.counts(Row({**row, "data": "1"}))
    found = machines.engine_status(Row({**row, "data": "1"}))
    assert found.fields.engine_status == "ON"
    assert found.occurred_at is not None
    assert found.occurred_at.isoformat() == "2026-01-06T04:00:00-05:00"


def test_a_position_with_numbers_as_texts_and_an_offset_has_the_same_id() -> None:
    row = {"device": {"id": "b1"}, "latitude": "39.78", "longitude": "-89.65", "speed": "87"}
    found = vehicle_location(Row({**row, "dateTime": "2026-01-06T04:29:58.063-05:00"}), known=KnownValues({}))
    assert found.source_id == "b1|2026-01-06T09:29:58.063Z"
    assert found.fields.speed == 24.1667


def test_a_rule_may_be_named_by_a_bare_text() -> None:
    row = {"id": "a1", "rule": "RuleHarshBrakingId", "activeFrom": "2026-01-06T09:29:58Z", "driver": "NoDriverId"}
    found = safety.to_record(Row(row)).fields
    assert (found.event, found.source_driver_id) == ("hard_braking", None)


def test_a_co_driver_who_is_nobody_is_none() -> None:
    listed = {"coDrivers": [{"id": "UnknownDriverId"}, "NoDriverId", {"id": "b5"}, None]}
    assert references(Row(listed), "coDrivers") == ["b5"]
    assert references(Row({"coDrivers": None}), "coDrivers") == []


@pytest.mark.parametrize(
    ("kind", "code", "meaning"),
    [
        ("ObdFault", 0x0217, CanonicalFaultCodeEnum.ENG_COOLANT_TEMP_HIGH),
        ("ObdWwhFault", "535", CanonicalFaultCodeEnum.ENG_COOLANT_TEMP_HIGH),
        ("ObdFault", 1056, None),
        ("Sid", 0x0217, None),
    ],
)
def test_the_number_of_a_fault_of_obd_is_its_code(kind: str, code: object, meaning: object) -> None:
    fault = Row({"id": "b9", "dateTime": "2026-01-06T09:29:58Z", "device": {"id": "b1"}, "diagnostic": "DiagnosticX"})
    names = Names(diagnostics={"DiagnosticX": Row({"id": "DiagnosticX", "diagnosticType": kind, "code": code})})
    found = faults.to_record(fault, names=names).fields
    assert found.canonical_code is meaning
    assert found.fault_code is not None
    assert found.fault_code["diagnostic"] == "DiagnosticX"


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        ({"id": "a1", "volume": 305.1}, True),
        ({"id": "a1", "volume": 305.1, "fuelTransactions": [{"id": "aFT0001"}]}, False),
        ({"id": "a1", "volume": 0, "derivedVolume": -1}, False),
        ({"id": "a1"}, False),
        ({"volume": 305.1}, True),
    ],
)
def test_a_fill_up_without_a_derived_volume_is_one_as_well(row: dict[str, Any], counts: bool) -> None:
    assert fuel.is_counted(Row(row)) is counts


def test_a_fill_up_of_which_only_the_derived_volume_is_known_has_that() -> None:
    row = {"id": "a1", "dateTime": "2026-01-06T14:21:10Z", "volume": None, "derivedVolume": "301.7"}
    assert fill_up(Row(row)).fields.fuel_volume == 0.3017


def test_an_old_inspection_with_an_empty_list_of_defects_has_its_groups() -> None:
    log = {
        "id": "aDVIR1",
        "dateTime": "2020-01-06T11:41:30Z",
        "dvirDefects": [],
        "defects": [{"id": "b2", "name": "Tires"}],
    }
    assert inspections.log_record(Row(log), trailers=NO_TRAILERS).fields.defects == ["tires"]


def test_logs_are_read_again_for_a_fortnight_once_a_day() -> None:
    edited = {read.daily_lookback for read in READS if read.daily_lookback is not None}
    assert edited == {days(14)}
