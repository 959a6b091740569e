"""Safety events: the alerts of Mapon that are about driving.

A company sets up which alerts there are. The manual names few of their types, so that words in a type tell the event.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

from gladhand.providers.mapon.api import UNIT_ID, MaponApi, driver_id, when
from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.resources.positions import Point
from gladhand.sdk.errors import Malformed
from gladhand.sdk.numbered_pages import numbered_pages
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.safety_words import WORDS_OF_ALERTS, safety_event
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.values import point_of
from gladhand.sdk.windows import bounds

SHOWS: Final = ("event", "event_metadata", "location", "source_vehicle_id", "source_driver_id")
#: The longest page.
PAGE: Final = 150
_KEPT: Final = ("alert_type", "alert_val", "msg")


async def read(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[DriverSafetyEventFields]]:
    start, end = bounds(part)
    query: dict[str, Any] = {
        "from": when(start),
        "till": when(end),
        "include": ["id", "location", "driver"],
        "limit": PAGE,
    }

    async def ask(page: int) -> tuple[list[Row], int | None]:
        answer = await mapon.get("alert/list", **query, page=page)
        return answer.rows("data"), answer.row("_meta").whole("total")

    async for rows, state, _ in numbered_pages(part, ask):
        yield batch_of([row for row in rows if not _is_other(row)], to_record, state=state)


def to_record(row: Row) -> Record[DriverSafetyEventFields]:
    unit, at, kind = row.source_id(UNIT_ID), row.required_moment("time"), row.required_text("alert_type")
    if (event := safety_event(kind, WORDS_OF_ALERTS)) is None:
        raise Malformed(f"No event is known for {kind}.")
    return Record(
        source_id=row.text("id") or composite_id(unit, at, kind),
        source_data=row,
        occurred_at=at,
        fields=DriverSafetyEventFields(
            event=event,
            event_metadata={name: text for name in _KEPT if (text := row.text(name))},
            location=_place(row),
            source_vehicle_id=unit,
            source_driver_id=driver_id(row, "driver"),
        ),
    )


def _place(row: Row) -> Point | None:
    """The place of an alert, which is a text of latitude and longitude."""
    north, _, east = (row.text("location") or "").partition(",")
    return point_of(Row({"lat": north.strip(), "lng": east.strip()}), "lng", "lat")


def _is_other(row: Row) -> bool:
    """Whether it is a good row about something else than driving."""
    kind = row.text("alert_type")
    return kind is not None and safety_event(kind, WORDS_OF_ALERTS) is None
