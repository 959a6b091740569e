"""The words of refrigerated trailers."""

from enum import StrEnum


class ReeferPowerSourceEnum(StrEnum):
    """What drives the refrigeration unit."""

    GASOLINE = "GASOLINE"
    DIESEL = "DIESEL"
    ELECTRICITY = "ELECTRICITY"
    HYBRID = "HYBRID"
    UNKNOWN = "UNKNOWN"


class ReeferBatteryStatusEnum(StrEnum):
    """How full the battery is."""

    NORMAL = "NORMAL"
    LOW = "LOW"
    CRITICAL = "CRITICAL"
    UNKNOWN = "UNKNOWN"


class ReeferOperationalStatusEnum(StrEnum):
    """Whether the refrigeration unit is on."""

    ON = "ON"
    OFF = "OFF"
    STANDBY = "STANDBY"
    UNKNOWN = "UNKNOWN"


class ReeferOperationModeEnum(StrEnum):
    """How the refrigeration unit runs."""

    CONTINUOUS = "CONTINUOUS"
    START_STOP = "START_STOP"
    UNKNOWN = "UNKNOWN"


class ReeferControlModeEnum(StrEnum):
    """What controls the refrigeration unit."""

    INTELLIGENT = "INTELLIGENT"
    OPTISET = "OPTISET"
    UNKNOWN = "UNKNOWN"


class ReeferCargoStatusEnum(StrEnum):
    """Whether there is cargo."""

    LOADED = "LOADED"
    EMPTY = "EMPTY"
    UNKNOWN = "UNKNOWN"


class ReeferAlarmCodeEnum(StrEnum):
    """What an alarm of the refrigeration unit is about."""

    TEMPERATURE_OUT_OF_RANGE = "temperature_out_of_range"
    SETPOINT_DEVIATION = "setpoint_deviation"
    SENSOR_FAILURE = "sensor_failure"
    POWER_LOSS = "power_loss"
    BATTERY_LOW = "battery_low"
    BATTERY_CRITICAL = "battery_critical"
    ELECTRICAL_FAULT = "electrical_fault"
    FUEL_LOW = "fuel_low"
    ENGINE_FAULT = "engine_fault"
    ENGINE_SHUTDOWN = "engine_shutdown"
    DOOR_OPEN_WHILE_RUNNING = "door_open_while_running"
    UNEXPECTED_DOOR_OPEN = "unexpected_door_open"
    REFRIGERATION_FAULT = "refrigeration_fault"
    PRESSURE_OUT_OF_RANGE = "pressure_out_of_range"
    COOLING_INEFFECTIVE = "cooling_ineffective"
    PRETRIP_FAILED = "pretrip_failed"
    PRETRIP_NOT_PERFORMED = "pretrip_not_performed"
    UNKNOWN = "unknown"
