"""What engines, inputs and cooled trailers tell: feeds of StatusData, of which only these diagnostics are kept.

The feed has some 16,000 rows a day for each vehicle. Whether Geotab filters a feed by diagnostic is not documented.
"""

import re
from typing import Final

from gladhand.providers.geotab.entities import bare_reference, required_bare_reference, required_reference
from gladhand.providers.geotab.feeds import EntityFeed
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import EngineStatusEnum
from gladhand.resources.vehicle_sensor import VehicleSensorFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

ENGINES_SHOW: Final = ("source_vehicle_id", "engine_status")
SENSORS_SHOW: Final = ("source_vehicle_id", "raw_event", "sensor_event", "sensor_value")
_IGNITION: Final = "DiagnosticIgnitionId"
_INPUT: Final = re.compile(r"Diagnostic(Aux[1-8])Id")
_ENGINES: Final = {1.0: EngineStatusEnum.ON, 0.0: EngineStatusEnum.OFF}


def engine_status(row: Row) -> Record[EngineStatusFields]:
    """The hub's record of an ignition that was switched on or off."""
    status = _ENGINES.get(_value(row))
    if status is None:
        raise Malformed(f"The ignition is {row.number('data')}.")
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("dateTime"),
        fields=EngineStatusFields(source_vehicle_id=required_reference(row, "device"), engine_status=status),
    )


def sensor_event(row: Row) -> Record[VehicleSensorFields]:
    """The hub's record of an auxiliary input that was switched."""
    diagnostic, value = required_bare_reference(row, "diagnostic"), _value(row)
    found = _INPUT.fullmatch(diagnostic)
    if found is None:
        raise Malformed(f"{diagnostic} is no input.")
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("dateTime"),
        fields=VehicleSensorFields(
            source_vehicle_id=required_reference(row, "device"),
            raw_event=diagnostic,
            sensor_event=f"{found[1].upper()}_{'ON' if value else 'OFF'}",
            sensor_value=value,
        ),
    )


def _value(row: Row) -> float:
    value = row.number("data")
    if value is None:
        raise Malformed(f"{bare_reference(row, 'diagnostic')} has no value.")
    return value


def _is_of_ignition(row: Row) -> bool:
    return "diagnostic" not in row or bare_reference(row, "diagnostic") == _IGNITION


def _is_of_input(row: Row) -> bool:
    return "diagnostic" not in row or _INPUT.fullmatch(bare_reference(row, "diagnostic") or "") is not None


ENGINES: Final = EntityFeed(type_name="StatusData", to_record=engine_status, counts=_is_of_ignition)
SENSORS: Final = EntityFeed(type_name="StatusData", to_record=sensor_event, counts=_is_of_input)
