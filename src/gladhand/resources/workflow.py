"""Workflows: trips that an office has planned, with their stops."""

from datetime import datetime
from typing import Annotated

from gladhand.resources.enums import ResourceEnum, StopActivityEnum, StopTypeEnum, WorkflowStatusEnum
from gladhand.resources.fields import Embedded, F, Filterable, R
from gladhand.resources.measures import Metres
from gladhand.resources.positions import InferredAddress, Point
from gladhand.resources.references import OfDriver, OfVehicle
from gladhand.resources.resource import RecordChange, Resource, ResourceKind
from gladhand.resources.text import Count, Moment


class WorkflowStop(Embedded):
    """One stop of a workflow."""

    source_stop_id: str | None = F("The stop, by the provider's id.", example="stp:101-52-1")
    sequence_number: Count | None = F("Its place in the order of the stops, from 1.", example=1)
    stop_type: StopTypeEnum | None = F("What the stop is for.", example="DELIVERY")
    location_name: str | None = F("What the office calls the place.", example="Omaha warehouse")
    activities: list[StopActivityEnum] | None = F("What is done there.", example=["UNLOADING"])
    location: Point | None = F("The position as a GeoJSON point.")
    h3_index_11: Count | None = F("The H3 cell of the position at resolution 11, if the provider gives one.")
    inferred_address: InferredAddress | None = F("The place nearest to the position.")
    instructions: str | None = F("What the driver is told about the stop.", example="Dock 4. Call ahead.")
    scheduled_arrival: Moment | None = F("When the truck is expected.")
    scheduled_departure: Moment | None = F("When the truck is expected to leave.")
    actual_arrival: Moment | None = F("When the truck arrived.")
    actual_departure: Moment | None = F("When the truck left.")


class WorkflowFields(OfDriver, OfVehicle):
    """The normalised fields of a workflow."""

    workflow_status: Annotated[WorkflowStatusEnum | None, Filterable()] = F(
        "How far the trip has come.", example="ACTIVE"
    )
    started_at: datetime | None = F("When the driver set off.")
    ended_at: datetime | None = F("When the driver had done the last stop.")
    total_distance: Metres = F("From the first stop to the last one.", example=3841000.0)
    instructions: str | None = F("What the driver is told about the trip.", example="Keep the load below 40 °F.")
    stops: list[WorkflowStop] = R("The stops in their order.")


WORKFLOW = Resource(
    name=ResourceEnum.WORKFLOW,
    path="workflows",
    kind=ResourceKind.EDITABLE,
    has_get=True,
    fields_model=WorkflowFields,
    description="Trips that the office has planned, with their stops, and how far drivers have come.",
    events={
        RecordChange.ADDED: "A trip has been planned.",
        RecordChange.MODIFIED: "A trip or one of its stops has changed.",
        RecordChange.REMOVED: "A trip is no longer at the provider.",
    },
)
