"""Operations on the wire, as reads show them. What a write answers is declared by the telematics service."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field

from gladhand.core.pages import Paging
from gladhand.core.query_time import QueryTime
from gladhand.resources.enums import (
    ResourceEnum,
    ResourceOperationErrorTypeEnum,
    ResourceOperationLogStatusEnum,
    ResourceOperationStatusEnum,
    ResourceOperationTypeEnum,
    TspEnum,
)
from gladhand.resources.text import Text
from gladhand.resources.wire_model import EXTENSION, WireModel

_PAYLOAD = "What the write sets: what was sent, and behind each of our ids the provider's."


class OperationFilters(Paging):
    """How the list of operations can be narrowed."""

    resource: ResourceEnum | None = Field(None, description="Only writes to this resource.")
    connection_id: UUID | None = Field(None, description="Only writes through this connection.")
    source_name: TspEnum | None = Field(None, description="Only writes to this platform.")
    fleet_refs: list[Text] | None = Field(None, max_length=100, description="Only these fleets, by your id.")
    operation: ResourceOperationTypeEnum | None = Field(None, description="Only creates, or only updates.")
    source_id: Text | None = Field(
        None, description="Only writes to this record, by the provider's id. Needs `resource`."
    )
    from_datetime: QueryTime | None = Field(
        None, description="Made at this time or later; a day before `to_datetime` if it is left out."
    )
    to_datetime: QueryTime | None = Field(
        None, description="Made before this time; now if it is left out. The window has 45 days at most."
    )


class ResourceOperationLogRead(WireModel):
    """One attempt at the provider."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    resource_operation_id: UUID
    status: ResourceOperationLogStatusEnum
    error_type: ResourceOperationErrorTypeEnum | None = Field(None, description="Whose fault it was; null on success.")
    error_details: str | None = Field(None, description="What went wrong, in words.")
    response_status_code: int | None = Field(None, description="The HTTP status that the provider answered with.")
    response_headers: dict[str, str] | None = Field(
        None, description="Headers of the provider's answer that help to trace it: rate limits and request ids."
    )


class FieldOutcomeEnum(StrEnum):
    """What became of one field of a write."""

    APPLIED = "applied"
    UNCHANGED = "unchanged"
    NOT_SUPPORTED = "not_supported"
    SHORTENED = "shortened"
    REJECTED = "rejected"
    IGNORED = "ignored"


class FieldResult(WireModel):
    """What became of one field of a write."""

    field: str = Field(description="Name of the field, as it was sent.")
    outcome: FieldOutcomeEnum = Field(
        description="`applied`: the provider has the value now. `unchanged`: it holds what it held before. "
        "`not_supported`: it has no place for the field, which was left out. `shortened`: the beginning of the value "
        "was written. `rejected`: the value cannot be written, and therefore nothing was. `ignored`: this API has no "
        "such field."
    )
    detail: str | None = Field(None, description="Why, where there is more to say.")


FIELD_RESULTS: Any = Field(
    default_factory=list,
    description="What became of each field that was sent. While the write is pending, and after a failure that lies in "
    "no single field, it has at most the fields that were ignored.",
    json_schema_extra=EXTENSION,
)


class ResourceOperationRead(WireModel):
    """One write to one provider."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    partner_id: UUID
    connection_id: UUID
    fleet_ref: str | None = None
    source_name: TspEnum
    resource: ResourceEnum
    resource_id: UUID | None = Field(
        None, description="The record that was written; null until a create has succeeded."
    )
    source_id: str | None = Field(None, description="The provider's id of that record.")
    operation_type: ResourceOperationTypeEnum
    status: ResourceOperationStatusEnum
    payload: dict[str, Any] = Field(description=_PAYLOAD)
    field_results: list[FieldResult] = FIELD_RESULTS
    expected_start_at: datetime | None = Field(
        None,
        description="When the provider is likely to be asked, by the operation's position in the queue and the rate "
        "that the provider allows. Null when it is not pending, and while it waits for the fleet to sign in again; "
        "events do not say it.",
        json_schema_extra=EXTENSION,
    )
    logs: list[ResourceOperationLogRead] = Field(
        default_factory=list, description="One entry per attempt, oldest first."
    )


class DryRunRequest(WireModel):
    """A request to a provider that was not sent."""

    method: str
    url: str
    headers: dict[str, str] = Field(description="Credentials are masked.")
    body: Any = Field(None, description="JSON, or the text of a form; null if there is none. Secrets are masked.")


class Refusal(WireModel):
    """Why a write would fail before the provider has done anything."""

    error_type: ResourceOperationErrorTypeEnum
    error_details: str


class DryRun(WireModel):
    """What a write would do. Nothing was sent, stored or published."""

    connection_id: UUID
    source_name: TspEnum
    resource: ResourceEnum
    resource_id: UUID | None = Field(None, description="The record that would be changed; null for a create.")
    source_id: str | None = Field(None, description="The provider's id of that record.")
    operation_type: ResourceOperationTypeEnum
    payload: dict[str, Any] = Field(description=_PAYLOAD)
    requests: list[DryRunRequest] = Field(
        description="What would be sent, in its order, up to the first request whose answer is needed to go on and "
        "cannot be known. Ids that are made up for each write are other ones each time."
    )
    field_results: list[FieldResult] = Field(
        description="What would become of each field, as far as it is known before the provider is asked: `applied` "
        "if the provider takes it."
    )
    refusal: Refusal | None = Field(None, description="Set if the write would be refused before it is sent.")
