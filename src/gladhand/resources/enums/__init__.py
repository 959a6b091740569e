"""The closed vocabularies of the wire. Import them from here; the modules only keep the long ones apart."""

from gladhand.resources.enums.rulesets import HosRulesetCodeEnum
from gladhand.resources.enums.source_names import TspEnum
from gladhand.resources.enums.words import (
    ConnectionTypeEnum,
    HosComplianceTypeEnum,
    HosTrackingMethodEnum,
    ResourceEnum,
    ResourceOperationErrorTypeEnum,
    ResourceOperationLogStatusEnum,
    ResourceOperationStatusEnum,
    ResourceOperationTypeEnum,
    ShareLevelEnum,
    UserStatusEnum,
)
from gladhand.resources.enums.zones import TimezoneCodeEnum

__all__ = [
    "ConnectionTypeEnum",
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
]
