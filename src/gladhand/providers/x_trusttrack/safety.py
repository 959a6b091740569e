"""Safety events: events that fleets of TrustTrack have set up and named, by the words in their names.

Most events are about other things, such as a door or the ignition, and are left out.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

from gladhand.providers.x_trusttrack.api import TrustTrackApi
from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.one_by_one import for_each
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.safety_words import WORDS_OF_ALERTS, safety_event
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.units import metres_per_second
from gladhand.sdk.values import point_of
from gladhand.sdk.windows import bounds

SHOWS: Final = (
    "event",
    "duration_seconds",
    "event_metadata",
    "location",
    "source_vehicle_id",
    "source_driver_id",
)
_OBJECT: Final = "object_id"


async def read(trusttrack: TrustTrackApi, part: Slice) -> AsyncIterator[Batch[DriverSafetyEventFields]]:
    start, end = bounds(part)

    async def events(source_id: str) -> AsyncIterator[list[Row]]:
        query = {_OBJECT: source_id, "from_datetime": utc_text(start), "to_datetime": utc_text(end)}
        async for rows, _ in trusttrack.pages("/detected-events", 1, "events", query):
            yield [row.joined({_OBJECT: source_id}) for row in rows if not _is_other(row)]

    async for batch in for_each(part, await trusttrack.objects(), events, to_record, id_key=_OBJECT):
        yield batch


def to_record(row: Row) -> Record[DriverSafetyEventFields]:
    vehicle, begun, name = row.source_id(_OBJECT), row.required_row("start"), row.required_text("name")
    moment, event = begun.required_moment("datetime"), safety_event(name, WORDS_OF_ALERTS)
    if event is None:
        raise Malformed(f"No event is known for {name}.")
    return Record(
        source_id=composite_id(vehicle, moment, name),
        source_data=row,
        occurred_at=moment,
        fields=DriverSafetyEventFields(
            event=event,
            duration_seconds=row.whole("duration"),
            event_metadata=_metadata(row, begun),
            location=point_of(begun.row("location")),
            source_vehicle_id=vehicle,
            source_driver_id=row.text("driver_id"),
        ),
    )


def _metadata(row: Row, begun: Row) -> dict[str, Any]:
    speed = metres_per_second(begun.number("speed"))
    values = {"name": row.text("name"), "description": row.text("description"), "speed": speed}
    return {name: value for name, value in values.items() if value is not None}


def _is_other(row: Row) -> bool:
    """Whether it is a good row about something else than driving."""
    name = row.text("name")
    return name is not None and safety_event(name, WORDS_OF_ALERTS) is None
