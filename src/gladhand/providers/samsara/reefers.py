"""Cooled trailers at Samsara. Each measurement is a series of its own, of which three come in one feed.

A record is what a trailer has reported last, series by series, at the time of the newest reading. The state keeps the
last readings, because a series without news is not in the next page.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Final, TypeAlias

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.stats import KIND, TRAILERS, batches_of_types, readings_of, series_of
from gladhand.resources.enums import ReeferAlarmCodeEnum, ReeferOperationalStatusEnum, ReeferOperationModeEnum
from gladhand.resources.trailer_status import TrailerAlarm, TrailerStatusFields, TrailerZoneStatus
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Skipped, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row, rows_of
from gladhand.sdk.source_ids import composite_id
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
_DOORS: Final = {"open": True, "closed": False}
# Of each trailer its row: the newest reading of each series.
_Last: TypeAlias = dict[str, dict[str, Any]]


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[TrailerStatusFields]]:
    """What has arrived, of all series at once: a trailer reports several of them at one moment."""
    state: dict[str, Any] = dict(part.state)
    last: _Last = {trailer: dict(row) for trailer, row in state.get("last", {}).items()}
    changed, skipped = set[str](), list[Skipped]()
    for types in batches_of_types(SERIES):
        async for page, after in samsara.feed(f"{TRAILERS}/feed", state.get(types), kind=KIND, query={"types": types}):
            state[types] = after
            for reading in readings_of(page, types.split(",")):
                try:
                    changed |= _kept(reading, last)
                except Malformed as error:
                    skipped.append(Skipped(reading.text("id"), error.full_text))
    batch = batch_of([Row(last[trailer]) for trailer in sorted(changed)], to_record)
    yield Batch(batch.records, state={**state, "last": last}, skipped=[*skipped, *batch.skipped])


def to_record(trailer: Row) -> Record[TrailerStatusFields]:
    """The hub's record of what a trailer has reported up to the time of the newest reading."""
    id_, moment, zones = trailer.source_id(), trailer.required_moment("time"), list(_zones(trailer))
    doors = [zone.door_open for zone in zones if zone.door_open is not None]
    state = trailer.text("value", within=_STATE) or trailer.text("value", within=f"{_ZONE_STATE}1") or ""
    return Record(
        source_id=composite_id(id_, moment),
        source_data=trailer,
        occurred_at=moment,
        fields=TrailerStatusFields(
            source_trailer_id=id_,
            reefer_operational_status=_STATUSES.get(state.lower()),
            operation_mode=_MODES.get((trailer.text("value", within=_MODE) or "").lower()),
            door_open=any(doors) if doors else None,
            fuel_level=trailer.number("value", within=_FUEL),
            reefer_engine_hours=hours_of_seconds(trailer.number("value", within=_ENGINE)),
            ambient_temperature=kelvin_of_thousandths(trailer.number("value", within=_AMBIENT)),
            zones=zones or None,
            active_alarms=_alarms(trailer),
        ),
    )


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
