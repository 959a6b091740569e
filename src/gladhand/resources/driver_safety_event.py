"""Driver safety events: hard braking, speeding and the like."""

from typing import Any

from gladhand.resources.enums import DriverSafetyEventEnum, ResourceEnum
from gladhand.resources.fields import F, R
from gladhand.resources.measures import Seconds
from gladhand.resources.positions import Addressed
from gladhand.resources.references import OfDriver, OfVehicle
from gladhand.resources.resource import Resource, ResourceKind


class DriverSafetyEventFields(Addressed, OfVehicle, OfDriver):
    """The normalised fields of a driver safety event."""

    event: DriverSafetyEventEnum = R("What happened.", example="hard_braking")
    duration_seconds: Seconds = F("How long it lasted.", example=3)
    event_metadata: dict[str, Any] | None = F(
        "What the provider measured, such as severity, speed and forces.", example={"max_g": 0.52}
    )


DRIVER_SAFETY_EVENT = Resource(
    name=ResourceEnum.DRIVER_SAFETY_EVENT,
    path="driver-safety-events",
    kind=ResourceKind.EDITABLE,
    fields_model=DriverSafetyEventFields,
    hides=("event_metadata",),
    description="Events that tell of risky driving, such as hard braking and speeding.",
)
