"""Which days of a timeline have a partition, by its declaration: the days that are kept, and some days ahead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from gladhand.resources.resource import Resource, ResourceKind

# Ingest goes on for as many days while nothing makes new partitions.
_AHEAD = timedelta(days=7)
# Clocks of providers and vehicles are wrong now and then, and some send local time as UTC.
_CLOCK_ERROR = timedelta(days=1)
# A row that was just accepted still finds its partition.
_GRACE = timedelta(days=1)


@dataclass(frozen=True)
class KeptDays:
    """The days of UTC on which rows of a timeline may occur, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, resource: Resource, moment: datetime) -> "KeptDays | None":
        """The days at that moment. None for a resource that is no timeline."""
        if resource.kind is not ResourceKind.TIMELINE or resource.retention is None:
            return None
        return cls((moment - resource.retention).date(), (moment + _CLOCK_ERROR).date())

    def contain(self, moment: datetime) -> bool:
        return self.first <= moment.astimezone(UTC).date() <= self.last

    def partitions(self) -> Iterator[date]:
        """The days that have a partition, oldest first."""
        day = self.first
        while day <= self.last + _AHEAD:
            yield day
            day += timedelta(days=1)

    def are_over(self, day: date) -> bool:
        """Whether the partition of this day is dropped."""
        return day < self.first - _GRACE
