"""Cooled trailers at Samsara. Each measurement is a series of its own, of which three come in one feed.

A record is what a trailer has reported last, series by series, at the time of the newest reading. The state keeps the
last readings, because a series without news is not in the next page.

History comes before the feed, some hours at a time, so that all series of these hours are at hand. It becomes the
records that the feed would have made: one of each trailer that has news, as often as the feed has it.
"""

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeAlias

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.stats import KIND, TRAILERS, batches_of_types, readings_of, series_of
from gladhand.resources.enums import ReeferAlarmCodeEnum, ReeferOperationalStatusEnum, ReeferOperationModeEnum
from gladhand.resources.trailer_status import TrailerAlarm, TrailerStatusFields, TrailerZoneStatus
from gladhand.sdk.clock import hours, minutes, now
from gladhand.sdk.errors import CursorLost, Malformed
from gladhand.sdk.reading import Batch, Skipped, Slice, State, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row, rows_of
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.units import hours_of_seconds, kelvin_of_thousandths

SHOWS: Final = (
    "source_trailer_id",
    "reefer_operational_status",
    "operation_mode",
    "door_open",
    "fuel_level",
    "reefer_engine_hours",
    "ambient_temperature",
    "zones",
    "active_alarms",
)
_ZONES: Final = (1, 2, 3)
_RETURN, _SETPOINT, _SUPPLY, _DOOR, _ZONE_STATE = (
    "reeferReturnAirTemperatureMilliCZone",
    "reeferSetPointTemperatureMilliCZone",
    "reeferSupplyAirTemperatureMilliCZone",
    "reeferDoorStateZone",
    "reeferStateZone",
)
_AMBIENT, _FUEL, _ENGINE = "reeferAmbientAirTemperatureMilliC", "reeferFuelPercent", "reeferObdEngineSeconds"
_MODE, _STATE, _ALARMS = "reeferRunMode", "carrierReeferState", "reeferAlarms"
SERIES: Final = (
    *(f"{series}{zone}" for series in (_RETURN, _SETPOINT, _SUPPLY, _DOOR, _ZONE_STATE) for zone in _ZONES),
    *(_AMBIENT, _FUEL, _ENGINE, _MODE, _STATE, _ALARMS),
)
REQUESTS: Final = len(batches_of_types(SERIES))
_MODES: Final = {
    "continuous": ReeferOperationModeEnum.CONTINUOUS,
    "start/stop": ReeferOperationModeEnum.START_STOP,
}
_STATUSES: Final = {each.value.lower(): each for each in ReeferOperationalStatusEnum}
_WORDS: Final = re.compile(r"[a-z]+")
_DOORS: Final = {"open": True, "closed": False}
#: The time between two records of a trailer.
EVERY: Final = minutes(5)
_HOURS_AT_ONCE: Final = hours(2)
# Of each trailer its row: the newest reading of each series.
_Last: TypeAlias = dict[str, dict[str, Any]]


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[TrailerStatusFields]]:
    """What was before the first run, then what has arrived."""
    state: dict[str, Any] = dict(part.state)
    last: _Last = {trailer: dict(row) for trailer, row in state.pop("last", {}).items()}
    if not state and part.start is not None:
        state = {"from": utc_text(part.start), "to": utc_text(now())}
    if "from" not in state:
        try:
            yield await _arrived(samsara, state, last)
        except CursorLost:
            # What trailers have reported last stays known.
            newest = max((moment for row in last.values() if (moment := Row(row).moment("time"))), default=now())
            state = {"from": utc_text(newest), "to": utc_text(now())}
        else:
            return
    begin, end = (datetime.fromisoformat(state[name]) for name in ("from", "to"))
    while begin < end:
        until = min(begin + _HOURS_AT_ONCE, end)
        found = await _history(samsara, last, begin, until)
        yield replace(found, state={"from": utc_text(until), "to": state["to"], "last": _copied(last)})
        begin = until
    yield await _arrived(samsara, {}, last)


async def _arrived(samsara: SamsaraAccount, state: State, last: _Last) -> Batch[TrailerStatusFields]:
    """What has arrived behind the cursors, of all series at once: a trailer reports several of them at one moment."""
    cursors, readings = dict[str, Any](), list[Row]()
    for types in batches_of_types(SERIES):
        cursors[types] = state.get(types)
        path, query = f"{TRAILERS}/feed", {"types": types}
        async for page, after in samsara.feed(path, cursors[types], kind=KIND, query=query):
            cursors[types] = after
            readings += readings_of(page, types.split(","))
    return replace(_changed_readings(readings, last), state={**cursors, "last": _copied(last)})


