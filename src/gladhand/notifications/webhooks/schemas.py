"""Subscriptions on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from gladhand.core.unknown_names import Narrows
from gladhand.notifications.event_names import WebhookCatchAllEvents, WebhookEventNameEnum
from gladhand.notifications.signing import LEAST_SECRET
from gladhand.notifications.webhooks.enums import ContentEncodingEnum, WebhookStatusEnum
from gladhand.resources.text import Text
from gladhand.resources.urls import WebUrl
from gladhand.resources.wire_model import EXTENSION, WireModel

BatchSize = Annotated[int, Field(ge=1, le=1000)]


class WebhookFilters(WireModel):
    """Only events of these fleets. Without either list: of all fleets. A fleet may be in either list."""

    fleet_ids: list[UUID] | None = Field(None, description="Fleets by their id here.")
    fleet_refs: list[Text] | None = Field(None, description="Fleets by the caller's own reference.")


class WebhookCreate(BaseModel):
    url: WebUrl = Field(description="Where to deliver; https, and a public address. Called exactly as given.")
    filters: Annotated[WebhookFilters | None, Narrows()] = None
    secret: Text | None = Field(
        None,
        description="Signs the deliveries; 12 characters or more are advisable. Generated if absent. Only this answer "
        "shows it.",
    )
    event_name: WebhookEventNameEnum | WebhookCatchAllEvents = Field(
        description="One event, or a wildcard such as `user.*`, which creates one subscription for each of its events."
    )
    batch_size: BatchSize = Field(
        1, description="How many events one delivery may carry, when that many wait.", json_schema_extra=EXTENSION
    )
    content_encoding: ContentEncodingEnum = Field(
        ContentEncodingEnum.GZIP,
        description="How bodies are sent. A receiver that refuses gzip with 400 or 415 and takes the same body plain "
        "gets `identity` from then on.",
        json_schema_extra=EXTENSION,
    )
    extensions: bool | None = Field(
        None,
        description="Whether bodies have keys beyond the contract, such as `sequence`. If absent: as the answer to "
        "this request.",
        json_schema_extra=EXTENSION,
    )


class WebhookUpdate(BaseModel):
    """Absent fields stay as they are. Filters are replaced as a whole; null removes them."""

    url: WebUrl | None = Field(None, description="Where to deliver from now on.")
    filters: Annotated[WebhookFilters | None, Narrows()] = None
    secret: Annotated[Text, Field(min_length=LEAST_SECRET)] | None = Field(
        None, description="Signs from now on. The old secret signs beside it for a day, so that no delivery is refused."
    )
    batch_size: BatchSize | None = Field(
        None, description="How many events one delivery may carry.", json_schema_extra=EXTENSION
    )
    content_encoding: ContentEncodingEnum | None = Field(
        None, description="How bodies are sent.", json_schema_extra=EXTENSION
    )
    extensions: bool | None = Field(
        None, description="Whether bodies have keys beyond the contract.", json_schema_extra=EXTENSION
    )


class Webhook(WireModel):
    """A subscription that was just created. Only this answer shows its secret."""

    url: WebUrl
    filters: WebhookFilters | None = None
    secret: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    deleted_at: datetime | None = None
    id: UUID
    partner_id: UUID
    status: WebhookStatusEnum = WebhookStatusEnum.active
    event_name: WebhookEventNameEnum
    batch_size: int = Field(1, json_schema_extra=EXTENSION)
    content_encoding: ContentEncodingEnum = Field(ContentEncodingEnum.GZIP, json_schema_extra=EXTENSION)
    extensions: bool = Field(False, json_schema_extra=EXTENSION)
    warnings: list[str] = Field(
        default_factory=list, description="What works but is not advisable.", json_schema_extra=EXTENSION
    )


class SampleEvent(WireModel):
    """A test event that is on its way."""

    webhook_id: UUID
    event_id: UUID = Field(description="The event's id, as in the envelope and in the log of deliveries.")


class WebhookRead(WireModel):
    """A subscription. The last part of its url and its secret are masked."""

    id: UUID
    url: Any
    event_name: WebhookEventNameEnum
    filters: WebhookFilters | None = None
    secret: Any
    status: WebhookStatusEnum
    created_at: datetime
    updated_at: datetime
    batch_size: int = Field(1, json_schema_extra=EXTENSION)
    content_encoding: ContentEncodingEnum = Field(ContentEncodingEnum.GZIP, json_schema_extra=EXTENSION)
    extensions: bool = Field(False, json_schema_extra=EXTENSION)
