"""Where Lytx's vehicles were, when they set out and arrived, and who drove them.

Positions are asked for by the time at which Lytx received them, so that late ones come as well.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Final

from gladhand.providers.lytx.api import DATA, LytxApi, found_guid, guid, inner, window
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import EngineStatusEnum
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.values import point_of

SHOWS: Final = ("location", "source_vehicle_id", "speed")
TRIPS_SHOW: Final = ("location", "source_vehicle_id", "source_driver_id", "engine_status")
DRIVERS_SHOW: Final = ("source_vehicle_id", "source_driver_id")
_POINTS, _VEHICLE = "points", "vehicle"
# Which end of a trip a row is about.
_EDGE, _START, _END = "edge", "start", "end"


async def read(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    query = {**window(part), "dateOption": "createdDate", "order": "asc"}
    async for rows, state, _ in lytx.pages("/v1/gps", part, within=_POINTS, host=DATA, **query):
        yield batch_of(inner(rows, _POINTS), to_record, state=state, id_key="vehicleId")


async def trips(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[EngineStatusFields]]:
    """The starts and ends of trips. Lytx has no times of the ignition."""
    query = {**window(part), "includeSubgroups": "true"}
    async for rows, state, _ in lytx.pages("/v1/trips", part, **query):
        yield batch_of(_edges(rows), trip_record, state=state, id_key="tripId")


async def assignments(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[DriverVehicleAssociationFields]]:
    query = {**window(part), "includeSubgroups": "true"}
    async for rows, state, _ in lytx.pages("/v1/driver-assignments", part, **query):
        yield batch_of(inner(rows, "vehicles", name=_VEHICLE), assignment_record, state=state, id_key="userId")


def to_record(row: Row) -> Record[VehicleLocationFields]:
    point = row.required_row("point")
    vehicle, at, where = guid(row, "vehicleId"), point.required_moment("timeInUtc"), point_of(point)
    if where is None:
        raise Malformed("The point has no place.")
    return Record(
        source_id=composite_id(vehicle, at),
        source_data=row,
        occurred_at=at,
        fields=VehicleLocationFields(
            location=where, source_vehicle_id=vehicle, speed=point.number("averageGpsSpeedMs")
        ),
    )


def trip_record(row: Row) -> Record[EngineStatusFields]:
    edge = row.required_text(_EDGE)
    return Record(
        source_id=composite_id(guid(row, "tripId"), edge),
        source_data=row,
        occurred_at=row.required_moment(f"{edge}Date"),
        fields=EngineStatusFields(
            location=point_of(row.row(f"{edge}Position")),
            source_vehicle_id=found_guid(row.row(_VEHICLE), "id"),
            source_driver_id=found_guid(row.row("driver"), "id"),
            engine_status=EngineStatusEnum.ON if edge == _START else EngineStatusEnum.OFF,
        ),
    )


def assignment_record(row: Row) -> Record[DriverVehicleAssociationFields]:
    held = row.required_row(_VEHICLE)
    driver, vehicle, at = guid(row, "userId"), guid(held, "id"), held.required_moment("assignmentStartDate")
    return Record(
        source_id=composite_id(driver, vehicle, at),
        source_data=row,
        occurred_at=at,
        fields=DriverVehicleAssociationFields(source_vehicle_id=vehicle, source_driver_id=driver),
    )


def _edges(rows: Iterable[Row]) -> Iterator[Row]:
    """A row for each start and each end. A trip that goes on has no end."""
    for row in rows:
        edges = [_START, _END] if row.moment(f"{_END}Date") is not None else [_START]
        for edge in edges if row else [_START]:
            yield Row({**row, _EDGE: edge} if row else {}, row.path)
