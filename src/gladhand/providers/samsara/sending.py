"""Sends messages to drivers at Samsara: to one, or the same text to several.

Samsara takes no key and answers without an id. A message is therefore looked up by its driver, its text and its time:
one with the same text that was sent to the same driver within two minutes before counts as the same message.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.driver_mapping import driver_source_id
from gladhand.providers.samsara.messages import KIND, MESSAGES, to_record
from gladhand.providers.samsara.people import driver_number, sender
from gladhand.resources.base import Change
from gladhand.resources.enums import MessageStatusEnum
from gladhand.resources.group_message import GroupMessageFields
from gladhand.resources.message import MessageFields
from gladhand.sdk import clock
from gladhand.sdk.errors import ProviderError
from gladhand.sdk.field_map import Absent, Convert, FieldMap, MaxLength, Takes, Verb
from gladhand.sdk.field_rules import FieldRule
from gladhand.sdk.keys import not_after, not_before
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

_WRITES: Final = "message-writes"
_GROUP: Final = "group:"
_DRIVERS: Final = "driverIds"
_SHARED: Final[Mapping[str, FieldRule]] = {
    "sender_id": Takes("sender", placed=False, value=Convert(sender), required=True, form="an office user"),
    "message_text": Takes("text", value=MaxLength(2500), required=True),
    "priority": Absent("Samsara's messages have no priority."),
}
MESSAGE: Final = FieldMap(
    "Samsara",
    {
        **_SHARED,
        "recipient_id": Takes(
            _DRIVERS, value=Convert(lambda driver: [driver_number(driver)]), required=True, form="a driver"
        ),
        "reply_to_message_id": Absent("Samsara's messages answer no other message."),
    },
)
GROUP_MESSAGE: Final = FieldMap(
    "Samsara",
    {
        **_SHARED,
        "recipient_ids": Takes(
            _DRIVERS, value=Convert(lambda drivers: [driver_number(each) for each in drivers]), required=True
        ),
    },
)


async def create(samsara: SamsaraAccount, change: Change, *, operation_key: str) -> Written[MessageFields]:
    prepared = samsara.prepare(MESSAGE, change, Verb.CREATE)
    sent = await _send(samsara, prepared.body, operation_key)
    return Written(record=to_record(sent[0]), prepared=prepared)


async def find(samsara: SamsaraAccount, change: Change, *, operation_key: str | None) -> Record[MessageFields] | None:
    if operation_key is None:
        return None
    found = await _sent(samsara, MESSAGE.prepare(change, Verb.CREATE).body, operation_key)
    return to_record(found[0]) if found else None


async def create_for_group(
    samsara: SamsaraAccount, change: Change, *, operation_key: str
) -> Written[GroupMessageFields]:
    prepared = samsara.prepare(GROUP_MESSAGE, change, Verb.CREATE)
    sent = await _send(samsara, prepared.body, operation_key)
    return Written(record=_group_record(operation_key, prepared.body, sent), prepared=prepared)


async def find_for_group(
    samsara: SamsaraAccount, change: Change, *, operation_key: str | None
) -> Record[GroupMessageFields] | None:
    if operation_key is None:
        return None
    body = GROUP_MESSAGE.prepare(change, Verb.CREATE).body
    found = await _sent(samsara, body, operation_key)
    return _group_record(operation_key, body, found) if found else None


async def _send(samsara: SamsaraAccount, body: Mapping[str, Any], operation_key: str) -> list[Row]:
    """Send the message, and return its row for each driver as Samsara lists it."""
    await samsara.ask("POST", MESSAGES, json=body, kind=_WRITES, planned={"data": []})
    try:
        listed = await _sent(samsara, body, operation_key)
    except ProviderError:
        # It is sent, so that the write must not fail, and least of all be repeated.
        listed = []
    return listed or [_row(number, body["text"], clock.now()) for number in body[_DRIVERS]]


async def _sent(samsara: SamsaraAccount, body: Mapping[str, Any], operation_key: str) -> list[Row]:
    """The newest message of the office with this text to each of these drivers, not older than the operation."""
    start, end = not_before(operation_key), not_after()
    query = {"endMs": _milliseconds(end), "durationMs": _milliseconds(end) - _milliseconds(start)}
    answer = (await samsara.ask("GET", MESSAGES, query=query, kind=KIND, planned={"data": []})).object()
    newest: dict[int, Row] = {}
    for row in answer.rows("data"):
        driver, sent = row.whole("driverId"), row.whole("sentAtMs")
        is_ours = row.row("sender").get("type") != "driver" and row.get("text") == body["text"]
        if is_ours and driver is not None and driver in body[_DRIVERS] and sent is not None:
            newest[driver] = max(row, newest.get(driver, row), key=lambda each: each["sentAtMs"])
    return list(newest.values())


def _group_record(key: str, body: Mapping[str, Any], rows: Sequence[Row]) -> Record[GroupMessageFields]:
    """The hub's record of a message to several drivers. Samsara keeps one message for each of them."""
    sent = [to_record(row) for row in rows]
    return Record(
        source_id=_GROUP + key,
        source_data={"text": body["text"], _DRIVERS: body[_DRIVERS]},
        occurred_at=min((each.occurred_at for each in sent if each.occurred_at), default=None),
        fields=GroupMessageFields(
            source_recipient_ids=[driver_source_id(str(number)) for number in body[_DRIVERS]],
            message_text=body["text"],
            status=MessageStatusEnum.SENT,
            sent_by_driver=False,
        ),
    )


def _row(driver: int, text: str, moment: datetime) -> Row:
    """The row of a message that Samsara has taken and does not list yet."""
    return Row({"driverId": driver, "sentAtMs": _milliseconds(moment), "text": text, "sender": {"type": "dispatch"}})


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
