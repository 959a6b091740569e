"""What changes at Reveal's vehicles: who drives, and what sensors report.

The newest positions and statuses show only how it is now. The state of the feed is what they showed last, and a record
is made of what differs.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final, Generic

from gladhand.providers.verizon_connect.api import DRIVER_NUMBER, VEHICLE_NUMBER, RevealApi
from gladhand.providers.verizon_connect.locations import LOCATIONS, STATUSES, flat, newest
from gladhand.providers.verizon_connect.people import driver_source_id
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.fields import FieldsT
from gladhand.resources.vehicle_sensor import VehicleSensorFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

DRIVERS_SHOW: Final = ("source_driver_id", "source_vehicle_id", "is_primary_driver")
SENSORS_SHOW: Final = ("source_vehicle_id", "raw_event")
_MOMENT, _SENSORS = "UpdateUTC", "SensorValues"


def association(row: Row) -> Record[DriverVehicleAssociationFields]:
    """The hub's record of a driver on a vehicle, since a position first showed it."""
    driver, vehicle, moment = row.source_id(DRIVER_NUMBER), row.source_id(VEHICLE_NUMBER), row.required_moment(_MOMENT)
    return Record(
        source_id=composite_id(driver, vehicle, moment),
        source_data=row,
        occurred_at=moment,
        fields=DriverVehicleAssociationFields(
            source_driver_id=driver_source_id(driver), source_vehicle_id=vehicle, is_primary_driver=True
        ),
    )


def sensors(row: Row) -> Record[VehicleSensorFields]:
    """The hub's record of what the sensors of a vehicle said, in Reveal's words."""
    vehicle, moment = row.source_id(VEHICLE_NUMBER), row.required_moment(_MOMENT)
    return Record(
        source_id=composite_id(vehicle, moment),
        source_data=row,
        occurred_at=moment,
        fields=VehicleSensorFields(source_vehicle_id=vehicle, raw_event=_sensor_text(row)),
    )


@dataclass(frozen=True, kw_only=True)
class PlaceChanges(Generic[FieldsT]):
    """A feed of what differs from the last look."""

    path: str
    key: Callable[[Row], str]
    """What of a row is compared. Empty: there is nothing to record."""
    to_record: Callable[[Row], Record[FieldsT]]

    async def read(self, reveal: RevealApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        seen: dict[str, str] = dict(part.state)
        new: list[Row] = []
        async for rows in newest(reveal, await reveal.vehicle_numbers(), self.path):
            for row in (place for each in rows if not (place := flat(each)).flag("IsPrivate")):
                number, key = row.text(VEHICLE_NUMBER), self.key(row)
                # One without a number is skipped with its reason.
                if number is None or (key and seen.get(number) != key):
                    new.append(row)
                if number is not None:
                    seen[number] = key
        yield batch_of(new, self.to_record, state=seen, id_key=VEHICLE_NUMBER)


def _sensor_text(row: Row) -> str:
    values = row.get(_SENSORS)
    return "; ".join(str(each) for each in values if each) if isinstance(values, list) else row.text(_SENSORS) or ""


DRIVERS: Final = PlaceChanges[DriverVehicleAssociationFields](
    path=LOCATIONS, key=lambda row: row.text(DRIVER_NUMBER) or "", to_record=association
)
SENSORS: Final = PlaceChanges[VehicleSensorFields](path=STATUSES, key=_sensor_text, to_record=sensors)
