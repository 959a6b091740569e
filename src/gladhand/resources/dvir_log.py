"""DVIR logs: inspections of vehicles and trailers by their drivers."""

from typing import Annotated
from uuid import UUID

from gladhand.resources.enums import DvirDefectEnum, ResourceEnum
from gladhand.resources.fields import F, Reference, Unit
from gladhand.resources.measures import Hours, Kilometres, Metres
from gladhand.resources.positions import Located
from gladhand.resources.references import OfDriver, OfVehicle
from gladhand.resources.resource import RecordChange, Resource, ResourceKind
from gladhand.resources.text import Count


class DvirLogFields(Located, OfDriver, OfVehicle):
    """The normalised fields of a driver vehicle inspection report (DVIR)."""

    trailer_id: Annotated[UUID | None, Reference(ResourceEnum.TRAILER)] = F("The trailer, by our id.")
    source_trailer_id: str | None = F("The trailer, by the provider's id.", example="281475")
    log_type: str | None = F("The occasion, such as pre_trip, post_trip or mechanic.", example="pre_trip")
    authority_name: str | None = F("The carrier or office that the report is for.")
    authority_address: str | None = F()
    duration_seconds: Annotated[float | None, Unit("s")] = F("How long the inspection took.", example=540.0)
    odometer_km: Kilometres = F("What the odometer showed, in kilometres. The contract will deprecate it.")
    odometer: Metres = F("What the odometer showed.", example=254_000_300.0)
    engine_hours: Hours = F("How long the engine had run in its life.", example=9120.5)
    inspected_by: str | None = F("Who inspected, by name.", example="Maria Keller")
    certify_comment: str | None = F("What the mechanic wrote.")
    driver_comment: str | None = F("What the driver wrote.", example="Left mirror is loose.")
    defect_count: Count | None = F(example=1)
    version: str | None = F("The provider's number of this version of the report.")
    defects: list[DvirDefectEnum] | None = F("The parts that have a defect.", example=["mirrors"])
    is_safety_critical: bool | None = F("Whether a defect makes driving unsafe.", example=False)


DVIR_LOG = Resource(
    name=ResourceEnum.DVIR_LOG,
    path="dvir-logs",
    kind=ResourceKind.EDITABLE,
    fields_model=DvirLogFields,
    description="Inspections of vehicles and trailers by their drivers (DVIR).",
    events={
        RecordChange.ADDED: "A driver has inspected a vehicle or trailer.",
        RecordChange.MODIFIED: "An inspection has changed, such as by a repair.",
        RecordChange.REMOVED: "An inspection is no longer at the provider.",
    },
)
