"""Motive's monthly reports for the fuel tax (IFTA). Motive lists a distance for each vehicle and jurisdiction."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.providers.motive.places import distance
from gladhand.resources.ifta_summary import IftaSummaryFields
from gladhand.sdk.clock import now
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.windows import bounds

PATH: Final = "/v1/ifta/summary"
SHOWS: Final = ("source_vehicle_id", "month", "year")
_KIND: Final = RecordKind(plural="ifta_summary", singular="ifta_summary")
# The one answer that is known has the words of the list of trips.
_AS_TRIPS: Final = RecordKind(plural="ifta_trips", singular="ifta_trip")


async def read(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[IftaSummaryFields]]:
    """The reports of the months that have a part in the window."""
    for month in _months(part):
        if month.isoformat() < str(part.state.get("month", "")):
            continue
        following = _next(month)
        last = following - timedelta(days=1)
        query = {"start_date": month.isoformat(), "end_date": last.isoformat()}
        rows = [row async for page, _ in motive.list_records(PATH, _KIND, query=query, older=_AS_TRIPS) for row in page]
        yield batch_of(_reports(rows, month), to_record, state={"month": following.isoformat()})


def to_record(report: Row) -> Record[IftaSummaryFields]:
    """The hub's record of a vehicle's month. `extras` has the distances in metres; one that lacks a part is None."""
    vehicle, year, month = report.required_row("vehicle"), int(report["year"]), int(report["month"])
    number, is_metric = vehicle.source_id(), vehicle.flag("metric_units")
    distances: dict[str, float | None] = {}
    for row in report.rows("jurisdictions"):
        where, part = row.text("jurisdiction") or "", distance(row.number("distance"), is_metric=is_metric)
        before = distances.get(where, 0.0)
        distances[where] = None if part is None or before is None else round(before + part, 3)
    return Record(
        source_id=composite_id(number, f"{year}-{month:02}"),
        source_data=report,
        occurred_at=datetime(year, month, 1, tzinfo=UTC),
        fields=IftaSummaryFields(source_vehicle_id=number, year=year, month=month),
        extras={"distances": distances},
    )


def _reports(rows: list[Row], month: date) -> Iterator[Row]:
    """A row for each vehicle, with its jurisdictions. A malformed row stays one, to be skipped with its reason."""
    whose: dict[str, list[Row]] = {}
    for row in rows:
        if (number := row.row("vehicle").text("id")) is None:
            yield row
        else:
            whose.setdefault(number, []).append(row)
    for found in whose.values():
        theirs = found[0].row("vehicle")
        vehicle = {name: theirs[name] for name in ("id", "number", "metric_units") if name in theirs}
        listed = [{name: value for name, value in row.items() if name != "vehicle"} for row in found]
        listed.sort(key=lambda each: str(each.get("jurisdiction")))
        values = {"vehicle": vehicle, "year": month.year, "month": month.month, "jurisdictions": listed}
        yield Row(values, found[0].path)


def _months(part: Slice) -> Iterator[date]:
    start, end = bounds(part)
    month, last = start.date().replace(day=1), min(end, now()).date()
    while month <= last:
        yield month
        month = _next(month)


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
