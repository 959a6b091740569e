"""Where Lytx's vehicles were.

Positions are asked for by the time at which Lytx received them, so that late ones come as well.
"""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.lytx.api import DATA, LytxApi, guid, inner, window
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.values import fixed_point

SHOWS: Final = ("location", "source_vehicle_id", "speed")
_POINTS = "points"


async def read(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    query = {**window(part), "dateOption": "createdDate", "order": "asc"}
    async for rows, state, _ in lytx.pages("/v1/gps", part, within=_POINTS, host=DATA, **query):
        yield batch_of(inner(rows, _POINTS), to_record, state=state, id_key="vehicleId")


def to_record(row: Row) -> Record[VehicleLocationFields]:
    point = row.required_row("point")
    vehicle, at = guid(row, "vehicleId"), point.required_moment("timeInUtc")
    return Record(
        source_id=composite_id(vehicle, at),
        source_data=row,
        occurred_at=at,
        fields=VehicleLocationFields(
            location=fixed_point(point), source_vehicle_id=vehicle, speed=point.number("averageGpsSpeedMs")
        ),
    )
