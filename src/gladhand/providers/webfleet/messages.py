"""Text messages between Webfleet's office users and vehicles: messages.

The list holds what units report as well. Which numbers stand for how far a message has come, and which for its
direction, is not public, so that neither is shown.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Final

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.ranges import whole_range
from gladhand.resources.message import MessageFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

ACTION: Final = "showMessages"
SHOWS: Final = ("message_text",)
#: As many messages an answer has at most.
MOST: Final = 500
# Classes of messages that are no texts, as they are known from queues: positions, and states of orders.
_REPORTS: Final = frozenset({"4", "11"})


async def read(webfleet: WebfleetApi, part: Slice) -> AsyncIterator[Batch[MessageFields]]:
    """The messages of the window."""
    async for rows, state in whole_range(webfleet, ACTION, part, most=MOST):
        yield batch_of(_texts(rows), to_record, state=state, id_key="msgid")


def to_record(row: Row) -> Record[MessageFields]:
    """The hub's record of a message."""
    vehicle = row.text("objectuid")
    return Record(
        source_id=row.source_id("msgid"),
        source_data=row,
        occurred_at=row.required_moment("msg_time"),
        fields=MessageFields(message_text=row.text("msg_text")),
        extras=None if vehicle is None else {"vehicle": vehicle},
    )


def _texts(rows: Iterable[Row]) -> Iterator[Row]:
    """The messages that people wrote. A row that is malformed stays, to be skipped with its reason."""
    return (row for row in rows if "msgid" not in row or (row.text("msg_text") and not _is_report(row)))


def _is_report(row: Row) -> bool:
    return row.text("msg_class") in _REPORTS
