"""Sends text messages to drivers at Geotab, through the vehicle that the driver is in.

Geotab keeps `activeFrom` as sent, which is assumed of messages. The hub sets it to the moment at which it accepted the
message, to the millisecond, and finds the message by it.
"""

from datetime import datetime, timedelta
from typing import Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import at, bare_reference, reference
from gladhand.providers.geotab.messages import to_record
from gladhand.providers.geotab.user_mapping import wire
from gladhand.resources.base import Change
from gladhand.resources.message import MessageFields
from gladhand.sdk import clock
from gladhand.sdk.errors import ProviderError, Rejected
from gladhand.sdk.field_map import Absent, FieldMap, Takes, Verb
from gladhand.sdk.keys import accepted_at, not_before
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

_TYPE: Final = "TextMessage"
# How long ago the newest change of a driver may lie.
_SIGNED_IN: Final = timedelta(days=30)
_NO_VEHICLE: Final = "Geotab sends texts to vehicles, and this user is in none now."
FIELD_MAP: Final = FieldMap(
    "Geotab",
    {
        "sender_id": Takes("user.id", required=True),
        "recipient_id": Takes("recipient.id", required=True, form="a driver who is in a vehicle now"),
        "message_text": Takes("messageContent.message", required=True),
        "reply_to_message_id": Takes("parentMessage.id"),
        "priority": Absent("Geotab's messages have no priority."),
    },
)


async def create(geotab: GeotabApi, change: Change, *, operation_key: str) -> Written[MessageFields]:
    prepared = geotab.prepare(FIELD_MAP, change, Verb.CREATE)
    device = await _vehicle_of(geotab, change["recipient_id"])
    entity = {
        **prepared.body,
        "messageContent": {"contentType": "Normal", **prepared.body["messageContent"]},
        "isDirectionToVehicle": True,
        "device": {"id": device},
        "activeFrom": wire(_marked(operation_key)),
    }
    id_ = await geotab.call("Add", _TYPE, entity=entity)
    try:
        message = await geotab.find_one(_TYPE, {"id": id_})
    except ProviderError:
        # It is sent, so that the write must not fail, and least of all be repeated.
        message = None
    return Written(
        record=to_record(message or Row({**entity, "id": id_, "sent": wire(clock.now())})), prepared=prepared
    )


async def find(geotab: GeotabApi, change: Change, *, operation_key: str | None) -> Record[MessageFields] | None:
    if operation_key is None:
        return None
    search = {"recipientSearch": {"id": change["recipient_id"]}, "fromDate": wire(not_before(operation_key))}
    for message in await geotab.search(_TYPE, search):
        if _is_the_same(message, change) and _is_marked(message, operation_key):
            return to_record(message)
    return None


async def _vehicle_of(geotab: GeotabApi, driver: str) -> str:
    """The device of the vehicle that the driver is in. Raises `Rejected` if there is none."""
    now = clock.now()
    planned = {"result": [{"device": {"id": "planned"}, "dateTime": wire(now), "driver": {"id": driver}}]}
    search = {"userSearch": {"id": driver}, "fromDate": wire(now - _SIGNED_IN)}
    changes = await geotab.search("DriverChange", search, planned=planned)
    newest = max(changes, key=lambda each: each.required_moment("dateTime"), default=None)
    device = None if newest is None else reference(newest, "device")
    if device is not None:
        is_now = await geotab.find_one("DeviceStatusInfo", {"deviceSearch": {"id": device}}, planned=planned)
        if is_now is not None and reference(is_now, "driver") == driver:
            return device
    raise Rejected(_NO_VEHICLE, fields={"recipient_id": _NO_VEHICLE})


def _is_the_same(message: Row, change: Change) -> bool:
    people = (reference(message, "user"), bare_reference(message, "recipient"))
    is_said = message.row("messageContent").text("message") == change["message_text"]
    return is_said and people == (change["sender_id"], change["recipient_id"])


def _is_marked(message: Row, operation_key: str) -> bool:
    """Whether it has the mark of this operation, or none: a server that sets the time itself sets that of sending."""
    marked, begun, sent = _marked(operation_key), at(message, "activeFrom"), at(message, "sent")
    return begun in (marked, marked.replace(microsecond=0)) or (begun is not None and begun == sent)


def _marked(operation_key: str) -> datetime:
    return accepted_at(operation_key) or not_before(operation_key)
