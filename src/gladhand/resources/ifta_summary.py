"""IFTA summaries: the months for which a provider has the fuel tax report of a vehicle."""

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F
from gladhand.resources.references import OfVehicle
from gladhand.resources.resource import RecordChange, Resource, ResourceKind
from gladhand.resources.text import Count


class IftaSummaryFields(OfVehicle):
    """The normalised fields of an IFTA summary."""

    month: Count | None = F("From 1 to 12.", example=3)
    year: Count | None = F("Four digits.", example=2026)


IFTA_SUMMARY = Resource(
    name=ResourceEnum.IFTA_SUMMARY,
    path="ifta-summaries",
    kind=ResourceKind.EDITABLE,
    fields_model=IftaSummaryFields,
    description="Monthly reports of vehicles for the fuel tax (IFTA). `source_data` has the provider's figures.",
    events={
        RecordChange.ADDED: "A monthly report of a vehicle was stored for the first time.",
        RecordChange.MODIFIED: "A monthly report of a vehicle has changed.",
        RecordChange.REMOVED: "A monthly report of a vehicle is no longer at the provider.",
    },
)
