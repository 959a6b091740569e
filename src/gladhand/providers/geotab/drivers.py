"""The drivers of a database, and their logs. Geotab answers logs, clocks and violations of one driver at a time."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import at, newest
from gladhand.providers.geotab.hos_words import is_status
from gladhand.sdk.reading import Slice
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text


async def drivers(geotab: GeotabApi, part: Slice, *, since: datetime) -> AsyncIterator[Row]:
    """The drivers who were active at that moment or later, in the order of their ids."""
    async for users in geotab.pages("User", part):
        for user in users:
            ended = at(user, "activeTo")
            if "id" in user and user.get("isDriver") is True and (ended is None or ended >= since):
                yield user


async def logs_of(geotab: GeotabApi, driver: str, start: datetime, end: datetime) -> list[Row]:
    """The newest versions of a driver's logs of this time, and the one before it."""
    search = {
        "userSearch": {"id": driver},
        "fromDate": utc_text(start),
        "toDate": utc_text(end),
        "includeBoundaryLogs": True,
    }
    return newest(await geotab.search("DutyStatusLog", search))


def statuses(logs: Iterable[Row]) -> list[Row]:
    """The duty statuses that count, by time."""
    dated = [(moment, log) for log in logs if is_status(log) and (moment := log.moment("dateTime")) is not None]
    return [log for _, log in sorted(dated, key=lambda each: each[0])]
