"""Who drove which of Lytx's vehicles."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.lytx.api import LytxApi, guid, inner, window
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

SHOWS: Final = ("source_vehicle_id", "source_driver_id")
_VEHICLE = "vehicle"


async def read(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[DriverVehicleAssociationFields]]:
    query = {**window(part), "includeSubgroups": "true"}
    async for rows, state, _ in lytx.pages("/v1/driver-assignments", part, **query):
        yield batch_of(inner(rows, "vehicles", name=_VEHICLE), to_record, state=state, id_key="userId")


def to_record(row: Row) -> Record[DriverVehicleAssociationFields]:
    held = row.required_row(_VEHICLE)
    driver, vehicle, at = guid(row, "userId"), guid(held, "id"), held.required_moment("assignmentStartDate")
    return Record(
        source_id=composite_id(driver, vehicle, at),
        source_data=row,
        occurred_at=at,
        fields=DriverVehicleAssociationFields(source_vehicle_id=vehicle, source_driver_id=driver),
    )
