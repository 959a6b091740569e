"""Embed keys on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from gladhand.orgs.branding.schemas import Branding
from gladhand.orgs.embed_keys.origins import parse_origin
from gladhand.resources.text import Line

Origin = Annotated[str, AfterValidator(parse_origin)]
Origins = Annotated[list[Origin], Field(max_length=50)]


class EmbedKeyCreate(Branding):
    """A new key. Its branding, where it is given, comes before the partner's."""

    name: Annotated[Line, Field(min_length=1, max_length=200)] = Field(description="What it is for")
    origins: Origins = Field(description="The sites that may show Connect in a frame, such as https://partner.example")


class EmbedKeyUpdate(Branding):
    """What to change: absent keeps, null clears."""

    name: Annotated[Line, Field(min_length=1, max_length=200)] | None = None
    origins: Origins | None = Field(None, description="All origins of the key. They replace the former ones")


class EmbedKeyRead(Branding):
    """A key that lets a partner's own sites show Connect."""

    id: UUID
    partner_id: UUID
    key: str = Field(description="The key for the embedding script. It is not a secret")
    name: str
    origins: list[str]
    created_at: datetime
    updated_at: datetime
    revoked_at: datetime | None = Field(None, description="When the key was revoked. A revoked key opens nothing")
