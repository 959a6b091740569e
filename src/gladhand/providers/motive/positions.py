"""Where Motive's vehicles and assets were, and when engines ran: rows of both the present and the past.

A row of the present is the vehicle or asset with its newest position inside. A row of the past is a position, to which
the read adds whose it is. Motive gives the same position different ids in both, if any, so that the hub's id is made of
vehicle and time.
"""

from datetime import datetime
from typing import Final

from gladhand.providers.motive.places import distance, first_number, point, required_point, speed, town
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import EngineStatusEnum
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.clock import minutes
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

VEHICLE, ASSET = "vehicle", "asset"
VEHICLE_NOW, ASSET_NOW = "current_location", "last_location"
_DRIVER_NOW: Final = "current_driver"
# Vehicles that are on their way report every few minutes.
_FRESH: Final = minutes(15)
VEHICLES_SHOW: Final = (
    "source_vehicle_id",
    "source_driver_id",
    "location",
    "inferred_address",
    "speed",
    "odometer",
    "fuel_level",
    "engine_hours",
)
ASSETS_SHOW: Final = ("source_trailer_id", "location", "inferred_address")
ENGINES_SHOW: Final = ("source_vehicle_id", "source_driver_id", "location", "inferred_address", "engine_status")
#: The state of the engine by the type of a position. The other types say nothing about it.
ENGINES: Final = {
    "ignition_on": EngineStatusEnum.ON,
    "engine_start": EngineStatusEnum.ON,
    "vehicle_moving": EngineStatusEnum.ON,
    "ignition_off": EngineStatusEnum.OFF,
    "engine_stop": EngineStatusEnum.OFF,
}


def vehicle_location(row: Row) -> Record[VehicleLocationFields]:
    """The hub's record of a position of a vehicle. `fuel` is what was burnt so far, and no level."""
    is_now = VEHICLE_NOW in row
    place = row.required_row(VEHICLE_NOW) if is_now else row
    vehicle = row if is_now else row.required_row(VEHICLE)
    number, moment, is_metric = vehicle.source_id(), place.required_moment("located_at"), vehicle.flag("metric_units")
    return Record(
        source_id=composite_id(number, moment),
        source_data=row,
        occurred_at=moment,
        fields=VehicleLocationFields(
            source_vehicle_id=number,
            source_driver_id=row.row(_DRIVER_NOW if is_now else "driver").text("id"),
            location=required_point(place),
            inferred_address=town(place.text("description")),
            speed=speed(place, is_metric=is_metric),
            odometer=distance(first_number(place, "true_odometer", "odometer"), is_metric=is_metric),
            engine_hours=first_number(place, "true_engine_hours", "engine_hours"),
            fuel_level=place.number("fuel_primary_remaining_percentage"),
        ),
    )


def without_later_driver(row: Row, moment: datetime) -> Row:
    """The row of the present without its driver, if the position is older: who has the vehicle now need not have had it
    then."""
    located = row.row(VEHICLE_NOW).moment("located_at")
    if not row.get(_DRIVER_NOW) or located is None or moment - located < _FRESH:
        return row
    return Row({**row, _DRIVER_NOW: None}, row.path)


def trailer_location(row: Row) -> Record[TrailerLocationFields]:
    """The hub's record of a position of an asset."""
    is_now = ASSET_NOW in row
    place = row.required_row(ASSET_NOW) if is_now else row
    number, moment = (row if is_now else row.required_row(ASSET)).source_id(), place.required_moment("located_at")
    return Record(
        source_id=composite_id(number, moment),
        source_data=row,
        occurred_at=moment,
        fields=TrailerLocationFields(
            source_trailer_id=number,
            location=required_point(place),
            inferred_address=town(place.text("description")),
        ),
    )


def engine_status(row: Row) -> Record[EngineStatusFields]:
    """The hub's record of a state of an engine, from a position of the past."""
    return Record(
        source_id=f"location:{row.source_id()}",
        source_data=row,
        occurred_at=row.required_moment("located_at"),
        fields=EngineStatusFields(
            source_vehicle_id=row.required_row(VEHICLE).source_id(),
            source_driver_id=row.row("driver").text("id"),
            location=point(row),
            inferred_address=town(row.text("description")),
            engine_status=ENGINES[row.required_text("type")],
        ),
    )


def has_engine_state(row: Row) -> bool:
    """Whether a position is the record of a state of the engine."""
    return row.text("type") in ENGINES or "located_at" not in row
