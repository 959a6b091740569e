"""A timeline that only tests declare, and the day on which the hub believes to be."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from gladhand.records.incoming import IncomingRecord
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F, Fields, Filterable, Reference
from gladhand.resources.resource import RecordChange, Resource, ResourceKind

TODAY = date(2026, 3, 10)


class PositionFields(Fields):
    vehicle_id: Annotated[UUID | None, Reference(ResourceEnum.VEHICLE), Filterable("vehicle_ids")] = F()
    source_vehicle_id: str | None = F()
    speed: float | None = F()
    odometer: int | None = F()


POSITION = Resource(
    # The hub works segments out when they are asked for, so that no resource has a table of this name.
    name=ResourceEnum.LOCATION_SEGMENT,
    path="location-segments",
    kind=ResourceKind.TIMELINE,
    fields_model=PositionFields,
    description="Positions.",
    latest_by="vehicle_id",
    retention=timedelta(days=5),
    events=dict.fromkeys(RecordChange, "A position."),
)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def position(source_id: str, moment: datetime, **fields: object) -> IncomingRecord:
    return IncomingRecord(
        source_id=source_id,
        fields=PositionFields.model_validate(fields).stored(),
        source_data={"id": source_id},
        occurred_at=moment,
    )
