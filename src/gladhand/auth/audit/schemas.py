"""The audit trail on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from gladhand.auth.audit.actors import ActorKindEnum
from gladhand.resources.wire_model import WireModel


class RightsChangeRead(WireModel):
    """One change of rights."""

    id: UUID
    created_at: datetime
    action: str = Field(description="Such as `share_agreement.paused`")
    actor_kind: ActorKindEnum = Field(description="Who made the change")
    actor_id: str | None = Field(description="The API client or the fleet")
    person_id: UUID | None = Field(description="The person, if one has signed in for it")
    address: str | None = Field(description="Where the request came from")
    partner_id: UUID | None = Field(description="The partner whose rights they are")
    fleet_id: UUID | None = Field(description="The fleet whose rights they are")
    subject_id: UUID | None = Field(description="What was changed, such as the share agreement")
    details: dict[str, Any] = Field(description="The new values, without secrets")
