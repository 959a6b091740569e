"""What switches and sensors at the inputs of Webfleet's units report: vehicle sensor events.

The names of the fields are assumed from one public program, and that inputs are numbered and on or off.
"""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.positions import OBJECT
from gladhand.providers.webfleet.ranges import ranged
from gladhand.resources.vehicle_sensor import VehicleSensorFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.windows import bounds

ACTION: Final = "showIOReportExtern"
SHOWS: Final = ("source_vehicle_id", "raw_event", "sensor_event", "sensor_value")


async def read(webfleet: WebfleetApi, part: Slice) -> AsyncIterator[Batch[VehicleSensorFields]]:
    """The events of the window, of all vehicles."""
    yield batch_of(await webfleet.rows(ACTION, **ranged(*bounds(part))), to_record, id_key=OBJECT)


def to_record(row: Row) -> Record[VehicleSensorFields]:
    """The hub's record of an event."""
    uid, moment, which = row.source_id(OBJECT), row.required_moment("msg_time"), row.source_id("input_no")
    if (value := row.number("input_value")) is None:
        raise Malformed("The event has no value.")
    state = {0.0: "_OFF", 1.0: "_ON"}.get(value, "")
    return Record(
        source_id=composite_id(uid, which, moment),
        source_data=row,
        occurred_at=moment,
        fields=VehicleSensorFields(
            source_vehicle_id=uid, raw_event=f"input {which}", sensor_event=f"INPUT_{which}{state}", sensor_value=value
        ),
    )
