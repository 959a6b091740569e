"""Everything that can be read, with how often, how far back, and which fields it shows."""

from datetime import timedelta
from typing import Any, Final

from gladhand.providers.simulator import devices, incidents, logs, office, positions
from gladhand.providers.simulator.walks import Walk
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.dvir_log import DVIR_LOG
from gladhand.resources.dvir_log_defect import DVIR_LOG_DEFECT
from gladhand.resources.engine_log import ENGINE_LOG
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.fields import FieldsT
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.group_message import GROUP_MESSAGE
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.hos_daily_snapshot import HOS_DAILY_SNAPSHOT
from gladhand.resources.hos_event import HOS_EVENT
from gladhand.resources.hos_event_attachment import HOS_EVENT_ATTACHMENT
from gladhand.resources.hos_violation import HOS_VIOLATION
from gladhand.resources.ifta_summary import IFTA_SUMMARY
from gladhand.resources.message import MESSAGE
from gladhand.resources.resource import Resource
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.trailer_status import TRAILER_STATUS
from gladhand.resources.trailer_vehicle_association import TRAILER_VEHICLE_ASSOCIATION
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.resources.vehicle_sensor import VEHICLE_SENSOR
from gladhand.sdk.clock import days, hours, minutes, seconds
from gladhand.sdk.reading import FEED, FULL, WINDOW, Read, by_row

#: The provider refuses longer windows.
_LONGEST: Final = days(30)
#: Feeds go no further back, and tables are not asked for more.
_HISTORY: Final = days(45)
_DAY: Final = days(1)
_POSITION: Final = ("location", "inferred_address")
_CREW: Final = ("source_vehicle_id", "source_driver_id")


def _feed(
    resource: Resource[FieldsT], walk: Walk[FieldsT], every: timedelta, *shows: str, backfill: timedelta = _DAY
) -> Read[FieldsT]:
    return Read(
        resource,
        walk.feed,
        mode=FEED,
        every=every,
        shows=shows,
        lookback=hours(1),
        backfill=backfill,
        remap=by_row(walk.to_record),
    )


def _table(
    resource: Resource[FieldsT], walk: Walk[FieldsT], every: timedelta, *shows: str, lookback: timedelta
) -> Read[FieldsT]:
    return Read(
        resource,
        walk.table,
        mode=WINDOW,
        every=every,
        shows=shows,
        window=_LONGEST,
        lookback=lookback,
        backfill=_HISTORY,
        remap=by_row(walk.to_record),
    )


def _by_driver(
    resource: Resource[FieldsT], walk: Walk[FieldsT], every: timedelta, *shows: str, lookback: timedelta
) -> Read[FieldsT]:
    """Rows without ids: what a driver's window does not hold any more is gone."""
    return Read(
        resource,
        walk.table_by_driver,
        mode=WINDOW,
        every=every,
        shows=shows,
        window=_LONGEST,
        lookback=lookback,
        backfill=_HISTORY,
        replaces="driver_id",
        remap=by_row(walk.to_record),
    )


def _whole(resource: Resource[FieldsT], walk: Walk[FieldsT], every: timedelta, *shows: str) -> Read[FieldsT]:
    return Read(resource, walk.whole, mode=FULL, every=every, shows=shows, remap=by_row(walk.to_record))


