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
from gladhand.resources.text import Text


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
    """How the list of connections can be narrowed."""

    tsp_id: UUID | None = Field(None, description="Only connections to this provider.")
    fleet_ids: list[UUID] | None = Field(None, max_length=100, description="Only these fleets, by our id.")
    fleet_refs: list[Text] | None = Field(None, max_length=100, description="Only these fleets, by your id.")


class ConnectionCreate(BaseModel):
    """What a fleet sends to connect one of its provider accounts."""

    tsp_id: UUID = Field(description="The provider to connect.")
    credentials: Annotated[CredentialsInput, WrapValidator(_as_sent)] = Field(
        description="What signs in at the provider. Its `conn_type` says which of the forms applies."
    )
    description: Text | None = Field(None, description="Tells apart several accounts at one provider.")


class ConnectionUpdate(BaseModel):
    """What a fleet may change of a connection; fields that are left out stay as they are."""

    credentials: Annotated[CredentialsInput, WrapValidator(_as_sent)] | None = Field(
        None,
        description="New credentials of the same account; they are tried at the provider first. Null changes nothing.",
    )
    description: Text | None = Field(None, description="Tells apart several accounts at one provider; null clears it.")
    status: ConnectionStatusEnum | None = Field(
        None,
        description="`paused` lets writes wait, `cancelled` lets them fail, `active` goes on; out of `stale`, `failed` "
        "and `cancelled` only if the provider takes the credentials. Null changes nothing.",
    )


class ConnectionRead(BaseModel):
    """A fleet's account at a provider."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    fleet_id: UUID | None
    fleet_ref: str | None = Field(None, description="The fleet's reference at the partner that asks.")
    tsp_id: UUID
    source_name: TspEnum
    credentials: CredentialsOutput = Field(description="What signs in at the provider; secrets are shown as stars.")
    status: ConnectionStatusEnum
    description: str | None
