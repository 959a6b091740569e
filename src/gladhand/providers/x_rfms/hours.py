"""What drivers do now by their tachographs: HOS availabilities. What is left of driving times is unknown to rFMS."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Final

from gladhand.providers.x_rfms.api import RfmsApi
from gladhand.providers.x_rfms.events import LOGOUT
from gladhand.providers.x_rfms.reports import driver, moment, trigger, triggered_by
from gladhand.providers.x_rfms.spelling import in_newest_spelling
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_availability import HosAvailabilityFields
from gladhand.sdk.clock import days, now
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text

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
# In the state: the time of the newest report of each driver. No report comes later than it is kept.
_NEWEST: Final = "newest"
_KEPT: Final = days(30)


async def read(rfms: RfmsApi, part: Slice) -> AsyncIterator[Batch[HosAvailabilityFields]]:
    """What each driver does by the newest report. Reports are listed as they arrive, and some arrive late."""
    present = now()
    newest: dict[str, str] = {
        name: at for name, at in part.state.get(_NEWEST, {}).items() if at > utc_text(present - _KEPT)
    }
    async for batch in _REPORTS(rfms, part):
        kept: dict[str, Record[HosAvailabilityFields]] = {}
        for record in batch.records:
            at = utc_text(record.occurred_at or present)
            if at >= newest.get(record.source_id, ""):
                # A clock that is ahead does not hide all reports of the time until then.
                newest[record.source_id], kept[record.source_id] = min(at, utc_text(present)), record
        state = {**(batch.state or {}), _NEWEST: dict(newest)} if newest else batch.state
        yield replace(batch, records=list(kept.values()), state=state)


def is_of_driver(report: Row) -> bool:
    """Whether a report names its driver. Without a card the tachograph knows none."""
    return _driver(report) is not None


def to_record(row: Row) -> Record[HosAvailabilityFields]:
    report = in_newest_spelling(row)
    vin, driver_id = report.source_id("vin"), _driver(report)
    if driver_id is None:
        raise Malformed("The report does not say which driver has changed.")
    # Of a driver whose card is out nothing is known: the last state would stay as it was, such as driving.
    is_out = trigger(report) == LOGOUT
    state = None if is_out else report.row("snapshotData").text(f"{STATE_CHANGES[trigger(report)]}WorkingState")
    return Record(
        source_id=driver_id,
        source_data=row,
        occurred_at=moment(report),
        fields=HosAvailabilityFields(
            source_driver_id=driver_id,
            source_vehicle_id=None if is_out else vin,
            duty_status_code=_DUTIES.get(state or ""),
        ),
    )


def _driver(report: Row) -> str | None:
    """The driver whose state has changed: the one of the trigger, else the one of the report."""
    cause = report.row("triggerType")
    if cause.text("triggerType") == LOGOUT:
        return driver(cause, "driverId")
    if (seat := STATE_CHANGES.get(cause.text("triggerType") or "")) is None:
        return None
    within = report if seat == "driver1" else report.row("snapshotData")
    return driver(cause, "driverId") or driver(within, f"{seat}Id")


_REPORTS: Final = triggered_by({*STATE_CHANGES, LOGOUT}, to_record, needs=is_of_driver)
