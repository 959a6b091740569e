"""The closed vocabularies of the wire. Import them from here; the modules only keep the long ones apart."""

from gladhand.resources.enums.rulesets import HosRulesetCodeEnum
from gladhand.resources.enums.source_names import TspEnum
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
    UserStatusEnum,
    VehicleStatusEnum,
)
from gladhand.resources.enums.zones import TimezoneCodeEnum

__all__ = [
    "ConnectionTypeEnum",
    "EngineType",
    "HosComplianceTypeEnum",
    "HosRulesetCodeEnum",
    "HosTrackingMethodEnum",
    "ResourceEnum",
    "ResourceOperationErrorTypeEnum",
    "ResourceOperationLogStatusEnum",
    "ResourceOperationStatusEnum",
    "ResourceOperationTypeEnum",
    "ShareLevelEnum",
    "TimezoneCodeEnum",
    "TspEnum",
    "UserStatusEnum",
    "VehicleStatusEnum",
]
