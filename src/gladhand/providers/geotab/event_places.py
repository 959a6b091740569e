"""Where exceptions were: the position of the device nearest to their begin, from LogRecord, asked for one by one."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import point, reference
from gladhand.resources.positions import Point
from gladhand.sdk.errors import Rejected
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text

# A device that moves sends positions more often than that.
_AROUND: Final = timedelta(minutes=1)
_AT_ONCE: Final = 4


async def places_of(geotab: GeotabApi, events: Sequence[Row]) -> Mapping[str, Point]:
    """The positions of exceptions by their ids. Those that Geotab refuses, or does not have, have none."""
    found: dict[str, Point] = {}
    for first in range(0, len(events), _AT_ONCE):
        some = events[first : first + _AT_ONCE]
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(_place(geotab, each)) for each in some]
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        places = [task.result() for task in tasks]
        found |= {str(each["id"]): place for each, place in zip(some, places, strict=True) if place is not None}
    return found


async def _place(geotab: GeotabApi, event: Row) -> Point | None:
    device, begun = reference(event, "device"), event.moment("activeFrom")
    if device is None or begun is None or "id" not in event:
        return None
    time = {"fromDate": utc_text(begun - _AROUND), "toDate": utc_text(begun + _AROUND)}
    try:
        logs = await geotab.search("LogRecord", {"deviceSearch": {"id": device}, **time})
    except Rejected:
        return None
    dated = [(moment, log) for log in logs if (moment := log.moment("dateTime")) is not None]
    nearest = min(dated, key=lambda each: _apart(each[0], begun), default=None)
    return None if nearest is None else point(nearest[1], longitude="longitude", latitude="latitude")


def _apart(one: datetime, other: datetime) -> timedelta:
    return abs(one - other)
