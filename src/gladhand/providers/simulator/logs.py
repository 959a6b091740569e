"""Drivers' logs, the files in them, and what follows from them: violations, daily sums, the time that is left."""

from typing import Final

from gladhand.providers.simulator.walks import SourceWalk
from gladhand.providers.simulator.words import address, point, required_word, word
from gladhand.resources.enums import (
    DutyStatusCodeEnum,
    HosEventCodeEnum,
    HosEventTypeCodeEnum,
    HosRecordOriginCodeEnum,
    HosRecordStatusCodeEnum,
    HosRegionCodeEnum,
    HosRulesetCodeEnum,
    HosViolationCategoryEnum,
    HosViolationCodeEnum,
)
from gladhand.resources.hos_availability import HosAvailabilityFields
from gladhand.resources.hos_daily_snapshot import HosDailySnapshotFields
from gladhand.resources.hos_event import HosEventAnnotation, HosEventFields
from gladhand.resources.hos_event_attachment import HosEventAttachmentFields
from gladhand.resources.hos_violation import HosViolationFields
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import metres
from gladhand.sdk.values import zone

_Duty, _Event = DutyStatusCodeEnum, HosEventCodeEnum
_CHANGE, _CERTIFICATION, _SPECIAL, _LOG_IN, _POWER = (HosEventTypeCodeEnum(code) for code in ("1", "4", "3", "5", "6"))

#: The duty status, the code of the event, and its type.
_DUTIES: Final = {
    "off": (_Duty.OFF, _Event.OFF, _CHANGE),
    "sleeper": (_Duty.SB, _Event.SB, _CHANGE),
    "driving": (_Duty.D, _Event.DRIVING, _CHANGE),
    "working": (_Duty.ON, _Event.ON, _CHANGE),
    "personal": (_Duty.PC, _Event.PC, _SPECIAL),
    "yard": (_Duty.YM, _Event.YM, _SPECIAL),
}
_EVENTS: Final = {
    "sign_in": (None, _Event.LOGIN, _LOG_IN),
    "sign_out": (None, _Event.LOGOUT, _LOG_IN),
    "engine_on": (None, _Event.ENGINE_UP, _POWER),
    "engine_off": (None, _Event.ENGINE_DOWN, _POWER),
    "certification": (None, _Event.CERT1, _CERTIFICATION),
}
_ORIGINS: Final = {"device": HosRecordOriginCodeEnum.AUTO, "driver": HosRecordOriginCodeEnum.DRIVER_EDIT}
_RULES: Final = {code.value: code for code in HosRulesetCodeEnum}
_REGIONS: Final = {code.value: code for code in HosRegionCodeEnum}
_VIOLATIONS: Final = {
    "driving_11": (HosViolationCodeEnum.DH_DAILY_OVER, HosViolationCategoryEnum.DRIVING_HOURS),
    "break_30": (HosViolationCodeEnum.BR_MISSING, HosViolationCategoryEnum.REST),
}


def _entry(row: Row) -> Record[HosEventFields]:
    kind = "duty" if row.text("duty") else "event"
    duty, code, event_type = required_word(row, kind, _DUTIES if kind == "duty" else _EVENTS)
    started, remark = row.required_moment("start"), row.text("remark")
    driver = row.required_text("driver")
    return Record(
        source_id=_entry_id(driver, row.required_text("start"), row.required_text(kind)),
        source_data=row,
        occurred_at=started,
        fields=HosEventFields(
            source_driver_id=driver,
            source_vehicle_id=row.text("vehicle"),
            started_at=started,
            ended_at=row.moment("end"),
            driver_last_edit_at=row.moment("edited_at"),
            driver_certified_at=row.moment("certified_at"),
            hos_ruleset_code=word(row, "rules", _RULES),
            time_zone_code=zone(row.text("zone")),
            annotations=HosEventAnnotation(created_at=started, remarks=remark) if remark else None,
            duty_status_code=duty,
            event_code=code,
            event_type_code=event_type,
            log_state_code=HosRecordStatusCodeEnum.ACTIVE,
            log_origin_code=word(row, "source", _ORIGINS),
            region_code=_REGIONS.get(f"US-{row.text('state')}"),
            location_name=f"{row.text('near')}, {row.text('state')}" if row.text("near") else None,
            location=point(row),
            inferred_address=address(row),
            odometer=metres(row.number("odometer_km")),
            engine_hours=row.number("engine_hours"),
        ),
    )


