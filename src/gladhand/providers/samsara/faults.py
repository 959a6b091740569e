"""Fault codes of Samsara's vehicles: engine logs.

A reading is the whole list of codes that a vehicle has on one bus. Codes have no ids, and one that has gone is missing
from the next list. So the state keeps the codes that are there. A record is a code, from the first list that has it on;
the first list without it makes the record inactive. A code that comes back is another record: so its id ends with the
time of its first list.

History comes before the feed, because only the list before a list shows what is new in it. The feed then begins
with the last list of each vehicle, which is known already or newer.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.stats import KIND, VEHICLES, readings_of
from gladhand.resources.engine_log import EngineLogFields
from gladhand.resources.enums import CanonicalFaultCodeEnum, FaultCodeSourceEnum, StatusEnum
from gladhand.sdk.clock import days, now
from gladhand.sdk.errors import CursorLost, Malformed
from gladhand.sdk.fault_codes import meaning_of_j1939, meaning_of_obd
from gladhand.sdk.reading import Batch, Skipped, Slice, State, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row, rows_of
from gladhand.sdk.source_ids import composite_id, utc_text

SHOWS: Final = (
    "source_vehicle_id",
    "fault_code_source",
    "fault_code",
    "fault_code_description",
    "canonical_code",
    "status",
    "mil_status",
)
_SERIES: Final = "faultCodes"
_LIST: Final = "diagnosticTroubleCodes"
_J1939, _OBD, _OEM = "j1939", "obdii", "oem"
_SOURCES: Final = {_J1939: FaultCodeSourceEnum.J1939, _OBD: FaultCodeSourceEnum.OBD2, _OEM: FaultCodeSourceEnum.VENDOR}
# The lists of an engine's computer, and what their codes are.
_KINDS: Final = {"confirmedDtcs": "confirmed", "pendingDtcs": "pending", "permanentDtcs": "permanent"}
# How far before the newest known list the lists are read again after a lost cursor: gateways upload late.
_GAP: Final = days(2)
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[EngineLogFields]]:
    """The lists of before the first run, then those that have arrived."""
    state = dict(part.state)
    buses: dict[str, Any] = dict(state.get("buses", {}))
    if not state and part.start is not None:
        state = _history_from(part.start)
    if "from" not in state:
        try:
            async for page, after in _feed(samsara, state.get("after")):
                yield _compared_page(page, buses, {"after": after})
        except CursorLost:
            # The codes stay known, so that those which have gone meanwhile become inactive.
            known = [moment for bus in buses.values() if (moment := Row(bus).moment("time")) is not None]
            state = _history_from(max(known) - _GAP) if known else {}
        else:
            return
    if "from" in state:
        window = {"types": _SERIES, "startTime": state["from"], "endTime": state["to"]}
        path, begin = f"{VEHICLES}/history", state.get("page")
        async for page, following in samsara.pages(path, begin, kind=KIND, query=window, limit=None):
            rest = {"from": state["from"], "to": state["to"], "page": following} if following else {}
            yield _compared_page(page, buses, rest)
    async for page, after in _feed(samsara, None):
        yield _compared_page(page, buses, {"after": after})


def to_record(code: Row) -> Record[EngineLogFields]:
    """The hub's record of a code."""
    vehicle, began, dtc = code.source_id(), code.required_moment("time"), code.required_row("code")
    standard, bus = code.required_text("standard"), code.text("canBusType") or ""
    return Record(
        source_id=composite_id(vehicle, bus, _key(standard, dtc), began),
        source_data=code,
        occurred_at=began,
        fields=EngineLogFields(
            source_vehicle_id=vehicle,
            fault_code_source=_SOURCES[standard],
            fault_code=_fault_code(standard, dtc),
            fault_code_description=_description(standard, dtc),
            canonical_code=_meaning(standard, dtc),
            status=StatusEnum.ACTIVE if code.get("isActive") is True else StatusEnum.INACTIVE,
            mil_status=_is_lamp_on(standard, dtc, code.row("checkEngineLights")),
        ),
    )


def _history_from(start: datetime) -> dict[str, Any]:
    return {"from": utc_text(start), "to": utc_text(now())}


def _feed(samsara: SamsaraAccount, after: str | None) -> AsyncIterator[tuple[list[Row], str | None]]:
    return samsara.feed(f"{VEHICLES}/feed", after, kind=KIND, query={"types": _SERIES})


