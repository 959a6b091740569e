"""Tables with a partition for each day, and which days they keep: by a declaration, or as the operator says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from gladhand.records.columns import table_name
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.resource import Resource

# The number of days for which ingest can continue while no worker creates partitions.
_AHEAD = timedelta(days=7)
# Clocks of providers and vehicles are sometimes wrong, and some send local time as UTC.
_CLOCK_ERROR = timedelta(days=1)
# A row that was just accepted still finds its partition.
_GRACE = timedelta(days=1)
# Reads look back this far at most. Older days get their partition from the backfill that stores rows there.
_RECENT = timedelta(days=7)
_RAW = timedelta(days=30)
#: From before the first record to after the last one.
ALL_TIME = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True)
class KeptDays:
    """The days of UTC on which rows of a timeline may occur, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, resource: Resource, moment: datetime, changed: timedelta | None = None) -> "KeptDays | None":
        """The days at that moment, by the resource's retention or a `changed` one. None unless it is a timeline."""
        if resource.retention is None:
            return None
        return cls.during(changed or resource.retention, moment)

    @classmethod
    def during(cls, retention: timedelta, moment: datetime) -> "KeptDays":
        """The days that are within the retention at that moment."""
        return cls((moment - retention).date(), (moment + _CLOCK_ERROR).date())

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


@dataclass(frozen=True)
class DailyTable:
    """A table with a partition for each day."""

    name: str
    kept_as: str
    """What `gladhand records retention` calls it."""
    retention: timedelta
    resource: ResourceEnum | None = None
    """Of a timeline. The other tables hold pages, whose ids begin with the time."""

    def bounds(self, day: date) -> tuple[str, str]:
        """The first key of the day and that of the next, as SQL."""
        begin = datetime.combine(day, time(), UTC)
        return self._key(begin), self._key(begin + timedelta(days=1))

    def kept_days(self, moment: datetime, changed_days: int | None) -> KeptDays:
        return KeptDays.during(self.retention if changed_days is None else timedelta(days=changed_days), moment)

    def created_days(self, moment: datetime, changed_days: int | None) -> list[date]:
        """The days that need a partition beforehand. Pages are stored when they come: theirs need none of the past."""
        days = self.kept_days(moment, changed_days)
        first = moment.date() - (_RECENT if self.resource is not None else _GRACE)
        return [day for day in days.partitions() if day >= first]

    def older_days(self, first: datetime, last: datetime, moment: datetime) -> list[date]:
        """The days between two times whose partition is created when rows are stored there."""
        day, recent = first.astimezone(UTC).date(), moment.date() - _RECENT
        until = min(last.astimezone(UTC).date() + timedelta(days=1), recent)
        return [day + timedelta(days=number) for number in range((until - day).days)]

    def _key(self, moment: datetime) -> str:
        return f"'{moment.isoformat()}'" if self.resource is not None else str(page_number(moment))


def page_number(moment: datetime, bits: int = 0) -> int:
    """The id of a page that is stored at that moment; ten random bits keep those apart that are stored at once."""
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond << 10 | bits


def page_time(page: int) -> datetime:
    """When the page with this id was stored."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=page >> 10)


def daily_table(resource: Resource) -> DailyTable | None:
    """The table of a timeline. None for every other resource."""
    if resource.retention is None:
        return None
    return DailyTable(table_name(resource), resource.name.value, resource.retention, resource.name)


def daily_tables(timelines: Sequence[Resource]) -> list[DailyTable]:
    """The tables of these timelines, and those of the pages that their rows came in."""
    own = [table for each in timelines if (table := daily_table(each)) is not None]
    longest = max((table.retention for table in own), default=_RAW)
    return [
        *own,
        DailyTable("record_page", "page", longest),
        DailyTable("record_raw", "raw", _RAW),
    ]
