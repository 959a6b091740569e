"""Schedules and executions on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from gladhand.core.pages import Paging
from gladhand.core.query_time import QueryTime
from gladhand.core.unknown_names import Narrows
from gladhand.resources.enums import (
    ResourceEnum,
    ResourceOperationErrorTypeEnum,
    ShareLevelEnum,
    TspEnum,
)
from gladhand.resources.text import Text, Whole
from gladhand.resources.wire_model import EXTENSION, WireModel

_YEAR_SECONDS = 366 * 86_400
Interval = Annotated[Whole, Field(ge=1, le=_YEAR_SECONDS)]
Number = Annotated[Whole, Field(ge=1, le=1000)]


class ScheduleStatusEnum(StrEnum):
    """Whether a resource of a connection is read."""

    INACTIVE = "inactive"
    """Switched off after too many failures in a row."""
    ACTIVE = "active"
    PAUSED = "paused"
    """Switched off by an administrator, or the fleet has paused the connection."""
    STALE = "stale"
    """Waits until its connection works again."""
    DELETED = "deleted"
    CANCELLED = "cancelled"
    """Its connection was cancelled or deleted."""
    CANCELLED_INSUFFICIENT_SCOPE = "cancelled_insufficient_scope"
    """No agreement covers the resource any more."""


class ExecutionStatusEnum(StrEnum):
    """Whether a run has ended, and how."""

    FAILED = "failed"
    PENDING = "pending"
    SCHEDULED = "scheduled"
    SUCCESS = "success"


class HistoryRead(WireModel):
    """How far history was read: from the newest to the oldest, beside what is new. A feed begins with it instead."""

    from_datetime: datetime = Field(description="History is read back to this moment.")
    read_from_datetime: datetime | None = Field(
        description="All from this moment on is read. Null: nothing yet, or a feed has not caught up yet."
    )
    records: int = Field(description="How many records of history were read so far.")
    is_complete: bool
    expected_end_at: datetime | None = Field(
        description="When history will be complete at the speed so far. Null: complete, or not known yet."
    )


class StretchedRead(WireModel):
    """Why a schedule runs less often than usual: the fleet is too large for the limits of its provider."""

    usual_interval_seconds: int = Field(description="Seconds from one run to the next in a fleet of usual size.")
    vehicles: int = Field(description="The vehicles and trailers of the fleet when the interval was set.")
    drivers: int = Field(description="The fleet's drivers and staff when the interval was set.")
    reason: str


class ScheduleRead(WireModel):
    """When one resource of a connection is read, and how that goes."""

    id: UUID
    connection_id: UUID
    resource: ResourceEnum
    execution_interval_seconds: int = Field(description="Seconds from the start of one run to the start of the next.")
    status: ScheduleStatusEnum
    consecutive_error_count: int = Field(description="How many runs in a row have failed.")
    consecutive_error_threshold: int = Field(
        description="The schedule becomes inactive after this many failures in a row."
    )
    max_concurrent_executions: int = Field(description="Has no effect: runs of one schedule never overlap.")
    cursor: str | None = Field(None, description="Where the next run goes on. For the adapter alone.")
    last_data_at: datetime | None = Field(None, description="When the newest record occurred.")
    last_successful_execution_at: datetime | None = Field(None, json_schema_extra=EXTENSION)
    next_execution_at: datetime | None = Field(None, json_schema_extra=EXTENSION)
    history: HistoryRead | None = Field(None, json_schema_extra=EXTENSION)
    stretched: StretchedRead | None = Field(
        None,
        description="Why the schedule runs less often than usual. Null: it runs as usual, or as an administrator says.",
        json_schema_extra=EXTENSION,
    )


class ScheduleCreate(BaseModel):
    """A schedule for a resource that the connection has none for yet."""

    resource: ResourceEnum
    execution_interval_seconds: Interval = Field(
        600, description="Seconds from the start of one run to the start of the next."
    )
    consecutive_error_threshold: Number = Field(
        15, description="The schedule becomes inactive after this many failures in a row."
    )
    max_concurrent_executions: Number = Field(1, description="Has no effect: runs of one schedule never overlap.")
    status: ScheduleStatusEnum = ScheduleStatusEnum.ACTIVE
    cursor: Text | None = Field(None, description="Where to begin: a cursor of a schedule of this resource.")
    last_data_at: QueryTime | None = Field(None, description="Where the reading of a feed begins.")


class ScheduleUpdate(BaseModel):
    """Changes of a schedule. What is left out stays. Null clears `cursor` and `last_data_at`."""

    status: ScheduleStatusEnum | None = None
    execution_interval_seconds: Interval | None = None
    consecutive_error_threshold: Number | None = None
    consecutive_error_count: Annotated[Whole, Field(ge=0, le=1000)] | None = None
    max_concurrent_executions: Number | None = None
    next_execution_at: QueryTime | None = Field(None, description="When to read next.")
    cursor: Text | None = Field(None, description="Where the next run goes on. Null: at the beginning.")
    last_data_at: QueryTime | None = None
    history_from_datetime: QueryTime | None = Field(
        None,
        description="How far back to read history. An earlier moment reads a feed again from there.",
        json_schema_extra=EXTENSION,
    )


class ScheduleBackfillRequest(BaseModel):
    """The connections that get a schedule for a resource."""

    resource: ResourceEnum
    tsp_id: Annotated[UUID | None, Narrows()] = Field(None, description="Only connections to this provider.")
    connection_ids: Annotated[list[UUID] | None, Narrows()] = Field(None, description="Only these connections.")


class ScheduleBackfillResponse(WireModel):
    """The connections that got a schedule."""

    connection_ids: list[UUID]


class ScheduleFilters(Paging):
    """Filters of the list of schedules."""

    resource: ResourceEnum | None = Field(None, description="Only the schedule of this resource.")


class FreshnessFilters(BaseModel):
    """Filters of the freshness of data."""

    fleet_ids: list[UUID] | None = Field(None, max_length=100, description="Only these fleets, by our id.")
    fleet_refs: list[Text] | None = Field(None, max_length=100, description="Only these fleets, by your id.")


class DataFreshness(WireModel):
    """How fresh the records of one resource are that came through one connection."""

    resource: ResourceEnum
    share_level: ShareLevelEnum | None = Field(None, description="What the agreement allows; null for a fleet.")
    fleet_id: UUID
    fleet_ref: str | None = Field(None, description="Your id of the fleet.")
    connection_id: UUID
    connection_description: str | None = None
    schedule_id: UUID
    source_name: str
    tsp_id: UUID
    tsp_slug: str
    last_successful_execution_at: datetime | None = Field(description="Null: nothing was read yet.")
    next_execution_at: datetime | None
    schedule_status: ScheduleStatusEnum | None


class SkippedRead(WireModel):
    """A row of the provider that was not stored."""

    source_id: str | None
    reason: str


class ExecutionRead(WireModel):
    """One run of a schedule."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    schedule_id: UUID
    connection_id: UUID
    fleet_id: UUID
    status: ExecutionStatusEnum
    source_name: TspEnum
    resource: ResourceEnum
    cursor: str | None = Field(
        None,
        description="Where the run ended. Without the adapter's state if that is long (4,000 characters) or secret.",
    )
    response: dict[str, Any] | None = Field(
        None, description="Of a failed run: the provider's last answer, without secrets."
    )
    last_data_at: datetime | None = Field(None, description="When the newest record of the run occurred.")
    error_type: ResourceOperationErrorTypeEnum | None = Field(None, json_schema_extra=EXTENSION)
    error_details: str | None = Field(None, description="Why the run failed.", json_schema_extra=EXTENSION)
    counts: dict[str, int] = Field(
        default_factory=dict,
        description="Records by what became of them: added, modified, unchanged, removed, not_kept, skipped.",
        json_schema_extra=EXTENSION,
    )
    skipped: list[SkippedRead] = Field(
        default_factory=list,
        description="Rows that were not stored, and why; the first ones.",
        json_schema_extra=EXTENSION,
    )
