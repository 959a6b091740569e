"""The funnel on the wire: how far fleets come from the opened link to the connected provider."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from gladhand.resources.wire_model import WireModel


class FunnelStepEnum(StrEnum):
    """The steps in the order of a fleet that connects; `integration_requested` and `declined` are other endings."""

    OPENED = "opened"
    ACCEPTED = "accepted"
    PROVIDER_CHOSEN = "provider_chosen"
    CHECK_FAILED = "check_failed"
    CONNECTED = "connected"
    RETURNED = "returned"
    INTEGRATION_REQUESTED = "integration_requested"
    DECLINED = "declined"


class FunnelStepRead(WireModel):
    """A step that one fleet has taken."""

    step: FunnelStepEnum
    times: int = Field(
        ge=1, description="How often the fleet has taken the step. A page that was opened twice counts twice"
    )
    detail: str | None = Field(None, description="From the last time: the provider, or why its check failed")
    first_at: datetime
    last_at: datetime


class InvitationFunnelRead(WireModel):
    """How far the fleet of one invitation has come, in the order in which it took the steps."""

    invitation_id: UUID
    steps: list[FunnelStepRead]


class FunnelReasonRead(WireModel):
    """Why checks of credentials failed."""

    detail: str
    invitations: int = Field(ge=1)


class FunnelRead(WireModel):
    """How far the fleets of all invitations of a time have come."""

    invitations: int = Field(ge=0, description="Invitations that were made in this time")
    reached: dict[str, int] = Field(description="How many of them have taken each step at least once, by step")
    failures: list[FunnelReasonRead] = Field(description="The last failed check of each, most frequent reasons first")