def _entry_id(driver: str, start: str, what: str) -> str:
    return f"{driver}|{start}|{what}"


def _file(row: Row) -> Record[HosEventAttachmentFields]:
    entry = _entry_id(row.required_text("driver"), row.required_text("entry_start"), row.required_text("entry_duty"))
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("uploaded_at"),
        fields=HosEventAttachmentFields(
            source_hos_event_id=entry,
            source_uploaded_by=row.text("driver"),
            last_edit_at=row.moment("uploaded_at"),
            file_name=row.text("name"),
            file_type=row.text("type"),
            file_size=row.whole("bytes"),
            source_url=row.text("url"),
            checksum=row.text("sha256"),
            description=row.text("text"),
        ),
    )


def _violation(row: Row) -> Record[HosViolationFields]:
    started, ended = row.required_moment("start"), row.moment("end")
    code, category = _VIOLATIONS.get(row.text("rule") or "", (None, None))
    driver, rule = row.required_text("driver"), row.required_text("rule")
    return Record(
        source_id=f"{driver}|{rule}|{row.required_text('start')}",
        source_data=row,
        occurred_at=started,
        fields=HosViolationFields(
            source_driver_id=driver,
            violation_code=code,
            violation_category=category,
            violation_description=row.text("text"),
            start_time=started,
            end_time=ended,
            duration=round((ended - started).total_seconds()) if ended else None,
            hours_limit=row.number("limit_hours"),
        ),
    )


def _day(row: Row) -> Record[HosDailySnapshotFields]:
    driver, label = row.required_text("driver"), row.required_text("date")
    sums = row.row("seconds")
    return Record(
        source_id=f"{driver}|{label}",
        source_data=row,
        occurred_at=row.required_moment("start"),
        fields=HosDailySnapshotFields(
            source_driver_id=driver,
            snapshot_date=row.required_day("date"),
            duration_off_duty_seconds=sums.whole("off"),
            duration_sleeper_berth_seconds=sums.whole("sleeper"),
            duration_on_duty_seconds=sums.whole("working"),
            duration_driving_seconds=sums.whole("driving"),
            duration_personal_conveyance_seconds=sums.whole("personal"),
            duration_yard_move_seconds=sums.whole("yard"),
            duration_cycle_on_duty_seconds=row.whole("cycle_seconds"),
        ),
    )


def _clock(row: Row) -> Record[HosAvailabilityFields]:
    left, over, driver = row.row("left"), row.row("over"), row.required_text("driver")
    duty = word(row, "duty", _DUTIES)
    return Record(
        source_id=driver,
        source_data=row,
        occurred_at=row.required_moment("as_of"),
        fields=HosAvailabilityFields(
            source_driver_id=driver,
            source_vehicle_id=row.text("vehicle"),
            hos_ruleset_code=word(row, "rules", _RULES),
            duty_status_code=duty[0] if duty else None,
            cycle_started_at=row.moment("cycle_start"),
            available_drive_seconds=left.whole("driving"),
            available_shift_seconds=left.whole("shift"),
            available_cycle_seconds=left.whole("cycle"),
            available_tomorrow_seconds=left.whole("cycle_tomorrow"),
            time_until_break_seconds=left.whole("until_break"),
            rest_remaining_seconds=left.whole("rest"),
            cycle_violation_duration_seconds=over.whole("cycle"),
            shift_driving_violation_duration_seconds=over.whole("driving"),
            shift_ends_at=row.moment("shift_ends"),
            is_personal_conveyance_applied=row.flag("personal"),
            is_yard_move_applied=row.flag("yard"),
            is_cycle_applicable=True,
        ),
    )


LOGS = SourceWalk(name="logs", to_record=_entry)
FILES = SourceWalk(name="files", to_record=_file)
VIOLATIONS = SourceWalk(name="violations", to_record=_violation)
DAYS = SourceWalk(name="days", to_record=_day)
CLOCKS = SourceWalk(name="clocks", to_record=_clock)
