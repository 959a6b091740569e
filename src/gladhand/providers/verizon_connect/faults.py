"""Fault codes of Reveal's vehicles: engine logs.

One list has the codes that are active, as a text for each vehicle. The state of the feed is that list: of a vehicle
that has lost a code, the history says since when. Until it does, the code counts as active.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Final

from gladhand.providers.verizon_connect.api import VEHICLE_NUMBER, RevealApi, part_of_path
from gladhand.resources.engine_log import EngineLogFields
from gladhand.resources.enums import FaultCodeSourceEnum, StatusEnum
from gladhand.sdk.fault_codes import is_obd, listed_codes, meaning_of_obd
from gladhand.sdk.reading import Batch, Skipped, Slice, State, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

ACTIVE: Final = "/rad/v1/vehicles/getvehiclesactivedtcs"
SHOWS: Final = ("source_vehicle_id", "fault_code_source", "fault_code", "canonical_code", "status")
_CODE, _IS_ACTIVE, _MOMENT = "DTC", "IsActive", "LastUpdatedDateTime"
# When a code that has gone was seen first.
_SINCE: Final = "Since"


async def read(reveal: RevealApi, part: Slice) -> AsyncIterator[Batch[EngineLogFields]]:
    """The codes that have come since the last look, and those that have gone."""
    seen: dict[str, dict[str, str | None]] = {}
    rows: list[Row] = []
    refused: list[Skipped] = []
    for vehicle in (await reveal.ask("GET", ACTIVE)).rows():
        number, codes = vehicle.text(VEHICLE_NUMBER), _codes(vehicle)
        if number is None:
            # A vehicle without a number, which is skipped.
            rows.append(vehicle)
            continue
        known = _known(part.state, number)
        seen[number] = {code: known.get(code, vehicle.text(_MOMENT)) for code in codes}
        rows += [_row(vehicle, code) for code in codes if code not in known]
    left_out = part.state.keys() - seen.keys()
    listed = set(await reveal.vehicle_numbers()) if left_out else set[str]()
    for number in part.state:
        if number in left_out and number not in listed:
            # Reveal has the vehicle no more, and so no history that could ever say that its codes have gone.
            continue
        known, present = _known(part.state, number), seen.get(number, {})
        if lost := {code: since for code, since in known.items() if code not in present}:
            gone, away = await _cleared_codes(reveal, number, lost)
            # A code of which the history does not say that it has gone is asked for again.
            left = {code: since for code, since in lost.items() if code not in gone}
            seen |= {number: {**present, **left}} if left else {}
            rows, refused = [*rows, *gone.values()], [*refused, *away]
    yield batch_of(rows, to_record, state=seen, id_key=VEHICLE_NUMBER, skipped=refused)


def to_record(row: Row) -> Record[EngineLogFields]:
    """The hub's record of a code of a vehicle. That it is one of OBD-II is told by its form, which is assumed.

    A code that comes back is another record: so its id ends with the time at which it was seen first.
    """
    number, code = row.source_id(VEHICLE_NUMBER), row.required_text(_CODE)
    since = row.moment(_SINCE) or row.required_moment(_MOMENT)
    return Record(
        source_id=composite_id(number, code, since),
        source_data=row,
        occurred_at=since,
        fields=EngineLogFields(
            source_vehicle_id=number,
            fault_code_source=FaultCodeSourceEnum.OBD2 if is_obd(code) else FaultCodeSourceEnum.VENDOR,
            fault_code={"code": code},
            canonical_code=meaning_of_obd(code),
            status=StatusEnum.INACTIVE if row.flag(_IS_ACTIVE) is False else StatusEnum.ACTIVE,
        ),
    )


def _codes(vehicle: Row) -> list[str]:
    return listed_codes(vehicle.text("ActiveDTCs") or "")


def _known(state: State, number: str) -> Mapping[str, str | None]:
    """The codes that a vehicle had, and since when; None in states that have no times."""
    known = state.get(number, {})
    return dict.fromkeys(known.split()) if isinstance(known, str) else known


def _row(vehicle: Row, code: str) -> Row:
    kept = {name: value for name, value in vehicle.items() if name != "ActiveDTCs"}
    return Row({**kept, _CODE: code, _IS_ACTIVE: True}, vehicle.path)


async def _cleared_codes(
    reveal: RevealApi, number: str, codes: Mapping[str, str | None]
) -> tuple[dict[str, Row], list[Skipped]]:
    """The newest row of each of these codes in the history of a vehicle, if it says that the code has gone."""
    path = f"/rad/v1/vehicles/{part_of_path(number)}/getdtchistorybyvehiclenumber"
    answer, refused = await reveal.found(number, path)
    newest: dict[str, tuple[datetime, Row]] = {}
    for each in [] if answer is None else answer.object().rows("DTCs"):
        code, moment = (each.text(_CODE) or "").upper(), each.moment(_MOMENT)
        if code in codes and moment is not None and (code not in newest or newest[code][0] <= moment):
            since = {} if codes[code] is None else {_SINCE: codes[code]}
            newest[code] = moment, Row({**each, VEHICLE_NUMBER: number, _CODE: code, **since}, each.path)
    return {code: row for code, (_, row) in newest.items() if row.flag(_IS_ACTIVE) is False}, refused
