"""What a partner's page hears of the flow that it shows in a frame or a popup. Names and fields are the contract's."""

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

Message: TypeAlias = dict[str, str | list[str]]

#: The page is drawn.
OPENED: Message = {"event": "open"}
_CLOSED: Message = {"event": "close"}

# Why a flow ends without success.
CONSENT_DECLINED = "consent_declined"
DISCONNECTED = "disconnected"
INTEGRATION_REQUESTED = "integration_requested"
NOTHING_CONNECTED = "nothing_connected"


def connected(connection_id: UUID) -> list[Message]:
    """A provider was connected or repaired; the flow goes on."""
    return [{"event": "connection", "connectionId": str(connection_id)}]


def disconnected(connection_id: UUID) -> list[Message]:
    """A connection was ended; the flow goes on."""
    return [{"event": "connection_deleted", "connectionId": str(connection_id)}]


def succeeded(connection_ids: Sequence[UUID]) -> list[Message]:
    """The last button was pressed. Ids are those made or repaired in this session."""
    return [{"event": "success", "connectionIds": [str(each) for each in connection_ids]}, _CLOSED]


def left(reason: str) -> list[Message]:
    """The flow has ended otherwise."""
    return [{"event": "exit", "reason": reason}, _CLOSED]
