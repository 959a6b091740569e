"""What changes from one position of a device to the next: inputs of trackers and fault codes; and what cools trailers.

A position shows how everything was then. The state of the feed is, for each device, how far its positions were read and
what the last one showed; the rest of the history is read from there on. What a tracker uploads late changes nothing.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeAlias

from gladhand.providers.traccar.devices import devices_of, many, some_at_a_time
from gladhand.providers.traccar.positions import positions_of
from gladhand.providers.traccar.server import TraccarServer
from gladhand.resources.fields import FieldsT
from gladhand.sdk.clock import days, now
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text

#: How far back it begins.
HISTORY: Final = days(1)
_DEVICES: Final = "devices"
# The time of the newest fix that was read, the highest id, the position that the device had then, and what it showed.
_UNTIL, _READ, _NEWEST, _SEEN = "until", "read", "newest", "seen"
#: What the last position of a device showed.
Seen: TypeAlias = Mapping[str, Any]


def moment_of(position: Row) -> datetime | None:
    """When a tracker measured what stands in a position. Without reception it repeats an older fix."""
    return position.moment("deviceTime") or position.moment("fixTime")


@dataclass(frozen=True, kw_only=True)
class Track(Generic[FieldsT]):
    """What the positions of vehicles or of trailers tell one after the other."""

    trailers: bool
    step: Callable[[Row, Seen], tuple[list[Row], Seen]]
    """The rows that a position makes behind what was seen before, and what is seen from then on."""
    to_record: Callable[[Row], Record[FieldsT]]

    async def read(self, server: TraccarServer, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        """What is new, some devices at a time."""
        known: dict[str, Any] = dict(part.state.get(_DEVICES, {}))
        last: dict[str, list[Row]] | None = None
        start = part.start or now() - HISTORY
        for devices in some_at_a_time(await devices_of(server, trailers=self.trailers)):
            rows: list[Row] = []
            for device in devices:
                number, newest = device.text("id"), device.whole("positionId")
                before = known.get(number or "", {})
                if number is None or not newest or before.get(_NEWEST) == newest:
                    continue
                begin = datetime.fromisoformat(before[_UNTIL]) if _UNTIL in before else start
                try:
                    found = [row async for page, _ in positions_of(server, device, begin, now()) for row in page]
                except Rejected:
                    # This account may see no history, or not this device any more.
                    last = last if last is not None else await _last_positions(server)
                    found = last.get(number, [])
                new, after = self._walked(found, before)
                rows += new
                known[number] = {**before, **after, _NEWEST: newest}
            yield batch_of(rows, self.to_record, state={_DEVICES: dict(known)})

    def _walked(self, positions: Sequence[Row], before: Mapping[str, Any]) -> tuple[list[Row], dict[str, Any]]:
        """The rows of the positions that are new, and where the device stands behind them."""
        rows: list[Row] = []
        found: dict[int, tuple[datetime, int, Row]] = {}
        for each in positions:
            number, moment = each.whole("id"), moment_of(each)
            if number is None or moment is None:
                # Is skipped with its reason.
                rows.append(each)
            elif number > before.get(_READ, 0):
                found[number] = moment, number, each
        if not found:
            return rows, {}
        seen: Seen = before.get(_SEEN, {})
        for _, _, position in sorted(found.values(), key=lambda each: each[:2]):
            new, seen = self.step(position, seen)
            rows += new
        fixes = [fix for _, _, each in found.values() if (fix := each.moment("fixTime")) is not None and fix <= now()]
        until = {} if not fixes else {_UNTIL: utc_text(max(fixes))}
        return rows, {_READ: max(found), _SEEN: dict(seen), **until}


async def _last_positions(server: TraccarServer) -> dict[str, list[Row]]:
    return {
        number: [each] for each in await many(server, "/positions") if (number := each.text("deviceId")) is not None
    }
