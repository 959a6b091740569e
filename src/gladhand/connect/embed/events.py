"""The events that a partner's page receives from a frame or a popup. The contract defines their names and fields."""

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

EmbedEvent: TypeAlias = dict[str, str | list[str]]

#: The page is shown.
OPENED: EmbedEvent = {"event": "open"}
_CLOSED: EmbedEvent = {"event": "close"}

# Reasons of `exit`.
CONSENT_DECLINED = "consent_declined"
DISCONNECTED = "disconnected"
INTEGRATION_REQUESTED = "integration_requested"
NOTHING_CONNECTED = "nothing_connected"


def connected(connection_id: UUID) -> list[EmbedEvent]:
    """A provider was connected or repaired. The flow continues."""
    return [{"event": "connection", "connectionId": str(connection_id)}]


def disconnected(connection_id: UUID) -> list[EmbedEvent]:
    """A connection was deleted. The flow continues."""
    return [{"event": "connection_deleted", "connectionId": str(connection_id)}]


def succeeded(connection_ids: Sequence[UUID]) -> list[EmbedEvent]:
    """The fleet has pressed the last button. The ids are the connections of this visit."""
    return [{"event": "success", "connectionIds": [str(connection_id) for connection_id in connection_ids]}, _CLOSED]


def exited(reason: str) -> list[EmbedEvent]:
    """The flow has ended without success."""
    return [{"event": "exit", "reason": reason}, _CLOSED]
