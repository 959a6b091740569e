"""Samsara's feeds of readings: what gateways of vehicles and trailers report, series by series.

A row is a vehicle or trailer with one list for each series that has news. One reading becomes one record, whose
`source_data` is the row with this reading alone. A feed begins with the last reading of each series. What was before
comes from the history of the same series, after the feed has begun, so that nothing falls between the two.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Generic

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.crews import Crews
from gladhand.resources.fields import FieldsT
from gladhand.sdk.clock import now
from gladhand.sdk.reading import Batch, Slice, State, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text

VEHICLES: Final = "/fleet/vehicles/stats"
TRAILERS: Final = "/fleet/trailers/stats"
KIND: Final = "stats-reads"
#: Samsara refuses more types in one request.
MOST_TYPES: Final = 3
# What the state has of the walk through the history.
_DAY: Final = "day"
_OF_HISTORY: Final = ("from", "to", _DAY, "at", "page")


@dataclass(frozen=True, kw_only=True)
class Readings(Generic[FieldsT]):
    """Some series of all vehicles or trailers, and the records that their readings become."""

    path: str
    series: Sequence[str]
    to_record: Callable[[Row], Record[FieldsT]]
    decorations: Sequence[str] = ()
    counts: Callable[[Row], bool] = lambda _: True
    """Whether a reading tells something. Those that tell nothing are no fault and become no record."""
    has_crew: bool = False
    """Whether a record names who was in the vehicle. There is one series then."""

    async def read(self, samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        """What has arrived behind the cursors, then what was before the first ones."""
        state, crews = dict(part.state), Crews(samsara) if self.has_crew else None
        if not state and part.start is not None:
            state["from"] = utc_text(part.start)
        for types in batches_of_types(self.series):
            async for rows, reached in self._arrived(samsara, types, state):
                if rows or any(state.get(name) != value for name, value in reached.items()):
                    state = {**state, **reached}
                    yield await self._batch(rows, state, crews)
        if "from" in state:
            async for batch in self._history(samsara, {"to": utc_text(now()), **state}, crews):
                yield batch

    async def _arrived(
        self, samsara: SamsaraAccount, types: str, state: State
    ) -> AsyncIterator[tuple[list[Row], State]]:
        """The pages behind the cursor of these series, each with what it changes of the state."""
        path, query = f"{self.path}/feed", self._query(types)
        async for rows, after in samsara.feed(path, state.get(types), kind=KIND, query=query):
            yield rows, {types: after}

    async def _history(
        self, samsara: SamsaraAccount, state: dict[str, Any], crews: Crews | None
    ) -> AsyncIterator[Batch[FieldsT]]:
        """What was before the first cursors. With crews it comes by days, the newest one first, because a page of many
        days would take the drivers of all of them."""
        if crews is not None and _DAY not in state:
            # Earlier releases asked for all days at once.
            state = _by_days({name: value for name, value in state.items() if name not in ("at", "page")})
        left = batches_of_types(self.series)
        while "from" in state:
            reached, first = state, left.index(state.get("at", left[0]))
            window = {"startTime": state.get(_DAY, state["from"]), "endTime": state["to"]}
            for number, types in enumerate(left[first:], first):
                begin = state.get("page") if number == first else None
                async for rows, page in samsara.pages(
                    f"{self.path}/history", begin, kind=KIND, query={**self._query(types), **window}, limit=None
                ):
                    if page is not None:
                        reached = {**state, "at": types, "page": page}
                    elif types != left[-1]:
                        reached = {**state, "at": left[number + 1], "page": None}
                    else:
                        reached = _day_before(state)
                    yield await self._batch(rows, reached, crews)
            state = reached

    def _query(self, types: str) -> dict[str, str | None]:
        return {"types": types, "decorations": ",".join(self.decorations) or None}

    async def _batch(self, rows: Sequence[Row], state: State, crews: Crews | None) -> Batch[FieldsT]:
        found = [reading for reading in readings_of(rows, self.series) if self.counts(reading)]
        if crews is not None:
            await crews.join(found, self.series[0])
        return batch_of(found, self.to_record, state=state)


def _by_days(state: dict[str, Any]) -> dict[str, Any]:
    """The state at the beginning of the last day (UTC) of the history that is left."""
    last = datetime.fromisoformat(state["to"]) - timedelta(milliseconds=1)
    day = utc_text(last.replace(hour=0, minute=0, second=0, microsecond=0))
    return {**state, _DAY: max(state["from"], day)}


def _day_before(state: dict[str, Any]) -> dict[str, Any]:
    """The state behind a part of the history: at the day before, or behind all of it."""
    rest = {name: value for name, value in state.items() if name not in _OF_HISTORY}
    day = state.get(_DAY, state["from"])
    return rest if day <= state["from"] else _by_days({**rest, "from": state["from"], "to": day})


def batches_of_types(series: Sequence[str]) -> list[str]:
    """The series, so many at once as Samsara takes."""
    return [",".join(series[start : start + MOST_TYPES]) for start in range(0, len(series), MOST_TYPES)]


def readings_of(rows: Sequence[Row], series: Sequence[str]) -> Iterator[Row]:
    """A row for each reading: the vehicle or trailer, and the reading under the name of its series.

    The snapshots of the same series have one reading in place of a list. What is no reading is skipped with its reason.
    """
    for row in rows:
        if "id" not in row:
            yield row
        whose, path = {key: row[key] for key in ("id", "name") if key in row}, row.path
        for name in series:
            if (found := row.get(name)) is None:
                continue
            for reading in found if isinstance(found, list) else [found]:
                yield Row({**whose, name: reading}, path)


def series_of(row: Row, series: Sequence[str]) -> str:
    """The series that a reading belongs to."""
    for name in series:
        if name in row:
            return name
    return series[0]
