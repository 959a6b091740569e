"""External providers and integration requests on the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from gladhand.orgs.texts import Email
from gladhand.orgs.tsps.schemas import TspComplianceStatusEnum
from gladhand.resources.text import Line, Prose
from gladhand.resources.wire_model import WireModel


class ExtTspRegistryEnum(StrEnum):
    FMCSA = "fmcsa"


class ExtTspRead(WireModel):
    """A provider as a public registry knows it."""

    id: UUID
    name: str = Field(description="As the registry has it")
    registry: ExtTspRegistryEnum
    email: str | None
    phone: str | None
    website: str | None
    created_at: datetime
    updated_at: datetime
    integrated_tsp_ids: list[UUID] = Field(
        default_factory=list, description="The brands that fleets can connect; none until there is an adapter"
    )


class ExtTspIntegrationRequestRead(WireModel):
    """A fleet's request to integrate its provider."""

    id: UUID
    ext_tsp_id: UUID
    ext_tsp_name: str = Field(description="As it was when the fleet asked")
    ext_tsp_compliance_status: TspComplianceStatusEnum = Field(description="As it was when the fleet asked")
    fleet_id: UUID
    fleet_ref: str
    partner_id: UUID
    invitation_id: UUID
    fleet_contact_name: str | None = None
    fleet_contact_notes: str | None = None
    created_at: datetime
    updated_at: datetime
    integrated_tsp_ids: list[UUID] = Field(
        default_factory=list, description="The brands that can be connected now; none until there is an adapter"
    )


class IntegrationRequestBody(BaseModel):
    """Whom to contact at the fleet, and notes for the integration."""

    fleet_contact_name: Line | None = None
    fleet_contact_email: Email | None = None
    fleet_contact_notes: Prose | None = None
