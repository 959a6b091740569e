"""Refrigerated trailers at Motive: trailer statuses. What they report is documented; most names of keys are assumed."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.providers.motive.places import point
from gladhand.resources.enums import ReeferOperationalStatusEnum, ReeferOperationModeEnum
from gladhand.resources.trailer_status import TrailerStatusFields, TrailerZoneStatus
from gladhand.sdk.clock import days, minutes, now
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.units import kelvin

PATH: Final = "/v1/reefer_activity_data"
SHOWS: Final = (
    "source_trailer_id",
    "location",
    "power_on",
    "battery_voltage",
    "reefer_operational_status",
    "operation_mode",
    "fuel_level",
    "ambient_temperature",
    "zones",
)
_KIND: Final = RecordKind(plural="assets", singular="asset")
_IDS_PER_REQUEST: Final = 100
_REEFER: Final = "reefer"
_LATE, _FIRST = minutes(15), days(7)
_POWER: Final = {"on": ReeferOperationalStatusEnum.ON, "off": ReeferOperationalStatusEnum.OFF}
_MODES: Final = {
    "continuous": ReeferOperationModeEnum.CONTINUOUS,
    "start_stop": ReeferOperationModeEnum.START_STOP,
    "cycle_sentry": ReeferOperationModeEnum.START_STOP,
}


async def read(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[TrailerStatusFields]]:
    """What refrigerated trailers have reported since the last run."""
    begun = now()
    since = str(part.state.get("since") or utc_text(part.start or begun - _FIRST))
    until, after = str(part.state.get("until") or utc_text(begun - _LATE)), int(part.state.get("after", 0))
    ids = [number for number in await _reefers(motive) if number > after]
    if not ids:
        yield Batch(state={"since": until})
    for start in range(0, len(ids), _IDS_PER_REQUEST):
        chosen = ids[start : start + _IDS_PER_REQUEST]
        query = {"asset_ids": ",".join(map(str, chosen)), "updated_after": since}
        rows = [row async for page, _ in motive.list_records(PATH, _KIND, query=query) for row in page]
        is_last = start + _IDS_PER_REQUEST >= len(ids)
        state = {"since": until} if is_last else {"since": since, "until": until, "after": chosen[-1]}
        yield batch_of(rows, to_record, state=state)


def to_record(asset: Row) -> Record[TrailerStatusFields]:
    """The hub's record of what a trailer reports. The time is that of its position: no other one is there."""
    place, sensors = asset.required_row("location"), asset.row("sensors")
    number, moment, power = asset.source_id(), place.required_moment("located_at"), _word(sensors, "power_state")
    return Record(
        source_id=composite_id(number, moment),
        source_data=asset,
        occurred_at=moment,
        fields=TrailerStatusFields(
            source_trailer_id=number,
            location=point(place),
            power_on={"on": True, "off": False}.get(power),
            battery_voltage=sensors.number("battery_voltage"),
            reefer_operational_status=_POWER.get(power),
            operation_mode=_MODES.get(_word(sensors, "control_mode")),
            fuel_level=sensors.number("fuel_level"),
            ambient_temperature=kelvin(sensors.number("ambient_air_deg_c")),
            zones=_zones(sensors.optional_rows("zones")) or None,
        ),
    )


def _word(sensors: Row, name: str) -> str:
    """A word in small letters, its parts joined by underscores: their spelling is not published."""
    return re.sub(r"[^a-z]+", "_", (sensors.text(name) or "").lower())


async def _reefers(motive: MotiveApi) -> Sequence[int]:
    assets = [row async for rows, _ in motive.list_records("/v1/assets", _KIND) for row in rows]
    return sorted(number for row in assets if _is_reefer(row) and (number := row.whole("id")) is not None)


def _is_reefer(asset: Mapping[str, Any]) -> bool:
    return asset.get("type") == _REEFER and asset.get("status") != "deactivated"


def _zones(zones: Sequence[Row]) -> list[TrailerZoneStatus]:
    return [
        TrailerZoneStatus(
            zone=number,
            setpoint_temperature=kelvin(zone.number("setpoint_deg_c")),
            return_air_temperature=kelvin(zone.number("return_deg_c")),
            discharge_air_temperature=kelvin(zone.number("discharge_deg_c")),
            thermal_status=status.upper() if (status := zone.text("status")) else None,
        )
        for zone in zones
        if (number := zone.whole("zone_number")) is not None
    ]
