"""The starts and ends of the trips of Lytx's vehicles. Lytx has no times of the ignition."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.lytx.api import LytxApi, found_guid, guid, window
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.trips import EDGE, END, engine_status, trip_ends
from gladhand.sdk.values import point_of

SHOWS: Final = ("location", "source_vehicle_id", "source_driver_id", "engine_status")
_VEHICLE = "vehicle"


async def read(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[EngineStatusFields]]:
    query = {**window(part), "includeSubgroups": "true"}
    async for rows, state, _ in lytx.pages("/v1/trips", part, **query):
        yield batch_of(trip_ends(rows, _is_over), to_record, state=state, id_key="tripId")


def to_record(row: Row) -> Record[EngineStatusFields]:
    edge = row.required_text(EDGE)
    return Record(
        source_id=composite_id(guid(row, "tripId"), edge),
        source_data=row,
        occurred_at=row.required_moment(f"{edge}Date"),
        fields=EngineStatusFields(
            location=point_of(row.row(f"{edge}Position")),
            source_vehicle_id=found_guid(row.row(_VEHICLE), "id"),
            source_driver_id=found_guid(row.row("driver"), "id"),
            engine_status=engine_status(row),
        ),
    )


def _is_over(trip: Row) -> bool:
    return trip.moment(f"{END}Date") is not None
