"""The drivers of a database, and their logs. Geotab answers logs, clocks and violations of one driver at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import at, newest
from gladhand.providers.geotab.hos_words import is_status
from gladhand.resources.fields import FieldsT
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.refusals import RefusedParents
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text

_OFFSET: Final = "offset"
# So much of what Geotab allows at once stays for the other reads of the connection.
_SHARE: Final = 2


async def by_driver(
    geotab: GeotabApi, part: Slice, *, since: datetime, ask: Callable[[Row], Awaitable[Batch[FieldsT]]]
) -> AsyncIterator[Batch[FieldsT]]:
    """What Geotab answers of each driver, in the order of their ids; a few are asked for at once.

    A driver whom Geotab refuses is skipped with the reason. Raises the refusal if Geotab refuses all of them.
    """
    refusals, last = RefusedParents(part.state), None
    async for drivers in _groups(geotab, part, since=since):
        for driver, answer in zip(drivers, await _all_of(ask, drivers), strict=True):
            if last is not None:
                yield last
            if isinstance(answer, Rejected):
                found: Batch[FieldsT] = Batch(skipped=[refusals.skip(driver["id"], answer)])
            else:
                refusals.add_answer()
                found = answer
            last = replace(found, state={_OFFSET: driver["id"], **refusals.state})
    refusals.check_any_answered()
    if last is not None:
        yield last


async def logs_of(
    geotab: GeotabApi, driver: str, start: datetime, end: datetime | None, *, has_before: bool = True
) -> list[Row]:
    """The newest versions of a driver's logs of this time, usually with the one before it. None ends now."""
    search = {
        "userSearch": {"id": driver},
        "fromDate": utc_text(start),
        **({} if end is None else {"toDate": utc_text(end)}),
        "includeBoundaryLogs": has_before,
    }
    return newest(await geotab.search("DutyStatusLog", search))


def statuses(logs: Iterable[Row]) -> list[Row]:
    """The duty statuses that count, by time."""
    dated = [(moment, log) for log in logs if is_status(log) and (moment := log.moment("dateTime")) is not None]
    return [log for _, log in sorted(dated, key=lambda each: each[0])]


async def _groups(geotab: GeotabApi, part: Slice, *, since: datetime) -> AsyncIterator[list[Row]]:
    """The drivers who were active at that moment or later, as many as are asked for at once."""
    size = max(1, geotab.definition.limits.concurrent // _SHARE)
    async for users in geotab.pages("User", part):
        found = [user for user in users if _is_driver(user, since)]
        for first in range(0, len(found), size):
            yield found[first : first + size]


def _is_driver(user: Row, since: datetime) -> bool:
    ended = at(user, "activeTo")
    return "id" in user and user.get("isDriver") is True and (ended is None or ended >= since)


async def _all_of(
    ask: Callable[[Row], Awaitable[Batch[FieldsT]]], drivers: Sequence[Row]
) -> list[Batch[FieldsT] | Rejected]:
    """The answers, or the refusals. Raises every other error."""

    async def ask_one(driver: Row) -> Batch[FieldsT] | Rejected:
        try:
            return await ask(driver)
        except Rejected as error:
            return error

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ask_one(driver)) for driver in drivers]
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return [task.result() for task in tasks]
