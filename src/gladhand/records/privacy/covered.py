"""Which records tell where a driver was, and which of their fields do."""

from collections.abc import Mapping
from dataclasses import dataclass

from gladhand.resources.enums import DutyStatusCodeEnum, ResourceEnum
from gladhand.resources.resource import Resource

#: The duty statuses in which a fleet can protect its drivers.
PROTECTED = (DutyStatusCodeEnum.PC, DutyStatusCodeEnum.OFF, DutyStatusCodeEnum.SB)
#: Decimals of the coordinates of a coarse position: a cell of 0.1 degrees, 11 km from north to south.
COARSE_DECIMALS = 1


@dataclass(frozen=True, kw_only=True)
class Covered:
    """How records of a resource are protected."""

    hidden: tuple[str, ...] = ()
    """Fields that a protected record does not show: they tell the place, or how far the vehicle went. `location`, its
    cell and the provider's own data are not listed, since they are protected in every resource."""
    is_movement: bool = False
    """Whether the record says little more than where something was. It is left out if the fleet withholds it; other
    records stay, without their place."""


_ADDRESS = "inferred_address"

COVERED: Mapping[ResourceEnum, Covered] = {
    ResourceEnum.VEHICLE_LOCATION: Covered(
        hidden=(
            _ADDRESS, "speed", "odometer", "fuel_level", "fuel_value", "engine_hours", "oil_pressure",
            "coolant_temperature",
        ),
        is_movement=True,
    ),
    ResourceEnum.TRAILER_LOCATION: Covered(hidden=(_ADDRESS,), is_movement=True),
    ResourceEnum.ENGINE_STATUS: Covered(hidden=(_ADDRESS,), is_movement=True),
    # The temperatures of the cargo are no matter of the driver's.
    ResourceEnum.TRAILER_STATUS: Covered(),
    # Partners need the hours of the log. Drivers write places into the remarks.
    ResourceEnum.HOS_EVENT: Covered(
        hidden=(_ADDRESS, "location_name", "region_code", "annotations", "odometer", "engine_hours")
    ),
    ResourceEnum.DVIR_LOG: Covered(hidden=("odometer_km", "odometer", "engine_hours")),
    ResourceEnum.DRIVER_SAFETY_EVENT: Covered(hidden=(_ADDRESS, "event_metadata")),
    ResourceEnum.FUEL_TRANSACTION: Covered(hidden=(_ADDRESS, "odometer", "fuel_vendor")),
}  # fmt: skip

#: What the hub reads of a fleet to know who drove which vehicle on which duty, whoever shares it.
NEEDED = (
    ResourceEnum.HOS_EVENT,
    ResourceEnum.DRIVER_VEHICLE_ASSOCIATION,
    ResourceEnum.TRAILER_VEHICLE_ASSOCIATION,
    ResourceEnum.USER,
    ResourceEnum.VEHICLE,
)


def placed_fields(resource: Resource) -> tuple[str, ...]:
    """What of a record tells where something was, or how far it went. `extras` may have anything of the provider."""
    return ("location", *resource.cells, *COVERED[resource.name].hidden, "extras") if is_covered(resource) else ()


def is_covered(resource: Resource) -> bool:
    return resource.name in COVERED
