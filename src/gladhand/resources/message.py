"""Messages: what drivers and offices write to each other."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from gladhand.resources.conversation import Conversation, ConversationWrite
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F, Filterable, Reference, Writable
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


class MessageFields(Conversation):
    """The normalised fields of a message."""

    source_recipient_id: Annotated[str | None, Filterable("source_recipient_ids")] = F(
        "The recipient, by the provider's id.", example="281475"
    )
    recipient_id: Annotated[
        UUID | None, Reference(ResourceEnum.USER), Filterable("recipient_ids"), Writable(is_required=True)
    ] = F("The recipient, by our id.")
    read_at: datetime | None = F("When the recipient read it.")
    recipient_name: str | None = F("The recipient's name at that time.", example="Maria Keller")
    reply_to_message_id: Annotated[UUID | None, Reference(ResourceEnum.MESSAGE), Writable()] = F(
        "The message that it answers, by our id."
    )
    source_reply_to_message_id: str | None = F("The message that it answers, by the provider's id.")


MESSAGE = Resource(
    name=ResourceEnum.MESSAGE,
    path="messages",
    kind=ResourceKind.EDITABLE,
    fields_model=MessageFields,
    write_base=ConversationWrite,
    in_order_of=("sender_id", "recipient_id"),
    description="Messages between drivers and offices.",
    events={
        RecordChange.ADDED: "A message was sent.",
        RecordChange.MODIFIED: "A message was delivered, read or changed.",
    },
)
