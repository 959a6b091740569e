"""Which trailer was behind which vehicle at Samsara.

An older list, with numbers as ids, assigns trailers to drivers and names no vehicle. The vehicle is the one that its
driver had when the assignment began, by the list of drivers on vehicles. Without a driver, or a vehicle of the driver,
the record has the trailer alone. That drivers on vehicles can be asked for by their ids is assumed.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.assignments import ASSIGNMENTS
from gladhand.providers.samsara.assignments import KIND as ASSIGNMENT_READS
from gladhand.providers.samsara.driver_mapping import find_driver_source_id
from gladhand.providers.samsara.hos_logs import window_of
from gladhand.providers.samsara.tag_members import TRAILERS, members
from gladhand.resources.trailer_vehicle_association import TrailerVehicleAssociationFields
from gladhand.sdk.errors import Malformed, NotAllowed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.windows import bounds

PATH: Final = "/v1/fleet/trailers/assignments"
KIND: Final = "towing-reads"
SHOWS: Final = ("source_trailer_id", "source_vehicle_id")
_VEHICLE: Final = "vehicleId"
_DRIVERS_AT_ONCE: Final = 50
# Of each driver the times on vehicles: from, to, and the id of the vehicle.
_Driven: TypeAlias = Mapping[str, Sequence[tuple[datetime, datetime | None, str]]]


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[TrailerVehicleAssociationFields]]:
    """The assignments that began in the window."""
    start, end = bounds(part)
    window = {"startMs": _milliseconds(start), "endMs": _milliseconds(end)}
    after, known = part.state.get("after"), await members(samsara, TRAILERS)
    while True:
        asked = {**window, "startingAfter": after}
        answer = (await samsara.ask("GET", PATH, query=asked, kind=KIND)).object()
        trailers = [row for row in answer.rows("trailers") if known is None or row.text("id") in known]
        begun = [row for row in _assignments(trailers) if _begins_in(row, start, end)]
        drivers = {id_ for row in begun if (id_ := row.text("driverId")) and find_driver_source_id(id_)}
        driven = await _driven(samsara, part, drivers)
        pagination = answer.row("pagination")
        following = pagination.text("endCursor") if pagination.get("hasNextPage") else None
        after = None if following == after else following
        yield batch_of([_towed(row, driven) for row in begun], to_record, state={"after": after} if after else {})
        if after is None:
            return


def to_record(row: Row) -> Record[TrailerVehicleAssociationFields]:
    """The hub's record of an assignment. `extras` has the driver."""
    trailer, begun = row.source_id(), row.moment_of_milliseconds("startMs")
    if begun is None:
        raise Malformed("The assignment of a trailer has no time in startMs.")
    driver = find_driver_source_id(row.text("driverId"))
    return Record(
        source_id=composite_id(trailer, begun),
        source_data=row,
        occurred_at=begun,
        fields=TrailerVehicleAssociationFields(source_trailer_id=trailer, source_vehicle_id=row.text(_VEHICLE)),
        extras={"source_driver_id": driver} if driver else None,
    )


def _assignments(trailers: Sequence[Row]) -> Iterator[Row]:
    """A row for each assignment, with its trailer. A trailer that cannot be read becomes a row without any."""
    for trailer in trailers:
        if trailer.get("trailerAssignments") is None and "id" in trailer:
            continue
        whose = {name: trailer[name] for name in ("id", "name") if name in trailer}
        found = trailer.rows("trailerAssignments") if isinstance(trailer.get("trailerAssignments"), list) else [Row()]
        for each in found:
            yield Row({**whose, **each}, trailer.path)


def _begins_in(row: Row, start: datetime, end: datetime) -> bool:
    """Whether it began in the window. One that cannot be read stays, to be skipped with its reason."""
    begun = row.moment_of_milliseconds("startMs")
    return begun is None or start <= begun < end


def _towed(row: Row, driven: _Driven) -> Row:
    """The row with the vehicle that its driver had at its beginning."""
    begun = row.moment_of_milliseconds("startMs")
    for since, until, vehicle in driven.get(row.text("driverId") or "", ()):
        if begun is not None and since <= begun and (until is None or begun < until):
            return Row({**row, _VEHICLE: vehicle}, row.path)
    return row


async def _driven(samsara: SamsaraAccount, part: Slice, drivers: Collection[str]) -> _Driven:
    """When these drivers had which vehicle; nothing if the token may not read it."""
    found, listed = defaultdict[str, list[tuple[datetime, datetime | None, str]]](list), sorted(drivers)
    for first in range(0, len(listed), _DRIVERS_AT_ONCE):
        asked = ",".join(listed[first : first + _DRIVERS_AT_ONCE])
        query = {"filterBy": "drivers", "driverIds": asked, **window_of(part)}
        try:
            async for rows, _ in samsara.pages(ASSIGNMENTS, kind=ASSIGNMENT_READS, query=query, limit=None):
                for row in rows:
                    driver, vehicle = (row.row(name).text("id") for name in ("driver", "vehicle"))
                    since, until = row.moment("startTime"), row.moment("endTime")
                    if driver and vehicle and since is not None and row.flag("isPassenger") is not True:
                        found[driver].append((since, until, vehicle))
        except NotAllowed:
            return {}
    return found


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
