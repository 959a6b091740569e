"""Fuel tax at Geotab: a vehicle's months, summed up from FuelTaxDetail.

A detail is the way of a vehicle through one jurisdiction. The feed tells which months have changed, for weeks after.
The sum takes all details of the month. A detail belongs to the month in which it begins, in UTC, which is assumed.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import newest, required_reference
from gladhand.providers.geotab.feeds import SMALL_PAGE, changes
from gladhand.resources.ifta_summary import IftaSummaryFields
from gladhand.sdk.clock import days
from gladhand.sdk.errors import Malformed, NotAllowed, Rejected
from gladhand.sdk.reading import Batch, Skipped, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.units import metres

SHOWS: Final = ("source_vehicle_id", "month", "year")


async def read(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[IftaSummaryFields]]:
    """The months of vehicles of which something has changed."""
    feed = changes(geotab, "FuelTaxDetail", version=part.state.get("version"), start=part.start, limit=SMALL_PAGE)
    async for rows, version in feed:
        months, skipped = _by_month(newest(rows))
        reports: list[Row] = []
        refusals: list[Rejected] = []
        for (vehicle, label), details in months.items():
            try:
                report = _report(vehicle, label, await _details(geotab, vehicle, label, details))
            except NotAllowed:
                raise
            except Rejected as error:
                # The details of the page alone are a part of the month.
                skipped.append(Skipped(composite_id(vehicle, label), error.full_text))
                refusals.append(error)
            else:
                reports.append(report)
        if len(refusals) == len(months) > 1:
            # It is the request that Geotab refuses, and not one of the vehicles.
            raise refusals[0]
        batch = batch_of([report for report in reports if report["jurisdictions"]], to_record)
        yield Batch(batch.records, state={"version": version}, skipped=[*skipped, *batch.skipped])


def to_record(report: Row) -> Record[IftaSummaryFields]:
    """The hub's record of a vehicle's month. `extras` has the distances in metres."""
    vehicle, label = required_reference(report, "device"), report.required_text("month")
    begin = datetime.fromisoformat(f"{label}-01").replace(tzinfo=UTC)
    return Record(
        source_id=composite_id(vehicle, label),
        source_data=report,
        occurred_at=begin,
        fields=IftaSummaryFields(source_vehicle_id=vehicle, year=begin.year, month=begin.month),
        extras={"distances": {name: metres(value) for name, value in report.row("jurisdictions").items()}},
    )


def _by_month(rows: Iterable[Row]) -> tuple[dict[tuple[str, str], list[Row]], list[Skipped]]:
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    skipped: list[Skipped] = []
    for row in rows:
        try:
            entered = row.required_moment("enterTime").astimezone(UTC)
            found[required_reference(row, "device"), f"{entered:%Y-%m}"].append(row)
        except Malformed as error:
            skipped.append(Skipped(row.text("id"), error.full_text))
    return found, skipped


async def _details(geotab: GeotabApi, vehicle: str, label: str, known: Sequence[Row]) -> list[Row]:
    """All details of a vehicle's month: those that Geotab lists, and those of the feed, which may be newer."""
    begin = datetime.fromisoformat(f"{label}-01").replace(tzinfo=UTC)
    end = (begin + days(31)).replace(day=1)
    search = {"deviceSearch": {"id": vehicle}, "fromDate": utc_text(begin), "toDate": utc_text(end)}
    listed = await geotab.search("FuelTaxDetail", search)
    months, _ = _by_month(newest([*listed, *known]))
    return months.get((vehicle, label), [])


def _report(vehicle: str, label: str, details: Iterable[Row]) -> Row:
    """The kilometres of each jurisdiction in a month. Geotab marks those that do not count."""
    driven: defaultdict[str, float] = defaultdict(float)
    for detail in details:
        entered, left = detail.number("enterOdometer"), detail.number("exitOdometer")
        where = detail.text("jurisdiction")
        if where is None or entered is None or left is None or detail.get("isNegligible") is True:
            continue
        driven[where] += left - entered
    kilometres = {name: round(value, 3) for name, value in sorted(driven.items())}
    return Row({"device": {"id": vehicle}, "month": label, "jurisdictions": kilometres})
