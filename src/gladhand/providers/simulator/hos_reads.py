"""What can be read of hours of service."""

from typing import Any, Final

from gladhand.providers.simulator import logs
from gladhand.providers.simulator.read_kinds import CREW, POSITION, by_driver, table, whole
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.hos_daily_snapshot import HOS_DAILY_SNAPSHOT
from gladhand.resources.hos_event import HOS_EVENT
from gladhand.resources.hos_event_attachment import HOS_EVENT_ATTACHMENT
from gladhand.resources.hos_violation import HOS_VIOLATION
from gladhand.sdk.clock import days, minutes
from gladhand.sdk.reading import Read

HOURS_OF_SERVICE: Final[tuple[Read[Any], ...]] = (
    by_driver(
        HOS_EVENT,
        logs.LOGS,
        minutes(1),
        *CREW,
        *POSITION,
        "started_at",
        "ended_at",
        "driver_last_edit_at",
        "driver_certified_at",
        "hos_ruleset_code",
        "time_zone_code",
        "annotations",
        "duty_status_code",
        "event_type_code",
        "event_code",
        "log_state_code",
        "log_origin_code",
        "is_transitioning",
        "record_status",
        "region_code",
        "location_name",
        "odometer",
        "engine_hours",
        lookback=days(8),
    ),
    table(
        HOS_EVENT_ATTACHMENT,
        logs.FILES,
        minutes(5),
        "source_hos_event_id",
        "source_uploaded_by",
        "last_edit_at",
        "file_name",
        "file_type",
        "file_size",
        "source_url",
        "checksum",
        "description",
        lookback=days(1),
    ),
    by_driver(
        HOS_VIOLATION,
        logs.VIOLATIONS,
        minutes(5),
        "source_driver_id",
        "violation_code",
        "violation_category",
        "violation_description",
        "start_time",
        "end_time",
        "duration",
        "hours_limit",
        lookback=days(8),
    ),
    table(
        HOS_DAILY_SNAPSHOT,
        logs.DAYS,
        minutes(10),
        "source_driver_id",
        "snapshot_date",
        "duration_off_duty_seconds",
        "duration_sleeper_berth_seconds",
        "duration_on_duty_seconds",
        "duration_driving_seconds",
        "duration_personal_conveyance_seconds",
        "duration_yard_move_seconds",
        "duration_cycle_on_duty_seconds",
        lookback=days(3),
    ),
    whole(
        HOS_AVAILABILITY,
        logs.CLOCKS,
        minutes(1),
        *CREW,
        "hos_ruleset_code",
        "duty_status_code",
        "cycle_started_at",
        "available_drive_seconds",
        "available_shift_seconds",
        "available_cycle_seconds",
        "available_tomorrow_seconds",
        "time_until_break_seconds",
        "rest_remaining_seconds",
        "cycle_violation_duration_seconds",
        "shift_driving_violation_duration_seconds",
        "shift_ends_at",
        "is_personal_conveyance_applied",
        "is_yard_move_applied",
        "is_cycle_applicable",
    ),
)
