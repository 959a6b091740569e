"""Share agreements on the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from gladhand.orgs.agreements.permissions import Permissions


class ShareAgreementStatusEnum(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DELETED = "deleted"
    EXPIRED = "expired"


class ShareAgreementRead(BaseModel):
    """What a fleet shares with a partner, and since when."""

    id: UUID
    fleet_id: UUID
    partner_id: UUID
    fleet_ref: str | None = Field(description="The partner's own id of the fleet")
    status: ShareAgreementStatusEnum = Field(description="Data can be read and written only while it is active")
    effective_date: datetime = Field(description="Access begins here")
    expiration_date: datetime | None = Field(description="Access ends here; null: never")
    scopes: Permissions = Field(description="Level per resource; what is not named is not shared")
