"""Tables with a partition for each day, and which days they keep: by a declaration, or as the operator says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from gladhand.records.columns import table_name
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.resource import Resource

# Ingest goes on for as many days while nothing makes new partitions.
_AHEAD = timedelta(days=7)
# Clocks of providers and vehicles are wrong now and then, and some send local time as UTC.
_CLOCK_ERROR = timedelta(days=1)
# A row that was just accepted still finds its partition.
_GRACE = timedelta(days=1)
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
        """The days at that moment, by the resource's retention or a `changed` one. None for what is no timeline."""
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
        """The days that need a partition. Pages are stored when they come, so no partition of the past is missing."""
        days = self.kept_days(moment, changed_days)
        first = days.first if self.resource is not None else moment.date() - _GRACE
        return [day for day in days.partitions() if day >= first]

    def _key(self, moment: datetime) -> str:
        return f"'{moment.isoformat()}'" if self.resource is not None else str(page_number(moment))


def page_number(moment: datetime, bits: int = 0) -> int:
    """The id of a page that is stored at that moment; ten random bits keep those apart that are stored at once."""
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond << 10 | bits


def daily_tables(timelines: Sequence[Resource]) -> list[DailyTable]:
    """The tables of these timelines, and those of the pages that their rows came in."""
    kept = {each: each.retention for each in timelines if each.retention is not None}
    longest = max(kept.values(), default=_RAW)
    return [
        *(DailyTable(table_name(each), each.name.value, retention, each.name) for each, retention in kept.items()),
        DailyTable("record_page", "page", longest),
        DailyTable("record_raw", "raw", _RAW),
    ]
