"""Engine statuses: when engines were switched on and off."""

from datetime import timedelta

from gladhand.resources.enums import EngineStatusEnum, ResourceEnum
from gladhand.resources.fields import F
from gladhand.resources.positions import Addressed
from gladhand.resources.references import OfCrew
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


class EngineStatusFields(Addressed, OfCrew):
    """The normalised fields of an engine status."""

    engine_status: EngineStatusEnum | None = F("The state from then on.", example="IDLE")


ENGINE_STATUS = Resource(
    name=ResourceEnum.ENGINE_STATUS,
    path="engine-statuses",
    kind=ResourceKind.TIMELINE,
    fields_model=EngineStatusFields,
    is_movement=True,
    description="When engines were switched on and off, and where.",
    is_sortable=False,
    latest_by="vehicle_id",
    history_of=("vehicle_id", "driver_id"),
    retention=timedelta(days=60),
    events={
        RecordChange.ADDED: "An engine was switched on or off.",
        RecordChange.MODIFIED: "A status of an engine has changed.",
    },
)
