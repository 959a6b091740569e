"""Maps what positions of Traccar tell beside the place: inputs of trackers, fault codes, and what cools trailers.

What stands in `attributes` differs by tracker. Of inputs only those that are on or off are taken, under the names that
Traccar has for them; temperatures are taken for those of compartments, in degrees Celsius.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from gladhand.providers.traccar.tracks import Seen, Track, moment_of
from gladhand.resources.engine_log import EngineLogFields
from gladhand.resources.enums import FaultCodeSourceEnum, StatusEnum
from gladhand.resources.trailer_status import TrailerStatusFields, TrailerZoneStatus
from gladhand.resources.vehicle_sensor import VehicleSensorFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.fault_codes import is_obd, listed_codes, meaning_of_obd
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.units import kelvin

SENSORS_SHOW: Final = ("source_vehicle_id", "raw_event", "sensor_event", "sensor_value")
CODES_SHOW: Final = ("source_vehicle_id", "fault_code_source", "fault_code", "canonical_code", "status")
COOLING_SHOWS: Final = ("source_trailer_id", "zones", "humidity_percent", "door_open")
_SWITCHES: Final = re.compile(r"in\d+|io\d+|door|lock")
# One number of which each bit is an input.
_INPUTS: Final = "input"
_MOST_BITS: Final = 8
_CODES: Final = "dtcs"
_ZONE: Final = re.compile(r"temp([1-9])")
_SENSOR, _IS_ON, _CODE, _IS_ACTIVE, _SINCE = "sensor", "isOn", "code", "isActive", "since"
# The codes of the last list, each with the time of the first list that had it.
_PRESENT: Final = "codes"
_WORDS: Final = {"door": ("DOOR_OPEN", "DOOR_CLOSED")}
_COLDEST, _HOTTEST, _FULL = -60, 100, 100
_FLAGS: Final = {"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False}


def sensor_event(row: Row) -> Record[VehicleSensorFields]:
    """The hub's record of an input that was switched: a position with the input's name."""
    position, name = row.source_id(), row.required_text(_SENSOR)
    is_on = row.flag(_IS_ON)
    on, off = _WORDS.get(name, (f"{name.upper()}_ON", f"{name.upper()}_OFF"))
    return Record(
        source_id=composite_id(position, name),
        source_data=row,
        occurred_at=_moment(row),
        fields=VehicleSensorFields(
            source_vehicle_id=row.source_id("deviceId"),
            raw_event=name,
            sensor_event=on if is_on else off,
            sensor_value=float(is_on is True),
        ),
    )


def fault(row: Row) -> Record[EngineLogFields]:
    """The hub's record of a fault code: a position with the code. That it is one of OBD-II is told by its form.

    A code that comes back is another record: so its id ends with the time of the first list that has it.
    """
    device, since, code = row.source_id("deviceId"), row.required_moment(_SINCE), row.required_text(_CODE)
    return Record(
        source_id=composite_id(device, code, since),
        source_data=row,
        occurred_at=since,
        fields=EngineLogFields(
            source_vehicle_id=device,
            fault_code_source=FaultCodeSourceEnum.OBD2 if is_obd(code) else FaultCodeSourceEnum.VENDOR,
            fault_code={"code": code},
            canonical_code=meaning_of_obd(code),
            status=StatusEnum.INACTIVE if row.flag(_IS_ACTIVE) is False else StatusEnum.ACTIVE,
        ),
    )


def trailer_status(position: Row) -> Record[TrailerStatusFields]:
    """The hub's record of what a tracker on a trailer has measured: by assumption the air that returns."""
    attributes = position.row("attributes")
    humidity = attributes.number("humidity")
    zones = [
        TrailerZoneStatus(zone=int(found[1]), return_air_temperature=kelvin(celsius))
        for name in sorted(attributes)
        if (found := _ZONE.fullmatch(name)) is not None
        and (celsius := attributes.number(name)) is not None
        and _COLDEST <= celsius <= _HOTTEST
    ]
    return Record(
        source_id=position.source_id(),
        source_data=position,
        occurred_at=_moment(position),
        fields=TrailerStatusFields(
            source_trailer_id=position.source_id("deviceId"),
            zones=zones or None,
            humidity_percent=humidity if humidity is not None and 0 <= humidity <= _FULL else None,
            door_open=_flag(attributes.get("door")),
        ),
    )


def switched(position: Row, seen: Seen) -> tuple[list[Row], Seen]:
    """The inputs that differ from the position before. What is seen first only says how it is."""
    now = dict(_switches(position.row("attributes")))
    changed = [name for name, is_on in now.items() if name in seen and seen[name] is not is_on]
    return [Row({**position, _SENSOR: name, _IS_ON: now[name]}, position.path) for name in changed], {**seen, **now}


def changed_codes(position: Row, seen: Seen) -> tuple[list[Row], Seen]:
    """The codes that have come and gone. A position without a list of codes says nothing of them."""
    listed = position.row("attributes").get(_CODES)
    if not isinstance(listed, str):
        return [], seen
    before, moment = seen.get(_PRESENT, {}), utc_text(_moment(position))
    present = {code: before.get(code, moment) for code in listed_codes(listed)}
    changes = [(code, since, False) for code, since in before.items() if code not in present]
    changes += [(code, since, True) for code, since in present.items() if code not in before]
    rows = [
        Row({**position, _CODE: code, _SINCE: since, _IS_ACTIVE: is_active}, position.path)
        for code, since, is_active in changes
    ]
    return rows, {_PRESENT: present}


def measured(position: Row, seen: Seen) -> tuple[list[Row], Seen]:
    """The position itself, if it tells of what is cooled."""
    names = position.row("attributes").keys()
    tells = "humidity" in names or any(_ZONE.fullmatch(name) for name in names)
    return [position] if tells else [], seen


def _switches(attributes: Row) -> Iterator[tuple[str, bool]]:
    for name, value in attributes.items():
        if _SWITCHES.fullmatch(name) and (is_on := _flag(value)) is not None:
            yield name, is_on
    bits = attributes.whole(_INPUTS)
    if bits is not None and 0 <= bits < 1 << _MOST_BITS:
        yield from ((f"{_INPUTS}{number + 1}", bool(bits >> number & 1)) for number in range(_MOST_BITS))


def _flag(value: Any) -> bool | None:
    """Whether something is on. Trackers write 0 and 1 as well; other numbers are measurements."""
    return _FLAGS.get(str(value).lower()) if isinstance(value, bool | int | float | str) else None


def _moment(position: Row) -> datetime:
    moment = moment_of(position)
    if moment is None:
        raise Malformed("There is no time in deviceTime.")
    return moment


SENSORS: Final = Track(trailers=False, step=switched, to_record=sensor_event)
CODES: Final = Track(trailers=False, step=changed_codes, to_record=fault)
COOLING: Final = Track(trailers=True, step=measured, to_record=trailer_status)
