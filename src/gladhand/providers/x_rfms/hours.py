"""What drivers do now by their tachographs: HOS availabilities. What is left of driving times is unknown to rFMS."""

from collections.abc import Mapping
from typing import Final

from gladhand.providers.x_rfms.reports import driver, moment, trigger
from gladhand.providers.x_rfms.spelling import in_newest_spelling
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_availability import HosAvailabilityFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

SHOWS: Final = ("source_driver_id", "source_vehicle_id", "duty_status_code")
#: Of each trigger: which driver it is about.
STATE_CHANGES: Final[Mapping[str, str]] = {
    "DRIVER_1_WORKING_STATE_CHANGED": "driver1",
    "DRIVER_2_WORKING_STATE_CHANGED": "driver2",
}
# That the time of availability is on duty is assumed. The other words say that nothing is known.
_DUTIES: Final[Mapping[str, DutyStatusCodeEnum]] = {
    "REST": DutyStatusCodeEnum.OFF,
    "DRIVER_AVAILABLE": DutyStatusCodeEnum.ON,
    "WORK": DutyStatusCodeEnum.ON,
    "DRIVE": DutyStatusCodeEnum.D,
}


def is_of_driver(report: Row) -> bool:
    """Whether a report names its driver. Without a card the tachograph knows none."""
    return _driver(report) is not None


def to_record(row: Row) -> Record[HosAvailabilityFields]:
    report = in_newest_spelling(row)
    vin, driver_id = report.source_id("vin"), _driver(report)
    if driver_id is None:
        raise Malformed("The report does not say which driver has changed.")
    state = report.row("snapshotData").text(f"{STATE_CHANGES[trigger(report)]}WorkingState")
    return Record(
        source_id=driver_id,
        source_data=row,
        # A report may come late, and the newest one counts.
        occurred_at=moment(report),
        fields=HosAvailabilityFields(
            source_driver_id=driver_id, source_vehicle_id=vin, duty_status_code=_DUTIES.get(state or "")
        ),
    )


def _driver(report: Row) -> str | None:
    """The driver whose state has changed: the one of the trigger, else the one of the report."""
    cause = report.row("triggerType")
    if (seat := STATE_CHANGES.get(cause.text("triggerType") or "")) is None:
        return None
    within = report if seat == "driver1" else report.row("snapshotData")
    return driver(cause, "driverId") or driver(within, f"{seat}Id")