POSITIONS: Final[tuple[Read[Any], ...]] = (
    _feed(
        VEHICLE_LOCATION,
        positions.TRUCKS,
        seconds(5),
        *_CREW,
        *_POSITION,
        "speed",
        "odometer",
        "fuel_level",
        "fuel_value",
        "engine_hours",
        "oil_pressure",
        "coolant_temperature",
    ),
    _feed(TRAILER_LOCATION, positions.TRAILERS, minutes(1), "source_trailer_id", "source_vehicle_id", *_POSITION),
)
DEVICES: Final[tuple[Read[Any], ...]] = (
    _feed(ENGINE_STATUS, devices.IGNITION, seconds(30), *_CREW, *_POSITION, "engine_status"),
    _feed(
        ENGINE_LOG,
        devices.FAULTS,
        minutes(1),
        *_CREW,
        "fault_code_source",
        "fault_code",
        "fault_code_description",
        "canonical_code",
        "status",
        "engine_status",
        "mil_status",
        backfill=_HISTORY,
    ),
    _feed(VEHICLE_SENSOR, devices.INPUTS, minutes(1), "source_vehicle_id", "raw_event", "sensor_event", "sensor_value"),
    _feed(
        TRAILER_STATUS,
        devices.REEFERS,
        minutes(1),
        "source_trailer_id",
        "location",
        "power_on",
        "power_source",
        "battery_voltage",
        "reefer_operational_status",
        "operation_mode",
        "door_open",
        "cargo_status",
        "fuel_level",
        "reefer_engine_hours",
        "ambient_temperature",
        "zones",
        "active_alarms",
    ),
)
HOURS_OF_SERVICE: Final[tuple[Read[Any], ...]] = (
    _by_driver(
        HOS_EVENT,
        logs.LOGS,
        minutes(1),
        *_CREW,
        *_POSITION,
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
    _table(
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
    _by_driver(
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
    _table(
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
    _whole(
        HOS_AVAILABILITY,
        logs.CLOCKS,
        minutes(1),
        *_CREW,
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
INCIDENTS: Final[tuple[Read[Any], ...]] = (
    _table(
        DRIVER_SAFETY_EVENT,
        incidents.SAFETY,
        minutes(1),
        *_CREW,
        *_POSITION,
        "event",
        "duration_seconds",
        "event_metadata",
        lookback=days(5),
    ),
    _table(
        DVIR_LOG,
        incidents.INSPECTIONS,
        minutes(2),
        *_CREW,
        "source_trailer_id",
        "location",
        "log_type",
        "authority_name",
        "authority_address",
        "duration_seconds",
        "odometer",
        "odometer_km",
        "engine_hours",
        "inspected_by",
        "driver_comment",
        "certify_comment",
        "defect_count",
        "defects",
        "version",
        "is_safety_critical",
        lookback=days(8),
    ),
    _table(
        DVIR_LOG_DEFECT,
        incidents.DEFECTS,
        minutes(2),
        "source_dvir_log_id",
        "defect_type",
        "defect_code",
        "defect_name",
        "status",
        "is_safety_critical",
        "resolved_at",
        "notes",
        lookback=days(8),
    ),
)
OFFICE: Final[tuple[Read[Any], ...]] = (
    _table(
        FUEL_TRANSACTION,
        office.PURCHASES,
        minutes(5),
        *_CREW,
        "source_co_driver_id",
        *_POSITION,
        "odometer",
        "fuel_type",
        "fuel_volume",
        "fuel_vendor",
        "total_cost",
        "currency",
        lookback=days(8),
    ),
    _table(
        MESSAGE,
        office.MESSAGES,
        minutes(1),
        "source_sender_id",
        "source_recipient_id",
        "sender_name",
        "recipient_name",
        "message_text",
        "status",
        "delivered_at",
        "read_at",
        "sent_by_driver",
        "source_thread_id",
        "source_reply_to_message_id",
        lookback=days(2),
    ),
    _table(
        GROUP_MESSAGE,
        office.BROADCASTS,
        minutes(5),
        "source_sender_id",
        "source_recipient_ids",
        "sender_name",
        "message_text",
        "status",
        "delivered_at",
        "sent_by_driver",
        "source_group_id",
        lookback=days(1),
    ),
    _table(IFTA_SUMMARY, office.FUEL_TAX, hours(1), "source_vehicle_id", "month", "year", lookback=days(45)),
    _whole(DRIVER_VEHICLE_ASSOCIATION, office.ASSIGNMENTS, minutes(5), *_CREW, "is_primary_driver"),
    _whole(
        TRAILER_VEHICLE_ASSOCIATION,
        office.HITCHES,
        minutes(5),
        "source_vehicle_id",
        "source_trailer_id",
        "trailer_sequence",
    ),
)
#: All of them.
READS: Final[tuple[Read[Any], ...]] = (*POSITIONS, *DEVICES, *HOURS_OF_SERVICE, *INCIDENTS, *OFFICE)
