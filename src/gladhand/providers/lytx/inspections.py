"""Inspections at Lytx, and the defects that were found. A driver is named, and not by an id."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from gladhand.providers.lytx.api import LytxApi, found_guid, window
from gladhand.resources.dvir_log import DvirLogFields
from gladhand.resources.dvir_log_defect import DvirLogDefectFields
from gladhand.resources.enums import DvirLogTypeEnum
from gladhand.sdk.inspections import defect_part
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import metres_of_miles

LOGS_SHOW: Final = (
    "source_vehicle_id",
    "source_trailer_id",
    "log_type",
    "duration_seconds",
    "odometer",
    "odometer_km",
    "inspected_by",
    "driver_comment",
    "defect_count",
    "defects",
    "is_safety_critical",
)
DEFECTS_SHOW: Final = (
    "source_dvir_log_id",
    "defect_type",
    "defect_name",
    "description",
    "status",
    "is_safety_critical",
    "notes",
)
_PATH: Final = "/v1/dvir"
_TYPES: Final = {"pre-trip": DvirLogTypeEnum.PRE_TRIP, "post-trip": DvirLogTypeEnum.POST_TRIP}
_OPEN, _MAJOR = "Defect", "Major"
_LENGTHS: Final = (1, 60, 3600)
_DURATION: Final = re.compile(r"\d{1,9}(?::\d{1,9}){0,2}", re.ASCII)


async def logs(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[DvirLogFields]]:
    async for rows, state, _ in lytx.pages(_PATH, part, **_query(part)):
        yield batch_of(rows, log_record, state=state)


async def defects(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[DvirLogDefectFields]]:
    async for rows, state, _ in lytx.pages(_PATH, part, **_query(part)):
        yield batch_of(_of_reports(rows), defect_record, state=state)


def log_record(report: Row) -> Record[DvirLogFields]:
    found = report.optional_rows("defects")
    metres = metres_of_miles(report.number("odometer"))
    return Record(
        source_id=report.source_id(),
        source_data=report,
        occurred_at=report.required_moment("creationDate"),
        fields=DvirLogFields(
            source_vehicle_id=found_guid(report, "vehicleId"),
            source_trailer_id=report.text("trailerId"),
            log_type=_TYPES.get(report.text("inspectionType") or "", DvirLogTypeEnum.UNKNOWN),
            duration_seconds=_seconds(report.text("duration")),
            odometer=metres,
            odometer_km=None if metres is None else metres / 1000,
            inspected_by=report.text("driverName"),
            driver_comment=report.text("generalNote"),
            defect_count=len(found),
            defects=list(dict.fromkeys(defect_part(each.text("name")) for each in found)) or None,
            is_safety_critical=any(_is_major(each) and each.text("status") == _OPEN for each in found),
        ),
    )


def defect_record(defect: Row) -> Record[DvirLogDefectFields]:
    report, notes = defect.required_row("report"), defect.row("notes")
    status = defect.text("status")
    return Record(
        source_id=defect.source_id(),
        source_data=defect,
        occurred_at=report.required_moment("creationDate"),
        fields=DvirLogDefectFields(
            source_dvir_log_id=report.source_id(),
            defect_type=defect_part(defect.text("name")),
            defect_name=defect.text("name"),
            description=notes.text("mobileNoteDescription"),
            status=None if status is None else "active" if status == _OPEN else "resolved",
            is_safety_critical=_is_major(defect),
            notes=notes.row("webNote").text("description"),
        ),
    )


def _query(part: Slice) -> dict[str, Any]:
    return {**window(part), "includeSubGroups": "true"}


def _of_reports(reports: list[Row]) -> Iterator[Row]:
    """The defects, each with its inspection."""
    for report in reports:
        if "id" not in report:
            # It is skipped with its reason.
            yield Row({}, report.path)
        for each in report.optional_rows("defects"):
            whose = {name: report.get(name) for name in ("id", "creationDate")}
            yield each.joined({"report": whose})


def _is_major(defect: Row) -> bool:
    return defect.text("severityLevel") == _MAJOR


def _seconds(duration: str | None) -> float | None:
    """The seconds of a duration such as `0:03:09`."""
    if not _DURATION.fullmatch(duration or ""):
        return None
    parts = (duration or "").split(":")
    return float(sum(int(part) * length for part, length in zip(reversed(parts), _LENGTHS, strict=False)))
