"""Positions of trucks and trailers."""

from gladhand.providers.simulator.walks import SourceWalk
from gladhand.providers.simulator.words import address, point
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import cubic_metres, kelvin, metres, metres_per_second, pascals


def _truck(row: Row) -> Record[VehicleLocationFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("time"),
        fields=VehicleLocationFields(
            source_vehicle_id=row.required_text("vehicle"),
            source_driver_id=row.text("driver"),
            location=point(row),
            inferred_address=address(row),
            speed=metres_per_second(row.number("speed_kmh")),
            odometer=metres(row.number("odometer_km")),
            fuel_level=row.number("fuel_percent"),
            fuel_value=cubic_metres(row.number("fuel_litres")),
            engine_hours=row.number("engine_hours"),
            oil_pressure=pascals(row.number("oil_kpa")),
            coolant_temperature=kelvin(row.number("coolant_c")),
        ),
    )


def _trailer(row: Row) -> Record[TrailerLocationFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("time"),
        fields=TrailerLocationFields(
            source_trailer_id=row.required_text("trailer"),
            source_vehicle_id=row.text("vehicle"),
            location=point(row),
            inferred_address=address(row),
        ),
    )


TRUCKS = SourceWalk(name="positions", to_record=_truck)
TRAILERS = SourceWalk(name="trailer_positions", to_record=_trailer)
