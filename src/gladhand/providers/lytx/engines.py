"""What engine computers have told Lytx: trouble codes, and measured values.

Each kind of sample is a list of its own, and a value is a text. Neither the form of a trouble code nor the units of
other values are documented: a code is known by the form that its standard gives it.
"""

import re
from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.lytx.api import DATA, LytxApi, guid, inner, window
from gladhand.resources.engine_log import EngineLogFields
from gladhand.resources.enums import FaultCodeSourceEnum, StatusEnum
from gladhand.resources.vehicle_sensor import VehicleSensorFields
from gladhand.sdk.fault_codes import is_obd, meaning_of_j1939, meaning_of_obd
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import metres_per_second

FAULTS_SHOW: Final = ("source_vehicle_id", "fault_code_source", "fault_code", "canonical_code", "status")
VALUES_SHOW: Final = ("source_vehicle_id", "raw_event", "sensor_event", "sensor_value", "sensor_unit")
_SAMPLES, _FAULT, _SPEED = "samples", "DTC", "SPEED_KPH"
#: The kinds of values, and their units where the name tells them.
VALUES: Final = {"ODOMETER": None, "ENGINE_HOURS": None, "ENGINE_SPEED": None, _SPEED: "m/s", "MIL": None}
# Both numbers by their names, as people write them.
_J1939: Final = re.compile(r"SPN\W*(\d{1,6})\W+FMI\W*(\d{1,2})", re.IGNORECASE)


async def faults(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[EngineLogFields]]:
    async for rows, state, _ in _pages(lytx, part, _FAULT):
        yield batch_of(inner(rows, _SAMPLES), fault_record, state=state, id_key="vehicleId")


async def values(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[VehicleSensorFields]]:
    begun = int(part.state.get("kind", 0))
    for number, kind in enumerate(VALUES):
        if number < begun:
            continue
        at = Slice(state=part.state if number == begun else {}, start=part.start, end=part.end)
        async for rows, following, _ in _pages(lytx, at, kind):
            state = {"kind": number, **following} if following else {"kind": number + 1}
            yield batch_of(inner(rows, _SAMPLES), value_record, state=state, id_key="vehicleId")


def fault_record(row: Row) -> Record[EngineLogFields]:
    sample = row.required_row("sample")
    vehicle, at, code = guid(row, "vehicleId"), sample.required_moment("sampleDateTime"), _value(sample)
    source, numbers = _standard(code)
    return Record(
        source_id=composite_id(vehicle, at, code),
        source_data=row,
        occurred_at=at,
        fields=EngineLogFields(
            source_vehicle_id=vehicle,
            fault_code_source=source,
            fault_code={"code": code, **numbers},
            canonical_code=meaning_of_j1939(numbers.get("spn"), numbers.get("fmi")) or meaning_of_obd(code),
            status=StatusEnum.ACTIVE,
        ),
    )


def value_record(row: Row) -> Record[VehicleSensorFields]:
    sample = row.required_row("sample")
    vehicle, at, kind = (
        guid(row, "vehicleId"),
        sample.required_moment("sampleDateTime"),
        sample.required_text("sampleType"),
    )
    measured, number = _value(sample), sample.number("sampleValue")
    return Record(
        source_id=composite_id(vehicle, at, kind),
        source_data=row,
        occurred_at=at,
        fields=VehicleSensorFields(
            source_vehicle_id=vehicle,
            raw_event=measured,
            sensor_event=kind,
            sensor_value=metres_per_second(number) if kind == _SPEED else number,
            sensor_unit=VALUES.get(kind),
        ),
    )


def _standard(code: str) -> tuple[FaultCodeSourceEnum, dict[str, int]]:
    """The standard that the form of a code shows, and the numbers of which a code of J1939 consists."""
    if found := _J1939.fullmatch(code):
        return FaultCodeSourceEnum.J1939, {"spn": int(found[1]), "fmi": int(found[2])}
    return FaultCodeSourceEnum.OBD2 if is_obd(code) else FaultCodeSourceEnum.VENDOR, {}


def _value(sample: Row) -> str:
    return sample.text("sampleValue") or sample.required_text("sampleValue")


def _pages(lytx: LytxApi, part: Slice, kind: str) -> AsyncIterator[tuple[list[Row], dict[str, int], int | None]]:
    return lytx.pages("/v2/ecm", part, within=_SAMPLES, host=DATA, **window(part), sampleType=kind)
