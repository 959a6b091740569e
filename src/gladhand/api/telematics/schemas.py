"""Resource operations on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from gladhand.integrations.operations.schemas import FIELD_RESULTS, FieldResult, ResourceOperationLogRead
from gladhand.resources.enums import (
    ResourceEnum,
    ResourceOperationStatusEnum,
    ResourceOperationTypeEnum,
    TspEnum,
)
from gladhand.resources.wire_model import EXTENSION, WireModel


class ResourceOperationLog(ResourceOperationLogRead):
    """One attempt at the provider."""


class ResourceOperation(WireModel):
    """A write to a provider: accepted, or done already."""

    id: UUID = Field(default=..., description="Follow the operation by this id.")
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    partner_id: UUID
    connection_id: UUID
    fleet_ref: str | None = Field(None, description="Your id of the fleet.", json_schema_extra=EXTENSION)
    source_name: TspEnum | None = Field(None, description="Its platform.", json_schema_extra=EXTENSION)
    resource: ResourceEnum
    resource_id: UUID | None = Field(None, description="The record that is written; null until a create has succeeded.")
    source_id: str | None = Field(None, description="The provider's id of that record.")
    operation_type: ResourceOperationTypeEnum
    payload: dict[str, Any] = Field(description="What the write sets: only what was sent.")
    status: ResourceOperationStatusEnum = ResourceOperationStatusEnum.PENDING
    field_results: list[FieldResult] = FIELD_RESULTS
    logs: list[ResourceOperationLog] = Field(default_factory=list, description="One entry per attempt, oldest first.")
