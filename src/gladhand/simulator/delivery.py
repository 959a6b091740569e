"""When rows arrive at the provider, and pages of feeds in the order of arrival.

A device that has no network keeps its rows and sends them later, so a feed is ordered by arrival and not by what
happened first. Where a page ends is a matter of arithmetic: no list of rows is kept anywhere.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from gladhand.simulator.amendments import Hold
from gladhand.simulator.fleet.fleet import Fleet
from gladhand.simulator.fleet.people import Truck
from gladhand.simulator.rows.base import Feed, Sent

#: Where a page ends: arrival, number of the truck, time of sending, id of the row.
Key: TypeAlias = tuple[float, int, float, str]

#: The span of arrival times that is looked at in one step.
_NARROWEST, _WIDEST = 5.0, 86_400.0
#: Rows that a truck sends in a second, roughly.
_ROWS_PER_SECOND = 0.016
#: No gap in the network is longer.
_LONGEST_GAP = 3600.0


@dataclass(frozen=True, slots=True)
class Arrived:
    """A row of a feed and its position in it."""

    key: Key
    row: Sent


class Delivery:
    """When what the trucks of a fleet send arrives at the provider."""

    def __init__(self, fleet: Fleet, holds: Iterable[Hold] = ()) -> None:
        self._fleet, self._holds = fleet, tuple(holds)

    def arrival(self, truck: Truck, sent: float) -> float:
        """When the provider has what the truck sends at this moment."""
        return _arrival(truck, sent, self._blocks(truck, sent, sent + 0.001))

    def _blocks(self, truck: Truck, start: float, end: float) -> list[tuple[float, float, float]]:
        """What is sent between the first two moments of a block is released at the third."""
        blocks = [
            (gap.start, gap.end, gap.end)
            for week in self._fleet.weeks(truck, start, end)
            for gap in week.gaps
            if gap.start < end and gap.end > start
        ]
        blocks += [
            (hold.start, hold.end, hold.release)
            for hold in self._holds
            if hold.start < end and hold.end > start and hold.vehicle in (None, truck.id)
        ]
        return blocks

    def _spans(self, truck: Truck, start: float, end: float) -> list[tuple[float, float]]:
        """The times of sending whose rows may arrive from `start` to before `end`, in order, without overlaps."""
        early, late = start - truck.delay, end - truck.delay
        spans = [(early - 0.001, late + 0.001)]
        for week in self._fleet.weeks(truck, early - _LONGEST_GAP, late):
            spans += [(gap.start, gap.end) for gap in week.gaps if early - 1 <= gap.end < late + 1]
        spans += [
            (hold.start, hold.end)
            for hold in self._holds
            if early - 1 <= hold.release < late + 1 and hold.vehicle in (None, truck.id)
        ]
        merged: list[tuple[float, float]] = []
        for first, last in sorted(spans):
            if merged and first <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(merged[-1][1], last)
            else:
                merged.append((first, last))
        return merged

    def arrivals(self, feed: Feed, start: float, end: float) -> list[Arrived]:
        """The rows that arrive from `start` to before `end`, in order."""
        found: list[Arrived] = []
        for truck in self._fleet.trucks:
            for first, last in self._spans(truck, start, end):
                blocks = self._blocks(truck, first, last)
                for row in self.sent(feed, truck, first, last):
                    arrival = _arrival(truck, row.sent, blocks)
                    if start <= arrival < end:
                        found.append(Arrived((arrival, truck.number, row.sent, row.id), row))
        found.sort(key=lambda each: each.key)
        return found

    def sent(self, feed: Feed, truck: Truck, start: float, end: float) -> Iterator[Sent]:
        """What the truck sends from `start` to before `end`."""
        for week in self._fleet.weeks(truck, start, end):
            yield from feed.rows(week, max(start, week.start), min(end, week.end))

    def page(self, feed: Feed, after: Key, now: float, limit: int) -> tuple[list[Arrived], Key]:
        """The rows after this position that have arrived by now, and the position after them."""
        width = limit / (_ROWS_PER_SECOND * max(len(self._fleet.trucks), 1))
        found = walk(lambda start, end: self.arrivals(feed, start, end), after, now, limit=limit, width=width)
        return found, found[-1].key if len(found) == limit else max(after, (now, -1, 0.0, ""))


def walk(
    fetch: Callable[[float, float], list[Arrived]], after: Key, end: float, *, limit: int, width: float
) -> list[Arrived]:
    """The first rows after a position and before a moment, fetched in steps of this many seconds."""
    start, step = after[0], min(max(width, _NARROWEST), _WIDEST)
    found: list[Arrived] = []
    while start < end and len(found) < limit:
        until = min(start + step, end)
        found += (fetched := [each for each in fetch(start, until) if each.key > after])
        # Of rare rows a page takes long steps.
        step = min(2 * step, _WIDEST) if len(fetched) < limit // 4 + 1 else step
        start = until
    return found[:limit]


def _arrival(truck: Truck, sent: float, blocks: Iterable[tuple[float, float, float]]) -> float:
    released = max((release for start, end, release in blocks if start <= sent < end), default=sent)
    return round(released + truck.delay, 3)
