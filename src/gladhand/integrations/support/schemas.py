"""The support matrix on the wire."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from gladhand.resources.enums import ResourceEnum, TspEnum
from gladhand.resources.wire_model import WireModel


class IntegrationStatusEnum(StrEnum):
    """How far one resource of one provider has come."""

    IMPLEMENTED = "implemented"
    NOT_IMPLEMENTED = "not_implemented"
    NOT_SUPPORTED = "not_supported"


class TspIntegrationsRead(WireModel):
    """What this server can read or write at one telematics provider."""

    tsp_id: UUID
    slug: str | None = None
    source_name: TspEnum | None = None
    integrations: dict[ResourceEnum, IntegrationStatusEnum] = Field(
        description="Every resource: `implemented`, `not_implemented` (the provider may have it, this server does not "
        "use it), or `not_supported` (the provider does not have it)."
    )
    implemented_count: int
    not_implemented_count: int
    not_supported_count: int
