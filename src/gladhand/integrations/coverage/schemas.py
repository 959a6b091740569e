"""Coverage on the wire."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from gladhand.resources.enums import ResourceEnum, TspEnum
from gladhand.resources.wire_model import WireModel


class FieldCoverage(WireModel):
    """How often one field has a value."""

    field: str
    filled: float = Field(
        ge=0, le=1, examples=[0.98], description="The share of records in the sample in which the field is not null."
    )
    is_declared: bool = Field(description="Whether the adapter says that the provider's records can show the field.")


class ResourceCoverage(WireModel):
    """What one resource of a connection really holds."""

    resource: ResourceEnum
    records: int = Field(
        description="Records in the window; of users, vehicles and trailers all that are not removed. Counted, not "
        "sampled."
    )
    latest_at: datetime | None = Field(
        description="When the newest record occurred; of users, vehicles and trailers when one has changed last."
    )
    lateness_p50_seconds: float | None = Field(
        description="From the time at which a record occurred to its arrival here: the median of the sample. Null for "
        "things without a time, and while there are only records of the time before the connection."
    )
    lateness_p95_seconds: float | None = Field(description="The same for the slowest of twenty.")
    gaps: list[date] = Field(
        description="Days without a record that should have some, in UTC: most other days of the same weekday in the "
        "window have some. Neither today nor days before the first record count."
    )
    sample: int = Field(description="How many records were looked at: the newest, at most 1,000.")
    fields: list[FieldCoverage]


class ConnectionCoverage(WireModel):
    """What the records of a connection really hold."""

    connection_id: UUID
    source_name: TspEnum
    from_date: date = Field(description="The first day of the window, in UTC.")
    to_date: date = Field(description="The last day of the window.")
    resources: list[ResourceCoverage] = Field(description="Those that are read and that you may see.")
