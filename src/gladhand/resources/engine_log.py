"""Engine logs: fault codes of engines, as they come and go."""

from datetime import timedelta
from typing import Any

from gladhand.resources.enums import CanonicalFaultCodeEnum, FaultCodeSourceEnum, ResourceEnum, StatusEnum
from gladhand.resources.fields import F
from gladhand.resources.references import OfCrew
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


class EngineLogFields(OfCrew):
    """The normalised fields of an engine log."""

    fault_code_source: FaultCodeSourceEnum | None = F("The standard of the code.", example="J1939")
    fault_code: dict[str, Any] | None = F("The code as the provider has it.", example={"spn": 110, "fmi": 0})
    fault_code_description: str | None = F("The code in the provider's words.", example="Coolant temperature high")
    canonical_code: CanonicalFaultCodeEnum | None = F(
        "What the code means, independent of its standard.", example="ENG_COOLANT_TEMP_HIGH"
    )
    status: StatusEnum | None = F("Whether the fault is there.", example="active")
    engine_status: bool | None = F("Whether the engine ran.", example=True)
    mil_status: bool | None = F("Whether the malfunction indicator lamp was on.")


ENGINE_LOG = Resource(
    name=ResourceEnum.ENGINE_LOG,
    path="engine-logs",
    kind=ResourceKind.TIMELINE,
    fields_model=EngineLogFields,
    description="Fault codes of engines, as they come and go.",
    retention=timedelta(days=60),
    events={
        RecordChange.ADDED: "An engine has reported a fault code.",
        RecordChange.MODIFIED: "A reported fault code has changed.",
    },
)
