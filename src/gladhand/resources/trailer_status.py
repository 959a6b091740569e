"""Trailer statuses: what refrigerated trailers report of themselves."""

from datetime import timedelta
from typing import Annotated

from gladhand.resources.enums import (
    ReeferAlarmCodeEnum,
    ReeferBatteryStatusEnum,
    ReeferCargoStatusEnum,
    ReeferControlModeEnum,
    ReeferOperationalStatusEnum,
    ReeferOperationModeEnum,
    ReeferPowerSourceEnum,
    ResourceEnum,
    TemperatureUnit,
    VoltageUnit,
)
from gladhand.resources.fields import Constant, Embedded, F, R
from gladhand.resources.measures import Hours, Kelvin, Kilopascals, Percent, Volts
from gladhand.resources.positions import Located
from gladhand.resources.references import OfTrailer
from gladhand.resources.resource import RecordChange, Resource, ResourceKind
from gladhand.resources.text import Count, Moment

_Temperature = Annotated[TemperatureUnit, Constant()]


class TrailerZoneStatus(Embedded):
    """One compartment of a trailer."""

    zone: Count = R("Its number, from 1 at the front.", example=1)
    setpoint_temperature: Kelvin = F("The target temperature.", example=276.15)
    return_air_temperature: Kelvin = F("Of the air that comes back from the cargo.", example=276.9)
    discharge_air_temperature: Kelvin = F("Of the air that is blown in.", example=275.2)
    control_sensor: str | None = F("The sensor that controls the refrigeration unit, such as RETURN_AIR.")
    door_open: bool | None = F()
    thermal_status: str | None = F("What the refrigeration unit does, in the provider's word, such as COOL or DEFROST.")
    cargo_status: str | None = F("Whether there is cargo, in the provider's word.")


class RemoteProbeStatus(Embedded):
    """One thermometer in the cargo."""

    probe_id: str = R(example="probe-1")
    temperature: Kelvin = F(example=276.4)
    humidity_percent: Percent = F()


class TrailerPretripStatus(Embedded):
    """The last check of the refrigeration unit before a trip."""

    result: str | None = F("In the provider's word, such as PASSED.")
    initiated_at: Moment | None = F("When it began.")
    completed_at: Moment | None = F("When it ended.")


class TrailerAlarm(Embedded):
    """One alarm that is on."""

    code: ReeferAlarmCodeEnum | None = F("What it is about.", example="temperature_out_of_range")
    description: str | None = F("The alarm in the provider's words.")
    severity: str | None = F("In the provider's word, such as CRITICAL.")


class TrailerStatusFields(Located, OfTrailer):
    """The normalised fields of a trailer status."""

    power_on: bool | None = F("Whether the refrigeration unit has power.", example=True)
    power_source: ReeferPowerSourceEnum | None = F("What drives the refrigeration unit.", example="DIESEL")
    battery_voltage: Volts = F(example=12.6)
    battery_percent: Percent = F()
    battery_status: ReeferBatteryStatusEnum | None = F(example="NORMAL")
    reefer_operational_status: ReeferOperationalStatusEnum | None = F(
        "Whether the refrigeration unit is on.", example="ON"
    )
    operation_mode: ReeferOperationModeEnum | None = F("How the refrigeration unit runs.", example="CONTINUOUS")
    control_mode: ReeferControlModeEnum | None = F("What controls the refrigeration unit.")
    door_open: bool | None = F("Whether any door is open.", example=False)
    cargo_status: ReeferCargoStatusEnum | None = F("Whether there is cargo.", example="LOADED")
    fuel_level: Percent = F("What is left in the tank of the refrigeration unit.", example=71.0)
    reefer_engine_hours: Hours = F("The total running time of the refrigeration unit's engine.", example=4120.5)
    ambient_temperature: Kelvin = F("Of the air outside.", example=301.4)
    zones: list[TrailerZoneStatus] | None = F("The compartments.")
    remote_probe_statuses: list[RemoteProbeStatus] | None = F("The thermometers in the cargo.")
    pre_trip_status: TrailerPretripStatus | None = F("The last check of the refrigeration unit before a trip.")
    suction_pressure_kpa: Kilopascals = F("Before the compressor.")
    discharge_pressure_kpa: Kilopascals = F("Behind the compressor.")
    humidity_percent: Percent = F("Of the air inside.")
    active_alarms: list[TrailerAlarm] | None = F("The alarms that are on.")
    battery_voltage_unit: Annotated[VoltageUnit, Constant()] = F(
        "The unit of `battery_voltage`.", default=VoltageUnit.VOLTS
    )
    ambient_temperature_unit: _Temperature = F("The unit of `ambient_temperature`.", default=TemperatureUnit.KELVIN)
    zones_temperature_unit: _Temperature = F("The unit of temperatures in `zones`.", default=TemperatureUnit.KELVIN)
    remote_probe_statuses_temperature_unit: _Temperature = F(
        "The unit of temperatures in `remote_probe_statuses`.", default=TemperatureUnit.KELVIN
    )


TRAILER_STATUS = Resource(
    name=ResourceEnum.TRAILER_STATUS,
    path="trailer-statuses",
    kind=ResourceKind.TIMELINE,
    fields_model=TrailerStatusFields,
    description="What refrigerated trailers report: temperatures, power, doors, fuel and alarms.",
    is_sortable=False,
    latest_by="trailer_id",
    history_of=("trailer_id",),
    retention=timedelta(days=60),
    events={
        RecordChange.ADDED: "A refrigerated trailer has reported its status.",
        RecordChange.MODIFIED: "A reported status of a trailer has changed.",
    },
)
