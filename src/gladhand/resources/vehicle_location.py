"""Vehicle locations: where vehicles were, and what their engines reported there."""

from datetime import timedelta
from typing import Annotated

from gladhand.resources.enums import DistanceUnit, PressureUnit, ResourceEnum, SpeedUnit, TemperatureUnit, VolumeUnit
from gladhand.resources.fields import Constant, F
from gladhand.resources.measures import CubicMetres, Hours, Kelvin, Metres, MetresPerSecond, Pascals, Percent
from gladhand.resources.positions import Addressed
from gladhand.resources.references import OfCrew
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


class VehicleLocationFields(Addressed, OfCrew):
    """The normalised fields of a vehicle location."""

    speed: MetresPerSecond = F(example=24.6)
    odometer: Metres = F("What the odometer shows.", example=254_000_300.0)
    fuel_level: Percent = F("What is left in the tank, in percent of it.", example=62.0)
    fuel_value: CubicMetres = F("The volume that is left in the tank.", example=0.35)
    engine_hours: Hours = F("The total running time of the engine, as the provider has it.", example=9120.5)
    oil_pressure: Pascals = F(example=310_000.0)
    coolant_temperature: Kelvin = F(example=361.0)
    speed_unit: Annotated[SpeedUnit, Constant()] = F("The unit of `speed`.", default=SpeedUnit.METRES_PER_SECOND)
    odometer_unit: Annotated[DistanceUnit, Constant()] = F("The unit of `odometer`.", default=DistanceUnit.METRES)
    fuel_value_unit: Annotated[VolumeUnit, Constant()] = F("The unit of `fuel_value`.", default=VolumeUnit.CUBIC_METRES)
    oil_pressure_unit: Annotated[PressureUnit, Constant()] = F(
        "The unit of `oil_pressure`.", default=PressureUnit.PASCALS
    )
    coolant_temperature_unit: Annotated[TemperatureUnit, Constant()] = F(
        "The unit of `coolant_temperature`.", default=TemperatureUnit.KELVIN
    )


VEHICLE_LOCATION = Resource(
    name=ResourceEnum.VEHICLE_LOCATION,
    path="vehicle-locations",
    kind=ResourceKind.TIMELINE,
    fields_model=VehicleLocationFields,
    hides=("speed", "odometer", "fuel_level", "fuel_value", "engine_hours", "oil_pressure", "coolant_temperature"),
    is_movement=True,
    description="Positions of vehicles, with speed, odometer, fuel and engine values of the same moment.",
    is_sortable=False,
    latest_by="vehicle_id",
    history_of=("vehicle_id", "driver_id"),
    retention=timedelta(days=60),
    events={RecordChange.ADDED: "A vehicle has sent a position."},
)
