"""The fields by which records name other records: our id, and the provider's id."""

from typing import Annotated
from uuid import UUID

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F, Fields, Filterable, Reference


class OfDriver(Fields):
    """The fields of what belongs to a driver."""

    driver_id: Annotated[UUID | None, Reference(ResourceEnum.USER), Filterable("driver_ids")] = F(
        "The driver, by our id."
    )
    source_driver_id: str | None = F("The driver, by the provider's id.", example="281474")


class OfVehicle(Fields):
    """The fields of what belongs to a vehicle."""

    vehicle_id: Annotated[UUID | None, Reference(ResourceEnum.VEHICLE), Filterable("vehicle_ids")] = F(
        "The vehicle, by our id."
    )
    source_vehicle_id: str | None = F("The vehicle, by the provider's id.", example="212014918")


class OfTrailer(Fields):
    """The fields of what belongs to a trailer."""

    trailer_id: Annotated[UUID | None, Reference(ResourceEnum.TRAILER), Filterable("trailer_ids")] = F(
        "The trailer, by our id."
    )
    source_trailer_id: str | None = F("The trailer, by the provider's id.", example="281475")


class OfCrew(OfDriver, OfVehicle):
    """The fields of what happens on a vehicle with a driver and perhaps a second one."""

    co_driver_id: Annotated[UUID | None, Reference(ResourceEnum.USER)] = F("The second driver, by our id.")
    source_co_driver_id: str | None = F("The second driver, by the provider's id.")
