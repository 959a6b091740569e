"""Where vehicles were: position reports come often, status reports have the odometer, the tank and the engine, too."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from gladhand.providers.x_rfms.api import POSITIONS, STATUSES, RfmsApi
from gladhand.providers.x_rfms.reports import crew, gnss, moment, point
from gladhand.providers.x_rfms.spelling import in_newest_spelling
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.errors import NotAllowed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.units import kelvin, metres_per_second
from gladhand.sdk.values import fixed_point

_START: Final = "start"
SHOWS: Final = (
    "location",
    "source_vehicle_id",
    "source_driver_id",
    "source_co_driver_id",
    "speed",
    "odometer",
    "fuel_level",
    "engine_hours",
    "coolant_temperature",
)


async def read(rfms: RfmsApi, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    """Both lists, each from where it ended. A stored status report stays when its position is listed alone."""
    states = dict(part.state)
    if part.start is not None and STATUSES not in states:
        # Both lists begin there, also if a run is cut off between them.
        states.setdefault(_START, utc_text(part.start))
        part = replace(part, start=datetime.fromisoformat(states[_START]))
    for what in (POSITIONS, STATUSES):
        try:
            async for rows, state in rfms.feed(what, part, states.get(what, {})):
                states = {**states, what: state}
                if what == STATUSES:
                    states.pop(_START, None)
                found = batch_of([row for row in rows if not _is_elsewhere(row)], to_record, state=states, id_key="vin")
                yield replace(found, is_preliminary=what == POSITIONS)
        except NotAllowed:
            # Some contracts are for positions only.
            if what == POSITIONS:
                raise


def to_record(row: Row) -> Record[VehicleLocationFields]:
    report = in_newest_spelling(row)
    shot, place = report.row("snapshotData"), gnss(report)
    vin, at = report.source_id("vin"), place.moment("positionDateTime") or moment(report)
    # The satellites' speed, else that of the wheels.
    speeds = [
        each.number(name) for name, each in (("speed", place), ("wheelBasedSpeed", report), ("wheelBasedSpeed", shot))
    ]
    return Record(
        source_id=composite_id(vin, at),
        source_data=row,
        occurred_at=at,
        fields=VehicleLocationFields(
            location=fixed_point(place),
            speed=metres_per_second(next((each for each in speeds if each is not None), None)),
            odometer=report.number("hrTotalVehicleDistance"),
            fuel_level=shot.number("fuelLevel1"),
            engine_hours=report.number("totalEngineHours"),
            coolant_temperature=kelvin(report.row("uptimeData").number("engineCoolantTemperature")),
            **crew(report),
        ),
    )


def _is_elsewhere(row: Row) -> bool:
    """Whether it is a good report without a position."""
    report = in_newest_spelling(row)
    return bool(report.get("vin")) and report.moment("createdDateTime") is not None and point(report) is None
