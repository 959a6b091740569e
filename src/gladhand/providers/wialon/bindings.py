"""Which driver or trailer is bound to which of Wialon's units."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Final

from gladhand.providers.wialon.api import DRIVERS, TRAILERS, WialonApi, own_id
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.fields import FieldsT
from gladhand.resources.trailer_vehicle_association import TrailerVehicleAssociationFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Fetch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

DRIVERS_SHOW: Final = ("source_vehicle_id", "source_driver_id")
TRAILERS_SHOW: Final = ("source_vehicle_id", "source_trailer_id")


def bindings(what: str, to_record: Callable[[Row], Record[FieldsT]]) -> Fetch[FieldsT]:
    """Reads what is bound to a unit now. Bindings that have ended stay as they are stored."""

    async def read(wialon: WialonApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        since = part.state.get("since", 0)
        rows = [
            row
            for row in await wialon.of_resources(what)
            if row.whole("bu") != 0 and (row.whole("bt") or since) >= since
        ]
        newest = max([since, *(row.whole("bt") or 0 for row in rows)])
        yield batch_of(rows, to_record, state={"since": newest})

    return read


def to_driver_binding(row: Row) -> Record[DriverVehicleAssociationFields]:
    unit, at = _bound(row)
    return Record(
        source_id=composite_id(own_id(row), unit, at),
        source_data=row,
        occurred_at=at,
        fields=DriverVehicleAssociationFields(source_vehicle_id=unit, source_driver_id=own_id(row)),
    )


def to_trailer_binding(row: Row) -> Record[TrailerVehicleAssociationFields]:
    unit, at = _bound(row)
    return Record(
        source_id=composite_id(own_id(row), unit, at),
        source_data=row,
        occurred_at=at,
        fields=TrailerVehicleAssociationFields(source_vehicle_id=unit, source_trailer_id=own_id(row)),
    )


def _bound(row: Row) -> tuple[str, datetime]:
    unit, at = row.whole("bu"), row.moment_of_seconds("bt")
    if not unit or not at:
        raise Malformed("The answer does not say to which unit it is bound, or since when.")
    return str(unit), at


READ_DRIVERS: Final = bindings(DRIVERS, to_driver_binding)
READ_TRAILERS: Final = bindings(TRAILERS, to_trailer_binding)
