"""Safety events at Lytx: what cameras recorded, by what set them off, and by the behaviours that reviewers saw.

Lytx documents no names of triggers and behaviours, so that words in a name tell the event.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Final

from gladhand.providers.lytx.api import PAGE, LytxApi, found_guid, guid
from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.safety_words import safety_event
from gladhand.sdk.values import point_of
from gladhand.sdk.windows import bounds

SHOWS: Final = ("event", "event_metadata", "location", "source_vehicle_id", "source_driver_id")
_TRIGGER, _CHANGED = "eventTriggerName", "revisionDate"
_KEPT: Final = ("score", "speed", "forwardMax", "lateralMax", "eventStatusId", "coachedDate", "reviewedDate")


async def read(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[DriverSafetyEventFields]]:
    """The events that have changed in the window. Lytx names a trigger by its number only, so its name is put in."""
    start, end = bounds(part)
    names, since, page = await _triggers(lytx), part.state.get("since", _text(start)), int(part.state.get("page", 1))
    query = {"to": _text(end), "dateOption": "lastUpdatedDate", "sortBy": "lastUpdatedDate", "sortDirection": "asc"}
    while True:
        asked = {**query, "from": since, "limit": PAGE, "page": page}
        answer = await lytx.ask("GET", "/v0/video/safety/eventsWithMetadata", query=asked)
        rows = [] if answer.status == 204 else answer.rows()
        named = [row.joined({_TRIGGER: names.get(row.whole("eventTriggerId"))}) for row in rows]
        # An event that changes meanwhile leaves its page, and all later ones move up. So the newest change that was
        # seen begins the next request, and only those of one second go by pages.
        newest = max((_text(moment) for row in rows if (moment := row.moment(_CHANGED))), default=since)
        since, page = (newest, 1) if newest > since else (since, page + 1)
        # Nothing tells how many there are, or how many a page may have.
        yield batch_of(named, to_record, state={"since": since, "page": page} if rows else {})
        if not rows:
            return


def to_record(row: Row) -> Record[DriverSafetyEventFields]:
    trigger = row.text(_TRIGGER)
    behaviors = [name for each in row.optional_rows("behaviors") if (name := each.text("name"))]
    # Behaviours are what a reviewer saw, and say more than what set off the camera.
    event = next((found for name in [*behaviors, trigger] if name and (found := safety_event(name))), None)
    source_id = guid(row, "id")
    if event is None:
        raise Malformed(f"No event is known for {', '.join([*behaviors, trigger or 'a trigger without a name'])}.")
    measured = {"trigger": trigger, "behaviors": behaviors or None, **{name: row.get(name) for name in _KEPT}}
    return Record(
        source_id=source_id,
        source_data=row,
        occurred_at=row.required_moment("recordDateUTC"),
        fields=DriverSafetyEventFields(
            event=event,
            event_metadata={name: value for name, value in measured.items() if value is not None} or None,
            location=point_of(row),
            source_vehicle_id=found_guid(row, "vehicleId"),
            source_driver_id=found_guid(row, "driverId"),
        ),
    )


def _text(moment: datetime) -> str:
    """The time without a zone, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


async def _triggers(lytx: LytxApi) -> dict[int | None, str | None]:
    answer = await lytx.ask("GET", "/v0/video/safety/events/triggers")
    rows = [] if answer.status == 204 else answer.rows()
    return {row.whole("id"): row.text("name") for row in rows}
