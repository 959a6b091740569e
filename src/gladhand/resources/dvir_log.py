"""DVIR logs: inspections of vehicles and trailers by their drivers."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from gladhand.resources.enums import DvirDefectEnum, DvirLogTypeEnum, ResourceEnum
from gladhand.resources.fields import F, Reference, Unit, Writable
from gladhand.resources.measures import Hours, Kilometres, Metres
from gladhand.resources.odometers import OdometerWrite
from gladhand.resources.positions import Located
from gladhand.resources.references import OfDriver, OfVehicle
from gladhand.resources.resource import RecordChange, Resource, ResourceKind
from gladhand.resources.text import Count, Prose, Time


class DvirLogFields(Located, OfDriver, OfVehicle):
    """The normalised fields of a driver vehicle inspection report (DVIR)."""

    trailer_id: Annotated[UUID | None, Reference(ResourceEnum.TRAILER), Writable()] = F("The trailer, by our id.")
    source_trailer_id: str | None = F("The trailer, by the provider's id.", example="281475")
    log_type: Annotated[str | None, Writable(DvirLogTypeEnum, default=DvirLogTypeEnum.UNKNOWN)] = F(
        "The occasion, such as pre_trip, post_trip or mechanic.", example="pre_trip"
    )
    authority_name: str | None = F("The carrier or office that the report is for.")
    authority_address: str | None = F()
    duration_seconds: Annotated[float | None, Unit("s")] = F("How long the inspection took.", example=540.0)
    odometer_km: Kilometres = F("What the odometer showed, in kilometres. The contract will deprecate it.")
    odometer: Annotated[Metres, Writable()] = F("What the odometer showed.", example=254_000_300.0)
    engine_hours: Hours = F("The total running time of the engine.", example=9120.5)
    inspected_by: Annotated[str | None, Writable()] = F("Who inspected, by name.", example="Maria Keller")
    certify_comment: Annotated[str | None, Writable(Prose)] = F("What the mechanic wrote.")
    driver_comment: Annotated[str | None, Writable(Prose)] = F(
        "What the driver wrote.", example="Left mirror is loose."
    )
    defect_count: Annotated[Count | None, Writable()] = F(example=1)
    version: str | None = F("The provider's number of this version of the report.")
    defects: Annotated[list[DvirDefectEnum] | None, Writable()] = F(
        "The parts that have a defect.", example=["mirrors"]
    )
    is_safety_critical: Annotated[bool | None, Writable()] = F("Whether a defect makes driving unsafe.", example=False)


class DvirLogWrite(OdometerWrite):
    """What a write of an inspection takes beside the fields of the record."""

    occurred_at: Time | None = Field(
        None, description="When the inspection was made, in UTC.", examples=["2026-03-02T09:30:00Z"]
    )


DVIR_LOG = Resource(
    name=ResourceEnum.DVIR_LOG,
    path="dvir-logs",
    kind=ResourceKind.EDITABLE,
    fields_model=DvirLogFields,
    hides=("odometer_km", "odometer", "engine_hours"),
    write_base=DvirLogWrite,
    also_writable={"driver_id": Writable(is_required=True), "vehicle_id": Writable()},
    description="Inspections of vehicles and trailers by their drivers (DVIR).",
    events={
        RecordChange.ADDED: "A driver has inspected a vehicle or trailer.",
        RecordChange.MODIFIED: "An inspection has changed, such as by a repair.",
        RecordChange.REMOVED: "An inspection is no longer at the provider.",
    },
)
