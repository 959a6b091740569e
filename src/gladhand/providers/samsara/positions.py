"""Where Samsara's vehicles and trailers were, and when engines ran. Samsara counts in miles an hour and metres."""

from typing import Final

from gladhand.providers.samsara.crews import DRIVER, PASSENGER
from gladhand.providers.samsara.driver_mapping import find_driver_source_id
from gladhand.providers.samsara.measurements import MeasuredReadings
from gladhand.providers.samsara.stats import TRAILERS, VEHICLES, Readings
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import EngineStatusEnum
from gladhand.resources.positions import InferredAddress
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import hours_of_seconds, kelvin_of_thousandths, metres_per_second_of_miles, pascals
from gladhand.sdk.values import point_of, required_point

_ENGINES: Final = {"Off": EngineStatusEnum.OFF, "On": EngineStatusEnum.ON, "Idle": EngineStatusEnum.IDLE}
VEHICLES_SHOW: Final = (
    "source_vehicle_id",
    "source_driver_id",
    "source_co_driver_id",
    "location",
    "inferred_address",
    "speed",
    "odometer",
    "fuel_level",
    "engine_hours",
    "oil_pressure",
    "coolant_temperature",
)


def has_fix(reading: Row) -> bool:
    """Whether it says where the vehicle is. A gateway without reception reports 0/0."""
    return (reading.number("latitude", within="gps"), reading.number("longitude", within="gps")) != (0, 0)


def vehicle_location(reading: Row) -> Record[VehicleLocationFields]:
    """The hub's record of a position of a vehicle."""
    gps = reading.required_row("gps")
    moment, decorations = gps.required_moment("time"), gps.row("decorations")
    vehicle = reading.source_id()
    odometer = decorations.number("value", within="obdOdometerMeters")
    engine = decorations.number("value", within="obdEngineSeconds")
    return Record(
        source_id=composite_id(vehicle, moment),
        source_data=reading,
        occurred_at=moment,
        fields=VehicleLocationFields(
            source_vehicle_id=vehicle,
            source_driver_id=find_driver_source_id(reading.text("id", within=DRIVER)),
            source_co_driver_id=find_driver_source_id(reading.text("id", within=PASSENGER)),
            location=required_point(gps),
            inferred_address=_address(gps),
            speed=metres_per_second_of_miles(gps.number("speedMilesPerHour")),
            odometer=decorations.number("value", within="gpsOdometerMeters") if odometer is None else odometer,
            fuel_level=decorations.number("value", within="fuelPercents"),
            engine_hours=hours_of_seconds(
                decorations.number("value", within="syntheticEngineSeconds") if engine is None else engine
            ),
            oil_pressure=pascals(decorations.number("value", within="engineOilPressureKPa")),
            coolant_temperature=kelvin_of_thousandths(
                decorations.number("value", within="engineCoolantTemperatureMilliC")
            ),
        ),
    )


def trailer_location(reading: Row) -> Record[TrailerLocationFields]:
    """The hub's record of a position of a trailer."""
    gps = reading.required_row("gps")
    moment, trailer = gps.required_moment("time"), reading.source_id()
    return Record(
        source_id=composite_id(trailer, moment),
        source_data=reading,
        occurred_at=moment,
        fields=TrailerLocationFields(
            source_trailer_id=trailer, location=required_point(gps), inferred_address=_address(gps)
        ),
    )


def engine_status(reading: Row) -> Record[EngineStatusFields]:
    """The hub's record of a state of an engine."""
    engine = reading.required_row("engineStates")
    moment, vehicle, state = engine.required_moment("time"), reading.source_id(), engine.required_text("value")
    if state not in _ENGINES:
        raise Malformed(f"The state of an engine is {state}.")
    gps = engine.row("decorations").row("gps")
    return Record(
        source_id=composite_id(vehicle, moment),
        source_data=reading,
        occurred_at=moment,
        fields=EngineStatusFields(source_vehicle_id=vehicle, engine_status=_ENGINES[state], location=point_of(gps)),
    )


def _address(gps: Row) -> InferredAddress | None:
    # City, state, postal code: in one text.
    city, comma, rest = (gps.text("formattedLocation", within="reverseGeo") or "").partition(",")
    province = rest.partition(",")[0].strip()
    return InferredAddress(city=city.strip() or None, province=province or None) if comma else None


VEHICLE_LOCATIONS: Final = MeasuredReadings(
    path=VEHICLES,
    series=("gps",),
    decorations=("obdOdometerMeters", "fuelPercents"),
    more=(
        ("obdEngineSeconds", "syntheticEngineSeconds"),
        ("engineOilPressureKPa", "engineCoolantTemperatureMilliC"),
        ("gpsOdometerMeters",),
    ),
    counts=has_fix,
    has_crew=True,
    to_record=vehicle_location,
)
TRAILER_LOCATIONS: Final = Readings(
    path=TRAILERS, series=("gps",), decorations=("gpsOdometerMeters",), counts=has_fix, to_record=trailer_location
)
ENGINE_STATUSES: Final = Readings(
    path=VEHICLES, series=("engineStates",), decorations=("gps",), to_record=engine_status
)
