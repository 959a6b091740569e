"""The feed on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from gladhand.core.pages import CursorPage
from gladhand.notifications.event_names import WebhookEventNameEnum
from gladhand.resources.wire_model import WireModel


class EventRead(WireModel):
    """One event, with the id and the record that webhooks deliver."""

    id: UUID
    version: str
    event_name: WebhookEventNameEnum
    timestamp: datetime = Field(description="When it happened.")
    fleet_id: UUID | None = Field(description="The fleet that filters of subscriptions compare.")
    fleet_ref: str | None
    webhook_id: UUID | None = Field(description="The subscription of the filter `webhook_id`.")
    sequence: int | None = Field(description="Number of its delivery; null without the filter `webhook_id`.")
    data: Annotated[list[dict[str, Any]], Field(min_length=1)]


class EventPage(CursorPage[EventRead]):
    """One page of the feed."""

    resume: str = Field(description="Cursor behind the last event of this page: read from here now or later.")
