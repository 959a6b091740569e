"""Drivers' logs at Lytx: HOS events.

Rows have no id, and an edit adds rows and makes others inactive, so that the hub replaces a window as a whole. A row
names its vehicle by its name, and by the device, which may have moved to another vehicle since. Lytx does not tell when
a status ended, or in which unit an odometer is.
"""

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from gladhand.providers.lytx import vehicles
from gladhand.providers.lytx.api import LytxApi, found_guid, window
from gladhand.resources.enums import DutyStatusCodeEnum, HosRecordOriginCodeEnum
from gladhand.resources.hos_event import HosEventFields
from gladhand.sdk import eld
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import hours_of_seconds
from gladhand.sdk.values import point_of

#: The vehicle comes from the list of vehicles.
JOINED: Final = ("source_vehicle_id",)
SHOWS: Final = (
    "source_driver_id",
    "started_at",
    "ended_at",
    "driver_last_edit_at",
    "driver_certified_at",
    "duty_status_code",
    "event_type_code",
    "event_code",
    "log_state_code",
    "log_origin_code",
    "record_status",
    "is_transitioning",
    "location",
    "engine_hours",
    *JOINED,
)
_DUTIES: Final = {each.value: each for each in DutyStatusCodeEnum}
# The words but the first are assumed.
_ORIGINS: Final = {
    "automatic": HosRecordOriginCodeEnum.AUTO,
    "manual": HosRecordOriginCodeEnum.DRIVER_EDIT,
    "driver": HosRecordOriginCodeEnum.DRIVER_EDIT,
    "otheruser": HosRecordOriginCodeEnum.USER_EDIT,
    "unassigned": HosRecordOriginCodeEnum.UNIDENTIFIED,
}
_STATUSES: Final = (eld.CHANGE_OF_STATUS, eld.SPECIAL_DRIVING)


@dataclass(frozen=True)
class VehicleNames:
    """The vehicles as they are now: by the device in them, and by their names, each unique in its group."""

    by_device: dict[str, str] = field(default_factory=dict)
    by_name: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, vehicle: Row) -> None:
        """Note a row of the list of vehicles."""
        if (id_ := found_guid(vehicle, "id")) is None:
            return
        if device := found_guid(vehicle, "deviceId"):
            self.by_device[device] = id_
        if name := vehicle.text("name"):
            self.by_name[name.casefold()].add(id_)

    def id_for(self, entry: Row) -> str | None:
        """The id of the vehicle that an entry names. A vehicle that nobody names is one whose name has changed."""
        now = self.by_device.get(found_guid(entry, "deviceId") or "")
        named = self.by_name.get((entry.text("vehicleName") or "").casefold(), set())
        if not named or now in named:
            return now
        return next(iter(named)) if len(named) == 1 else None


async def read(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[HosEventFields]]:
    """All entries of all drivers in the window, which is one answer."""
    answer = await lytx.ask("GET", "/v1/hos", query=window(part))
    found, names = [] if answer.status == 204 else answer.object().rows("data"), VehicleNames()
    if found:
        async for rows, _, _ in vehicles.pages(lytx, Slice()):
            for row in rows:
                names.add(row)
    yield batch_of(found, partial(to_record, names=names), id_key="userId")


def to_record(row: Row, *, names: VehicleNames) -> Record[HosEventFields]:
    driver, at = found_guid(row, "userId"), row.required_moment("dateTime")
    type_, number = row.whole("eventType"), row.whole("eventCode")
    if type_ is None or number is None:
        raise Malformed("The entry does not say what happened.")
    event, edited = eld.event_code(type_, number), row.moment("editDateTime")
    state = row.whole("eventRecordStatus")
    # The versions of an edited entry have the same time.
    version = (str(state), edited) if edited else ()
    duty = eld.duty_status(event) or _DUTIES.get(row.text("status") or "") if type_ in _STATUSES else None
    return Record(
        source_id=composite_id(driver or row.required_text("userName"), at, f"{type_}.{number}", *version),
        source_data=row,
        occurred_at=at,
        fields=HosEventFields(
            source_driver_id=driver,
            source_vehicle_id=names.id_for(row),
            started_at=at,
            ended_at=None if type_ in _STATUSES else at,
            driver_last_edit_at=edited,
            driver_certified_at=row.moment("verifyDateTime"),
            duty_status_code=duty,
            event_type_code=eld.event_type_code(type_),
            event_code=event,
            log_state_code=eld.record_state(state),
            log_origin_code=_ORIGINS.get((row.text("origin") or "").casefold()),
            record_status=row.text("state"),
            location=point_of(row),
            engine_hours=hours_of_seconds(row.number("engineHours")),
        ),
    )
