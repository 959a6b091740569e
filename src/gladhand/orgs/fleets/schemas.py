"""Fleets on the wire."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, EmailStr, Field

from gladhand.orgs.texts import Email, FleetRef, Name, Phone
from gladhand.resources.text import Alpha3, Day, Line, Prose
from gladhand.resources.urls import WebUrl
from gladhand.resources.wire_model import WireModel


class FleetRead(WireModel):
    """A carrier, as a partner that it shares with sees it."""

    name: str
    description: str | None = None
    display_name: str | None = None
    legal_name: str | None = None
    dba_name: str | None = Field(None, description="The name it does business under")
    websites: list[WebUrl] | None = None
    invitation_id: UUID | None = Field(
        None, description="The calling partner's own invitation that the fleet has accepted; null for the fleet itself"
    )
    fleet_ref: str = Field(description="The calling partner's own id of the fleet")
    regulatory_id: str | None = Field(None, description="Such as a DOT number")
    regulatory_id_type: str | None = Field(None, description="Such as DOT, MC or EASA")
    regulatory_id_date: date | None = None
    regulatory_id_status: str | None = None
    registered_email: EmailStr | None = None
    registered_phone: Phone | None = None
    registered_fax: Phone | None = None
    address: str | None = None
    city: str | None = None
    province: str | None = None
    postal_code: str | None = None
    country_code: Alpha3 | None = Field(None, description="ISO 3166-1 alpha-3")
    id: UUID
    created_at: datetime
    updated_at: datetime


class FleetSharing(WireModel):
    """A partner that a fleet shares with."""

    partner_id: UUID
    partner: str = Field(description="The partner's slug")
    fleet_ref: str | None


class FleetOverviewRead(WireModel):
    """A fleet in the operator's list."""

    id: UUID
    name: str
    slug: str
    created_at: datetime
    deleted_at: datetime | None
    shares_with: list[FleetSharing]


class FleetUpdate(BaseModel):
    """Fields that are not sent stay as they are; null clears a field. A fleet always has a name."""

    name: Name | None = None
    description: Prose | None = None
    display_name: Line | None = None
    legal_name: Line | None = None
    dba_name: Line | None = Field(None, description="The name it does business under")
    regulatory_id: Line | None = Field(None, description="Such as a DOT number")
    regulatory_id_type: Line | None = Field(None, description="Such as DOT, MC or EASA")
    regulatory_id_date: Day | None = None
    regulatory_id_status: Line | None = None
    registered_email: Email | None = None
    registered_phone: Phone | None = None
    registered_fax: Phone | None = None
    address: Prose | None = None
    city: Line | None = None
    province: Line | None = None
    postal_code: Line | None = None
    country_code: Alpha3 | None = Field(None, description="ISO 3166-1 alpha-3")
    fleet_ref: FleetRef | None = Field(
        None, description="The reference of the partner whose invitation the token came with"
    )


class FleetPropertyKeyEnum(StrEnum):
    DOT_NUMBER = "dot_number"
    LOCATION = "location"
    TYPE = "type"


class FleetPropertyCreate(BaseModel):
    key: FleetPropertyKeyEnum
    value: Line


class FleetPropertyRead(WireModel):
    key: FleetPropertyKeyEnum
    value: str
    id: UUID
    created_at: datetime
    fleet_id: UUID
