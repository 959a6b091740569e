"""Which driver had which vehicle at Samsara."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.driver_mapping import driver_source_id
from gladhand.providers.samsara.hos_logs import window_of
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

ASSIGNMENTS: Final = "/fleet/driver-vehicle-assignments"
KIND: Final = "assignment-reads"
SHOWS: Final = ("source_driver_id", "source_vehicle_id", "is_primary_driver")


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[DriverVehicleAssociationFields]]:
    """The assignments that overlap the window. Samsara answers 50 at once, whatever is asked for."""
    query = {"filterBy": "vehicles", **window_of(part)}
    async for rows, state in samsara.resumable_pages(ASSIGNMENTS, part, kind=KIND, query=query, limit=None):
        yield batch_of(rows, to_record, state=state)


def to_record(assignment: Row) -> Record[DriverVehicleAssociationFields]:
    """The hub's record of an assignment."""
    driver, vehicle = (assignment.required_row(name).source_id() for name in ("driver", "vehicle"))
    begun, passenger = assignment.required_moment("startTime"), assignment.flag("isPassenger")
    return Record(
        source_id=composite_id(driver, vehicle, begun),
        source_data=assignment,
        occurred_at=begun,
        fields=DriverVehicleAssociationFields(
            source_driver_id=driver_source_id(driver),
            source_vehicle_id=vehicle,
            is_primary_driver=None if passenger is None else not passenger,
        ),
    )
