"""The starts and ends of the trips of TrustTrack's objects."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.x_trusttrack.api import OBJECTS, TrustTrackApi, within
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.sdk.one_by_one import for_each
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.trips import EDGE, END, engine_status, trip_ends
from gladhand.sdk.values import point_of
from gladhand.sdk.windows import bounds

SHOWS: Final = ("source_vehicle_id", "source_driver_id", "location", "engine_status")
_OBJECT: Final = "object_id"


async def read(trusttrack: TrustTrackApi, part: Slice) -> AsyncIterator[Batch[EngineStatusFields]]:
    start, end = bounds(part)
    query = {"from_datetime": utc_text(start), "to_datetime": utc_text(end)}

    async def trips(source_id: str) -> AsyncIterator[list[Row]]:
        async for rows, _ in trusttrack.pages(within(OBJECTS, source_id, "trips"), 1, "trips", query):
            yield list(trip_ends((_of_object(source_id, row) for row in rows), _is_over))

    async for batch in for_each(part, await trusttrack.objects(), trips, to_record, id_key=_OBJECT):
        yield batch


def to_record(row: Row) -> Record[EngineStatusFields]:
    vehicle, edge = row.source_id(_OBJECT), row.required_text(EDGE)
    shown = row.required_row(f"trip_{edge}")
    moment, drivers = shown.required_moment("datetime"), row.get("driver_ids")
    return Record(
        source_id=composite_id(vehicle, moment, edge),
        source_data=row,
        occurred_at=moment,
        fields=EngineStatusFields(
            source_vehicle_id=vehicle,
            # With several drivers it is not known who drove when.
            source_driver_id=drivers[0] if isinstance(drivers, list) and len(drivers) == 1 else None,
            location=point_of(shown),
            engine_status=engine_status(row),
        ),
    )


def _of_object(source_id: str, trip: Row) -> Row:
    """The trip with the object that was asked for. The document allows a trip that names none."""
    return Row({**trip, _OBJECT: source_id}, trip.path) if trip and trip.get(_OBJECT) is None else trip


def _is_over(trip: Row) -> bool:
    return trip.row(f"trip_{END}").moment("datetime") is not None
