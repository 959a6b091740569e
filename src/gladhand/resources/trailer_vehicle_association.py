"""Trailer–vehicle associations: which trailer is behind which vehicle, since when."""

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F
from gladhand.resources.references import OfTrailer, OfVehicle
from gladhand.resources.resource import RecordChange, Resource, ResourceKind
from gladhand.resources.text import Count


class TrailerVehicleAssociationFields(OfVehicle, OfTrailer):
    """The normalised fields of a trailer–vehicle association."""

    trailer_sequence: Count | None = F("The place of the trailer behind the vehicle, from 1 on.", example=1)


TRAILER_VEHICLE_ASSOCIATION = Resource(
    name=ResourceEnum.TRAILER_VEHICLE_ASSOCIATION,
    path="trailer-vehicle-associations",
    kind=ResourceKind.EDITABLE,
    fields_model=TrailerVehicleAssociationFields,
    description="Which trailer is behind which vehicle, from `occurred_at` on.",
    is_sortable=False,
    latest_by="trailer_id",
    history_of=("vehicle_id", "trailer_id"),
    events={
        RecordChange.ADDED: "A trailer was hooked to a vehicle.",
        RecordChange.MODIFIED: "What is known of a trailer behind a vehicle has changed.",
    },
)
