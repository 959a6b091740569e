"""Groups of resources, as fleets read them on the consent page. Each resource is in one group."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from gladhand.orgs.agreements.permissions import resource_of


class ConsentGroupEnum(StrEnum):
    """A group of data. The order is that of the page."""

    VEHICLES = "vehicles"
    DRIVERS = "drivers"
    LOCATIONS = "locations"
    HOURS_OF_SERVICE = "hours_of_service"
    ENGINE_AND_FUEL = "engine_and_fuel"
    SAFETY = "safety"
    TRAILERS = "trailers"
    MESSAGES = "messages"
    COMPANY = "company"
    OTHER = "other"


_RESOURCES: Mapping[ConsentGroupEnum, str] = {
    ConsentGroupEnum.VEHICLES: "vehicle vehicle_sensor driver_vehicle_association",
    ConsentGroupEnum.DRIVERS: "user driver_association driver_event_log",
    ConsentGroupEnum.LOCATIONS: "vehicle_location location_segment vehicle_region_segment ifta_summary",
    ConsentGroupEnum.HOURS_OF_SERVICE: (
        "hos_availability hos_daily_snapshot hos_event hos_event_annotation hos_event_attachment hos_violation"
    ),
    ConsentGroupEnum.ENGINE_AND_FUEL: "engine_log engine_status fuel_transaction",
    ConsentGroupEnum.SAFETY: "driver_safety_event dvir_log dvir_log_defect",
    ConsentGroupEnum.TRAILERS: (
        "trailer trailer_location trailer_status trailer_association trailer_vehicle_association asset"
    ),
    ConsentGroupEnum.MESSAGES: "message group_message workflow",
    ConsentGroupEnum.COMPANY: "fleet_info",
}
_GROUPS = {resource: group for group, resources in _RESOURCES.items() for resource in resources.split()}


def group_of(resource: str) -> ConsentGroupEnum:
    """The group of a resource; the name may be in the plural."""
    try:
        name = resource_of(resource).value
    except ValueError:
        name = resource
    return _GROUPS.get(name, ConsentGroupEnum.OTHER)


def without_groups(permissions: Mapping[str, str], refused: Collection[str]) -> dict[str, str]:
    """The permissions without the resources of these groups."""
    return {resource: level for resource, level in permissions.items() if group_of(resource) not in refused}
