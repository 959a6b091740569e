"""Trips, of providers that have no times of the ignition: an engine runs from the start of one to its end."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from gladhand.resources.enums import EngineStatusEnum
from gladhand.sdk.rows import Row

START, END = "start", "end"
#: Says in a row of `trip_ends` which end of the trip the row is about.
EDGE: Final = "edge"


def trip_ends(trips: Iterable[Row], is_over: Callable[[Row], bool]) -> Iterator[Row]:
    """A row for each start and each end. A trip that goes on has no end. An empty row stays one, to be skipped."""
    for trip in trips:
        for edge in (START, END) if trip and is_over(trip) else (START,):
            yield trip.joined({EDGE: edge})


def engine_status(row: Row) -> EngineStatusEnum:
    """The engine from this end of the trip on."""
    return EngineStatusEnum.ON if row.required_text(EDGE) == START else EngineStatusEnum.OFF
