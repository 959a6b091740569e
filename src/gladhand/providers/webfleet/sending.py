"""Sends text messages to drivers at Webfleet, through the vehicle that the driver is in.

Webfleet takes no key and answers without an id. A message is therefore looked up by its vehicle, its text and its time:
the same text that was sent to the same vehicle within two minutes before counts as the same message.
"""

from typing import Final, NoReturn

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.messages import ACTION, MOST, to_record
from gladhand.providers.webfleet.people import driver_uid
from gladhand.providers.webfleet.ranges import whole_range
from gladhand.resources.base import Change
from gladhand.resources.message import MessageFields
from gladhand.sdk import clock
from gladhand.sdk.errors import ProviderError, Rejected
from gladhand.sdk.field_map import Absent, Convert, FieldMap, LeftOut, Takes, Verb
from gladhand.sdk.keys import not_after, not_before
from gladhand.sdk.reading import Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text
from gladhand.sdk.writing import Written

_REPORT: Final = "showObjectReportExtern"
_SEATS: Final = ("driveruid", "codriveruid")
_NO_VEHICLE: Final = "Webfleet sends texts to vehicles, and this driver is in none now."


def _sender(_: str) -> NoReturn:
    raise LeftOut("Webfleet shows the user of the connection as the sender.")


FIELD_MAP: Final = FieldMap(
    "Webfleet",
    {
        "sender_id": Takes("the connection's user", placed=False, value=Convert(_sender), required=True),
        "recipient_id": Takes(
            "objectuid",
            placed=False,
            value=Convert(driver_uid),
            required=True,
            form="the vehicle that the driver is in now",
        ),
        "message_text": Takes("messagetext", required=True),
        "priority": Absent("Webfleet's texts have no priority."),
        "reply_to_message_id": Absent("Webfleet's texts answer no other text."),
    },
)


async def create(webfleet: WebfleetApi, change: Change, *, operation_key: str) -> Written[MessageFields]:
    prepared = webfleet.prepare(FIELD_MAP, change, Verb.CREATE)
    vehicle, text = await _vehicle_of(webfleet, prepared.values["recipient_id"]), prepared.body["messagetext"]
    if vehicle is None:
        raise Rejected(_NO_VEHICLE, fields={"recipient_id": _NO_VEHICLE}, prepared=prepared)
    await webfleet.write("sendTextMessageExtern", objectuid=vehicle, messagetext=text)
    try:
        listed = await _sent(webfleet, text, vehicle, operation_key)
    except ProviderError:
        # It is sent, so that the write must not fail, and least of all be repeated.
        listed = None
    made = {"msgid": f"sent:{operation_key}", "msg_time": utc_text(clock.now()), "msg_text": text, "objectuid": vehicle}
    return Written(record=to_record(listed or Row(made)), prepared=prepared)


async def find(webfleet: WebfleetApi, change: Change, *, operation_key: str | None) -> Record[MessageFields] | None:
    if operation_key is None:
        return None
    prepared = FIELD_MAP.prepare(change, Verb.CREATE)
    vehicle = await _vehicle_of(webfleet, prepared.values["recipient_id"])
    found = await _sent(webfleet, change["message_text"], vehicle, operation_key)
    return None if found is None else to_record(found)


async def _vehicle_of(webfleet: WebfleetApi, driver: str) -> str | None:
    """The vehicle that the driver is in, on either seat."""
    planned = [{"objectuid": "planned", _SEATS[0]: driver}]
    for row in await webfleet.rows(_REPORT, planned=planned):
        if driver in [row.text(seat) for seat in _SEATS]:
            return row.source_id("objectuid")
    return None


async def _sent(webfleet: WebfleetApi, text: str, vehicle: str | None, operation_key: str) -> Row | None:
    """The newest text like this to this vehicle, not older than the operation. To any, if the driver has left it."""
    part, found = Slice(start=not_before(operation_key), end=not_after()), None
    async for rows, _ in whole_range(webfleet, ACTION, part, most=MOST):
        for row in rows:
            if row.get("msg_text") == text and "msgid" in row and row.moment("msg_time"):
                found = row if vehicle in (None, row.text("objectuid")) else found
    return found
