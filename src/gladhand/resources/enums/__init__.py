"""The closed vocabularies of the wire. Import them from here; the modules only keep them apart by topic."""

from gladhand.resources.enums.engine import (
    CanonicalFaultCodeEnum,
    EngineStatusEnum,
    FaultCodeSourceEnum,
)
from gladhand.resources.enums.hos import (
    DutyStatusCodeEnum,
    HosEventCodeEnum,
    HosEventTypeCodeEnum,
    HosMalfunctionCodeEnum,
    HosRecordOriginCodeEnum,
    HosRecordStatusCodeEnum,
    HosViolationCategoryEnum,
    HosViolationCodeEnum,
)
from gladhand.resources.enums.inspections import (
    DriverSafetyEventEnum,
    DvirDefectEnum,
    DvirLogTypeEnum,
)
from gladhand.resources.enums.messages import (
    MessagePriorityEnum,
    MessageStatusEnum,
    StopActivityEnum,
    StopTypeEnum,
    WorkflowStatusEnum,
)
from gladhand.resources.enums.reefers import (
    ReeferAlarmCodeEnum,
    ReeferBatteryStatusEnum,
    ReeferCargoStatusEnum,
    ReeferControlModeEnum,
    ReeferOperationalStatusEnum,
    ReeferOperationModeEnum,
    ReeferPowerSourceEnum,
)
from gladhand.resources.enums.regions import (
    HosRegionCodeEnum,
)
from gladhand.resources.enums.rulesets import (
    HosRulesetCodeEnum,
)
from gladhand.resources.enums.source_names import (
    TspEnum,
)
from gladhand.resources.enums.units import (
    DistanceUnit,
    DistanceUnitEnum,
    FuelVolumeUnitEnum,
    PressureUnit,
    SpeedUnit,
    TemperatureUnit,
    VoltageUnit,
    VolumeUnit,
)
from gladhand.resources.enums.words import (
    ConnectionTypeEnum,
    EngineType,
    HosComplianceTypeEnum,
    HosTrackingMethodEnum,
    ResourceEnum,
    ResourceOperationErrorTypeEnum,
    ResourceOperationLogStatusEnum,
    ResourceOperationStatusEnum,
    ResourceOperationTypeEnum,
    ShareLevelEnum,
    StatusEnum,
    UserStatusEnum,
    VehicleStatusEnum,
)
from gladhand.resources.enums.zones import (
    TimezoneCodeEnum,
)

__all__ = [
    "CanonicalFaultCodeEnum",
    "ConnectionTypeEnum",
    "DistanceUnit",
    "DistanceUnitEnum",
    "DriverSafetyEventEnum",
    "DutyStatusCodeEnum",
    "DvirDefectEnum",
    "DvirLogTypeEnum",
    "EngineStatusEnum",
    "EngineType",
    "FaultCodeSourceEnum",
    "FuelVolumeUnitEnum",
    "HosComplianceTypeEnum",
    "HosEventCodeEnum",
    "HosEventTypeCodeEnum",
    "HosMalfunctionCodeEnum",
    "HosRecordOriginCodeEnum",
    "HosRecordStatusCodeEnum",
    "HosRegionCodeEnum",
    "HosRulesetCodeEnum",
    "HosTrackingMethodEnum",
    "HosViolationCategoryEnum",
    "HosViolationCodeEnum",
    "MessagePriorityEnum",
    "MessageStatusEnum",
    "PressureUnit",
    "ReeferAlarmCodeEnum",
    "ReeferBatteryStatusEnum",
    "ReeferCargoStatusEnum",
    "ReeferControlModeEnum",
    "ReeferOperationModeEnum",
    "ReeferOperationalStatusEnum",
    "ReeferPowerSourceEnum",
    "ResourceEnum",
    "ResourceOperationErrorTypeEnum",
    "ResourceOperationLogStatusEnum",
    "ResourceOperationStatusEnum",
    "ResourceOperationTypeEnum",
    "ShareLevelEnum",
    "SpeedUnit",
    "StatusEnum",
    "StopActivityEnum",
    "StopTypeEnum",
    "TemperatureUnit",
    "TimezoneCodeEnum",
    "TspEnum",
    "UserStatusEnum",
    "VehicleStatusEnum",
    "VoltageUnit",
    "VolumeUnit",
    "WorkflowStatusEnum",
]
