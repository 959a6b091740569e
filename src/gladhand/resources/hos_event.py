"""HOS events: the entries of drivers' logs of hours of service."""

from datetime import datetime
from typing import Annotated, Any

from gladhand.resources.enums import (
    DutyStatusCodeEnum,
    HosEventCodeEnum,
    HosEventTypeCodeEnum,
    HosMalfunctionCodeEnum,
    HosRecordOriginCodeEnum,
    HosRecordStatusCodeEnum,
    HosRegionCodeEnum,
    HosRulesetCodeEnum,
    ResourceEnum,
    TimezoneCodeEnum,
)
from gladhand.resources.fields import Embedded, F, Filterable, R, TimeBound
from gladhand.resources.measures import Hours, Metres, Minutes
from gladhand.resources.positions import Addressed
from gladhand.resources.references import OfCrew
from gladhand.resources.resource import RecordChange, Resource, ResourceKind
from gladhand.resources.text import Moment


class HosEventAnnotation(Embedded):
    """A remark on an event of a log."""

    created_at: Moment = R("When it was written, else when the event began.")
    remarks: str = R(example="Stopped for a roadside inspection.")


class HosEventFields(Addressed, OfCrew):
    """The normalised fields of an HOS event."""

    source_driver_id: str | None = F("The driver, by the provider's id.", example="281474", is_extension=True)
    source_vehicle_id: str | None = F("The vehicle, by the provider's id.", example="212014918", is_extension=True)
    source_co_driver_id: str | None = F("The second driver, by the provider's id.", is_extension=True)
    additional_driver_ids: dict[str, Any] | None = F("Further drivers on the vehicle, as the provider lists them.")
    started_at: Annotated[
        datetime | None,
        TimeBound("active_to_datetime", is_lower=False, description="Only events that began before this time."),
    ] = F("When it began. What happens at one moment begins and ends then.")
    ended_at: Annotated[
        datetime | None,
        TimeBound(
            "active_from_datetime",
            is_lower=True,
            description="Only events that ended at this time or later, or have not ended.",
        ),
    ] = F("When it ended. Null while it goes on.")
    driver_last_edit_at: datetime | None = F("When the driver last changed it.")
    driver_certified_at: datetime | None = F("When the driver certified the log of that day.")
    hos_ruleset_code: HosRulesetCodeEnum | None = F("The rules that applied.", example="US_INT_PROP_70_8")
    time_zone_code: TimezoneCodeEnum | None = F("The time zone of the log.", example="America/Chicago")
    annotations: HosEventAnnotation | None = F("The newest remark.")
    duty_status_code: DutyStatusCodeEnum | None = F("The duty status from then on.", example="D")
    event_type_code: Annotated[HosEventTypeCodeEnum | None, Filterable("event_type_codes", most=5)] = F(
        "The kind of event: `1` is a change of the duty status.", example="1"
    )
    event_code: HosEventCodeEnum | None = F("What happened.", example="DRIVING")
    log_state_code: HosRecordStatusCodeEnum | None = F("Whether it counts, or was replaced.", example="ACTIVE")
    log_origin_code: HosRecordOriginCodeEnum | None = F("Who recorded it.", example="AUTO")
    deferral_status: str | None = F("The day of a Canadian deferral of off-duty time, such as DAY1.")
    deferral_minutes: Minutes = F("The off-duty time that is deferred.")
    eld_malfunction_code: HosMalfunctionCodeEnum | None = F("The malfunction of the device that it reports.")
    is_excluded: bool | None = F("Whether calculations of compliance leave it out.")
    is_transitioning: bool | None = F("Whether the change is still under way.", default=False)
    record_status: str | None = F("The provider's word for the state of the entry.", default="active")
    region_code: HosRegionCodeEnum | None = F("State or province.", example="US-TX")
    location_name: str | None = F("The place in words, as the log has it.", example="2 mi N of Austin, TX")
    odometer: Metres = F("What the odometer showed.", example=254_000_300.0)
    engine_hours: Hours = F("The total running time of the engine, as the provider has it.", example=9120.5)
    sequence: str | None = F("The provider's number of the event within the log.")
    version: str | None = F("The provider's number of this version of the event.")


HOS_EVENT = Resource(
    name=ResourceEnum.HOS_EVENT,
    path="hos-events",
    kind=ResourceKind.EDITABLE,
    fields_model=HosEventFields,
    # Partners need the hours of the log. Drivers write places into the remarks.
    hides=("location_name", "region_code", "annotations", "odometer", "engine_hours"),
    description="Entries of drivers' logs: changes of the duty status, certifications, log-ins and malfunctions.",
    is_sortable=False,
    largest_page=500,
    events={
        RecordChange.ADDED: "An entry of a driver's log was stored for the first time.",
        RecordChange.MODIFIED: "An entry of a driver's log was edited.",
        RecordChange.REMOVED: "An entry of a driver's log is no longer at the provider.",
    },
)
