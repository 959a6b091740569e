"""Sends messages at Motive: to one person, or the same text to several.

Motive takes no key. A message is therefore looked up by its sender, its receivers, its text and its time: the same one
that was sent within two minutes before counts as this one.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.resources.base import Change
from gladhand.resources.enums import MessageStatusEnum
from gladhand.resources.group_message import GroupMessageFields
from gladhand.resources.message import MessageFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.field_map import Absent, Convert, FieldMap, Takes, Verb
from gladhand.sdk.field_rules import FieldRule
from gladhand.sdk.keys import not_before
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

_PATH: Final = "/v2/messages"
_KIND: Final = RecordKind(plural="messages", singular="message")
_RECEIVERS, _ANSWERED = "receiver_ids", "recipient_ids"
_STATUSES: Final = {each.value: each for each in MessageStatusEnum}
_SHARED: Final[Mapping[str, FieldRule]] = {
    "sender_id": Takes("sender_id", value=Convert(int), required=True),
    "message_text": Takes("body", required=True),
    "priority": Absent("Motive's messages have no priority."),
}
MESSAGE: Final = FieldMap(
    "Motive",
    {
        **_SHARED,
        "recipient_id": Takes(_RECEIVERS, value=Convert(lambda user: [int(user)]), required=True),
        "reply_to_message_id": Absent("Motive's messages answer no other message."),
    },
)
GROUP_MESSAGE: Final = FieldMap(
    "Motive",
    {
        **_SHARED,
        "recipient_ids": Takes(_RECEIVERS, value=Convert(lambda users: [int(each) for each in users]), required=True),
    },
)


async def create(
    motive: MotiveApi,
    change: Change,
    *,
    operation_key: str,  # noqa: ARG001 - Motive has no place for it
) -> Written[MessageFields]:
    prepared = motive.prepare(MESSAGE, change, Verb.CREATE)
    return Written(record=_record(await _send(motive, prepared.body), prepared.body), prepared=prepared)


async def find(motive: MotiveApi, change: Change, *, operation_key: str | None) -> Record[MessageFields] | None:
    if operation_key is None:
        return None
    body = MESSAGE.prepare(change, Verb.CREATE).body
    found = await _sent(motive, body, operation_key)
    return None if found is None else _record(found, body)


async def create_for_group(
    motive: MotiveApi,
    change: Change,
    *,
    operation_key: str,  # noqa: ARG001 - Motive has no place for it
) -> Written[GroupMessageFields]:
    prepared = motive.prepare(GROUP_MESSAGE, change, Verb.CREATE)
    return Written(record=_group_record(await _send(motive, prepared.body), prepared.body), prepared=prepared)


async def find_for_group(
    motive: MotiveApi, change: Change, *, operation_key: str | None
) -> Record[GroupMessageFields] | None:
    if operation_key is None:
        return None
    body = GROUP_MESSAGE.prepare(change, Verb.CREATE).body
    found = await _sent(motive, body, operation_key)
    return None if found is None else _group_record(found, body)


async def _send(motive: MotiveApi, body: Mapping[str, Any]) -> Row:
    answer = (await motive.send("POST", _PATH, json=body)).object()
    message = answer.row(_KIND.singular) or answer
    # An account in test mode answers without an id: the request was valid, but nothing was sent.
    if message.get("id") is None:
        raise Malformed("Motive's answer holds no message.")
    # The answer has another name for the receivers than the list.
    return Row({_RECEIVERS if name == _ANSWERED else name: value for name, value in message.items()}, message.path)


async def _sent(motive: MotiveApi, body: Mapping[str, Any], operation_key: str) -> Row | None:
    """The message of the last days that says the same to the same people, not older than the operation."""
    since, found = not_before(operation_key), None
    query = {"sender_id": body["sender_id"], f"{_RECEIVERS}[]": body[_RECEIVERS]}
    async for rows, _ in motive.list_records(_PATH, _KIND, query=query):
        for row in rows:
            sent = row.moment("sent_at")
            if sent is not None and sent >= since and _is_the_same(row, body):
                found = row
    return found


def _is_the_same(row: Row, body: Mapping[str, Any]) -> bool:
    to = row.get(_RECEIVERS)
    return (
        row.whole("sender_id") == body["sender_id"]
        and row.get("body") == body["body"]
        and (not isinstance(to, list) or set(to) == set(body[_RECEIVERS]))
    )


def _shared(message: Row, body: Mapping[str, Any]) -> dict[str, Any]:
    text, sent = message.text("body") or body["body"], message.text("sent_at") or ""
    return {
        "source_sender_id": str(body["sender_id"]),
        "message_text": text,
        "message_hash": sha256(f"{body['sender_id']}|{sent}|{text}".encode()).hexdigest(),
        "status": _STATUSES.get(message.text("status") or "", MessageStatusEnum.SENT),
    }


def _record(message: Row, body: Mapping[str, Any]) -> Record[MessageFields]:
    to = str(body[_RECEIVERS][0])
    return Record(
        source_id=message.source_id(),
        source_data=message,
        occurred_at=message.moment("sent_at"),
        fields=MessageFields(source_recipient_id=to, **_shared(message, body)),
    )


def _group_record(message: Row, body: Mapping[str, Any]) -> Record[GroupMessageFields]:
    to = [str(each) for each in body[_RECEIVERS]]
    return Record(
        source_id=message.source_id(),
        source_data=message,
        occurred_at=message.moment("sent_at"),
        fields=GroupMessageFields(source_recipient_ids=to, **_shared(message, body)),
    )
