"""Where Mapon's units are."""

from typing import Final

from gladhand.providers.mapon.api import SEATS, UNIT_ID, driver_id, place
from gladhand.providers.mapon.unit_changes import UnitChanges
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import cubic_metres, metres_per_second
from gladhand.sdk.values import fixed_point

SHOWS: Final = (
    *("location", "source_vehicle_id", "source_driver_id", "speed", "odometer", "engine_hours"),
    *("fuel_level", "fuel_value"),
)
_PERCENT, _LITRES = "pct", "L"
TRAILERS_SHOW: Final = ("location", "source_trailer_id")


def to_record(row: Row) -> Record[VehicleLocationFields]:
    unit, at = row.source_id(UNIT_ID), row.required_moment("last_update")
    driver = row.row("drivers").row(SEATS[0])
    return Record(
        source_id=composite_id(unit, at),
        source_data=row,
        occurred_at=at,
        fields=VehicleLocationFields(
            location=fixed_point(row, "lng", "lat"),
            source_vehicle_id=unit,
            source_driver_id=driver_id(driver, "id"),
            speed=metres_per_second(row.number("speed")),
            odometer=row.number("mileage"),
            engine_hours=row.row("can").number("value", within="engine_hours"),
            fuel_level=_in_tank(row, _PERCENT),
            fuel_value=cubic_metres(_in_tank(row, _LITRES)),
        ),
    )


def trailer_record(row: Row) -> Record[TrailerLocationFields]:
    unit, at = row.source_id(UNIT_ID), row.required_moment("last_update")
    return Record(
        source_id=composite_id(unit, at),
        source_data=row,
        occurred_at=at,
        fields=TrailerLocationFields(location=fixed_point(row, "lng", "lat"), source_trailer_id=unit),
    )


def _in_tank(row: Row, measure: str) -> float | None:
    """What is left, by the first instrument that measures it so. Others weigh it."""
    levels = [row.number("value") for row in row.optional_rows("fuel") if row.get("metrics") == measure]
    return next((level for level in levels if level is not None), None)


def _place_key(row: Row) -> str:
    """The time of a position; nothing for a good row without one."""
    is_nowhere = UNIT_ID in row and row.moment("last_update") is not None and place(row) is None
    return "" if is_nowhere else row.text("last_update") or "never"


PLACES: Final = UnitChanges[VehicleLocationFields](to_record=to_record, key=_place_key)
TRAILER_PLACES: Final = UnitChanges[TrailerLocationFields](to_record=trailer_record, key=_place_key, is_trailer=True)
