"""Connections on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, WrapValidator
from pydantic_core import PydanticCustomError

from gladhand.core.pages import Paging
from gladhand.integrations.connections.credential_models import CredentialsInput, CredentialsOutput
from gladhand.resources.enums import TspEnum
from gladhand.resources.text import Line, Text
from gladhand.resources.wire_model import WireModel


class ConnectionStatusEnum(StrEnum):
    """Whether data flows through a connection."""

    ACTIVE = "active"
    FAILED = "failed"
    CANCELLED = "cancelled"
    PAUSED = "paused"
    STALE = "stale"
    DELETED = "deleted"


def _as_sent(value: Any, _: Any) -> Any:
    """Accept any object. The kinds overlap and carry no tag: the TSP's `conn_type` decides which one applies."""
    if not isinstance(value, dict):
        raise PydanticCustomError("dict_type", "Input should be an object")
    return value


class ConnectionFilters(Paging):
    """Filters of the list of connections."""

    tsp_id: UUID | None = Field(None, description="Only connections to this provider.")
    fleet_ids: list[UUID] | None = Field(None, max_length=100, description="Only these fleets, by our id.")
    fleet_refs: list[Text] | None = Field(None, max_length=100, description="Only these fleets, by your id.")


class ConnectionCreate(BaseModel):
    """The account that a fleet connects."""

    tsp_id: UUID = Field(description="The provider to connect.")
    credentials: Annotated[CredentialsInput, WrapValidator(_as_sent)] = Field(
        description="The credentials for the provider. Its `conn_type` says which of the forms applies."
    )
    description: Line | None = Field(None, description="Distinguishes several accounts at one provider.")


class ConnectionUpdate(BaseModel):
    """The fields that a fleet may change. Omitted fields stay as they are."""

    credentials: Annotated[CredentialsInput, WrapValidator(_as_sent)] | None = Field(
        None,
        description="New credentials of the same account. They are checked first. Null changes nothing.",
    )
    description: Line | None = Field(
        None, description="Distinguishes several accounts at one provider. Null clears it."
    )
    status: ConnectionStatusEnum | None = Field(
        None,
        description="While `paused`, writes wait; once `cancelled`, they fail; `active` resumes. A connection that is "
        "`stale`, `failed` or `cancelled` resumes only if the provider accepts the credentials. Null changes nothing.",
    )


class ConnectionRead(WireModel):
    """A fleet's account at a provider."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    fleet_id: UUID | None
    fleet_ref: str | None = Field(None, description="The fleet's reference at the calling partner.")
    tsp_id: UUID
    source_name: TspEnum
    credentials: CredentialsOutput = Field(description="The credentials for the provider. Secrets are shown as stars.")
    status: ConnectionStatusEnum
    description: str | None


class ConnectionOverviewRead(WireModel):
    """A connection in the operator's list, without its credentials."""

    id: UUID
    fleet_id: UUID
    fleet: str = Field(description="The fleet's name")
    partner: str | None = Field(description="The slug of the first partner with which the fleet shares now")
    source_name: TspEnum
    status: ConnectionStatusEnum
    account_name: str | None = Field(description="The account's name at the provider")
    created_at: datetime
    updated_at: datetime
