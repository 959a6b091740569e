"""Inspections of vehicles and trailers at Samsara, and the defects that were found."""

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Final

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.driver_mapping import driver_source_id
from gladhand.providers.samsara.streams import changes
from gladhand.providers.samsara.tag_members import TRAILERS, VEHICLES, inspected, members
from gladhand.resources.dvir_log import DvirLogFields
from gladhand.resources.dvir_log_defect import DvirLogDefectFields
from gladhand.resources.enums import DvirLogTypeEnum
from gladhand.sdk.inspections import defect_part
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

DVIRS, DEFECTS, DEFECT_TYPES = "/dvirs/stream", "/defects/stream", "/defect-types"
KIND: Final = "inspection-reads"
_PAGE = 200
_TYPES: Final = {
    "preTrip": DvirLogTypeEnum.PRE_TRIP,
    "postTrip": DvirLogTypeEnum.POST_TRIP,
    "mechanic": DvirLogTypeEnum.MECHANIC,
}
LOGS_SHOW: Final = (
    "source_driver_id",
    "source_vehicle_id",
    "source_trailer_id",
    "log_type",
    "duration_seconds",
    "odometer",
    "odometer_km",
    "inspected_by",
    "certify_comment",
    "defect_count",
    "version",
    "is_safety_critical",
)
#: Fields that come from the type of a defect, which is another list.
DEFECTS_JOIN: Final = ("defect_type", "defect_name", "is_safety_critical")
DEFECTS_SHOW: Final = (
    "source_dvir_log_id",
    "defect_code",
    "description",
    "status",
    "resolved_at",
    "notes",
    *DEFECTS_JOIN,
)


async def logs(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[DvirLogFields]]:
    """The inspections that were made, signed or resolved."""
    known = await members(samsara, VEHICLES, TRAILERS)
    async for rows, state in changes(samsara, part, DVIRS, kind=KIND, limit=_PAGE):
        yield batch_of(inspected(rows, known), log_record, state=state)


async def defects(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[DvirLogDefectFields]]:
    """The defects that were found or resolved, with the names that the fleet gives them."""
    types = {id_: row async for row in samsara.sweep(DEFECT_TYPES, kind=KIND) if (id_ := row.text("id"))}
    known = await members(samsara, VEHICLES, TRAILERS)
    async for rows, state in changes(samsara, part, DEFECTS, kind=KIND, limit=_PAGE):
        yield batch_of(inspected(rows, known), partial(defect_record, types=types), state=state)


def log_record(dvir: Row) -> Record[DvirLogFields]:
    """The hub's record of an inspection: of a vehicle or of a trailer."""
    submitted, begun = dvir.required_moment("dvirSubmissionTime"), dvir.moment("dvirSubmissionBeginTime")
    author, metres = dvir.row("authorSignature"), dvir.number("odometerMeters")
    signatory = author.row("signatoryUser").text("id")
    found = dvir.get("defectIds")
    return Record(
        source_id=dvir.source_id(),
        source_data=dvir,
        occurred_at=submitted,
        fields=DvirLogFields(
            source_driver_id=driver_source_id(signatory) if signatory and author.get("type") == "driver" else None,
            source_vehicle_id=dvir.row("vehicle").text("id"),
            source_trailer_id=dvir.row("trailer").text("id"),
            log_type=_TYPES.get(dvir.text("type") or "", DvirLogTypeEnum.UNKNOWN),
            duration_seconds=None if begun is None else (submitted - begun).total_seconds(),
            odometer=metres,
            odometer_km=None if metres is None else metres / 1000,
            inspected_by=signatory if author.get("type") == "mechanic" else None,
            certify_comment=dvir.text("mechanicNotes"),
            # Samsara leaves the list out where there is none.
            defect_count=len(found) if isinstance(found, list) else 0,
            version=dvir.text("updatedAtTime"),
            is_safety_critical=dvir.get("safetyStatus") == "unsafe",
        ),
    )


def defect_record(defect: Row, *, types: Mapping[str, Row]) -> Record[DvirLogDefectFields]:
    """The hub's record of a defect. Old rows have no safety status: the severity of their type counts."""
    code = defect.text("defectTypeId")
    type_ = types.get(code or "", Row())
    label, safety = type_.text("label"), defect.text("defectSafetyStatus")
    return Record(
        source_id=defect.source_id(),
        source_data=defect,
        occurred_at=defect.required_moment("createdAtTime"),
        fields=DvirLogDefectFields(
            source_dvir_log_id=defect.text("dvirId"),
            defect_type=defect_part(label, type_.text("sectionType")),
            defect_code=code,
            defect_name=label,
            description=defect.text("comment"),
            status="resolved" if defect.get("isResolved") is True else "active",
            is_safety_critical=type_.get("severity") == "major" if safety is None else safety == "unsafe",
            resolved_at=defect.moment("resolvedAtTime"),
            notes=defect.text("mechanicNotes"),
        ),
    )


def remap_defect(_samsara: SamsaraAccount, _source_id: str, row: Row) -> Record[DvirLogDefectFields]:
    return defect_record(row, types={})
