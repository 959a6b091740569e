"""Who drives which vehicle, and which trailer is behind it: the feeds of DriverChange and TrailerAttachment.

People edit both. Rows of attachments have not been seen at a real account: their keys are those of the object model.
"""

from collections.abc import AsyncIterator
from functools import partial
from typing import Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import newest, reference, required_reference
from gladhand.providers.geotab.feeds import EntityFeed, changes
from gladhand.providers.geotab.trailer_ids import NO_TRAILERS, TrailerIds, trailer_ids
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.trailer_vehicle_association import TrailerVehicleAssociationFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

DRIVERS_SHOW: Final = ("source_vehicle_id", "source_driver_id")
TRAILERS_SHOW: Final = ("source_vehicle_id", "source_trailer_id")
#: The device of a trailer comes from the list of devices.
TRAILERS_JOIN: Final = ("source_trailer_id",)


def driver_change(change: Row) -> Record[DriverVehicleAssociationFields]:
    """The hub's record of a change of the driver. Without a driver nobody is signed in from then on."""
    change["driver"]
    return Record(
        source_id=change.source_id(),
        source_data=change,
        occurred_at=change.required_moment("dateTime"),
        fields=DriverVehicleAssociationFields(
            source_vehicle_id=reference(change, "device"), source_driver_id=reference(change, "driver")
        ),
    )


DRIVERS: Final = EntityFeed(type_name="DriverChange", to_record=driver_change)


async def trailers(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[TrailerVehicleAssociationFields]]:
    """The attachments that were made or changed."""
    found: TrailerIds | None = None
    feed = changes(geotab, "TrailerAttachment", version=part.state.get("version"), start=part.start)
    async for rows, version in feed:
        if rows and found is None:
            found = await trailer_ids(geotab)
        to_record = partial(attachment, trailers=found or NO_TRAILERS)
        yield batch_of(newest(rows), to_record, state={"version": version})


def attachment(row: Row, *, trailers: TrailerIds) -> Record[TrailerVehicleAssociationFields]:
    """The hub's record of a trailer that was attached."""
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.moment("activeFrom") or row.required_moment("dateTime"),
        fields=TrailerVehicleAssociationFields(
            source_vehicle_id=reference(row, "device"),
            source_trailer_id=trailers.device(required_reference(row, "trailer")),
        ),
    )


def remap_trailer(_geotab: GeotabApi, _source_id: str, row: Row) -> Record[TrailerVehicleAssociationFields]:
    return attachment(row, trailers=NO_TRAILERS)
