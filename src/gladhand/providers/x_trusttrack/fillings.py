"""Fillings of tanks that TrustTrack has found: fuel transactions without a price. What was drained is no purchase."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.x_trusttrack.api import TrustTrackApi
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.sdk.one_by_one import for_each
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.units import cubic_metres
from gladhand.sdk.values import point_of
from gladhand.sdk.windows import bounds

SHOWS: Final = ("source_vehicle_id", "source_driver_id", "location", "fuel_volume")
_OBJECT: Final = "object_id"


async def read(trusttrack: TrustTrackApi, part: Slice) -> AsyncIterator[Batch[FuelTransactionFields]]:
    start, end = bounds(part)

    async def events(source_id: str) -> AsyncIterator[list[Row]]:
        query = {"objectId": source_id, "fromDatetime": utc_text(start), "toDatetime": utc_text(end)}
        async for rows, _ in trusttrack.pages("/fuel-events", 1, "items", query, next_name="continuationToken"):
            yield [row for row in rows if row.text("event_type") != "DRAIN"]

    async for batch in for_each(part, await trusttrack.objects(), events, to_record, id_key=_OBJECT):
        yield batch


def to_record(row: Row) -> Record[FuelTransactionFields]:
    vehicle, moment = row.source_id(_OBJECT), row.required_moment("start_date")
    return Record(
        source_id=composite_id(vehicle, moment),
        source_data=row,
        occurred_at=moment,
        fields=FuelTransactionFields(
            source_vehicle_id=vehicle,
            source_driver_id=row.text("driver_id"),
            location=point_of(row),
            fuel_volume=cubic_metres(row.number("difference")),
        ),
    )
