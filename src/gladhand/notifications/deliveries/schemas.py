"""Deliveries on the wire: the log, metrics, and what a replay has found."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict, Field

from gladhand.notifications.event_names import WebhookEventNameEnum
from gladhand.resources.wire_model import EXTENSION, WireModel


class WebhookLogStatusEnum(StrEnum):
    success = "success"
    failed = "failed"


class WebhookLogRead(WireModel):
    """One attempt to deliver one event."""

    created_at: datetime
    webhook_id: UUID
    message_id: UUID = Field(description="The event's id, as in the envelope.")
    event_name: WebhookEventNameEnum
    status: WebhookLogStatusEnum
    status_code: int = Field(description="0 where there was no answer.")
    error_message: str | None
    response_time_ms: int | None
    answer: str | None = Field(
        None,
        description="The beginning of what the receiver said with a refusal; null for events with links.",
        json_schema_extra=EXTENSION,
    )


class TimePeriodMetric(WireModel):
    """One figure over four windows that end now."""

    model_config = ConfigDict(validate_by_name=True)

    hours_6: int | None = Field(alias="6h")
    hours_24: int | None = Field(alias="24h")
    days_7: int | None = Field(alias="7d")
    days_14: int | None = Field(alias="14d")


class WebhookMetrics(WireModel):
    """Metrics of deliveries to a subscription. A message is an event; attempts count each request."""

    webhook_id: UUID
    http_attempts: TimePeriodMetric
    http_success_attempts: TimePeriodMetric
    http_failure_attempts: TimePeriodMetric
    message_count: TimePeriodMetric
    message_success_count: TimePeriodMetric
    success_rate: TimePeriodMetric = Field(description="Percent of messages; null below 200 of them.")
    avg_response_time_ms: TimePeriodMetric
    ewma_success_rate: float | None = Field(description="Of attempts, from 0 to 1; newer ones weigh more.")
    dlq_count: int = Field(description="Events that were given up and can be replayed.")


class Replayed(WireModel):
    """How many dead letters a replay has made pending again."""

    webhook_id: UUID
    replayed: int
