"""Driver–vehicle associations: who drives which vehicle, since when."""

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F
from gladhand.resources.references import OfDriver, OfVehicle
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


class DriverVehicleAssociationFields(OfVehicle, OfDriver):
    """The normalised fields of a driver–vehicle association."""

    is_primary_driver: bool | None = F("Whether this is the driver who drives, and not a co-driver.", example=True)


DRIVER_VEHICLE_ASSOCIATION = Resource(
    name=ResourceEnum.DRIVER_VEHICLE_ASSOCIATION,
    path="driver-vehicle-associations",
    kind=ResourceKind.EDITABLE,
    fields_model=DriverVehicleAssociationFields,
    description="Which driver has which vehicle, from `occurred_at` on.",
    is_sortable=False,
    latest_by="driver_id",
    history_of=("vehicle_id", "driver_id"),
    events={
        RecordChange.ADDED: "A driver has taken a vehicle.",
        RecordChange.MODIFIED: "What is known of a driver on a vehicle has changed.",
    },
)
