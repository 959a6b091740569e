"""Fault codes at Motive: engine logs. The list has open and closed ones; a repetition changes its row."""

import re
from collections.abc import AsyncIterator
from typing import Any, Final

from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.resources.engine_log import EngineLogFields
from gladhand.resources.enums import FaultCodeSourceEnum, StatusEnum
from gladhand.sdk.fault_codes import meaning_of_j1939, meaning_of_obd
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

PATH: Final = "/v1/fault_codes"
SHOWS: Final = (
    "source_vehicle_id",
    "fault_code_source",
    "fault_code",
    "fault_code_description",
    "canonical_code",
    "status",
)
_KIND: Final = RecordKind(plural="fault_codes", singular="fault_code")
_STATUSES: Final = {"open": StatusEnum.ACTIVE, "opened": StatusEnum.ACTIVE, "closed": StatusEnum.INACTIVE}
_OBD: Final = re.compile(r"[PCBU][0-9A-F]{4}")
_KEPT: Final = (
    "code",
    "fmi",
    "source_address",
    "code_label",
    "source_address_label",
    "fmi_description",
    "dtc_severity",
)


async def read(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[EngineLogFields]]:
    """All fault codes of the company."""
    async for rows, state in motive.resumable_pages(PATH, _KIND, part):
        yield batch_of(rows, to_record, state=state)


def to_record(fault: Row) -> Record[EngineLogFields]:
    """The hub's record of a fault code. `type` says whether it comes and goes, and nothing about the standard."""
    code = fault.source_id("code")
    source = _source(fault, code)
    values: dict[str, Any] = {name: fault[name] for name in _KEPT if fault.get(name) is not None}
    if source is FaultCodeSourceEnum.J1939:
        values["spn"] = fault.whole("code")
    return Record(
        source_id=fault.source_id(),
        source_data=fault,
        occurred_at=fault.required_moment("first_observed_at"),
        fields=EngineLogFields(
            source_vehicle_id=fault.row("vehicle").text("id"),
            fault_code_source=source,
            fault_code=values,
            fault_code_description=fault.text("code_description"),
            canonical_code=meaning_of_j1939(values.get("spn"), fault.whole("fmi")) or meaning_of_obd(code),
            status=_STATUSES.get(fault.text("status") or ""),
        ),
    )


def _source(fault: Row, code: str) -> FaultCodeSourceEnum:
    """The standard of a code, by its form, since no key names it. That is assumed."""
    if fault.get("is_sid") is True:
        return FaultCodeSourceEnum.J1708
    if _OBD.fullmatch(code):
        return FaultCodeSourceEnum.OBD2
    return FaultCodeSourceEnum.J1939 if code.isascii() and code.isdigit() else FaultCodeSourceEnum.VENDOR
