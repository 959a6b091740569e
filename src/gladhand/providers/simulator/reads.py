"""Everything that can be read, with how often, how far back, and which fields it shows."""

from typing import Any, Final

from gladhand.providers.simulator import devices, incidents, office, positions, trips
from gladhand.providers.simulator.hos_reads import HOURS_OF_SERVICE
from gladhand.providers.simulator.read_kinds import CREW, HISTORY, POSITION, feed, table, whole
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.dvir_log import DVIR_LOG
from gladhand.resources.dvir_log_defect import DVIR_LOG_DEFECT
from gladhand.resources.engine_log import ENGINE_LOG
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.fleet_info import FLEET_INFO
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.group_message import GROUP_MESSAGE
from gladhand.resources.ifta_summary import IFTA_SUMMARY
from gladhand.resources.message import MESSAGE
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.trailer_status import TRAILER_STATUS
from gladhand.resources.trailer_vehicle_association import TRAILER_VEHICLE_ASSOCIATION
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.resources.vehicle_sensor import VEHICLE_SENSOR
from gladhand.resources.workflow import WORKFLOW
from gladhand.sdk.clock import days, hours, minutes, seconds
from gladhand.sdk.reading import Read

POSITIONS: Final[tuple[Read[Any], ...]] = (
    feed(
        VEHICLE_LOCATION,
        positions.TRUCKS,
        seconds(5),
        *CREW,
        *POSITION,
        "speed",
        "odometer",
        "fuel_level",
        "fuel_value",
        "engine_hours",
        "oil_pressure",
        "coolant_temperature",
    ),
    feed(TRAILER_LOCATION, positions.TRAILERS, minutes(1), "source_trailer_id", "source_vehicle_id", *POSITION),
)
DEVICES: Final[tuple[Read[Any], ...]] = (
    feed(ENGINE_STATUS, devices.IGNITION, seconds(30), *CREW, *POSITION, "engine_status"),
    feed(
        ENGINE_LOG,
        devices.FAULTS,
        minutes(1),
        *CREW,
        "fault_code_source",
        "fault_code",
        "fault_code_description",
        "canonical_code",
        "status",
        "engine_status",
        "mil_status",
        backfill=HISTORY,
    ),
    feed(VEHICLE_SENSOR, devices.INPUTS, minutes(1), "source_vehicle_id", "raw_event", "sensor_event", "sensor_value"),
    feed(
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
INCIDENTS: Final[tuple[Read[Any], ...]] = (
    table(
        DRIVER_SAFETY_EVENT,
        incidents.SAFETY,
        minutes(1),
        *CREW,
        *POSITION,
        "event",
        "duration_seconds",
        "event_metadata",
        lookback=days(5),
    ),
    table(
        DVIR_LOG,
        incidents.INSPECTIONS,
        minutes(2),
        *CREW,
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
    table(
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
    table(
        FUEL_TRANSACTION,
        office.PURCHASES,
        minutes(5),
        *CREW,
        "source_co_driver_id",
        *POSITION,
        "odometer",
        "fuel_type",
        "fuel_volume",
        "fuel_vendor",
        "total_cost",
        "currency",
        lookback=days(8),
    ),
    table(
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
    table(
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
    table(IFTA_SUMMARY, office.FUEL_TAX, hours(1), "source_vehicle_id", "month", "year", lookback=days(45)),
    whole(DRIVER_VEHICLE_ASSOCIATION, office.ASSIGNMENTS, minutes(5), *CREW, "is_primary_driver"),
    whole(
        TRAILER_VEHICLE_ASSOCIATION,
        office.HITCHES,
        minutes(5),
        "source_vehicle_id",
        "source_trailer_id",
        "trailer_sequence",
    ),
    table(
        WORKFLOW,
        trips.TRIPS,
        minutes(1),
        "source_vehicle_id",
        "source_driver_id",
        "workflow_status",
        "started_at",
        "ended_at",
        "total_distance",
        "instructions",
        "stops",
        lookback=days(8),
    ),
    whole(
        FLEET_INFO,
        office.COMPANY,
        hours(1),
        "carrier_name",
        "dot_number",
        "dba_name",
        "street",
        "city",
        "state",
        "zip",
        "country",
        "phone_number",
        "company_url",
        "timezone",
    ),
)
#: All of them.
READS: Final[tuple[Read[Any], ...]] = (*POSITIONS, *DEVICES, *HOURS_OF_SERVICE, *INCIDENTS, *OFFICE)
