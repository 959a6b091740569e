"""Vehicles: everything of a fleet that has an engine."""

from typing import Annotated, Any

from gladhand.resources.enums import EngineType, ResourceEnum, VehicleStatusEnum
from gladhand.resources.equipment import Equipment
from gladhand.resources.fields import F, Fields, Writable
from gladhand.resources.resource import RecordChange, Resource, ResourceKind
from gladhand.resources.text import Alpha3


class _VehicleName(Fields):
    vehicle_name: Annotated[str | None, Writable()] = F(
        "What the fleet calls it, such as a unit number.", example="Unit 204"
    )


# pydantic orders fields from the last base to the first: the name comes before what is shared.
class VehicleFields(Equipment, _VehicleName):
    """The normalised fields of a vehicle."""

    engine_vin: Annotated[str | None, Writable()] = F()
    license_plate_country: Annotated[str | None, Writable(Alpha3)] = F(
        "Country of the plate. Three letters, ISO 3166-1.", example="USA"
    )
    status: Annotated[str | None, Writable(VehicleStatusEnum)] = F(
        "The provider's word, such as IN_SERVICE or MAINTENANCE.", example="IN_SERVICE"
    )
    vehicle_groups: dict[str, Any] | None = F()
    speed_unit: Annotated[str | None, Writable()] = F(
        "The unit in which the provider shows speeds, such as mph.", example="mph"
    )
    odometer_unit: Annotated[str | None, Writable()] = F("The unit of the odometer, such as mi.")
    fuel_unit: Annotated[str | None, Writable()] = F("The unit in which fuel is measured, such as liters.")
    fuel_capacity: Annotated[str | None, Writable()] = F("With its unit, such as 100 gallons.", example="100 gallons")
    engine_type: Annotated[str | None, Writable(EngineType)] = F("What it runs on, in the provider's word.")


VEHICLE = Resource(
    name=ResourceEnum.VEHICLE,
    path="vehicles",
    kind=ResourceKind.ENTITY,
    has_get=True,
    fields_model=VehicleFields,
    description="Trucks and other motor vehicles of a fleet.",
    natural_key=("vehicle_name",),
    events={
        RecordChange.ADDED: "A vehicle was stored for the first time.",
        RecordChange.MODIFIED: "A vehicle has changed.",
        RecordChange.REMOVED: "A vehicle is no longer at the provider.",
    },
)
