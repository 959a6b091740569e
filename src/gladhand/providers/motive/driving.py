"""Which driver had which vehicle at Motive, from the periods in which vehicles were driven."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.providers.motive.windows import utc_days
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

PATH: Final = "/v1/driving_periods"
SHOWS: Final = ("source_driver_id", "source_vehicle_id", "is_primary_driver")
_KIND: Final = RecordKind(plural="driving_periods", singular="driving_period")


async def read(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[DriverVehicleAssociationFields]]:
    """The periods of the window. One whose driver is unidentified is no record, or no longer one.

    The driver whom the list of vehicles shows is not used: it does not say since when.
    """
    async for rows, state in motive.resumable_pages(PATH, _KIND, part, query=utc_days(part)):
        yield batch_of((row for row in rows if not _is_unidentified(row)), to_record, state=state)


def to_record(period: Row) -> Record[DriverVehicleAssociationFields]:
    """The hub's record of a period. One whose driver the fleet corrects is another record, and the old one is gone."""
    driver, vehicle = (period.required_row(name).source_id() for name in ("driver", "vehicle"))
    begun = period.required_moment("start_time")
    return Record(
        source_id=composite_id(driver, vehicle, begun),
        source_data=period,
        occurred_at=begun,
        fields=DriverVehicleAssociationFields(
            source_driver_id=driver, source_vehicle_id=vehicle, is_primary_driver=True
        ),
    )


def _is_unidentified(period: Row) -> bool:
    return period.get("driver") is None and "vehicle" in period
