"""Inspections at Mapon: what drivers have checked, and what has failed. Drivers are named, and not by an id."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from gladhand.providers.mapon.api import UNIT_ID, MaponApi, place
from gladhand.resources.dvir_log import DvirLogFields
from gladhand.resources.dvir_log_defect import DvirLogDefectFields
from gladhand.resources.enums import DvirLogTypeEnum
from gladhand.sdk.inspections import defect_part
from gladhand.sdk.numbered_pages import numbered_pages
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import metres
from gladhand.sdk.windows import bounds

LOGS_SHOW: Final = (
    "source_vehicle_id",
    "location",
    "log_type",
    "duration_seconds",
    "odometer",
    "odometer_km",
    "inspected_by",
    "defect_count",
    "defects",
    "version",
)
DEFECTS_SHOW: Final = ("source_dvir_log_id", "defect_type", "defect_name", "description", "status", "resolved_at")
PAGE: Final = 250
_RESOLVED, _FAIL, _DATE = 4, 0, "%Y-%m-%d %H:%M:%S"


async def logs(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[DvirLogFields]]:
    async for rows, state, _ in _pages(mapon, part):
        yield batch_of([row for row in rows if not _is_due(row)], log_record, state=state)


async def defects(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[DvirLogDefectFields]]:
    async for rows, state, _ in _pages(mapon, part):
        yield batch_of(_failed(rows), defect_record, state=state)


def log_record(row: Row) -> Record[DvirLogFields]:
    found, kilometres = _items(row), row.number("odometer")
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("inspected_at"),
        fields=DvirLogFields(
            source_vehicle_id=row.text(UNIT_ID),
            location=place(row),
            log_type=DvirLogTypeEnum.UNKNOWN,
            duration_seconds=row.number("total_time_spent"),
            odometer=metres(kilometres),
            odometer_km=kilometres,
            inspected_by=row.text("performer_full_name"),
            defect_count=len(found),
            defects=list(dict.fromkeys(defect_part(each.text("name")) for each in found)) or None,
            version=row.text("status_at"),
        ),
    )


def defect_record(row: Row) -> Record[DvirLogDefectFields]:
    report = row.required_row("report")
    is_resolved = report.whole("status") == _RESOLVED
    return Record(
        source_id=composite_id(report.source_id(), row.source_id()),
        source_data=row,
        occurred_at=report.required_moment("inspected_at"),
        fields=DvirLogDefectFields(
            source_dvir_log_id=report.source_id(),
            defect_type=defect_part(row.text("name")),
            defect_name=row.text("name"),
            description=row.text("notes"),
            status="resolved" if is_resolved else "active",
            resolved_at=report.moment("status_at") if is_resolved else None,
        ),
    )


def _pages(mapon: MaponApi, part: Slice) -> AsyncIterator[tuple[list[Row], dict[str, Any], int | None]]:
    start, end = bounds(part)
    dates = {"inspection_date_from": f"{start:{_DATE}}", "inspection_date_to": f"{end:{_DATE}}"}

    async def ask(page: int) -> tuple[list[Row], int | None]:
        answer = await mapon.get("vehicle_inspections/list", **dates, includes="items", page=page, per_page=PAGE)
        return answer.rows("data"), answer.row("_meta").whole("total")

    return numbered_pages(part, ask)


def _is_due(row: Row) -> bool:
    """Whether it has not been made yet: a good row without a time."""
    return "id" in row and "inspected_at" in row and row["inspected_at"] is None


def _items(row: Row) -> list[Row]:
    return [each for each in row.optional_rows("items") if each.whole("status") == _FAIL]


def _failed(rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        if "id" not in row:
            # It is skipped with its reason.
            yield Row({}, row.path)
        elif not _is_due(row):
            whose = {name: row.get(name) for name in ("id", "inspected_at", "status", "status_at")}
            for each in _items(row):
                yield each.joined({"report": whose})
