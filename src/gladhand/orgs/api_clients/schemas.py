"""API clients on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from gladhand.auth.clients.queries import Kind
from gladhand.core.unknown_names import Narrows
from gladhand.resources.text import Flag, Line
from gladhand.resources.wire_model import WireModel

#: The longest overlap of two secrets: a quarter of a year.
MOST_OVERLAP_HOURS = 24 * 90


class ApiClientCreate(BaseModel):
    """A new API client."""

    name: Annotated[Line, Field(min_length=1, max_length=200)] = Field(description="What it is for")
    kind: Kind = Field("partner", description="Only administrators make clients of the kind `admin`")
    partner_id: UUID | None = Field(
        None,
        description="The partner that it acts for. An administrator names it; a partner's client makes clients of its "
        "own partner",
    )
    scopes: Annotated[list[Line] | None, Narrows(("permissions", "rights"))] = Field(
        None,
        min_length=1,
        max_length=100,
        description="What its tokens may do: nothing that the caller may not do. Without it all that its kind may do, "
        "as far as the caller may do that",
    )
    extensions: Flag = Field(False, description="Whether its answers have the keys that the contract does not have")


class ApiClientRotate(BaseModel):
    """How long the former secret works on."""

    overlap_hours: Annotated[float, Field(ge=0, le=MOST_OVERLAP_HOURS, allow_inf_nan=False), Narrows()] = Field(
        24, description="Hours for which the former secret still gets tokens; 0 ends it at once"
    )


class ApiClientRead(WireModel):
    """An API client without its secret, which is stored as a hash."""

    client_id: str
    kind: Kind
    partner_id: UUID | None = Field(description="The partner that it acts for; null for an administrator's client")
    name: str
    scopes: list[str]
    extensions: bool
    created_at: datetime
    last_used_at: datetime | None = Field(description="When it last got a token; up to a minute may be missing")
    former_secret_until: datetime | None = Field(description="Until when the secret before the last rotation works")
    former_secret_used_at: datetime | None = Field(
        description="When the secret before the last rotation last got a token since then"
    )
    revoked_at: datetime | None


class ApiClientSecretRead(ApiClientRead):
    """An API client with its new secret."""

    client_secret: str = Field(description="Shown only in this answer")
