"""Share agreements on the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from gladhand.core.windows import QueryTime
from gladhand.orgs.agreements.permissions import Permissions
from gladhand.resources.enums import ResourceEnum, ShareLevelEnum
from gladhand.resources.wire_model import WireModel


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


class ShareAgreementUpdate(BaseModel):
    """Fields that are not sent stay as they are."""

    effective_date: QueryTime | None = Field(None, description="Access begins here")
    expiration_date: QueryTime | None = Field(None, description="Access ends here; null: never")


class ShareAgreementBackfill(BaseModel):
    """A resource that agreements do not have yet."""

    resource: ResourceEnum
    share_level: ShareLevelEnum = ShareLevelEnum.READ
    fleet_ids: list[UUID] | None = Field(None, min_length=1, description="Only agreements of these fleets")


class ShareAgreementBackfillResult(WireModel):
    share_agreement_ids: list[UUID] = Field(description="The agreements that have changed")
