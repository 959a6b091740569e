"""Region segments on the wire."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from gladhand.api.telematics.list_parameters import FleetFilters
from gladhand.core.pages import Paging
from gladhand.resources.enums import DistanceUnit
from gladhand.resources.text import Day
from gladhand.resources.wire_model import WireModel


class RegionSegmentQuery(FleetFilters, Paging):
    """The parameters of the list."""

    vehicle_ids: list[UUID] | None = Field(None, max_length=100, description="Only these vehicles, by our id.")
    processing_date: Day = Field(
        description="The day, in UTC.", examples=["2026-03-02"], ge=date(1970, 1, 1), le=date(9998, 12, 31)
    )
    group_by: Literal["segment"] | None = Field(
        None, description="`segment` merges repeated visits of a vehicle to the same region."
    )


class VehicleRegionSegmentRead(WireModel):
    """A vehicle's stay in a state or province on one day of UTC."""

    fleet_id: UUID | None
    fleet_ref: str | None = Field(None, description="Your id of the fleet.")
    id: UUID
    created_at: datetime = Field(description="When the first of its positions was stored.")
    updated_at: datetime = Field(description="When one of its positions was last changed.")
    deleted_at: datetime | None = None
    connection_id: UUID
    processing_date: date = Field(description="The day, in UTC.")
    vehicle_id: UUID
    driver_id: UUID | None = Field(None, description="Null if no driver is known, or if there were several.")
    country_code: str | None = Field(None, description="Three letters, ISO 3166-1.", examples=["USA"])
    region: str | None = Field(None, description="Code of the state or province.", examples=["TX"])
    segment_start_time: datetime = Field(description="Time of the first position.")
    segment_end_time: datetime = Field(description="Time of the last position.")
    odometer_start: float | None = None
    odometer_end: float | None = None
    distance: float | None = Field(
        None,
        description="The distance by the odometer. For merged visits: their sum, without the distance between them.",
    )
    location_count: int = Field(description="Number of positions.")
    odometer_start_unit: DistanceUnit = DistanceUnit.METRES
    odometer_end_unit: DistanceUnit = DistanceUnit.METRES
    distance_unit: DistanceUnit = DistanceUnit.METRES
