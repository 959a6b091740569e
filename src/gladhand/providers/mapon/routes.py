"""The starts and ends of the routes of Mapon's units."""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Final

from gladhand.providers.mapon.api import UNIT_ID, MaponApi, driver_id, place, when
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import EngineStatusEnum
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.windows import bounds

SHOWS: Final = ("location", "source_vehicle_id", "source_driver_id", "engine_status")
_EDGE: Final = "edge"


async def read(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[EngineStatusFields]]:
    """The starts and ends of routes that touch the window."""
    start, end = bounds(part)
    answer = await mapon.get("route/list", **{"from": when(start), "till": when(end)}, include=["driver_id"])
    yield batch_of(_edges(answer.required_row("data").rows("units")), to_record, id_key="route_id")


def to_record(row: Row) -> Record[EngineStatusFields]:
    edge = row.required_text(_EDGE)
    shown = row.required_row(edge)
    return Record(
        source_id=composite_id(row.source_id("route_id"), edge),
        source_data=row,
        occurred_at=shown.required_moment("time"),
        fields=EngineStatusFields(
            location=place(shown),
            source_vehicle_id=row.source_id(UNIT_ID),
            source_driver_id=driver_id(row, "driver_id"),
            engine_status=EngineStatusEnum.ON if edge == "start" else EngineStatusEnum.OFF,
        ),
    )


def _edges(units: Iterable[Row]) -> Iterator[Row]:
    """A row for each end of each route. The end of one that goes on has no time; a stop is no route."""
    for unit in units:
        if not isinstance(unit.get("routes"), list):
            yield Row({}, unit.path)
            continue
        for route in unit.rows("routes"):
            if route.get("type") == "stop":
                continue
            edges = ["start", "end"] if route.row("end").get("time") is not None else ["start"]
            for edge in edges:
                yield Row({UNIT_ID: unit.get(UNIT_ID), _EDGE: edge, **route} if route else {}, route.path)
