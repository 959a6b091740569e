"""Vehicle sensors: what sensors of vehicles have reported."""

from datetime import timedelta

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F
from gladhand.resources.references import OfVehicle
from gladhand.resources.resource import Resource, ResourceKind


class VehicleSensorFields(OfVehicle):
    """The normalised fields of an event of a vehicle's sensor."""

    raw_event: str | None = F("The event in the provider's words.")
    sensor_event: str | None = F("What the sensor reported, such as ENGINE_ON or DOOR_OPEN.", example="DOOR_OPEN")
    sensor_value: float | None = F("In the unit of `sensor_unit`.", example=4.5)
    sensor_unit: str | None = F("The unit of `sensor_value`, such as K.", example="K")


VEHICLE_SENSOR = Resource(
    name=ResourceEnum.VEHICLE_SENSOR,
    path="vehicle-sensor-events",
    kind=ResourceKind.TIMELINE,
    fields_model=VehicleSensorFields,
    description="Events of sensors of vehicles, such as doors and cargo thermometers.",
    retention=timedelta(days=60),
)