def _compared_page(page: Sequence[Row], buses: dict[str, Any], state: State) -> Batch[EngineLogFields]:
    """The codes that have come or gone with the lists of a page. Keeps in `buses` what is there."""
    found, skipped = dict[tuple[str, ...], Row](), list[Skipped]()
    for reading in sorted(readings_of(page, [_SERIES]), key=_moment):
        try:
            listed = reading.required_row(_SERIES)
            bus = composite_id(reading.source_id(), listed.text("canBusType") or "")
            before = Row(buses.get(bus, {}))
            if listed.required_moment("time") < (before.moment("time") or _LONG_AGO):
                # It comes late, and a newer list has said what is there.
                continue
            codes = _compared(reading, before.row("codes"), skipped)
        except Malformed as error:
            skipped.append(Skipped(reading.text("id"), error.full_text))
            continue
        found |= {(bus, key, row["time"]): row for key, row in codes.items()}
        left = {key: row for key, row in codes.items() if row["isActive"]}
        buses[bus] = {"time": listed["time"], "codes": left}
    batch = batch_of(found.values(), to_record)
    # A later page changes the buses.
    return Batch(batch.records, state={**state, "buses": dict(buses)}, skipped=[*skipped, *batch.skipped])


def _moment(reading: Row) -> datetime:
    return reading.row(_SERIES).moment("time") or _LONG_AGO


def _compared(reading: Row, known: Mapping[str, Any], skipped: list[Skipped]) -> dict[str, Row]:
    """The codes of a list, and those that are known and have gone. A code that cannot be read costs only itself."""
    listed = reading.required_row(_SERIES)
    whose = {name: reading[name] for name in ("id", "name") if name in reading}
    if "canBusType" in listed:
        whose["canBusType"] = listed["canBusType"]
    codes = {key: Row({**row, "isActive": False}) for key, row in known.items()}
    for standard, dtc, lights in _codes(listed):
        try:
            key = _key(standard, dtc)
        except Malformed as error:
            skipped.append(Skipped(reading.text("id"), error.full_text))
            continue
        began = known.get(key, {}).get("time", listed["time"])
        row = {**whose, "time": began, "standard": standard, "code": dtc, "checkEngineLights": lights, "isActive": True}
        codes[key] = Row({name: value for name, value in row.items() if value is not None})
    return codes


def _codes(listed: Row) -> Iterator[tuple[str, Row, Any]]:
    """The codes of a list, each with its standard and the state of the lamps."""
    engine = listed.row(_J1939)
    for dtc in _rows(engine, _LIST):
        yield _J1939, dtc, engine.get("checkEngineLights")
    computer = listed.row(_OBD)
    lights = {"isOn": is_on} if (is_on := computer.flag("checkEngineLightIsOn")) is not None else None
    for group in _rows(computer, _LIST):
        for name, kind in _KINDS.items():
            for dtc in _rows(group, name):
                yield _OBD, Row({**dtc, "kind": kind}, dtc.path), lights
    for dtc in _rows(listed.row(_OEM), _LIST):
        yield _OEM, dtc, None


def _rows(row: Row, name: str) -> list[Row]:
    return rows_of(row[name], name) if row.get(name) is not None else []


def _key(standard: str, dtc: Row) -> str:
    """What tells a code from the others of a list."""
    if standard == _J1939:
        return ".".join(dtc.source_id(name) for name in ("spnId", "fmiId")) + f".{dtc.text('txId') or ''}"
    if standard == _OBD:
        return f"{dtc.text('dtcShortCode') or dtc.source_id('dtcId')}.{dtc.required_text('kind')}"
    return dtc.source_id("codeIdentifier")


def _fault_code(standard: str, dtc: Row) -> dict[str, Any]:
    names = {
        _J1939: {"spn": "spnId", "fmi": "fmiId", "tx": "txId", "occurrence": "occurrenceCount"},
        _OBD: {"dtc": "dtcShortCode", "kind": "kind"},
        _OEM: {"code": "codeIdentifier", "severity": "codeSeverity"},
    }
    return {ours: dtc[theirs] for ours, theirs in names[standard].items() if dtc.get(theirs) is not None}


def _description(standard: str, dtc: Row) -> str | None:
    if standard == _J1939:
        return ": ".join(filter(None, (dtc.text("spnDescription"), dtc.text("fmiDescription")))) or None
    return dtc.text("dtcDescription" if standard == _OBD else "codeDescription")


def _meaning(standard: str, dtc: Row) -> CanonicalFaultCodeEnum | None:
    if standard == _J1939:
        return meaning_of_j1939(dtc.whole("spnId"), dtc.whole("fmiId"))
    return meaning_of_obd(dtc.text("dtcShortCode")) if standard == _OBD else None


def _is_lamp_on(standard: str, dtc: Row, lights: Row) -> bool | None:
    if standard == _J1939:
        return (dtc.number("milStatus") or 0) > 0 or lights.get("emissionsIsOn") is True
    return lights.flag("isOn")
