"""Which records tell where a driver was, and which of their fields do."""

from collections.abc import Mapping
from dataclasses import dataclass

from gladhand.resources.enums import DutyStatusCodeEnum, ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource

#: The duty statuses in which a fleet can protect its drivers.
PROTECTED = (DutyStatusCodeEnum.PC, DutyStatusCodeEnum.OFF, DutyStatusCodeEnum.SB)
#: Decimals of the coordinates of a coarse position: a cell of 0.1 degrees, 11 km from north to south.
COARSE_DECIMALS = 1


@dataclass(frozen=True, kw_only=True)
class Covered:
    """How records of a resource are protected."""

    hidden: tuple[str, ...]
    """Fields that a protected record does not show: they tell the place, or how far the vehicle went. `location`, its
    cell and the provider's own data are not listed, since they are protected in every resource."""
    is_movement: bool


#: Each resource whose records have a position, by what it declares.
COVERED: Mapping[ResourceEnum, Covered] = {
    name: Covered(hidden=(*resource.addresses, *resource.hides), is_movement=resource.is_movement)
    for name, resource in REGISTRY.items()
    if resource.is_located
}

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
