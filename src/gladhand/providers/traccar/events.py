"""The events of several devices at once, with the positions where they were.

An operator may limit the time of one report, which the server refuses without a reason: it is asked for by halves.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from gladhand.providers.traccar.devices import active_devices, begin_of, end_of, iso, many, numbers_of, some_at_a_time
from gladhand.providers.traccar.server import TraccarServer
from gladhand.sdk.errors import AnswerTooLong, Rejected
from gladhand.sdk.reading import Slice
from gladhand.sdk.rows import Row

_SHORTEST: Final = timedelta(hours=1)
_IDS_AT_ONCE: Final = 50
# Each refusal costs two requests more. An operator may let the server forget positions before their events.
_MOST_REFUSALS: Final = 40


async def events_of(
    server: TraccarServer, part: Slice, types: Sequence[str]
) -> AsyncIterator[tuple[list[Row], Mapping[str, Any] | None]]:
    """The events of these types in the window, and the state behind them. None: more of the same devices follows."""
    reports = _Reports(server)
    for devices in some_at_a_time(await active_devices(server, part)):
        begins: defaultdict[datetime, list[Row]] = defaultdict(list)
        for device in devices:
            begins[begin_of(part, device)].append(device)
        *before, last = begins.items()
        for begin, listed in before:
            yield await reports.read(numbers_of(listed), begin, end_of(part), types), None
        begin, listed = last
        found = await reports.read(numbers_of(listed), begin, end_of(part), types)
        yield found, {"after": numbers_of(devices)[-1]}


async def places_of(server: TraccarServer, events: Sequence[Row]) -> dict[int, Row]:
    """The positions of events, by their ids. One that is gone makes the server refuse all; they are halved."""
    ids = sorted({number for event in events if (number := event.whole("positionId"))})
    waiting = [ids[first : first + _IDS_AT_ONCE] for first in range(0, len(ids), _IDS_AT_ONCE)]
    found: dict[int, Row] = {}
    refusals = 0
    while waiting and refusals < _MOST_REFUSALS:
        chunk = waiting.pop()
        try:
            positions = await many(server, "/positions", id=chunk)
        except Rejected:
            refusals += 1
            half = len(chunk) // 2
            waiting += [each for each in (chunk[half:], chunk[:half]) if len(chunk) > 1]
        else:
            found |= {number: each for each in positions if (number := each.whole("id")) is not None}
    return found


class _Reports:
    """Asks for events in a time that the server answers, once it is known."""

    def __init__(self, server: TraccarServer) -> None:
        self._server = server
        self._longest: timedelta | None = None

    async def read(self, devices: Sequence[int], begin: datetime, end: datetime, types: Sequence[str]) -> list[Row]:
        found: list[Row] = []
        spans = [(begin, end)]
        while spans:
            first, last = spans.pop()
            if self._longest is not None and last - first > self._longest:
                spans += [(first + self._longest, last), (first, first + self._longest)]
                continue
            time = {"from": iso(first), "to": iso(last)}
            try:
                found += await many(self._server, "/reports/events", deviceId=list(devices), **time, type=list(types))
            except (Rejected, AnswerTooLong):
                if last - first <= _SHORTEST:
                    raise
                self._longest = (last - first) / 2
                spans.append((first, last))
        return found
