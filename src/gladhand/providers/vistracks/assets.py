"""VisTracks' assets, which are vehicles and trailers, and where they were last."""

from collections.abc import AsyncIterator, Callable
from typing import Any, Final

from gladhand.providers.vistracks.api import ASSETS, VisTracksApi, is_deleted
from gladhand.resources.fields import FieldsT
from gladhand.resources.trailer import TrailerFields
from gladhand.resources.vehicle import VehicleFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.reading import Batch, Fetch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import hours_of_seconds, metres
from gladhand.sdk.values import fixed_point

_KIND, _VEHICLE, _TRAILER = "assetType", "Vehicle", "Trailer"
VEHICLES_SHOW: Final = (
    "vehicle_name",
    "vin",
    "license_plate_number",
    "eld_serial_number",
    "eld_device_type",
    "is_active",
)
TRAILERS_SHOW: Final = ("trailer_name", "vin", "license_plate_number", "is_active")
LOCATIONS_SHOW: Final = ("location", "source_vehicle_id", "source_driver_id", "odometer", "engine_hours")


def of_kind(kind: str, to_record: Callable[[Row], Record[FieldsT]]) -> Fetch[FieldsT]:
    """Reads the assets of one kind that were not deleted."""

    async def read(vistracks: VisTracksApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        async for rows, following in vistracks.pages(ASSETS, offset=part.state.get("offset", 0)):
            # One without a kind is malformed, and is skipped with its reason.
            here = [row for row in rows if row.get(_KIND, kind) == kind and not is_deleted(row)]
            yield batch_of(here, to_record, state={"offset": following} if following else {})

    return read


def to_vehicle(row: Row) -> Record[VehicleFields]:
    row.required_text(_KIND)
    return Record(
        source_id=row.source_id(),
        source_data=_without_password(row),
        fields=VehicleFields(
            vehicle_name=row.text("name"),
            vin=row.text("vin"),
            license_plate_number=row.text("licensePlate"),
            eld_serial_number=row.text("eldSerialNumber") or row.text("eldMacAddress"),
            eld_device_type=row.text("eldDevice"),
            is_active=True,
        ),
    )


def to_trailer(row: Row) -> Record[TrailerFields]:
    row.required_text(_KIND)
    return Record(
        source_id=row.source_id(),
        source_data=_without_password(row),
        fields=TrailerFields(
            trailer_name=row.text("name"),
            vin=row.text("vin"),
            license_plate_number=row.text("licensePlate"),
            is_active=True,
        ),
    )


READ_VEHICLES: Final = of_kind(_VEHICLE, to_vehicle)
READ_TRAILERS: Final = of_kind(_TRAILER, to_trailer)


async def read_locations(vistracks: VisTracksApi, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    # An asset whose status was deleted was where it was.
    async for page in vistracks.changes("/assetStatuses", part):
        yield batch_of([row for row in page.rows if not _is_nowhere(row)], to_location, state=page.state)


def to_location(row: Row) -> Record[VehicleLocationFields]:
    asset, moment = row.source_id("assetId"), row.required_moment("eventTime")
    return Record(
        source_id=composite_id(asset, moment),
        source_data=row,
        occurred_at=moment,
        fields=VehicleLocationFields(
            location=fixed_point(row),
            source_vehicle_id=asset,
            source_driver_id=row.text("userId"),
            odometer=metres(row.number("totalOdometerKm")),
            engine_hours=hours_of_seconds(row.seconds_of_duration("totalEngineHours")),
        ),
    )


def _without_password(asset: Row) -> dict[str, Any]:
    """The row without the password of the logging device, which is no concern of the hub."""
    return {name: value for name, value in asset.items() if name != "eldPassword"}


def _is_nowhere(status: Row) -> bool:
    """Whether it is the good status of an asset that was never tracked, or has no fix."""
    return "id" in status and status.get("latitude") in (None, 0) and status.get("longitude") in (None, 0)
