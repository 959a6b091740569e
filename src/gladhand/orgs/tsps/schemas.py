"""Telematics providers on the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from gladhand.orgs.texts import Name
from gladhand.resources.enums import ConnectionTypeEnum, TspEnum
from gladhand.resources.text import Flag, Prose
from gladhand.resources.urls import WebUrl
from gladhand.resources.wire_model import WireModel


class TspStatusEnum(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    DELETED = "deleted"


class TspComplianceStatusEnum(StrEnum):
    COMPLIANT = "compliant"
    NON_COMPLIANT = "non_compliant"
    UNKNOWN = "unknown"


class TspRead(WireModel):
    """A brand under which fleets know a telematics provider."""

    name: str
    description: str | None = None
    websites: list[WebUrl] | None = None
    source_name: TspEnum = Field(description="The platform behind the brand; several brands may share one")
    status: TspStatusEnum = TspStatusEnum.ACTIVE
    conn_type: ConnectionTypeEnum = Field(description="The shape of the credentials that it asks for")
    is_sandbox: bool = Field(False, description="A test provider")
    logo_url: WebUrl | None = None
    logo_dark_url: WebUrl | None = Field(None, description="The logo for dark backgrounds")
    id: UUID
    slug: str
    ext_tsp_id: UUID | None = Field(None, description="The entry of a public registry that this brand is linked to")
    created_at: datetime
    updated_at: datetime
    registry: str | None = None
    compliance_status: TspComplianceStatusEnum = TspComplianceStatusEnum.UNKNOWN


class TspCreate(BaseModel):
    """One more brand of a platform."""

    name: Name
    description: Prose | None = None
    websites: list[WebUrl] | None = None
    source_name: TspEnum = Field(description="The platform behind the brand")
    status: TspStatusEnum = TspStatusEnum.ACTIVE
    conn_type: ConnectionTypeEnum = Field(description="The shape of the credentials that it asks for")
    is_sandbox: Flag = Field(False, description="A test provider")
    logo_url: WebUrl | None = None
    logo_dark_url: WebUrl | None = Field(None, description="The logo for dark backgrounds")


class TspUpdate(BaseModel):
    """Fields that are not sent stay as they are; null clears the description."""

    name: Name | None = None
    source_name: TspEnum | None = None
    conn_type: ConnectionTypeEnum | None = None
    description: Prose | None = None
