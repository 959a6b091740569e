"""Partners on the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from gladhand.orgs.partners.properties import PartnerPropertyKeyEnum
from gladhand.orgs.texts import Name
from gladhand.resources.text import Flag, Prose, Text
from gladhand.resources.urls import WebUrl
from gladhand.resources.wire_model import WireModel


class PartnerCategory(StrEnum):
    MAINTENANCE = "Maintenance & Vehicle Health"
    FUEL = "Fuel, Energy & Sustainability"
    INSURANCE = "Insurance & Risk Management"
    SAFETY = "Safety & Driver Performance"
    COMPLIANCE = "Compliance & Legal"
    OPERATIONS = "Operations & Dispatch"
    VISIBILITY = "Visibility & Logistics"
    PAYMENTS = "Payments & Finance"
    WORKFORCE = "Workforce & HR"
    CUSTOMERS = "Customer Experience & Growth"
    DATA = "Data & Connectivity"


class PartnerPropertyCreate(BaseModel):
    key: PartnerPropertyKeyEnum
    value: Text


class PartnerPropertyRead(WireModel):
    key: PartnerPropertyKeyEnum
    value: str
    id: UUID
    created_at: datetime
    partner_id: UUID


class PartnerCreate(BaseModel):
    """A new customer of the API."""

    name: Name
    description: Prose | None = None
    websites: list[WebUrl] | None = None
    categories: list[PartnerCategory] = []
    is_sandbox: Flag = False
    parent_partner_id: UUID | None = Field(None, description="Groups related partners for billing and reports")
    properties: list[PartnerPropertyCreate] = []


class PartnerUpdate(BaseModel):
    """Fields that are not sent stay as they are; null clears the description. A partner always has a name."""

    name: Name | None = None
    description: Prose | None = None


class PartnerRead(WireModel):
    """A customer of the API."""

    name: str
    description: str | None = None
    websites: list[WebUrl] | None = None
    categories: list[PartnerCategory] = Field([])
    is_sandbox: bool = False
    parent_partner_id: UUID | None = None
    id: UUID
    slug: str | None = None
    created_at: datetime
    updated_at: datetime
