"""HOS violations: when drivers broke the rules of hours of service."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from gladhand.resources.enums import HosViolationCategoryEnum, HosViolationCodeEnum, ResourceEnum
from gladhand.resources.fields import F, Reference
from gladhand.resources.measures import Hours, Seconds
from gladhand.resources.references import OfDriver
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


class HosViolationFields(OfDriver):
    """The normalised fields of an HOS violation."""

    hos_event_id: Annotated[UUID | None, Reference(ResourceEnum.HOS_EVENT)] = F(
        "The event of the log that it began with, by our id. The contract deprecates it.", is_deprecated=True
    )
    source_hos_event_id: str | None = F(
        "The event of the log that it began with, by the provider's id. The contract deprecates it.", is_deprecated=True
    )
    violation_code: HosViolationCodeEnum | None = F("The rule that was broken.", example="DH_DAILY_OVER")
    violation_category: HosViolationCategoryEnum | None = F("The group of the rule.", example="DrivingHours")
    violation_description: str | None = F("The rule in the provider's words.", example="11-hour driving limit")
    start_time: datetime | None = F("When the violation began.")
    end_time: datetime | None = F("When it ended. Null while it goes on.")
    duration: Seconds = F("How long it lasted.", example=1860)
    hours_limit: Hours = F("The limit of the rule.", example=11.0)


HOS_VIOLATION = Resource(
    name=ResourceEnum.HOS_VIOLATION,
    path="hos-violations",
    kind=ResourceKind.EDITABLE,
    fields_model=HosViolationFields,
    description="Violations of the rules of hours of service, as the provider finds them.",
    events={
        RecordChange.ADDED: "The provider has found a violation.",
        RecordChange.MODIFIED: "A violation has changed.",
        RecordChange.REMOVED: "A violation is no longer at the provider.",
    },
)
