"""The states of subscriptions, and how their bodies are encoded."""

from enum import StrEnum


class WebhookStatusEnum(StrEnum):
    active = "active"
    paused = "paused"
    stale = "stale"
    deleted = "deleted"


class ContentEncodingEnum(StrEnum):
    """How the body of a delivery is encoded; `identity` is plain JSON."""

    GZIP = "gzip"
    IDENTITY = "identity"
