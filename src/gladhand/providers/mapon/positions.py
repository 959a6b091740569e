"""Where Mapon's units are, who drives them, and their routes and fillings.

Mapon lists the newest position of each unit only. The state of these feeds is what a unit showed last.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic

from gladhand.providers.mapon.api import MaponApi, place, when
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import EngineStatusEnum
from gladhand.resources.fields import FieldsT
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import cubic_metres, metres_per_second
from gladhand.sdk.windows import bounds

SHOWS: Final = ("location", "source_vehicle_id", "source_driver_id", "speed", "odometer", "engine_hours")
TRAILERS_SHOW: Final = ("location", "source_trailer_id")
DRIVERS_SHOW: Final = ("source_vehicle_id", "source_driver_id", "is_primary_driver")
ROUTES_SHOW: Final = ("location", "source_vehicle_id", "source_driver_id", "engine_status")
FUEL_SHOWS: Final = ("location", "source_vehicle_id", "source_driver_id", "fuel_volume")
_ID, _SEAT, _EDGE = "unit_id", "seat", "edge"
_SEATS: Final = ("driver1", "driver2")


@dataclass(frozen=True, kw_only=True)
class UnitChanges(Generic[FieldsT]):
    """A feed of what differs from the last look."""

    to_record: Callable[[Row], Record[FieldsT]]
    key: Callable[[Row], str]
    """What of a row is compared. Empty: there is nothing to record."""
    is_trailer: bool = False
    parts: Callable[[Row], Iterable[Row]] = lambda row: (row,)
    """The rows that a unit makes."""

    async def read(self, mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        seen: dict[str, str] = {}
        new: list[Row] = []
        for unit in await mapon.units(is_trailer=self.is_trailer):
            for row in self.parts(unit):
                name, key = f"{row.text(_ID) or ''}{row.text(_SEAT) or ''}", self.key(row)
                # One without an id is skipped with its reason.
                if _ID not in row or (key and part.state.get(name) != key):
                    new.append(row)
                if _ID in row:
                    seen[name] = key
        yield batch_of(new, self.to_record, state=seen, id_key=_ID)


def to_record(row: Row) -> Record[VehicleLocationFields]:
    unit, at, where = row.source_id(_ID), row.required_moment("last_update"), place(row)
    if where is None:
        raise Malformed("The unit has no place.")
    driver = row.row("drivers").row(_SEATS[0])
    return Record(
        source_id=composite_id(unit, at),
        source_data=row,
        occurred_at=at,
        fields=VehicleLocationFields(
            location=where,
            source_vehicle_id=unit,
            source_driver_id=_driver(driver, "id"),
            speed=metres_per_second(row.number("speed")),
            odometer=row.number("mileage"),
            engine_hours=_measured(row.row("can").row("engine_hours")),
        ),
    )


def trailer_record(row: Row) -> Record[TrailerLocationFields]:
    unit, at, where = row.source_id(_ID), row.required_moment("last_update"), place(row)
    if where is None:
        raise Malformed("The unit has no place.")
    return Record(
        source_id=composite_id(unit, at),
        source_data=row,
        occurred_at=at,
        fields=TrailerLocationFields(location=where, source_trailer_id=unit),
    )


def driver_record(row: Row) -> Record[DriverVehicleAssociationFields]:
    """The hub's record of a driver on a unit, at the time at which a position first showed it."""
    unit, at, driver = row.source_id(_ID), row.required_moment("last_update"), row.required_row("driver").source_id()
    return Record(
        source_id=composite_id(driver, unit, at),
        source_data=row,
        occurred_at=at,
        fields=DriverVehicleAssociationFields(
            source_vehicle_id=unit, source_driver_id=driver, is_primary_driver=row.text(_SEAT) == _SEATS[0]
        ),
    )


async def routes(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[EngineStatusFields]]:
    """The starts and ends of routes that touch the window."""
    start, end = bounds(part)
    answer = await mapon.get("route/list", **{"from": when(start), "till": when(end)}, include=["driver_id"])
    yield batch_of(_edges(answer.required_row("data").rows("units")), route_record, id_key="route_id")


