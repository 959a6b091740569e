"""Samsara's monthly reports for the fuel tax (IFTA). Distances by jurisdiction stay in the provider's row."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.resources.ifta_summary import IftaSummaryFields
from gladhand.sdk.clock import now
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.windows import bounds

REPORTS: Final = "/fleet/reports/ifta/vehicle"
KIND: Final = "report-reads"
SHOWS: Final = ("source_vehicle_id", "month", "year")
# Samsara's requests have the months in English, whatever the language of this machine.
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: Samsara says that figures younger than that are not complete.
_UNCHANGED_AFTER: Final = timedelta(hours=72)


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[IftaSummaryFields]]:
    """The reports of the months of the window."""
    begin = part.state.get("month", "")
    for month in _months(part):
        if month.isoformat() < begin:
            continue
        after = part.state.get("after") if month.isoformat() == begin else None
        query = {"year": month.year, "month": _MONTHS[month.month - 1]}
        async for answer, following in samsara.answers(REPORTS, after, kind=KIND, query=query, limit=None):
            rows = answer.required_row("data").rows("vehicleReports")
            # The month belongs to the row: it stands beside the list.
            reports = [Row({**row, "year": month.year, "month": month.month}, row.path) for row in rows]
            state = {"month": month.isoformat(), "after": following} if following else {"month": _next(month)}
            yield batch_of(reports, to_record, state=state)


def to_record(report: Row) -> Record[IftaSummaryFields]:
    """The hub's record of a vehicle's month."""
    vehicle, year, month = report.required_row("vehicle").source_id(), int(report["year"]), int(report["month"])
    return Record(
        source_id=composite_id(vehicle, f"{year}-{month:02}"),
        source_data=report,
        occurred_at=datetime(year, month, 1, tzinfo=UTC),
        fields=IftaSummaryFields(source_vehicle_id=vehicle, year=year, month=month),
    )


def _months(part: Slice) -> Iterator[date]:
    start, end = bounds(part)
    month, last = start.date().replace(day=1), (min(end, now()) - _UNCHANGED_AFTER).date()
    while month <= last:
        yield month
        month = date.fromisoformat(_next(month))


def _next(month: date) -> str:
    return (month + timedelta(days=31)).replace(day=1).isoformat()
