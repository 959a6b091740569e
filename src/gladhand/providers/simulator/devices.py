"""What devices report besides positions."""

from typing import Any, Final

from gladhand.providers.simulator.walks import SourceWalk
from gladhand.providers.simulator.words import address, point, word
from gladhand.resources.engine_log import EngineLogFields
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import (
    EngineStatusEnum,
    FaultCodeSourceEnum,
    ReeferAlarmCodeEnum,
    ReeferCargoStatusEnum,
    ReeferOperationalStatusEnum,
    ReeferOperationModeEnum,
    ReeferPowerSourceEnum,
    StatusEnum,
)
from gladhand.resources.trailer_status import TrailerAlarm, TrailerStatusFields, TrailerZoneStatus
from gladhand.resources.vehicle_sensor import VehicleSensorFields
from gladhand.sdk.fault_codes import meaning_of_j1939
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import kelvin

_ENGINE: Final = {
    "running": EngineStatusEnum.ON,
    "idling": EngineStatusEnum.IDLE,
    "stopped": EngineStatusEnum.OFF,
}
_PROTOCOLS: Final = {
    "j1939": FaultCodeSourceEnum.J1939,
    "obd": FaultCodeSourceEnum.OBD2,
    "maker": FaultCodeSourceEnum.VENDOR,
}
_FAULT_STATES: Final = {"active": StatusEnum.ACTIVE, "cleared": StatusEnum.INACTIVE}
_INPUTS: Final = {
    ("door", 0): "DOOR_CLOSED",
    ("door", 1): "DOOR_OPEN",
    ("seat_belt", 0): "SEATBELT_OFF",
    ("seat_belt", 1): "SEATBELT_ON",
}
_POWER: Final = {"diesel": ReeferPowerSourceEnum.DIESEL, "mains": ReeferPowerSourceEnum.ELECTRICITY}
_RUNS: Final = {
    "continuous": ReeferOperationModeEnum.CONTINUOUS,
    "cycling": ReeferOperationModeEnum.START_STOP,
}
_UNITS: Final = {"cooling": ReeferOperationalStatusEnum.ON, "off": ReeferOperationalStatusEnum.OFF}
_LOADS: Final = {"loaded": ReeferCargoStatusEnum.LOADED, "empty": ReeferCargoStatusEnum.EMPTY}
_ALARMS: Final = {"A18": ReeferAlarmCodeEnum.TEMPERATURE_OUT_OF_RANGE}


def _ignition(row: Row) -> Record[EngineStatusFields]:
    position = row.row("position")
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("time"),
        fields=EngineStatusFields(
            source_vehicle_id=row.required_text("vehicle"),
            source_driver_id=row.text("driver"),
            engine_status=word(row, "state", _ENGINE),
            location=point(position),
            inferred_address=address(position),
        ),
    )


def _fault(row: Row) -> Record[EngineLogFields]:
    spn, fmi, code = row.whole("spn"), row.whole("fmi"), row.text("code")
    theirs: dict[str, Any] = {"code": code} if code else {"spn": spn, "fmi": fmi}
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("time"),
        fields=EngineLogFields(
            source_vehicle_id=row.required_text("vehicle"),
            source_driver_id=row.text("driver"),
            fault_code_source=word(row, "protocol", _PROTOCOLS),
            fault_code=theirs,
            fault_code_description=row.text("text"),
            canonical_code=meaning_of_j1939(spn, fmi),
            status=word(row, "state", _FAULT_STATES),
            engine_status=row.flag("engine_running"),
            mil_status=row.flag("lamp"),
        ),
    )


def _input(row: Row) -> Record[VehicleSensorFields]:
    value = row.whole("value")
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("time"),
        fields=VehicleSensorFields(
            source_vehicle_id=row.required_text("vehicle"),
            raw_event=row.text("input"),
            sensor_event=_INPUTS.get((row.text("input") or "", -1 if value is None else value)),
            sensor_value=row.number("value"),
            sensor_unit=row.text("unit"),
        ),
    )


def _reefer(row: Row) -> Record[TrailerStatusFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("time"),
        fields=TrailerStatusFields(
            source_trailer_id=row.required_text("trailer"),
            power_on=row.flag("power"),
            power_source=word(row, "power_source", _POWER),
            battery_voltage=row.number("battery_volts"),
            reefer_operational_status=word(row, "unit", _UNITS),
            operation_mode=word(row, "run", _RUNS),
            door_open=row.flag("door_open"),
            cargo_status=word(row, "load", _LOADS),
            fuel_level=row.number("fuel_percent"),
            reefer_engine_hours=row.number("unit_hours"),
            ambient_temperature=kelvin(row.number("ambient_c")),
            zones=[_zone(each) for each in row.rows("zones")],
            active_alarms=[_alarm(each) for each in row.rows("alarms")],
            location=point(row.row("position")),
        ),
    )


def _zone(row: Row) -> TrailerZoneStatus:
    return TrailerZoneStatus(
        zone=row["zone"],
        setpoint_temperature=kelvin(row.number("setpoint_c")),
        return_air_temperature=kelvin(row.number("return_c")),
        discharge_air_temperature=kelvin(row.number("supply_c")),
        door_open=row.flag("door_open"),
    )


def _alarm(row: Row) -> TrailerAlarm:
    code = _ALARMS.get(row.text("code") or "", ReeferAlarmCodeEnum.UNKNOWN)
    return TrailerAlarm(code=code, description=row.text("text"), severity=row.text("severity"))


IGNITION = SourceWalk(name="ignition", to_record=_ignition)
FAULTS = SourceWalk(name="faults", to_record=_fault)
INPUTS = SourceWalk(name="inputs", to_record=_input)
REEFERS = SourceWalk(name="reefers", to_record=_reefer)