async def _history(samsara: SamsaraAccount, last: _Last, begin: datetime, end: datetime) -> Batch[TrailerStatusFields]:
    """What trailers reported in these hours."""
    window, paces = {"startTime": utc_text(begin), "endTime": utc_text(end)}, defaultdict[int, list[Row]](list)
    for types in batches_of_types(SERIES):
        path, query = f"{TRAILERS}/history", {"types": types, **window}
        async for page, _ in samsara.pages(path, kind=KIND, query=query, limit=None):
            for reading in readings_of(page, types.split(",")):
                moment = reading.row(series_of(reading, SERIES)).moment("time") or begin
                paces[int((moment - begin) / EVERY)].append(reading)
    found = [_changed_readings(readings, last) for _, readings in sorted(paces.items())]
    return Batch(
        [record for each in found for record in each.records], skipped=[skip for each in found for skip in each.skipped]
    )


def _changed_readings(readings: Iterable[Row], last: _Last) -> Batch[TrailerStatusFields]:
    """Keep the readings in `last`, and return the records of the trailers that have something new to show."""
    changed, skipped = set[str](), list[Skipped]()
    for reading in readings:
        try:
            changed |= _kept(reading, last)
        except Malformed as error:
            skipped.append(Skipped(reading.text("id"), error.full_text))
    batch = batch_of([Row(last[trailer]) for trailer in sorted(changed)], to_record)
    return Batch(batch.records, skipped=[*skipped, *batch.skipped])


def _copied(last: _Last) -> _Last:
    """A state of its own, since later readings change the rows."""
    return {trailer: dict(row) for trailer, row in last.items()}


def to_record(trailer: Row) -> Record[TrailerStatusFields]:
    """The hub's record of what a trailer has reported up to the time of the newest reading."""
    id_, moment, zones = trailer.source_id(), trailer.required_moment("time"), list(_zones(trailer))
    doors = [zone.door_open for zone in zones if zone.door_open is not None]
    return Record(
        source_id=composite_id(id_, moment),
        source_data=trailer,
        occurred_at=moment,
        fields=TrailerStatusFields(
            source_trailer_id=id_,
            reefer_operational_status=_status(trailer),
            operation_mode=_MODES.get((trailer.text("value", within=_MODE) or "").lower()),
            door_open=any(doors) if doors else None,
            fuel_level=trailer.number("value", within=_FUEL),
            reefer_engine_hours=hours_of_seconds(trailer.number("value", within=_ENGINE)),
            ambient_temperature=kelvin_of_thousandths(trailer.number("value", within=_AMBIENT)),
            zones=zones or None,
            active_alarms=_alarms(trailer),
        ),
    )


def _status(trailer: Row) -> ReeferOperationalStatusEnum | None:
    """The state of the unit, else of the first zone, that has one of our words. Samsara's words are not published."""
    series = (_STATE, *(f"{_ZONE_STATE}{zone}" for zone in _ZONES))
    words = (word for each in series for word in _WORDS.findall((trailer.text("value", within=each) or "").lower()))
    return next((status for word in words if (status := _STATUSES.get(word)) is not None), None)


def _kept(reading: Row, last: _Last) -> set[str]:
    """Keep a reading that is newer than the one of its series. Returns its trailer if that has something new to show.

    A reading that comes late, before the record of its trailer, waits for the next record.
    """
    trailer, series = reading.source_id(), series_of(reading, SERIES)
    moment = reading.required_row(series).required_moment("time")
    row = last.setdefault(trailer, {"id": trailer})
    if series in row and Row(row[series]).required_moment("time") >= moment:
        return set()
    shown = Row(row).moment("time")
    row |= {series: reading[series], **({"name": reading["name"]} if "name" in reading else {})}
    if shown is not None and moment < shown:
        return set()
    row["time"] = reading[series]["time"]
    return {trailer}


def _zones(trailer: Row) -> Iterator[TrailerZoneStatus]:
    for zone in _ZONES:
        if not any(f"{series}{zone}" in trailer for series in (_RETURN, _SETPOINT, _SUPPLY, _DOOR, _ZONE_STATE)):
            continue
        state = trailer.text("value", within=f"{_ZONE_STATE}{zone}")
        yield TrailerZoneStatus(
            zone=zone,
            setpoint_temperature=kelvin_of_thousandths(trailer.number("value", within=f"{_SETPOINT}{zone}")),
            return_air_temperature=kelvin_of_thousandths(trailer.number("value", within=f"{_RETURN}{zone}")),
            discharge_air_temperature=kelvin_of_thousandths(trailer.number("value", within=f"{_SUPPLY}{zone}")),
            door_open=_DOORS.get((trailer.text("value", within=f"{_DOOR}{zone}") or "").lower()),
            thermal_status=state.upper() if state else None,
        )


def _alarms(trailer: Row) -> list[TrailerAlarm] | None:
    """The alarms that are on; None before the trailer has told of any. What their numbers stand for is not public."""
    alarms = trailer.row(_ALARMS).get("alarms")
    if not isinstance(alarms, list):
        return None
    return [
        TrailerAlarm(
            code=ReeferAlarmCodeEnum.UNKNOWN, description=alarm.text("description"), severity=alarm.text("severity")
        )
        for alarm in rows_of(alarms)
    ]
