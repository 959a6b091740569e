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
    """The periods of the window. One whose driver is unidentified is no record, or no longer one."""
    async for rows, state in motive.resumable_pages(PATH, _KIND, part, query=utc_days(part)):
        found = batch_of((row for row in rows if not _is_unidentified(row)), to_record, state=state)
        gone = {_source_id(row) for row in rows if _is_unidentified(row) and "start_time" in row}
        # A period that has got its driver may stand beside what it was before.
        gone -= {record.source_id for record in found.records}
        yield Batch(found.records, state=state, skipped=found.skipped, removed=sorted(gone))


def to_record(period: Row) -> Record[DriverVehicleAssociationFields]:
    """The hub's record of a period.

    Its id is made of vehicle and start: when the fleet corrects the driver, the record changes, and no second one
    appears beside it. A corrected period may have a new id of its own at Motive.
    """
    driver, vehicle = (period.required_row(name).source_id() for name in ("driver", "vehicle"))
    begun = period.required_moment("start_time")
    return Record(
        source_id=_source_id(period),
        source_data=period,
        occurred_at=begun,
        fields=DriverVehicleAssociationFields(
            source_driver_id=driver, source_vehicle_id=vehicle, is_primary_driver=True
        ),
    )


def _source_id(period: Row) -> str:
    return composite_id(period.required_row("vehicle").source_id(), period.required_moment("start_time"))


def _is_unidentified(period: Row) -> bool:
    return period.get("driver") is None and "vehicle" in period
