"""Inputs of Samsara's vehicles: auxiliary equipment, doors, seat belts and cards that drivers hold to a reader.

The same inputs come from a stream of assets, too, which takes a request for each input of 100 assets. It is not read.
"""

from typing import Final

from gladhand.providers.samsara.stats import VEHICLES, Readings, series_of
from gladhand.resources.vehicle_sensor import VehicleSensorFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

SHOWS: Final = ("source_vehicle_id", "raw_event", "sensor_event", "sensor_value")
_DOOR, _SEATBELT, _CARD = "ecuDoorStatus", "seatbeltDriver", "nfcCardScans"
_SERIES: Final = (*(f"auxInput{number}" for number in range(1, 14)), _DOOR, _SEATBELT, _CARD)
# What a door or a seat belt says, and the value of the sensor.
_STATES: Final = {
    (_DOOR, "Open"): ("DOOR_OPEN", 1.0),
    (_DOOR, "Closed"): ("DOOR_CLOSED", 0.0),
    (_SEATBELT, "Buckled"): ("SEATBELT_ON", 1.0),
    (_SEATBELT, "Unbuckled"): ("SEATBELT_OFF", 0.0),
}
_UNKNOWN = "Unknown"


def to_record(reading: Row) -> Record[VehicleSensorFields]:
    """The hub's record of a reading. An auxiliary input has the name that the fleet gives it."""
    series, vehicle = series_of(reading, _SERIES), reading.source_id()
    values = reading.required_row(series)
    moment = values.required_moment("time")
    value: float | None
    if series == _CARD:
        # Whose card it was stays in the provider's row.
        event, value = "NFC_CARD_SCAN", None
    elif series in (_DOOR, _SEATBELT):
        event, value = _state(series, values)
    else:
        if (is_on := values.flag("value")) is None:
            raise Malformed(f"{series} has no value.")
        name = (values.text("name") or series).upper().replace(" ", "_")
        event, value = f"{name}_{'ON' if is_on else 'OFF'}", float(is_on)
    return Record(
        source_id=composite_id(vehicle, series, moment),
        source_data=reading,
        occurred_at=moment,
        fields=VehicleSensorFields(source_vehicle_id=vehicle, raw_event=series, sensor_event=event, sensor_value=value),
    )


def _state(series: str, values: Row) -> tuple[str, float]:
    word = values.text("value")
    if word is None and series == _SEATBELT and (is_buckled := values.flag("value")) is not None:
        word = "Buckled" if is_buckled else "Unbuckled"
    found = _STATES.get((series, word or ""))
    if found is None:
        raise Malformed(f"{series} is {word}.")
    return found


def _has_state(reading: Row) -> bool:
    return reading.row(_DOOR).get("value") != _UNKNOWN


INPUTS: Final = Readings(path=VEHICLES, series=_SERIES, counts=_has_state, to_record=to_record)
