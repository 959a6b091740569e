"""Share agreements on the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from gladhand.core.query_time import QueryTime
from gladhand.orgs.agreements.permissions import Permissions
from gladhand.orgs.agreements.privacy import MovementPrivacy
from gladhand.resources.enums import ResourceEnum, ShareLevelEnum
from gladhand.resources.wire_model import EXTENSION, WireModel


class ShareAgreementStatusEnum(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DELETED = "deleted"
    EXPIRED = "expired"


class ShareAgreementRead(WireModel):
    """What a fleet shares with a partner, and since when."""

    id: UUID
    fleet_id: UUID
    partner_id: UUID
    fleet_ref: str | None = Field(description="The partner's own id of the fleet")
    status: ShareAgreementStatusEnum = Field(description="Data can be read and written only while it is active")
    effective_date: datetime = Field(description="Access begins here")
    expiration_date: datetime | None = Field(description="Access ends here; null: never")
    scopes: Permissions = Field(description="Level per resource; what is not named is not shared")
    movement_privacy: MovementPrivacy = Field(
        default_factory=MovementPrivacy,
        description="What is seen of vehicles while their driver has one of these duty statuses: everything, positions "
        "rounded to 0.1 degrees, or no position",
        json_schema_extra=EXTENSION,
    )


class ShareAgreementUpdate(BaseModel):
    """Fields that are not sent stay as they are."""

    effective_date: QueryTime | None = Field(None, description="Access begins here")
    expiration_date: QueryTime | None = Field(None, description="Access ends here; null: never")
    movement_privacy: MovementPrivacy | None = Field(
        None,
        description="Replaces all levels; null: everything is seen. A token that came with an invitation cannot lower "
        "one, because the partner can read it",
        json_schema_extra=EXTENSION,
    )


class ShareAgreementBackfill(BaseModel):
    """A resource that agreements do not have yet."""

    resource: ResourceEnum
    share_level: ShareLevelEnum = ShareLevelEnum.READ
    fleet_ids: list[UUID] | None = Field(None, min_length=1, description="Only agreements of these fleets")


class ShareAgreementBackfillResult(WireModel):
    share_agreement_ids: list[UUID] = Field(description="The agreements that have changed")
