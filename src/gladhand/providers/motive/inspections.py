"""Inspections at Motive, and the defects that were found.

Version 2 lists the inspected parts of a vehicle or asset, each with its defects. Version 1 lists defects only, some of
the category `none`, which say that nothing was found. The hub reads both: how an account answers is not certain. The
keys of version 2 follow Motive's announcements and are partly assumed.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, Final

from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.providers.motive.places import distance, point
from gladhand.providers.motive.windows import local_days
from gladhand.resources.dvir_log import DvirLogFields
from gladhand.resources.dvir_log_defect import DvirLogDefectFields
from gladhand.resources.enums import DvirDefectEnum, DvirLogTypeEnum
from gladhand.sdk.clock import days
from gladhand.sdk.inspections import defect_part
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.windows import bounds, is_short

PATH: Final = "/v2/inspection_reports"
LOGS_SHOW: Final = (
    "source_driver_id",
    "source_vehicle_id",
    "source_trailer_id",
    "location",
    "log_type",
    "authority_name",
    "odometer",
    "odometer_km",
    "certify_comment",
    "defect_count",
    "defects",
    "version",
    "is_safety_critical",
)
DEFECTS_SHOW: Final = (
    "source_dvir_log_id",
    "defect_type",
    "defect_name",
    "description",
    "status",
    "is_safety_critical",
    "resolved_at",
    "notes",
)
_KIND: Final = RecordKind(plural="inspection_reports", singular="inspection_report")
_TYPES: Final = {"pre_trip": DvirLogTypeEnum.PRE_TRIP, "post_trip": DvirLogTypeEnum.POST_TRIP}
# A repair changes an inspection long after it was made. A request for changes reaches so far back.
_CHANGED_WITHIN: Final = days(14)
_NOTHING: Final = "none"
_FINE: Final = frozenset({"good", None})


async def logs(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[DvirLogFields]]:
    """The inspections of the window; in a short one those that have changed in it."""
    async for rows, state in _reports(motive, part):
        yield batch_of(rows, log_record, state=state)


async def defects(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[DvirLogDefectFields]]:
    """The defects of the inspections of the window; in a short one of those that have changed in it."""
    async for rows, state in _reports(motive, part):
        yield batch_of(_defects(rows), defect_record, state=state)


def log_record(report: Row) -> Record[DvirLogFields]:
    """The hub's record of an inspection: of a vehicle, or of an asset."""
    vehicle, found = report.row("vehicle"), list(_defects([report]))
    metres = distance(report.number("odometer"), is_metric=vehicle.flag("metric_units"))
    return Record(
        source_id=report.source_id(),
        source_data=report,
        occurred_at=report.required_moment("time"),
        fields=DvirLogFields(
            source_driver_id=report.row("driver").text("id"),
            source_vehicle_id=vehicle.text("id"),
            source_trailer_id=report.row("asset").text("id"),
            location=point(report),
            log_type=_TYPES.get(report.text("inspection_type") or "", DvirLogTypeEnum.UNKNOWN),
            authority_name=report.text("carrier_name"),
            odometer=metres,
            odometer_km=None if metres is None else metres / 1000,
            certify_comment=_mechanic_note(report),
            defect_count=len(found),
            defects=list(dict.fromkeys(_part(defect) for defect in found)) or None,
            version=report.text("updated_at"),
            is_safety_critical=any(_is_open(defect) and _is_major(defect) for defect in found),
        ),
    )


def defect_record(defect: Row) -> Record[DvirLogDefectFields]:
    """The hub's record of a defect, in which the read has put the inspection and the part."""
    report, part = defect.required_row("report"), defect.row("part")
    repair = part.row("mechanic_details")
    return Record(
        source_id=_defect_id(defect, part),
        source_data=defect,
        occurred_at=report.required_moment("time"),
        fields=DvirLogDefectFields(
            source_dvir_log_id=report.source_id(),
            defect_type=_part(defect),
            defect_name=defect.text("title") or _category(defect),
            description=defect.text("notes") or part.text("notes"),
            status="active" if _is_open(defect) else "resolved",
            is_safety_critical=_is_major(defect),
            resolved_at=repair.moment("mechanic_signed_at") or report.moment("mechanic_signed_at"),
            notes=repair.text("mechanic_note"),
        ),
    )


async def _reports(motive: MotiveApi, part: Slice) -> AsyncIterator[tuple[list[Row], Mapping[str, Any]]]:
    start, end = bounds(part)
    if is_short(part):
        # Without days Motive answers the last seven.
        changed: Mapping[str, str] = {"updated_after": utc_text(start)}
        query = {**local_days(Slice(start=end - _CHANGED_WITHIN, end=end)), **changed}
    else:
        query = local_days(part)
    async for rows, state in motive.resumable_pages(PATH, _KIND, part, query={**query, "status": "all"}):
        yield rows, state


def _defects(reports: Sequence[Row]) -> Iterator[Row]:
    """The defects of inspections, each with its inspection and part. A part in order is none."""
    for report in reports:
        whose = {name: report.get(name) for name in ("id", "time", "mechanic_signed_at", "status")}
        if isinstance(report.get("inspected_parts"), list):
            for part in report.rows("inspected_parts"):
                known = {name: value for name, value in part.items() if name != "defects"}
                listed = part.optional_rows("defects")
                if not listed and part.get("status") not in _FINE:
                    listed = [Row({}, part.path)]
                for defect in listed:
                    yield Row({"report": whose, "part": known, **defect}, defect.path)
        elif isinstance(report.get("defects"), list):
            for each in report.rows("defects"):
                defect = each.row("defect") or each
                if defect.get("category") != _NOTHING:
                    yield Row({"report": whose, **defect}, defect.path)
        elif "id" not in report:
            # It is skipped with its reason.
            yield Row({}, report.path)


def _defect_id(defect: Row, part: Row) -> str:
    """The defect's own id, else that of its part, with the title where there is one: a part can have several."""
    if "id" in defect or not part:
        return defect.source_id()
    of_part, title = f"part:{part.source_id()}", defect.text("title")
    return composite_id(of_part, title) if title else of_part


def _category(defect: Row) -> str | None:
    return defect.row("part").text("category") or defect.text("category")


def _part(defect: Row) -> DvirDefectEnum:
    """The part, by its category. The name of the defect helps where the category alone says too little."""
    by_category = defect_part(_category(defect), defect.text("area"))
    return by_category if by_category is not DvirDefectEnum.OTHER else defect_part(defect.text("title"))


def _is_open(defect: Row) -> bool:
    part = defect.row("part")
    if part:
        return part.get("status") not in ("repaired", "no_repair_needed")
    return defect.row("report").get("status") not in ("corrected", "harmless")


def _is_major(defect: Row) -> bool:
    return (defect.text("severity") or defect.row("part").text("type")) == "major"


def _mechanic_note(report: Row) -> str | None:
    parts = report.optional_rows("inspected_parts")
    notes = [note for part in parts if (note := part.row("mechanic_details").text("mechanic_note"))]
    return "\n".join(notes) or None
