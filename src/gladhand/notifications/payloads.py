"""The models of the records in events, for the published document. Publishers pass plain values; tests compare them
with these models.

No event carries a secret: it passes through queues and other people's logs. The tokens of an invitation are declared
because the contract names them, and are always null.
"""

from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gladhand.notifications.event_names import WebhookEventNameEnum
from gladhand.notifications.record_payloads import BaseTelematicsEvent, record_payload, record_payload_name
from gladhand.notifications.webhooks.enums import WebhookStatusEnum
from gladhand.notifications.webhooks.schemas import WebhookFilters
from gladhand.resources.enums import (
    ResourceEnum,
    ResourceOperationErrorTypeEnum,
    ResourceOperationLogStatusEnum,
    ResourceOperationStatusEnum,
    ResourceOperationTypeEnum,
    StatusEnum,
    TspEnum,
)
from gladhand.resources.registry import REGISTRY
from gladhand.resources.wire_model import EXTENSION, WireModel

T = TypeVar("T")


class Delivered(BaseModel, Generic[T]):
    """The body of a delivery."""

    version: Annotated[str, Field(pattern=r"^\d+\.\d+$")]
    event_name: WebhookEventNameEnum
    data: Annotated[list[T], Field(min_length=1)]
    webhook_id: UUID
    timestamp: datetime
    id: UUID
    delivery_attempt: Annotated[int, Field(ge=1)]
    sequence: Annotated[
        int | None,
        Field(
            ge=1,
            description="The number of the event within the subscription. A gap in the numbers is a missing event.",
            json_schema_extra=EXTENSION,
        ),
    ] = None


class BaseInvitationEvent(WireModel):
    id: UUID
    created_at: datetime
    magic_link: str
    expires_at: datetime
    expires_in_hours: int
    status: StatusEnum
    partner_provided_fleet_name: str | None
    accepted_at: datetime | None
    pre_registration_access_token: None
    pre_registration_refresh_token: None
    success_redirect_url: str | None
    failure_redirect_url: str | None
    callback_url: str | None
    limit_tsps: list[str] | None
    fleet_id: UUID | None
    partner_slug: str | None
    partner_id: UUID | None
    decline_reason: str | None
    declined_at: datetime | None
    fleet_ref: str | None


class BaseShareAgreementEvent(WireModel):
    id: UUID
    fleet_id: UUID
    partner_id: UUID
    fleet_ref: str | None
    status: StatusEnum
    effective_date: datetime | None
    expiration_date: datetime | None
    scopes: dict[str, str]
    movement_privacy: dict[str, str] | None = Field(
        None,
        description="What is seen of vehicles while their driver is on personal conveyance (PC), off duty (OFF) or in "
        "the sleeper berth (SB): full, coarse or withheld.",
        json_schema_extra=EXTENSION,
    )


class BaseConnectionEvent(WireModel):
    # The record of a connection has no credentials, not even masked ones.
    model_config = ConfigDict(extra="forbid")

    id: UUID
    source_name: TspEnum
    fleet_id: UUID
    tsp_id: UUID
    status: StatusEnum
    magic_link: str | None = Field(
        None,
        description="While it is stale: where the fleet signs in again, by its invitation.",
        json_schema_extra=EXTENSION,
    )


class BaseFleetConnectionEvent(WireModel):
    id: UUID
    fleet_id: UUID
    connection_id: UUID


class OperationLogPayload(WireModel):
    id: UUID
    created_at: datetime
    updated_at: datetime
    resource_operation_id: UUID
    status: ResourceOperationLogStatusEnum
    error_type: ResourceOperationErrorTypeEnum | None
    error_details: str | None
    response_status_code: int | None
    response_headers: dict[str, str] | None


class ResourceOperationFieldResult(WireModel):
    field: str
    outcome: str
    detail: str | None


class BaseResourceOperationEvent(WireModel):
    id: UUID
    created_at: datetime
    updated_at: datetime
    partner_id: UUID
    connection_id: UUID
    fleet_ref: str | None
    source_name: TspEnum
    resource: ResourceEnum
    resource_id: UUID | None
    source_id: str | None
    operation_type: ResourceOperationTypeEnum
    status: ResourceOperationStatusEnum
    payload: dict[str, Any]
    field_results: list[ResourceOperationFieldResult] = Field(json_schema_extra=EXTENSION)
    expected_start_at: None = Field(None, json_schema_extra=EXTENSION)
    logs: list[OperationLogPayload]


class BaseExecutionEvent(WireModel):
    id: UUID
    created_at: datetime
    updated_at: datetime
    schedule_id: UUID
    connection_id: UUID
    fleet_id: UUID
    status: StatusEnum
    source_name: TspEnum
    resource: ResourceEnum


class BaseScheduleEvent(WireModel):
    id: UUID
    connection_id: UUID
    resource: ResourceEnum
    execution_interval_seconds: int
    status: StatusEnum
    consecutive_error_threshold: int
    max_concurrent_executions: int


class BaseWebhookEvent(WireModel):
    # The url is masked, and the record has no secret.
    model_config = ConfigDict(extra="forbid")

    id: UUID
    url: str
    event_name: WebhookEventNameEnum
    filters: WebhookFilters | None
    status: WebhookStatusEnum


_MODELS: tuple[type[BaseModel], ...] = (
    BaseInvitationEvent,
    BaseShareAgreementEvent,
    BaseConnectionEvent,
    BaseFleetConnectionEvent,
    BaseResourceOperationEvent,
    BaseExecutionEvent,
    BaseScheduleEvent,
    BaseTelematicsEvent,
    BaseWebhookEvent,
)
_BY_NAME = {model.__name__: model for model in _MODELS}
_RESOURCES = {record_payload_name(resource): resource for resource in REGISTRY.values()}


def find_payload_model(record: str) -> type[BaseModel] | None:
    """The model of a record by the contract's name of its schema; of a resource it is made when it is first asked for.

    Records of resources without a declaration are in `event_schemas/records.json`.
    """
    resource = _RESOURCES.get(record)
    return record_payload(resource) if resource else _BY_NAME.get(record)
