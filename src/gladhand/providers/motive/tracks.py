"""Reads where vehicles and assets are and were.

One list has everybody's newest position. What lies between two looks at it has only the history of each vehicle, which
takes a request of its own, so that the requests are spread over the day: the hub asks for a vehicle that has moved once
an hour, and for every vehicle once a day three days back, since gateways upload late.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Generic

from gladhand.providers.motive import positions
from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.providers.motive.places import has_fix
from gladhand.providers.motive.windows import local_days
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.fields import FieldsT
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.clock import days, hours, now
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.windows import SPREAD, bounds, is_current, is_due, is_spread

_HOUR, _DAY, _LATE = hours(1), days(1), days(3)
_LAST = 1 << 31
_VEHICLES: Final = RecordKind(plural="vehicles", singular=positions.VEHICLE)
_VEHICLE_HISTORY: Final = RecordKind(plural="vehicle_locations", singular="vehicle_location")
_KEPT: Final = ("id", "number", "name", "metric_units")


def _everything(_: Row) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Tracks(Generic[FieldsT]):
    """The positions of vehicles, or of assets."""

    now_path: str
    """The list of everybody's newest positions."""
    now_key: str
    """The newest position in a row of that list."""
    kind: RecordKind
    """Whose positions they are."""
    history_path: str
    """The positions of one of them."""
    history_kind: RecordKind
    to_record: Callable[[Row], Record[FieldsT]]
    counts: Callable[[Row], bool] = _everything
    """Whether a position of the history is a record."""
    shows_now: bool = True
    """Whether the newest positions are records."""
    history_page: int | None = None
    """How many positions a page of the history has; None: it comes in one answer."""
    interval: timedelta | None = _HOUR
    """How often those that have moved are asked for; None: once a day, as all others."""

    async def read(self, motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        """The positions of the window; without an end the newest ones."""
        newest: list[Row] = []
        spread = is_spread(part)
        # A run that is resumed late is still spread as it began.
        mark = {SPREAD: True} if spread else {}
        if spread or is_current(part):
            async for rows, following in motive.list_records(self.now_path, self.kind):
                newest += rows
                state = {**mark, **({"page": following} if following else {"after": 0})}
                is_read = "after" in part.state or (following or _LAST) <= int(part.state.get("page", 1))
                if self.shows_now and not is_read:
                    found = batch_of(self._located(rows), self.to_record, state=state)
                    # The same position has another form in the history, which has the driver of its time.
                    yield replace(found, is_preliminary=True)
        if part.end is None:
            return
        start, end = bounds(part)
        listed = newest if spread else await self._everybody(motive, start)
        for number, row in _by_number(listed):
            since = self.due_since(number, row, start, end) if spread else start
            if number > int(part.state.get("after", 0)) and since is not None:
                rows = await self._history(motive, row, Slice(start=since, end=end))
                yield batch_of(rows, self.to_record, state={**mark, "after": number})

    def _located(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows that have a position. One that is malformed stays, to be skipped with its reason."""
        for row in rows:
            if "id" not in row or (row.get(self.now_key) and has_fix(row.row(self.now_key))):
                yield positions.without_later_driver(row, now())

    def due_since(self, number: int, row: Row, start: datetime, end: datetime) -> datetime | None:
        """From when on the history of one is read; None if the window holds no moment at which it is due."""
        if is_due(str(number), start, end, _DAY):
            return end - _LATE
        moved, interval = row.row(self.now_key).moment("located_at"), self.interval
        if interval is None or moved is None or moved < start - interval:
            return None
        if not is_due(str(number), start, end, interval):
            return None
        return start - interval

    async def _everybody(self, motive: MotiveApi, start: datetime) -> list[Row]:
        """Those that can have sent something since then. The list of newest positions has only active ones."""
        return [
            row
            async for rows, _ in motive.list_records(f"/v1/{self.kind.plural}", self.kind)
            for row in rows
            if row.get("status") != "deactivated" or (changed := row.moment("updated_at")) is None or changed >= start
        ]

    async def _history(self, motive: MotiveApi, row: Row, part: Slice) -> list[Row]:
        """The positions of one in these days, each with whose it is."""
        whose = {name: row[name] for name in _KEPT if name in row}
        path, kind, query = f"{self.history_path}/{row['id']}", self.history_kind, local_days(part)
        try:
            if self.history_page is None:
                places = await motive.unpaged(path, kind, query=query)
            else:
                pages = motive.list_records(path, kind, query=query, per_page=self.history_page)
                places = [place async for rows, _ in pages for place in rows]
        except Rejected as error:
            if error.status_code == 404:
                # It was deleted since the list was read.
                return []
            raise
        found = (Row({self.kind.singular: whose, **place}, place.path) for place in places)
        return [place for place in found if has_fix(place) and self.counts(place)]


def _by_number(rows: Iterable[Row]) -> list[tuple[int, Row]]:
    """The rows by their ids, in order."""
    numbered = [(number, row) for row in rows if (number := row.whole("id")) is not None]
    return sorted(numbered, key=lambda each: each[0])


VEHICLES: Final = Tracks[VehicleLocationFields](
    now_path="/v3/vehicle_locations",
    now_key=positions.VEHICLE_NOW,
    kind=_VEHICLES,
    history_path="/v3/vehicle_locations",
    history_kind=_VEHICLE_HISTORY,
    to_record=positions.vehicle_location,
)
ASSETS: Final = Tracks[TrailerLocationFields](
    now_path="/v1/asset_locations",
    now_key=positions.ASSET_NOW,
    kind=RecordKind(plural="assets", singular=positions.ASSET),
    history_path="/v2/asset_locations",
    # That the history looks like that of vehicles is assumed.
    history_kind=RecordKind(plural="asset_locations", singular="asset_location"),
    history_page=250,
    to_record=positions.trailer_location,
    interval=None,
)
ENGINES: Final = Tracks[EngineStatusFields](
    now_path="/v3/vehicle_locations",
    now_key=positions.VEHICLE_NOW,
    kind=_VEHICLES,
    history_path="/v3/vehicle_locations",
    history_kind=_VEHICLE_HISTORY,
    to_record=positions.engine_status,
    counts=positions.has_engine_state,
    shows_now=False,
    interval=hours(2),
)
