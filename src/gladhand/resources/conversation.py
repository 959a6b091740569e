"""What messages and group messages have in common: the fields of their records, and what a write takes beside them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from gladhand.resources.base import WriteBody
from gladhand.resources.enums import MessagePriorityEnum, MessageStatusEnum, ResourceEnum
from gladhand.resources.fields import F, Fields, Filterable, Reference, Writable
from gladhand.resources.text import Prose


class Conversation(Fields):
    """The fields that all messages share."""

    source_sender_id: Annotated[str | None, Filterable("source_sender_ids")] = F(
        "The sender, by the provider's id.", example="281474"
    )
    sender_id: Annotated[
        UUID | None, Reference(ResourceEnum.USER), Filterable("sender_ids"), Writable(is_required=True)
    ] = F("The sender, by our id.")
    message_text: Annotated[str | None, Writable(Prose)] = F(example="Dock 4 is free now.")
    message_hash: str | None = F("A hash of sender, text and time.")
    status: MessageStatusEnum | None = F("The state of the message.", example="delivered")
    delivered_at: datetime | None = F("When it reached the recipient.")
    sent_by_driver: bool | None = F("Whether a driver sent it, and not the office.", example=False)
    sender_name: str | None = F("The sender's name at that time.", example="Dispatch")
    thread_id: UUID | None = F("The conversation that it belongs to.")
    source_thread_id: str | None = F("The conversation, by the provider's id.")


class ConversationWrite(WriteBody):
    """What a write of a message takes beside the fields of the record."""

    priority: MessagePriorityEnum | None = Field(None, description="How urgent it is.")
