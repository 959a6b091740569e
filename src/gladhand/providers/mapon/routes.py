"""The starts and ends of the routes of Mapon's units."""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Final

from gladhand.providers.mapon.api import UNIT_ID, MaponApi, driver_id, place, when
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.trips import EDGE, END, engine_status, trip_ends
from gladhand.sdk.windows import bounds

SHOWS: Final = ("location", "source_vehicle_id", "source_driver_id", "engine_status")


async def read(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[EngineStatusFields]]:
    """The starts and ends of routes that touch the window."""
    start, end = bounds(part)
    answer = await mapon.get("route/list", **{"from": when(start), "till": when(end)}, include=["driver_id"])
    routes = _routes(answer.required_row("data").rows("units"))
    yield batch_of(trip_ends(routes, _is_over), to_record, id_key="route_id")


def to_record(row: Row) -> Record[EngineStatusFields]:
    edge = row.required_text(EDGE)
    shown = row.required_row(edge)
    return Record(
        source_id=composite_id(row.source_id("route_id"), edge),
        source_data=row,
        occurred_at=shown.required_moment("time"),
        fields=EngineStatusFields(
            location=place(shown),
            source_vehicle_id=row.source_id(UNIT_ID),
            source_driver_id=driver_id(row, "driver_id"),
            engine_status=engine_status(row),
        ),
    )


def _routes(units: Iterable[Row]) -> Iterator[Row]:
    """The routes of all units, each with its unit. A stop is no route."""
    for unit in units:
        if not isinstance(unit.get("routes"), list):
            yield Row({}, unit.path)
            continue
        for route in unit.rows("routes"):
            if route.get("type") != "stop":
                yield route.joined({UNIT_ID: unit.get(UNIT_ID)})


def _is_over(route: Row) -> bool:
    return route.row(END).get("time") is not None
