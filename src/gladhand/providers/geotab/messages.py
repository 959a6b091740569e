"""Text messages between drivers and offices at Geotab: the feed of TextMessage. Receipts bring a message again."""

from hashlib import sha256
from typing import Final

from gladhand.providers.geotab.entities import at, bare_reference, reference
from gladhand.providers.geotab.feeds import SMALL_PAGE, EntityFeed
from gladhand.resources.enums import MessageStatusEnum
from gladhand.resources.message import MessageFields
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

SHOWS: Final = (
    "source_sender_id",
    "source_recipient_id",
    "message_text",
    "message_hash",
    "status",
    "delivered_at",
    "read_at",
    "sent_by_driver",
    "source_reply_to_message_id",
)
_FOR_PEOPLE: Final = frozenset({"Normal", "CannedResponse"})


def to_record(message: Row) -> Record[MessageFields]:
    """The hub's record of a message. Geotab names who wrote it, and the recipient by a bare text."""
    sent, content = message.required_moment("sent"), message.required_row("messageContent")
    delivered, read, text = at(message, "delivered"), at(message, "read"), content.text("message")
    sender, to_vehicle = reference(message, "user"), message.flag("isDirectionToVehicle")
    return Record(
        source_id=message.source_id(),
        source_data=message,
        occurred_at=sent,
        fields=MessageFields(
            source_sender_id=sender,
            source_recipient_id=bare_reference(message, "recipient"),
            message_text=text,
            message_hash=sha256(composite_id(sender or "", sent, text or "").encode()).hexdigest(),
            status=_status(is_delivered=delivered is not None, is_read=read is not None),
            delivered_at=delivered,
            read_at=read,
            sent_by_driver=None if to_vehicle is None else not to_vehicle,
            source_reply_to_message_id=reference(message, "parentMessage"),
        ),
    )


def _status(*, is_delivered: bool, is_read: bool) -> MessageStatusEnum:
    if is_read:
        return MessageStatusEnum.READ
    return MessageStatusEnum.DELIVERED if is_delivered else MessageStatusEnum.SENT


def _is_for_people(message: Row) -> bool:
    """Whether people wrote it for people. Devices get commands and pictures by messages, too."""
    return "messageContent" not in message or message.row("messageContent").text("contentType") in _FOR_PEOPLE


MESSAGES: Final = EntityFeed(type_name="TextMessage", to_record=to_record, counts=_is_for_people, limit=SMALL_PAGE)
