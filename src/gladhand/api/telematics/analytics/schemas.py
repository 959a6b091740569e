"""What analytics takes, and its counts. The rows of its lists are in `records.analytics.models`."""

from datetime import date
from uuid import UUID

from pydantic import Field

from gladhand.api.telematics.list_parameters import FleetFilters, RecordQuery, Sorting, SourceIds
from gladhand.records.analytics.filter_queries import FleetFilter
from gladhand.resources.wire_model import WireModel


def fleet_filter(query: FleetFilters) -> FleetFilter:
    """The filter that the parameters ask for."""
    return FleetFilter(query.fleet_ids, query.fleet_refs, query.connection_id)


class GrowthQuery(FleetFilters):
    """How a time series can be narrowed."""

    period_days: int = Field(30, ge=1, le=365, description="How many days before today the series begins.")


class FleetSummaryQuery(Sorting, RecordQuery):
    """The parameters of the list of fleets."""

    sort_by: str | None = Field(None, description="Name of a field to sort by. Null comes first. Default: fleet_ref.")


class ReportQuery(SourceIds, Sorting, RecordQuery):
    """The parameters of every list of summaries or live locations."""


_VEHICLE_IDS = Field(None, max_length=100, description="Only these vehicles, by our id.")
_DRIVER_IDS = Field(None, max_length=100, description="Only these drivers, by our id.")
_TRAILER_IDS = Field(None, max_length=100, description="Only these trailers, by our id.")


class VehicleSummaryQuery(ReportQuery):
    vehicle_ids: list[UUID] | None = _VEHICLE_IDS


class DriverSummaryQuery(ReportQuery):
    driver_ids: list[UUID] | None = _DRIVER_IDS


class TrailerQuery(ReportQuery):
    trailer_ids: list[UUID] | None = _TRAILER_IDS


class VehicleLiveQuery(VehicleSummaryQuery):
    driver_ids: list[UUID] | None = _DRIVER_IDS


class ResourceCount(WireModel):
    """How many of each there are now. Records that were removed at their provider are not counted."""

    fleets: int = Field(description="Fleets that share with you. Those with the same `fleet_ref` are one.")
    vehicles: int
    drivers: int = Field(description="Users, without those who are known to be no drivers.")
    trailers: int


class TimeSeriesDataPoint(WireModel):
    """One day, in UTC."""

    date: date
    daily_count: int = Field(description="How many of those that are there now were first seen on that day.")
    cumulative_count: int = Field(description="How many of those that are there now were seen by the end of that day.")
