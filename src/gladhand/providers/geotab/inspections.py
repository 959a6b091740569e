"""Inspections of vehicles and trailers at Geotab, and the defects that were found: the feed of DVIRLog.

An inspection comes again when it is certified or repaired. Its defects are part of it.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from typing import Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import at, newest, point, reference, seconds_of_span
from gladhand.providers.geotab.feeds import SMALL_PAGE, changes
from gladhand.providers.geotab.trailer_ids import NO_TRAILERS, TrailerIds, trailer_ids
from gladhand.resources.dvir_log import DvirLogFields
from gladhand.resources.dvir_log_defect import DvirLogDefectFields
from gladhand.resources.enums import DvirLogTypeEnum
from gladhand.sdk.inspections import defect_part
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import hours_of_seconds

#: The device of a trailer comes from the list of devices.
LOGS_JOIN: Final = ("source_trailer_id",)
LOGS_SHOW: Final = (
    "source_driver_id",
    "source_vehicle_id",
    "location",
    "log_type",
    "authority_name",
    "authority_address",
    "duration_seconds",
    "odometer",
    "odometer_km",
    "engine_hours",
    "certify_comment",
    "driver_comment",
    "defect_count",
    "version",
    "defects",
    "is_safety_critical",
    *LOGS_JOIN,
)
DEFECTS_SHOW: Final = (
    "source_dvir_log_id",
    "defect_type",
    "defect_code",
    "defect_name",
    "status",
    "is_safety_critical",
    "resolved_at",
    "notes",
)
_TYPES: Final = {"PreTrip": DvirLogTypeEnum.PRE_TRIP, "PostTrip": DvirLogTypeEnum.POST_TRIP}
_IN_TRIP: Final = "InTrip"
_CRITICAL: Final = "Critical"
_STATUSES: Final = {"NotRepaired": "active", "Repaired": "resolved", "NotNecessary": "resolved"}


async def logs(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[DvirLogFields]]:
    """The inspections that were made, certified or repaired."""
    trailers: TrailerIds | None = None
    feed = changes(geotab, "DVIRLog", version=part.state.get("version"), start=part.start, limit=SMALL_PAGE)
    async for rows, version in feed:
        if trailers is None and any("trailer" in row for row in rows):
            trailers = await trailer_ids(geotab)
        to_record = partial(log_record, trailers=trailers or NO_TRAILERS)
        yield batch_of(newest(rows), to_record, state={"version": version})


async def defects(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[DvirLogDefectFields]]:
    """The defects of the inspections that were made, certified or repaired."""
    feed = changes(geotab, "DVIRLog", version=part.state.get("version"), start=part.start, limit=SMALL_PAGE)
    async for rows, version in feed:
        yield batch_of(_defects(newest(rows)), defect_record, state={"version": version})


def log_record(log: Row, *, trailers: TrailerIds) -> Record[DvirLogFields]:
    """The hub's record of an inspection: of a vehicle or of a trailer."""
    metres, is_safe, found = log.number("odometer"), log.flag("isSafeToOperate"), list(_found(log))
    return Record(
        source_id=log.source_id(),
        source_data=log,
        occurred_at=log.required_moment("dateTime"),
        fields=DvirLogFields(
            source_driver_id=reference(log, "driver"),
            source_vehicle_id=reference(log, "device"),
            source_trailer_id=trailers.device(reference(log, "trailer")),
            location=point(log.row("location").row("location")),
            log_type=_type(log.text("logType")),
            authority_name=log.text("authorityName"),
            authority_address=log.text("authorityAddress"),
            duration_seconds=seconds_of_span(log.get("duration")),
            odometer=metres,
            odometer_km=None if metres is None else metres / 1000,
            engine_hours=hours_of_seconds(log.number("engineHours")),
            certify_comment=log.text("certifyRemark"),
            driver_comment=log.text("driverRemark"),
            # Geotab leaves the list out where there is none.
            defect_count=len(found),
            version=log.text("version"),
            defects=[defect_part(defect.row("defect").text("name")) for defect in found] or None,
            is_safety_critical=None if is_safe is None else not is_safe,
        ),
    )


def remap_log(_geotab: GeotabApi, _source_id: str, row: Row) -> Record[DvirLogFields]:
    return log_record(row, trailers=NO_TRAILERS)


def defect_record(row: Row) -> Record[DvirLogDefectFields]:
    """The hub's record of a defect: a row with the inspection that it belongs to."""
    log, defect = row.required_row("dvirLog"), row.row("defect")
    remarks = row.optional_rows("defectRemarks")
    severity, name = defect.text("severity"), defect.text("name")
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=log.required_moment("dateTime"),
        fields=DvirLogDefectFields(
            source_dvir_log_id=log.source_id(),
            defect_type=defect_part(name),
            defect_code=defect.text("id"),
            defect_name=name,
            status=_STATUSES.get(row.text("repairStatus") or ""),
            is_safety_critical=None if severity is None else severity == _CRITICAL,
            resolved_at=at(row, "repairDateTime"),
            notes="\n".join(text for each in remarks if (text := each.text("remark"))) or None,
        ),
    )


def _defects(logs: Sequence[Row]) -> Iterator[Row]:
    for log in logs:
        if "id" not in log:
            # Is skipped with its reason.
            yield log
            continue
        whose = {name: log[name] for name in ("id", "dateTime") if name in log}
        for defect in _found(log):
            yield Row({**defect, "dvirLog": whose}, defect.path)


def _found(log: Row) -> Iterator[Row]:
    """The defects of an inspection. Old rows have the groups of the defects instead, which have no repairs."""
    if log.get("dvirDefects") and isinstance(log["dvirDefects"], list):
        yield from log.rows("dvirDefects")
    elif isinstance(log.get("defects"), list):
        for group in log.rows("defects"):
            yield Row({"id": composite_id(log.source_id(), group.source_id()), "defect": dict(group)}, group.path)


def _type(word: str | None) -> str:
    # The contract has no word of its own for an inspection on the way.
    return "in_trip" if word == _IN_TRIP else _TYPES.get(word or "", DvirLogTypeEnum.UNKNOWN)
