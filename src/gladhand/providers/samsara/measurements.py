"""Positions of vehicles with all that gateways measure.

Samsara adds two measurements to the positions of a feed. For more, the same feed is asked for again with others, and
its positions are joined by vehicle and time. The feed of the records comes first, so that the others have its positions
too. Measurements of later positions wait in the state for the next run. A position whose measurements do not come is
stored without them.
"""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.crews import Crews
from gladhand.providers.samsara.stats import KIND, Readings
from gladhand.resources.fields import FieldsT
from gladhand.sdk.errors import CursorLost, Rejected
from gladhand.sdk.reading import Batch, State
from gladhand.sdk.rows import Row

_GPS: Final = "gps"
_DECORATIONS: Final = "decorations"
# Measurements of positions that the feed of the records has not shown yet, by vehicle and time.
_EARLY: Final = "early"
_MOST_EARLY: Final = 2000
# So many pages of another feed are read for one of the records.
_MOST_PAGES: Final = 3
_Measured: TypeAlias = dict[str, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class MeasuredReadings(Readings[FieldsT]):
    """Positions with their own decorations, and with those of more feeds."""

    more: Sequence[Sequence[str]]
    """The decorations of each of the other feeds, two at most."""

    async def _arrived(
        self, samsara: SamsaraAccount, types: str, state: State
    ) -> AsyncIterator[tuple[list[Row], State]]:
        early: _Measured = {key: dict(values) for key, values in state.get(_EARLY, {}).items()}
        others = [_OtherFeed(samsara, self.path, ",".join(names), state) for names in self.more]
        async for rows, reached in super()._arrived(samsara, types, state):
            keys = {key for row in rows for key, _ in _positions(row)}
            for other in others:
                await other.advance(early, keys)
            for row in rows:
                _join(row, early)
            early = dict(list(early.items())[-_MOST_EARLY:])
            cursors = {other.name: other.after for other in others}
            yield rows, {**reached, **cursors, **({_EARLY: dict(early)} if early or _EARLY in state else {})}

    async def _history(
        self, samsara: SamsaraAccount, state: dict[str, Any], crews: Crews | None
    ) -> AsyncIterator[Batch[FieldsT]]:
        # The history has the first decorations alone, and positions that are stored know more.
        async for batch in super()._history(samsara, state, crews):
            yield replace(batch, is_preliminary=True)


class _OtherFeed:
    """The same positions with other decorations."""

    def __init__(self, samsara: SamsaraAccount, path: str, decorations: str, state: State) -> None:
        self.name, self.after = decorations, state.get(decorations)
        query = {"types": _GPS, _DECORATIONS: decorations}
        self._pages = samsara.feed(f"{path}/feed", self.after, kind=KIND, query=query)

    async def advance(self, early: _Measured, keys: Collection[str]) -> None:
        """Read a page, and further ones until all these positions have come."""
        missing = set(keys)
        for _ in range(_MOST_PAGES):
            try:
                page = await anext(self._pages, None)
            except (CursorLost, Rejected):
                # Its measurements are missing in this run; the next one begins at the last positions.
                self.after = None
                return
            if page is None:
                return
            rows, self.after = page
            for row in rows:
                for key, reading in _positions(row):
                    missing.discard(key)
                    if measured := _measured_in(reading):
                        early[key] = {**early[key], **measured} if key in early else measured
            if not missing:
                return


def _positions(row: Row) -> Iterator[tuple[str, dict[str, Any]]]:
    """The positions of a vehicle, each with its key: vehicle and time."""
    found, vehicle = row.get(_GPS), row.get("id")
    for reading in found if isinstance(found, list) else [found]:
        if isinstance(reading, dict) and (moment := reading.get("time")):
            yield f"{vehicle}|{moment}", reading


def _measured_in(reading: Mapping[str, Any]) -> dict[str, Any]:
    measured = reading.get(_DECORATIONS)
    return measured if isinstance(measured, dict) else {}


def _join(row: Row, early: _Measured) -> None:
    """Give the positions of the row their measurements, which leave `early`."""
    joined = set[str]()
    for key, reading in _positions(row):
        if (more := early.get(key)) is not None:
            reading[_DECORATIONS] = {**_measured_in(reading), **more}
            joined.add(key)
    for key in joined:
        del early[key]
