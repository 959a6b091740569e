"""DVIR log defects: what drivers and mechanics found at inspections."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F, Fields, Filterable, Reference
from gladhand.resources.resource import Resource, ResourceKind


class DvirLogDefectFields(Fields):
    """The normalised fields of a defect of a DVIR log."""

    dvir_log_id: Annotated[UUID | None, Reference(ResourceEnum.DVIR_LOG), Filterable("dvir_log_ids")] = F(
        "The inspection, by our id."
    )
    source_dvir_log_id: str | None = F("The inspection, by the provider's id.", example="8712")
    defect_type: str | None = F("The part, in the provider's word.", example="mirrors")
    defect_code: str | None = F("The provider's code of the defect.")
    defect_name: str | None = F("The defect in the provider's words.", example="Left mirror loose")
    description: str | None = F("The driver's remark.")
    status: str | None = F("The provider's word, such as active or resolved.", example="active")
    is_safety_critical: bool | None = F("Whether it makes driving unsafe.", example=False)
    resolved_at: datetime | None = F("When it was repaired.")
    notes: str | None = F("The mechanic's remark.")


DVIR_LOG_DEFECT = Resource(
    name=ResourceEnum.DVIR_LOG_DEFECT,
    path="dvir-logs/defects",
    kind=ResourceKind.EDITABLE,
    fields_model=DvirLogDefectFields,
    description="Defects that were found at inspections, and whether they were repaired.",
    within="dvir_log_id",
    within_path="dvir-logs/{dvir_log_id}/defects",
)
