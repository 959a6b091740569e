"""Fault codes at Geotab: engine logs, by the feed of FaultData. Faults of the device itself come in it, too.

A row names its diagnostic and its failure mode, which are entities of their own.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import bare_reference, newest, reference, required_bare_reference
from gladhand.providers.geotab.feeds import changes
from gladhand.resources.engine_log import EngineLogFields
from gladhand.resources.enums import FaultCodeSourceEnum, StatusEnum
from gladhand.sdk.fault_codes import meaning_of_j1939, meaning_of_obd, obd_code
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

_Source = FaultCodeSourceEnum
#: Fields that need the diagnostic.
JOINED: Final = ("fault_code_source", "fault_code", "fault_code_description", "canonical_code")
SHOWS: Final = ("source_vehicle_id", "status", "mil_status", *JOINED)
_SOURCES: Final = {
    "SuspectParameter": _Source.J1939,
    "Sid": _Source.J1708,
    "Pid": _Source.J1708,
    "ObdFault": _Source.OBD2,
    "ObdWwhFault": _Source.OBD2,
}
_STATUSES: Final = {
    "Pending": StatusEnum.PENDING,
    "Active": StatusEnum.ACTIVE,
    "Inactive": StatusEnum.INACTIVE,
    "Cleared": StatusEnum.INACTIVE,
}
_TRAILING_NUMBER: Final = re.compile(r"\d+$")


@dataclass
class Names:
    """Diagnostics and failure modes by their ids, each asked for once in a run."""

    diagnostics: dict[str, Row | None] = field(default_factory=dict)
    failure_modes: dict[str, Row | None] = field(default_factory=dict)

    async def look_up(self, geotab: GeotabApi, rows: Sequence[Row]) -> None:
        """Ask for those that the rows name and that are not known yet."""
        for name, type_name, known in (
            ("diagnostic", "Diagnostic", self.diagnostics),
            ("failureMode", "FailureMode", self.failure_modes),
        ):
            for id_ in dict.fromkeys(filter(None, (bare_reference(row, name) for row in rows))):
                if id_ in known:
                    continue
                found = await geotab.one_or_none(type_name, id_)
                if geotab.is_hidden(type_name):
                    break
                known[id_] = found


async def read(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[EngineLogFields]]:
    """The faults that have arrived."""
    names = Names()
    async for rows, version in changes(geotab, "FaultData", version=part.state.get("version"), start=part.start):
        await names.look_up(geotab, rows)
        yield batch_of(newest(rows), partial(to_record, names=names), state={"version": version})


def to_record(fault: Row, *, names: Names) -> Record[EngineLogFields]:
    """The hub's record of a fault. Newer rows have its state beside an older key."""
    id_ = required_bare_reference(fault, "diagnostic")
    diagnostic = names.diagnostics.get(id_) or Row()
    code = _code(fault, id_, diagnostic, names.failure_modes)
    state = fault.row("faultStates").text("effectiveStatus") or fault.text("faultState")
    return Record(
        source_id=fault.source_id(),
        source_data=fault,
        occurred_at=fault.required_moment("dateTime"),
        fields=EngineLogFields(
            source_vehicle_id=reference(fault, "device"),
            fault_code_source=_source(diagnostic) if id_ in names.diagnostics else None,
            fault_code=code,
            fault_code_description=diagnostic.text("name"),
            canonical_code=meaning_of_j1939(code.get("spn"), code.get("fmi")) or meaning_of_obd(_obd(diagnostic)),
            status=_STATUSES.get(state or ""),
            mil_status=fault.flag("malfunctionLamp"),
        ),
    )


def remap(_geotab: GeotabApi, _source_id: str, row: Row) -> Record[EngineLogFields]:
    return to_record(row, names=Names())


def _code(fault: Row, id_: str, diagnostic: Row, failure_modes: Mapping[str, Row | None]) -> dict[str, Any]:
    code = diagnostic.whole("code")
    values: dict[str, Any] = {"diagnostic": id_, "code": code, "source": bare_reference(diagnostic, "source")}
    if _source(diagnostic) is _Source.J1939:
        values["spn"] = code
    mode = bare_reference(fault, "failureMode")
    if mode is not None:
        values |= {"failure_mode": mode, "fmi": _fmi(mode, failure_modes.get(mode))}
    return {name: value for name, value in values.items() if value is not None}


def _obd(diagnostic: Row) -> str | None:
    """The code of OBD-II, which Geotab shows as the number that it has on the wire: 1056 is P0420."""
    code = diagnostic.whole("code") if _source(diagnostic) is _Source.OBD2 else None
    return None if code is None else obd_code(code)


def _source(diagnostic: Row) -> FaultCodeSourceEnum:
    """The standard of a code. What belongs to none, such as a fault of the device, is Geotab's own."""
    return _SOURCES.get(diagnostic.text("diagnosticType") or "", _Source.VENDOR)


def _fmi(mode: str, entity: Row | None) -> int | None:
    """The number of a failure mode: its code, or without one the number that its id ends in, which is assumed."""
    if entity is not None and (code := entity.whole("code")) is not None:
        return code
    found = _TRAILING_NUMBER.search(mode)
    return int(found[0]) if found else None
