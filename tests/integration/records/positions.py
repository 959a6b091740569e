"""Vehicles that have sent positions."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.integration.records.conftest import Ingest

from gladhand.core.ids import record_id
from gladhand.records.incoming import IncomingRecord
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

# A minute ago: positions of the same minute may not be from the future.
NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)


async def store_positions(ingest: Ingest, places: dict[str, tuple[float, float]], **ago: float) -> None:
    """Vehicles that have sent these positions."""
    vehicles = [
        IncomingRecord(source_id=name, fields={"vehicle_name": f"Unit {name}"}, source_data={}) for name in places
    ]
    await ingest.page(VEHICLE, vehicles)
    fields: list[dict[str, Any]] = [
        VEHICLE_LOCATION.fields_model.model_validate(
            {
                "vehicle_id": record_id(ingest.origin.connection_id, "vehicle", name),
                "location": {"type": "Point", "coordinates": list(place)},
            }
        ).stored()
        for name, place in places.items()
    ]
    positions = [
        IncomingRecord(source_id=f"{name}.{ago}", fields=each, source_data={}, occurred_at=NOW - timedelta(**ago))
        for name, each in zip(places, fields, strict=True)
    ]
    await ingest.page(VEHICLE_LOCATION, positions)
