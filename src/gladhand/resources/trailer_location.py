"""Trailer locations: where trailers were."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F, Filterable, Reference
from gladhand.resources.positions import Addressed
from gladhand.resources.references import OfTrailer, OfVehicle
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


class TrailerLocationFields(Addressed, OfVehicle, OfTrailer):
    """The normalised fields of a trailer location."""

    trailer_id: Annotated[
        UUID | None, Reference(ResourceEnum.TRAILER, is_always_set=True), Filterable("trailer_ids")
    ] = F("The trailer, by our id.")


TRAILER_LOCATION = Resource(
    name=ResourceEnum.TRAILER_LOCATION,
    path="trailer-locations",
    kind=ResourceKind.TIMELINE,
    fields_model=TrailerLocationFields,
    is_movement=True,
    description="Positions of trailers, with the vehicle that towed them where the provider knows it.",
    is_sortable=False,
    latest_by="trailer_id",
    retention=timedelta(days=60),
    events={
        RecordChange.ADDED: "A trailer has sent a position.",
        RecordChange.MODIFIED: "A position of a trailer has changed.",
    },
)
