"""What takes one place on its way: a request, or several that have to follow each other."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gladhand.notifications.deliveries.queries import Claimed, Lane

# Of the records in one request together; receivers refuse what is too large.
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Load:
    """Lots of one lane, each of them one request; they are sent one after the other."""

    lane: Lane
    lots: Sequence[Sequence[Claimed]]
    until: float = math.inf
    """Nothing more of it is begun after that moment: others may claim it then."""

    @property
    def claimed(self) -> list[Claimed]:
        return [each for lot in self.lots for each in lot]


def loads(claimed: Iterable[Claimed], *, until: float = math.inf) -> list[Load]:
    """The same in loads: lanes that are in order make one each, in all others every request goes by itself."""
    by_lane: dict[Lane, list[Claimed]] = {}
    for each in claimed:
        by_lane.setdefault(each.lane, []).append(each)
    found = []
    for lane, its_own in by_lane.items():
        lots = list(_lots(its_own, lane.batch_size))
        found += [Load(lane, lots, until)] if lane.in_order else [Load(lane, [lot], until) for lot in lots]
    return found


def _lots(claimed: Iterable[Claimed], size: int) -> Iterator[list[Claimed]]:
    """Events that were tried before go alone: a lot that failed for one of them does not fail for all again."""
    lot: list[Claimed] = []
    room = _MOST_BYTES
    for each in claimed:
        if lot and (len(lot) >= size or each.attempt > 1 or len(each.data) > room or each.version != lot[0].version):
            yield lot
            lot, room = [], _MOST_BYTES
        lot.append(each)
        room = 0 if each.attempt > 1 else room - len(each.data)
    if lot:
        yield lot
