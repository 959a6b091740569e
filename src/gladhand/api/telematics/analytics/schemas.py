"""What analytics answers and takes."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from gladhand.records.analytics.queries import FleetFilter
from gladhand.resources.text import Text


class FleetFilters(BaseModel):
    """How figures can be narrowed."""

    fleet_ids: list[UUID] | None = Field(None, max_length=100, description="Only these fleets, by our id.")
    fleet_refs: list[Text] | None = Field(None, max_length=100, description="Only these fleets, by your id.")
    connection_id: UUID | None = Field(None, description="Only what came through this connection.")

    def narrowed(self) -> FleetFilter:
        return FleetFilter(self.fleet_ids, self.fleet_refs, self.connection_id)


class GrowthFilters(FleetFilters):
    """How a time series can be narrowed."""

    period_days: int = Field(30, ge=1, le=365, description="How many days before today the series begins.")


class ResourceCount(BaseModel):
    """How many of each there are now. What has gone at its provider is not counted."""

    fleets: int = Field(description="Fleets that share with you. Those with the same `fleet_ref` are one.")
    vehicles: int
    drivers: int = Field(description="Users, without those who are known to be no drivers.")
    trailers: int


class TimeSeriesDataPoint(BaseModel):
    """One day, in UTC."""

    date: date
    daily_count: int = Field(description="How many of those that are there now were first seen on that day.")
    cumulative_count: int = Field(description="How many of those that are there now were seen by the end of that day.")
