"""The feed on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from gladhand.core.pages import CursorPage
from gladhand.notifications.catalogue import WebhookEventNameEnum


class EventRead(BaseModel):
    """One event as webhooks tell it, with the same id and the same record."""

    id: UUID
    version: str
    event_name: WebhookEventNameEnum
    timestamp: datetime = Field(description="When it happened.")
    fleet_id: UUID | None = Field(description="What filters go by, as in subscriptions.")
    fleet_ref: str | None
    webhook_id: UUID | None = Field(description="The subscription that was asked for.")
    sequence: int | None = Field(description="Of its deliveries; null where no subscription was asked for.")
    data: Annotated[list[dict[str, Any]], Field(min_length=1)]


class EventPage(CursorPage[EventRead]):
    """One page of the feed."""

    resume: str = Field(description="Cursor behind the last event shown: what comes next, now or later.")
