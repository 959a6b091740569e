"""What was filled into the tanks of Mapon's units."""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Final

from gladhand.providers.mapon.api import UNIT_ID, MaponApi, driver_id, place, when
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import cubic_metres
from gladhand.sdk.windows import bounds

SHOWS: Final = ("location", "source_vehicle_id", "source_driver_id", "fuel_volume")


async def read(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[FuelTransactionFields]]:
    start, end = bounds(part)
    answer = await mapon.get("fuel/changes", **{"from": when(start), "till": when(end)})
    yield batch_of(_filled(answer.rows("data")), to_record, id_key=UNIT_ID)


def to_record(row: Row) -> Record[FuelTransactionFields]:
    unit, at = row.source_id(UNIT_ID), row.required_moment("gmt")
    return Record(
        source_id=composite_id(unit, at),
        source_data=row,
        occurred_at=at,
        fields=FuelTransactionFields(
            location=place(row),
            source_vehicle_id=unit,
            source_driver_id=driver_id(row, "driver_id"),
            fuel_volume=cubic_metres(row.number("fuel_change")),
        ),
    )


def _filled(units: Iterable[Row]) -> Iterator[Row]:
    """What was filled, by the engine computer, else by the sensor in the tank: both see the same."""
    for unit in units:
        if UNIT_ID not in unit:
            yield Row({}, unit.path)
        # Of gas the mass is known, and not the volume.
        elif not (unit.text("fuel_consumption_measurement") or "").startswith("kg"):
            for row in unit.optional_rows("can") or unit.optional_rows("sensor"):
                if row.number("fuel_change") is None or (row.number("fuel_change") or 0) > 0:
                    yield row.joined({UNIT_ID: unit[UNIT_ID]})
