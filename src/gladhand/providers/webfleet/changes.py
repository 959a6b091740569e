"""What changes at Webfleet's objects: whether the engine runs, and who drives.

The object report shows only how it is now. The state of the feed is what it showed last, and a record is made of what
differs. What has come and gone between two looks is not seen.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Final, Generic

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.people import driver_source_id
from gladhand.providers.webfleet.positions import OBJECT, OBJECTS
from gladhand.providers.webfleet.readings import flag, is_trailer
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import EngineStatusEnum
from gladhand.resources.fields import FieldsT
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

ENGINES_SHOW: Final = ("source_vehicle_id", "source_driver_id", "source_co_driver_id", "engine_status")
DRIVERS_SHOW: Final = ("source_driver_id", "source_vehicle_id", "is_primary_driver")
_DRIVER, _CO_DRIVER = "driveruid", "codriveruid"
# Of a row with a new driver; one that is the second on the vehicle has `seat`.
_SEAT: Final = "seat"


def engine_status(row: Row) -> Record[EngineStatusFields]:
    """The hub's record of a state of an engine, since the ignition was turned."""
    uid, moment, is_on = row.source_id(OBJECT), row.required_moment("ignition_time"), flag(row, "ignition")
    if is_on is None:
        raise Malformed("The report does not say whether the ignition is on.")
    return Record(
        source_id=composite_id(uid, moment),
        source_data=row,
        occurred_at=moment,
        fields=EngineStatusFields(
            source_vehicle_id=uid,
            source_driver_id=driver_source_id(row.text(_DRIVER)),
            source_co_driver_id=driver_source_id(row.text(_CO_DRIVER)),
            engine_status=EngineStatusEnum.ON if is_on else EngineStatusEnum.OFF,
        ),
    )


def association(row: Row) -> Record[DriverVehicleAssociationFields]:
    """The hub's record of a driver on a vehicle, since the report first showed it."""
    seat = row.text(_SEAT) or _DRIVER
    driver, uid, moment = row.source_id(seat), row.source_id(OBJECT), row.required_moment("msgtime")
    return Record(
        source_id=composite_id(driver, uid, moment),
        source_data=row,
        occurred_at=moment,
        fields=DriverVehicleAssociationFields(
            source_driver_id=driver_source_id(driver), source_vehicle_id=uid, is_primary_driver=seat == _DRIVER
        ),
    )


@dataclass(frozen=True, kw_only=True)
class ReportChanges(Generic[FieldsT]):
    """A feed of what differs from the last report."""

    key: Callable[[Row], str]
    """What of a row is compared. Empty: there is nothing to record."""
    expanded: Callable[[Row], Iterator[Row]]
    """The rows that are compared each on its own, of a row of the report."""
    to_record: Callable[[Row], Record[FieldsT]]

    async def read(self, webfleet: WebfleetApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        # An object that one report leaves out is no change.
        seen: dict[str, str] = dict(part.state)
        new: list[Row] = []
        for row in await webfleet.rows(OBJECTS):
            if OBJECT not in row:
                # It is skipped with its reason.
                new.append(row)
            elif not is_trailer(row):
                for each in self.expanded(row):
                    place, key = "|".join(filter(None, (each.text(OBJECT), each.text(_SEAT)))), self.key(each)
                    if key and part.state.get(place) != key:
                        new.append(each)
                    seen[place] = key
        yield batch_of(new, self.to_record, state=seen, id_key=OBJECT)


def _itself(row: Row) -> Iterator[Row]:
    yield row


def _seats(row: Row) -> Iterator[Row]:
    yield row
    if _CO_DRIVER in row:
        yield Row({**row, _SEAT: _CO_DRIVER}, row.path)


ENGINES: Final = ReportChanges[EngineStatusFields](
    key=lambda row: row.text("ignition_time") or "", expanded=_itself, to_record=engine_status
)
DRIVERS: Final = ReportChanges[DriverVehicleAssociationFields](
    key=lambda row: row.text(row.text(_SEAT) or _DRIVER) or "", expanded=_seats, to_record=association
)