def route_record(row: Row) -> Record[EngineStatusFields]:
    edge = row.required_text(_EDGE)
    shown = row.required_row(edge)
    return Record(
        source_id=composite_id(row.source_id("route_id"), edge),
        source_data=row,
        occurred_at=shown.required_moment("time"),
        fields=EngineStatusFields(
            location=place(shown),
            source_vehicle_id=row.source_id(_ID),
            source_driver_id=_driver(row, "driver_id"),
            engine_status=EngineStatusEnum.ON if edge == "start" else EngineStatusEnum.OFF,
        ),
    )


async def fillings(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[FuelTransactionFields]]:
    start, end = bounds(part)
    answer = await mapon.get("fuel/changes", **{"from": when(start), "till": when(end)})
    yield batch_of(_filled(answer.rows("data")), filling_record, id_key=_ID)


def filling_record(row: Row) -> Record[FuelTransactionFields]:
    unit, at = row.source_id(_ID), row.required_moment("gmt")
    return Record(
        source_id=composite_id(unit, at),
        source_data=row,
        occurred_at=at,
        fields=FuelTransactionFields(
            location=place(row),
            source_vehicle_id=unit,
            source_driver_id=_driver(row, "driver_id"),
            fuel_volume=cubic_metres(row.number("fuel_change")),
        ),
    )


def _place_key(row: Row) -> str:
    """The time of a position; nothing for a good row without one."""
    is_nowhere = _ID in row and row.moment("last_update") is not None and place(row) is None
    return "" if is_nowhere else row.text("last_update") or "never"


def _on_board(unit: Row) -> Iterator[Row]:
    """A row for each seat."""
    for seat in _SEATS if _ID in unit else ():
        driver = unit.row("drivers").get(seat)
        yield Row({_ID: unit[_ID], "last_update": unit.get("last_update"), _SEAT: seat, "driver": driver}, unit.path)
    if _ID not in unit:
        yield Row({}, unit.path)


def _edges(units: Iterable[Row]) -> Iterator[Row]:
    """A row for each end of each route. The end of one that goes on has no time; a stop is no route."""
    for unit in units:
        if not isinstance(unit.get("routes"), list):
            yield Row({}, unit.path)
            continue
        for route in unit.rows("routes"):
            if route.get("type") == "stop":
                continue
            edges = ["start", "end"] if route.row("end").get("time") is not None else ["start"]
            for edge in edges:
                yield Row({_ID: unit.get(_ID), _EDGE: edge, **route} if route else {}, route.path)


def _filled(units: Iterable[Row]) -> Iterator[Row]:
    """What was filled, by the engine computer, else by the sensor in the tank: both see the same."""
    for unit in units:
        if _ID not in unit:
            yield Row({}, unit.path)
        # Of gas the mass is known, and not the volume.
        elif not (unit.text("fuel_consumption_measurement") or "").startswith("kg"):
            for row in unit.rows("can") if unit.get("can") else unit.rows("sensor") if unit.get("sensor") else []:
                if row.number("fuel_change") is None or (row.number("fuel_change") or 0) > 0:
                    yield Row({_ID: unit[_ID], **row} if row else {}, row.path)


def _driver(row: Row, name: str) -> str | None:
    """A driver's id. Zero stands for none."""
    given = row.text(name)
    return None if given == "0" else given


def _measured(row: Row) -> float | None:
    """A value of the engine computer, which is a text."""
    try:
        return float(row.text("value") or "")
    except ValueError:
        return None


def _driver_key(row: Row) -> str:
    driver = row.row("driver")
    return f"{driver.text('id')}" if driver and _driver(driver, "id") else ""


PLACES: Final = UnitChanges[VehicleLocationFields](to_record=to_record, key=_place_key)
TRAILER_PLACES: Final = UnitChanges[TrailerLocationFields](to_record=trailer_record, key=_place_key, is_trailer=True)
DRIVERS: Final = UnitChanges[DriverVehicleAssociationFields](to_record=driver_record, key=_driver_key, parts=_on_board)
