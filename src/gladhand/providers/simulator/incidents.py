"""Harsh driving, inspections and their defects."""

from contextlib import suppress
from typing import Final

from gladhand.providers.simulator.walks import SourceWalk
from gladhand.providers.simulator.words import address, point, required_word, word
from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.resources.dvir_log import DvirLogFields
from gladhand.resources.dvir_log_defect import DvirLogDefectFields
from gladhand.resources.enums import DriverSafetyEventEnum, DvirDefectEnum, DvirLogTypeEnum
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import metres

_KINDS: Final = {
    "braking": DriverSafetyEventEnum.HARD_BRAKING,
    "acceleration": DriverSafetyEventEnum.HARD_ACCELERATION,
    "turn": DriverSafetyEventEnum.HARSH_TURN,
    "speeding": DriverSafetyEventEnum.SPEEDING,
    "seat_belt": DriverSafetyEventEnum.NO_SEATBELT,
    "phone": DriverSafetyEventEnum.MOBILE_USAGE,
    "following": DriverSafetyEventEnum.FOLLOWING_DISTANCE,
    "idling": DriverSafetyEventEnum.IDLING,
}
OCCASIONS: Final = {
    "before_trip": DvirLogTypeEnum.PRE_TRIP,
    "after_trip": DvirLogTypeEnum.POST_TRIP,
    "workshop": DvirLogTypeEnum.MECHANIC,
    "other": DvirLogTypeEnum.UNKNOWN,
}
PARTS: Final = {
    "brakes": DvirDefectEnum.BRAKES,
    "tires": DvirDefectEnum.TIRES,
    "lights": DvirDefectEnum.LIGHTS_GENERAL,
    "mirrors": DvirDefectEnum.MIRRORS,
    "wipers": DvirDefectEnum.WINDSHIELD_WIPERS,
    "horn": DvirDefectEnum.HORN,
    "coupling": DvirDefectEnum.FIFTH_WHEEL,
    "suspension": DvirDefectEnum.SUSPENSION,
    "battery": DvirDefectEnum.BATTERY,
}
_MEASURED: Final = ("force_g", "speed_kmh", "review")
_DEFECT_STATES: Final = {"open": "active", "repaired": "resolved"}


def _harsh(row: Row) -> Record[DriverSafetyEventFields]:
    measured = {name: row[name] for name in _MEASURED if row.get(name) is not None}
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("time"),
        fields=DriverSafetyEventFields(
            source_vehicle_id=row.text("vehicle"),
            source_driver_id=row.text("driver"),
            event=required_word(row, "kind", _KINDS),
            duration_seconds=row.whole("seconds"),
            event_metadata=measured or None,
            location=point(row),
            inferred_address=address(row),
        ),
    )


def _inspection(row: Row) -> Record[DvirLogFields]:
    started, signed, kilometres = row.required_moment("start"), row.moment("signed_at"), row.number("odometer_km")
    parts, safe = row.get("defects"), row.flag("safe")
    defects = [_part(each) for each in parts] if isinstance(parts, list) else []
    counted = row.whole("defect_count")
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=started,
        fields=DvirLogFields(
            source_vehicle_id=row.text("vehicle"),
            source_trailer_id=row.text("trailer"),
            source_driver_id=row.text("driver"),
            log_type=word(row, "kind", OCCASIONS),
            authority_name=row.text("carrier"),
            authority_address=row.text("carrier_address"),
            duration_seconds=(signed - started).total_seconds() if signed else None,
            odometer=metres(kilometres),
            odometer_km=kilometres,
            engine_hours=row.number("engine_hours"),
            location=point(row),
            inspected_by=row.text("inspector"),
            driver_comment=row.text("remark"),
            certify_comment=row.text("repair_remark"),
            defect_count=len(defects) if counted is None else counted,
            defects=defects,
            version=row.text("revision"),
            is_safety_critical=None if safe is None else not safe,
        ),
    )


def _defect(row: Row) -> Record[DvirLogDefectFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("found_at"),
        fields=DvirLogDefectFields(
            source_dvir_log_id=row.required_text("inspection"),
            defect_type=_part(row.text("part")),
            defect_code=row.text("part"),
            defect_name=row.text("text"),
            status=word(row, "state", _DEFECT_STATES),
            is_safety_critical=row.flag("critical"),
            resolved_at=row.moment("repaired_at"),
            notes=row.text("repair_remark"),
        ),
    )


def _part(theirs: object) -> DvirDefectEnum:
    """The part of a defect. The simulator keeps words of ours that it has none for."""
    with suppress(ValueError):
        return PARTS.get(str(theirs)) or DvirDefectEnum(str(theirs))
    return DvirDefectEnum.OTHER


SAFETY = SourceWalk(name="safety", to_record=_harsh)
INSPECTIONS = SourceWalk(name="inspections", to_record=_inspection)
DEFECTS = SourceWalk(name="defects", to_record=_defect)
