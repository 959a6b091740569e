"""Who was in a vehicle at a time: drivers and passengers, by the list of drivers on vehicles.

Readings of vehicles name nobody. Readings of the last hours take the list of their hour, which a run reads once. Older
ones take that of their day, so that a long history costs few requests.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.assignments import ASSIGNMENTS, KIND
from gladhand.sdk.clock import now
from gladhand.sdk.errors import Rejected
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text

#: Where a reading has its driver and its passenger.
DRIVER, PASSENGER = "driver", "passenger"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_RECENT: Final = 2 * _HOUR
_STANDING: Final = "static"


@dataclass(frozen=True, slots=True)
class _Seat:
    """Somebody in a vehicle."""

    driver: str
    since: datetime
    until: datetime | None
    is_passenger: bool
    is_standing: bool

    def covers(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


_Seats: TypeAlias = Mapping[str, Sequence[_Seat]]


class Crews:
    """The drivers on vehicles of one run."""

    def __init__(self, samsara: SamsaraAccount) -> None:
        self._samsara = samsara
        self._present = now()
        self._known: dict[datetime, _Seats] = {}
        # Readings come in the order of time, so that most are of the same hour or day as the one before.
        self._start = self._end = datetime.max.replace(tzinfo=UTC)
        self._seats: _Seats = {}
        self._is_refused = False

    async def join(self, readings: Iterable[Row], series: str) -> None:
        """Add to the readings who was in the vehicles, where that is known."""
        for reading in readings:
            moment, vehicle = reading.moment("time", within=series), reading.text("id")
            if moment is not None and vehicle is not None:
                if not self._start <= moment < self._end:
                    await self._move_to(moment)
                reading.update(self._on_board(vehicle, moment))

    def _on_board(self, vehicle: str, moment: datetime) -> Mapping[str, Any]:
        seats = [each for each in self._seats.get(vehicle, ()) if each.covers(moment)]
        if len(seats) > 1:
            # A standing assignment says who has the vehicle as a rule. That any other one goes before it, and the last
            # one before those that began earlier, is assumed.
            seats.sort(key=lambda each: (not each.is_standing, each.since))
        return {PASSENGER if each.is_passenger else DRIVER: {"id": each.driver} for each in seats}

    async def _move_to(self, moment: datetime) -> None:
        """Have at hand who was in which vehicle in the hour of a moment of the last hours, or in the day of an older
        one."""
        recent = self._present - _RECENT
        start = min(moment, self._present).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        end = last = start + _HOUR
        if moment <= recent:
            start = start.replace(hour=0)
            # What is more recent takes the lists of its hours.
            end, last = start + _DAY, min(start + _DAY, recent)
        if start not in self._known:
            self._known[start] = await self._read(start, min(end, self._present))
        self._start, self._end, self._seats = start, last, self._known[start]

    async def _read(self, start: datetime, end: datetime) -> _Seats:
        if self._is_refused:
            return {}
        query = {"filterBy": "vehicles", "startTime": utc_text(start), "endTime": utc_text(end)}
        found = defaultdict[str, list[_Seat]](list)
        try:
            async for rows, _ in self._samsara.pages(ASSIGNMENTS, kind=KIND, query=query, limit=None):
                for row in rows:
                    driver, vehicle = (row.row(name).text("id") for name in ("driver", "vehicle"))
                    since = row.moment("startTime")
                    if driver and vehicle and since is not None:
                        is_passenger = row.flag("isPassenger") is True
                        is_standing = row.get("assignmentType") == _STANDING
                        seat = _Seat(driver, since, row.moment("endTime"), is_passenger, is_standing)
                        found[vehicle].append(seat)
        except Rejected:
            # Positions come without the list, too, such as where a token has no right to it.
            self._is_refused = True
            return {}
        return found
