"""Trailers: everything of a fleet that is towed."""

from typing import Annotated, Any

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.equipment import Equipment
from gladhand.resources.fields import F, Fields, Writable
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


class _TrailerName(Fields):
    trailer_name: Annotated[str | None, Writable()] = F(
        "What the fleet calls it, such as a unit number.", example="Reefer 7"
    )


# pydantic orders fields from the last base to the first: the name comes before what is shared.
class TrailerFields(Equipment, _TrailerName):
    """The normalised fields of a trailer."""

    license_plate_country: Annotated[str | None, Writable()] = F(
        "Country of the plate. Two letters, ISO 3166-1.", example="US"
    )
    status: Annotated[str | None, Writable()] = F(
        "The provider's word, such as IN_SERVICE or MAINTENANCE.", example="IN_SERVICE"
    )
    trailer_groups: dict[str, Any] | None = F()
    trailer_length: Annotated[float | None, Writable()] = F("In the provider's unit, feet or metres.", example=53.0)
    trailer_type: Annotated[str | None, Writable()] = F(
        "In free words, such as Dry Van, Reefer or Flatbed.", example="Reefer"
    )
    speed_unit: str | None = F()
    odometer_unit: str | None = F()
    fuel_unit: str | None = F()
    fuel_capacity: str | None = F("With its unit.")
    engine_type: str | None = F("What drives its refrigeration unit, in the provider's word.")


TRAILER = Resource(
    name=ResourceEnum.TRAILER,
    path="trailers",
    kind=ResourceKind.ENTITY,
    has_get=True,
    fields_model=TrailerFields,
    description="Towed equipment of a fleet.",
    natural_key=("trailer_name",),
    events={
        RecordChange.ADDED: "A trailer was stored for the first time.",
        RecordChange.MODIFIED: "A trailer has changed.",
        RecordChange.REMOVED: "A trailer is no longer at the provider.",
    },
    event_aliases={"vehicle_name": "trailer_name"},
)
