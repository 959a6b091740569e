"""Who drives which of Mapon's units and which trailer is behind it, as positions show it."""

from collections.abc import Iterator
from typing import Final

from gladhand.providers.mapon.api import SEATS, UNIT_ID, driver_id
from gladhand.providers.mapon.unit_changes import SEAT, UnitChanges
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.trailer_vehicle_association import TrailerVehicleAssociationFields
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

SHOWS: Final = ("source_vehicle_id", "source_driver_id", "is_primary_driver")
TRAILERS_SHOW: Final = ("source_vehicle_id", "source_trailer_id")
_UPDATED: Final = "last_update"
_CONNECTED, _TRAILER = "connected", "trailer"


def to_record(row: Row) -> Record[DriverVehicleAssociationFields]:
    """The hub's record of a driver on a unit, at the time at which a position first showed it."""
    unit, at, driver = (
        row.source_id(UNIT_ID),
        row.required_moment(_UPDATED),
        row.required_row("driver").source_id(),
    )
    return Record(
        source_id=composite_id(driver, unit, at),
        source_data=row,
        occurred_at=at,
        fields=DriverVehicleAssociationFields(
            source_vehicle_id=unit, source_driver_id=driver, is_primary_driver=row.text(SEAT) == SEATS[0]
        ),
    )


def trailer_record(row: Row) -> Record[TrailerVehicleAssociationFields]:
    """The hub's record of a trailer behind a unit, at the time at which a position first showed it."""
    unit, at = row.source_id(UNIT_ID), row.required_moment(_UPDATED)
    trailer = row.required_row(_CONNECTED).source_id(UNIT_ID)
    return Record(
        source_id=composite_id(trailer, unit, at),
        source_data=row,
        occurred_at=at,
        fields=TrailerVehicleAssociationFields(source_vehicle_id=unit, source_trailer_id=trailer),
    )


def _on_board(unit: Row) -> Iterator[Row]:
    """A row for each seat."""
    for seat in SEATS if UNIT_ID in unit else ():
        driver = unit.row("drivers").get(seat)
        yield Row({UNIT_ID: unit[UNIT_ID], _UPDATED: unit.get(_UPDATED), SEAT: seat, "driver": driver}, unit.path)
    if UNIT_ID not in unit:
        yield Row({}, unit.path)


def _driver_key(row: Row) -> str:
    if _is_nowhere_yet(row):
        return ""
    driver = row.row("driver")
    return f"{driver.text('id')}" if driver and driver_id(driver, "id") else ""


def _trailer_key(row: Row) -> str:
    connected = row.row(_CONNECTED)
    if _is_nowhere_yet(row) or connected.get("type", _TRAILER) != _TRAILER:
        return ""
    return connected.text(UNIT_ID) or ""


def _is_nowhere_yet(row: Row) -> bool:
    """Whether the unit has sent no position so far. Its first one tells since when."""
    return UNIT_ID in row and row.get(_UPDATED) is None


DRIVERS: Final = UnitChanges[DriverVehicleAssociationFields](to_record=to_record, key=_driver_key, parts=_on_board)
TRAILERS: Final = UnitChanges[TrailerVehicleAssociationFields](to_record=trailer_record, key=_trailer_key)
