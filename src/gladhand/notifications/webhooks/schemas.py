"""Subscriptions on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AnyUrl, BaseModel, Field, UrlConstraints

from gladhand.notifications.catalogue import WebhookCatchAllEvents, WebhookEventNameEnum, WebhookStatusEnum
from gladhand.resources.text import Text

_LEAST_SECRET = 12
#: Characters of the longest address.
MAX_URL = 2083


def _long_enough(secret: str) -> str:
    if len(secret) < _LEAST_SECRET:
        raise ValueError(f"a secret has at least {_LEAST_SECRET} characters")
    return secret


WebhookUrl = Annotated[AnyUrl, UrlConstraints(max_length=MAX_URL), Field(min_length=1)]


LotSize = Annotated[int, Field(ge=1, le=1000)]


class WebhookFilters(BaseModel):
    """Only events of these fleets; both lists absent or empty: of all. A fleet in either list will do."""

    fleet_ids: list[UUID] | None = Field(None, description="Fleets by their id here.")
    fleet_refs: list[Text] | None = Field(None, description="Fleets by the caller's own reference.")


class WebhookCreate(BaseModel):
    url: WebhookUrl = Field(description="Where to deliver; https, and a public address.")
    filters: WebhookFilters | None = None
    secret: Annotated[Text, AfterValidator(_long_enough)] | None = Field(
        None,
        description="Signs the deliveries; at least 12 characters. Made here if absent, and shown in this answer only.",
    )
    event_name: WebhookEventNameEnum | WebhookCatchAllEvents = Field(
        description="One event, or a wildcard such as `user.*`: one subscription is then made for each of its events."
    )
    batch_size: LotSize = Field(1, description="How many events one delivery may carry, when that many wait.")


class WebhookUpdate(BaseModel):
    """What is absent stays as it is; filters are replaced as a whole, and taken away by null."""

    url: WebhookUrl | None = Field(None, description="Where to deliver from now on.")
    filters: WebhookFilters | None = None
    secret: Annotated[Text, Field(min_length=_LEAST_SECRET)] | None = Field(
        None, description="Signs from now on; the one before signs beside it for a day, so that no delivery is refused."
    )
    batch_size: LotSize | None = Field(None, description="How many events one delivery may carry.")


class Webhook(BaseModel):
    """A subscription as it was made; the secret is shown here once."""

    url: WebhookUrl
    filters: WebhookFilters | None = None
    secret: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    deleted_at: datetime | None = None
    id: UUID
    partner_id: UUID
    status: WebhookStatusEnum = WebhookStatusEnum.active
    event_name: WebhookEventNameEnum
    batch_size: int = 1


class WebhookRead(BaseModel):
    """A subscription as it is read: the last part of its url and its secret are masked."""

    id: UUID
    url: Any
    event_name: WebhookEventNameEnum
    filters: WebhookFilters | None = None
    secret: Any
    status: WebhookStatusEnum
    created_at: datetime
    updated_at: datetime
    batch_size: int
