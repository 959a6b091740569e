"""What drivers do, and what is left of their driving times by the rules of the EU: HOS availabilities.

The object report says what a driver does now. The names in the answer about remaining times are not public: it is kept
as it comes, and no field shows it. The rulesets of North America do not apply.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.people import driver_source_id
from gladhand.providers.webfleet.positions import OBJECT, OBJECTS
from gladhand.resources.enums import DutyStatusCodeEnum
from gladhand.resources.hos_availability import HosAvailabilityFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

ACTION: Final = "getRemainingDrivingTimesEU"
SHOWS: Final = ("source_driver_id", "source_vehicle_id", "duty_status_code")
_DRIVER: Final = "driveruid"
_SEATS: Final = {_DRIVER: "driver_currentworkstate", "codriveruid": "codriver_currentworkstate"}
_WORK_STATE, _TIMES = "workstate", "remaining"
_Duty = DutyStatusCodeEnum
# Free time, pause, standby, working, driving and other work; 0 is unknown. That standby is on duty is assumed.
DUTIES: Final[Mapping[int | None, DutyStatusCodeEnum]] = {
    1: _Duty.OFF,
    2: _Duty.OFF,
    3: _Duty.ON,
    4: _Duty.ON,
    5: _Duty.D,
    6: _Duty.ON,
}
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


async def read(webfleet: WebfleetApi, part: Slice) -> AsyncIterator[Batch[HosAvailabilityFields]]:  # noqa: ARG001 - a read of everything
    """All drivers who are on a vehicle or have a tachograph that reports."""
    objects = await webfleet.rows(OBJECTS)
    try:
        times = await webfleet.rows(ACTION)
    except Rejected:
        # Not every contract contains it.
        times = []
    yield batch_of(
        [*_drivers(objects, times), *(row for row in times if _DRIVER not in row)], to_record, id_key=_DRIVER
    )


def to_record(row: Row) -> Record[HosAvailabilityFields]:
    """The hub's record of a driver."""
    driver = row.source_id(_DRIVER)
    return Record(
        source_id=driver,
        source_data=row,
        fields=HosAvailabilityFields(
            source_driver_id=driver_source_id(driver),
            source_vehicle_id=row.text(OBJECT),
            duty_status_code=DUTIES.get(row.whole(_WORK_STATE)),
        ),
    )


def _drivers(objects: list[Row], times: list[Row]) -> list[Row]:
    """A row for each driver, with the vehicle that reported last."""
    found: dict[str, dict[str, Any]] = {}
    for each in sorted(objects, key=lambda row: row.moment("msgtime") or _LONG_AGO):
        for seat, state in _SEATS.items():
            if (driver := each.text(seat)) is not None:
                found[driver] = {_DRIVER: driver, OBJECT: each.text(OBJECT), _WORK_STATE: each.get(state)}
    for left in times:
        if (driver := left.text(_DRIVER)) is not None:
            found.setdefault(driver, {_DRIVER: driver})[_TIMES] = dict(left)
    return [Row(found[driver], driver) for driver in sorted(found)]
