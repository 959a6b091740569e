"""What drivers do now and what is left of their hours, and the entries of their logs.

The pages tell in words which kinds of entries there are. How the kinds, states and origins are spelled is partly
assumed, so that case, spaces and marks do not count, and an unknown word leaves its code empty. A public client of
VisTracks backs the names of remarks, engine hours and numbers of entries.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Final

from gladhand.providers.vistracks.api import VisTracksApi, plain
from gladhand.resources.enums import (
    DutyStatusCodeEnum,
    HosEventCodeEnum,
    HosEventTypeCodeEnum,
    HosMalfunctionCodeEnum,
    HosRecordOriginCodeEnum,
    HosRecordStatusCodeEnum,
)
from gladhand.resources.hos_availability import HosAvailabilityFields
from gladhand.resources.hos_event import HosEventAnnotation, HosEventFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import hours_of_seconds, metres
from gladhand.sdk.values import point_of

REMAINING_SHOWS: Final = (
    "source_driver_id",
    "source_vehicle_id",
    "duty_status_code",
    "available_drive_seconds",
    "available_shift_seconds",
    "available_cycle_seconds",
    "time_until_break_seconds",
)
EVENTS_SHOW: Final = (
    "source_driver_id",
    "source_vehicle_id",
    "started_at",
    "ended_at",
    "driver_certified_at",
    "annotations",
    "duty_status_code",
    "event_type_code",
    "event_code",
    "log_state_code",
    "log_origin_code",
    "eld_malfunction_code",
    "record_status",
    "is_transitioning",
    "location",
    "location_name",
    "odometer",
    "engine_hours",
    "sequence",
)
_Duty, _Event, _Type, _State = DutyStatusCodeEnum, HosEventCodeEnum, HosEventTypeCodeEnum, HosRecordStatusCodeEnum
_Origin, _Malfunction = HosRecordOriginCodeEnum, HosMalfunctionCodeEnum
_DUTIES: Final[Mapping[str, DutyStatusCodeEnum]] = {
    "offduty": _Duty.OFF,
    "sleeper": _Duty.SB,
    "driving": _Duty.D,
    "onduty": _Duty.ON,
    "ondutynd": _Duty.ON,
    "waitingatsite": _Duty.WT,
    "personalconveyance": _Duty.PC,
    "yardmove": _Duty.YM,
    "yardmoves": _Duty.YM,
}
# Kind and code of the entries that the pages name.
_KINDS: Final[Mapping[str, tuple[HosEventTypeCodeEnum | None, HosEventCodeEnum | None]]] = {
    "offduty": (_Type.DUTY_STATUS, _Event.OFF),
    "sleeper": (_Type.DUTY_STATUS, _Event.SB),
    "driving": (_Type.DUTY_STATUS, _Event.DRIVING),
    "onduty": (_Type.DUTY_STATUS, _Event.ON),
    "ondutynd": (_Type.DUTY_STATUS, _Event.ON),
    "waitingatsite": (_Type.DUTY_STATUS, None),
    "intermediate": (_Type.INTERMEDIATE, _Event.INT_CONV),
    "intermediatelog": (_Type.INTERMEDIATE, _Event.INT_CONV),
    "inter": (_Type.INTERMEDIATE, _Event.INT_CONV),
    "personalconveyance": (_Type.SPECIAL_DRIVING, _Event.PC),
    "yardmove": (_Type.SPECIAL_DRIVING, _Event.YM),
    "yardmoves": (_Type.SPECIAL_DRIVING, _Event.YM),
    "certification": (_Type.CERTIFICATION, None),
    "login": (_Type.LOGIN, _Event.LOGIN),
    "logout": (_Type.LOGIN, _Event.LOGOUT),
    "poweron": (_Type.ENGINE_POWER, _Event.ENGINE_UP),
    "poweroff": (_Type.ENGINE_POWER, _Event.ENGINE_DOWN),
}
_MALFUNCTIONS: Final[Mapping[str, HosMalfunctionCodeEnum]] = {
    "malpower": _Malfunction.POWER,
    "malsync": _Malfunction.ENGINE_SYNC,
    "maltime": _Malfunction.TIMING,
    "malpos": _Malfunction.POSITION,
    "malrecord": _Malfunction.RECORDING,
    "maltransfer": _Malfunction.TRANSFER,
    "malother": _Malfunction.OTHER,
    "diagpower": _Malfunction.DIAG_POWER,
    "diagsync": _Malfunction.DIAG_ENGINE_SYNC,
    "diagmissing": _Malfunction.DIAG_MISSING_DATA,
    "diagtransfer": _Malfunction.DIAG_TRANSFER,
    "diagunidentified": _Malfunction.DIAG_UNIDENTIFIED,
    "diagother": _Malfunction.DIAG_OTHER,
}
_STATES: Final = {
    "active": _State.ACTIVE,
    "inactivechanged": _State.INACTIVE_CHANGED,
    "inactivechangerequested": _State.INACTIVE_REQUESTED,
    "inactivechangerejected": _State.INACTIVE_REJECTED,
}
_ORIGINS: Final = {
    "auto": _Origin.AUTO,
    "driver": _Origin.DRIVER_EDIT,
    "otheruser": _Origin.USER_EDIT,
    "unidentified": _Origin.UNIDENTIFIED,
    "unidentifieddriver": _Origin.UNIDENTIFIED,
}


async def read_availability(vistracks: VisTracksApi, part: Slice) -> AsyncIterator[Batch[HosAvailabilityFields]]:
    async for rows, following in vistracks.pages("/driverStatuses", offset=part.state.get("offset", 0)):
        yield batch_of(rows, to_availability, state={"offset": following} if following else {})


def to_availability(row: Row) -> Record[HosAvailabilityFields]:
    """The hub's record of a driver's hours as the device has sent them last: every three minutes while it is on."""
    driver = row.source_id("userId")
    return Record(
        source_id=driver,
        source_data=row,
        # What was left then: a device that is off leaves an old row, and a shift ends by its time.
        occurred_at=row.moment("eventTime"),
        fields=HosAvailabilityFields(
            source_driver_id=driver,
            source_vehicle_id=row.text("assetId"),
            duty_status_code=_DUTIES.get(plain(row.text("status"))),
            available_drive_seconds=_remaining_seconds(row, "availableDrive"),
            available_shift_seconds=_remaining_seconds(row, "availableShift"),
            available_cycle_seconds=_remaining_seconds(row, "availableCycle"),
            time_until_break_seconds=_remaining_seconds(row, "availableBreak"),
        ),
    )


async def read_events(vistracks: VisTracksApi, part: Slice) -> AsyncIterator[Batch[HosEventFields]]:
    """Entries that are new, or were edited or deleted."""
    async for page in vistracks.changes("/driverHistories", part):
        yield page.batch(to_event)


def to_event(row: Row) -> Record[HosEventFields]:
    word, moment, remark = plain(row.text("eventType")), row.required_moment("eventTime"), row.text("note")
    kilometres = row.number("totalVehicleKm")
    kind, code = _KINDS.get(word, (None, None))
    malfunction = _MALFUNCTIONS.get(word)
    if malfunction is not None:
        code = _Event.MALF_LOG if word.startswith("mal") else _Event.DIAG_LOG
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=moment,
        fields=HosEventFields(
            source_driver_id=row.text("userId"),
            source_vehicle_id=row.text("assetId"),
            started_at=moment,
            ended_at=row.moment("autoEventEndTimestamp"),
            driver_certified_at=row.moment("certificationDate"),
            annotations=HosEventAnnotation(created_at=moment, remarks=remark) if remark else None,
            duty_status_code=_DUTIES.get(word) or (_Duty.INT if kind is _Type.INTERMEDIATE else None),
            event_type_code=kind,
            event_code=code,
            log_state_code=_STATES.get(plain(row.text("recordStatus"))),
            log_origin_code=_ORIGINS.get(plain(row.text("recordOrigin"))),
            eld_malfunction_code=malfunction,
            record_status=row.text("recordStatus"),
            location=point_of(row),
            location_name=row.text("location"),
            odometer=metres(row.number("odometerKm") if kilometres is None else kilometres),
            engine_hours=hours_of_seconds(row.seconds_of_duration("engineHours")),
            sequence=row.text("eventSequenceIdentifier"),
        ),
    )


def _remaining_seconds(row: Row, name: str) -> int | None:
    """What is left, in seconds. Nothing is left of what is overrun."""
    seconds = row.seconds_of_duration(name)
    return None if seconds is None else max(0, int(seconds))
