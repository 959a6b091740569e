"""Messages between drivers and the office at Samsara, by an older part of its API, with numbers as ids."""

from collections.abc import AsyncIterator
from hashlib import sha1, sha256
from typing import Final

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.driver_mapping import find_driver_source_id
from gladhand.providers.samsara.tag_members import DRIVERS, members
from gladhand.resources.enums import MessageStatusEnum
from gladhand.resources.message import MessageFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.windows import bounds

MESSAGES: Final = "/v1/fleet/messages"
KIND: Final = "message-reads"
SHOWS: Final = (
    "source_sender_id",
    "source_recipient_id",
    "message_text",
    "message_hash",
    "status",
    "sent_by_driver",
    "sender_name",
)


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[MessageFields]]:
    """The messages of the window, in one answer."""
    start, end = bounds(part)
    query = {
        "endMs": round(end.timestamp() * 1000),
        "durationMs": round((end - start).total_seconds() * 1000),
    }
    answer = (await samsara.ask("GET", MESSAGES, query=query, kind=KIND)).object()
    known = await members(samsara, *DRIVERS)
    rows = [row for row in answer.rows("data") if known is None or row.text("driverId") in known]
    yield batch_of(rows, to_record, id_key="sentAtMs")


def to_record(message: Row) -> Record[MessageFields]:
    """The hub's record of a message. Two may have the same millisecond, so that the text tells them apart."""
    driver, text = message.source_id("driverId"), message.required_text("text")
    moment = message.moment_of_milliseconds("sentAtMs")
    if moment is None:
        raise Malformed("The message has no time in sentAtMs.")
    sender, by_driver = message.row("sender"), message.row("sender").get("type") == "driver"
    person = find_driver_source_id(driver)
    mark = sha1(text.encode(), usedforsecurity=False).hexdigest()
    return Record(
        source_id=composite_id(driver, moment, mark),
        source_data=message,
        occurred_at=moment,
        fields=MessageFields(
            # Samsara names the driver alone; who of the office wrote or is meant, it does not say.
            source_sender_id=person if by_driver else None,
            source_recipient_id=None if by_driver else person,
            message_text=text,
            message_hash=sha256(f"{driver}|{utc_text(moment)}|{text}".encode()).hexdigest(),
            status=MessageStatusEnum.READ if message.get("isRead") is True else MessageStatusEnum.SENT,
            sent_by_driver=by_driver,
            sender_name=sender.text("name"),
        ),
    )
