"""Where Geotab's vehicles and trailers were: feeds of LogRecord. Geotab counts in kilometres an hour.

A row has a place and a speed. Odometer, fuel, engine and driver come from the feeds of StatusData and DriverChange,
which are read beside it. While a feed is far behind, DeviceStatusInfo tells where everything is now. It has no ids,
so that a position goes by its device and its time.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import reference, required_reference
from gladhand.providers.geotab.feeds import HISTORY, PAGE, changes
from gladhand.providers.geotab.known_values import DRIVER, KnownValues
from gladhand.providers.geotab.side_feed import SideFeed
from gladhand.providers.geotab.trailer_ids import trailer_ids
from gladhand.resources.fields import FieldsT
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.clock import hours
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row, rows_of
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.units import cubic_metres, hours_of_seconds, kelvin, metres_per_second
from gladhand.sdk.values import required_point

#: Fields of vehicles whose values come from other feeds.
JOINED: Final = (
    "source_driver_id",
    "odometer",
    "fuel_level",
    "fuel_value",
    "engine_hours",
    "oil_pressure",
    "coolant_temperature",
)
VEHICLES_SHOW: Final = ("source_vehicle_id", "location", "speed", *JOINED)
TRAILERS_SHOW: Final = ("source_trailer_id", "location")
# Geotab says that a speed may be invalid.
_FASTEST_KILOMETRES_PER_HOUR: Final = 300
# So long before a position its values may have been measured, and its driver may have signed in.
_MEASURED_BEFORE: Final = hours(1)
_SIGNED_IN_BEFORE: Final = HISTORY
_SINCE: Final = "since"
# A run that ends with the positions of now is followed by one that goes on with the feed.
_PRELIMINARY: Final = "is_present_shown"


async def vehicle_locations(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    """The positions of vehicles that have arrived."""
    trailers, state, start = (await trailer_ids(geotab)).devices, part.state, _start(part)
    if _is_behind(part):
        yield _preliminary(part, _of(await _present(geotab), trailers, of_trailers=False), vehicle_now)
    known, silent = KnownValues(state.get("known", {})), state.get("silent", {})
    async with (
        SideFeed(
            geotab,
            "StatusData",
            known.measure,
            version=state.get("measured"),
            start=start,
            back=_MEASURED_BEFORE,
            silent_since=silent.get("measured"),
        ) as measured,
        SideFeed(
            geotab,
            "DriverChange",
            known.change_drivers,
            version=state.get("drivers"),
            start=start,
            back=_SIGNED_IN_BEFORE,
            silent_since=silent.get("drivers"),
        ) as drivers,
    ):
        async for rows, version in changes(geotab, "LogRecord", version=part.state.get("version"), start=start):
            reached = _newest(rows)
            if reached:
                await measured.advance(max(reached.values()))
                await drivers.advance(max(reached.values()))
            batch = batch_of(_of(rows, trailers, of_trailers=False), partial(vehicle_location, known=known))
            known.forget_before(reached)
            reached_by = {"measured": measured.version, "drivers": drivers.version, "known": known.stored()}
            asleep = {"measured": measured.silent_since, "drivers": drivers.silent_since}
            if any(asleep.values()):
                reached_by["silent"] = {name: since for name, since in asleep.items() if since is not None}
            if start is not None and None in (measured.version, drivers.version):
                # A feed that has not answered yet begins there in the next run.
                reached_by[_SINCE] = utc_text(start)
            yield replace(batch, state={**_state(rows, version), **reached_by})


async def trailer_locations(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[TrailerLocationFields]]:
    """The positions of trailers that have arrived."""
    trailers, start = (await trailer_ids(geotab)).devices, _start(part)
    if _is_behind(part):
        yield _preliminary(part, _of(await _present(geotab), trailers, of_trailers=True), trailer_location)
    async for rows, version in changes(geotab, "LogRecord", version=part.state.get("version"), start=start):
        yield batch_of(_of(rows, trailers, of_trailers=True), trailer_location, state=_state(rows, version))


def vehicle_location(row: Row, *, known: KnownValues) -> Record[VehicleLocationFields]:
    """The hub's record of a position of a vehicle."""
    vehicle, moment = required_reference(row, "device"), row.required_moment("dateTime")
    values = known.before(vehicle, moment)
    return Record(
        source_id=composite_id(vehicle, moment),
        source_data=row,
        occurred_at=moment,
        fields=VehicleLocationFields(
            source_vehicle_id=vehicle,
            source_driver_id=values.get(DRIVER),
            location=required_point(row),
            speed=_speed(row),
            odometer=values.get("odometer"),
            fuel_level=values.get("fuel_level"),
            fuel_value=cubic_metres(values.get("fuel_value")),
            engine_hours=hours_of_seconds(values.get("engine_hours")),
            oil_pressure=values.get("oil_pressure"),
            coolant_temperature=kelvin(values.get("coolant_temperature")),
        ),
    )


def vehicle_now(row: Row) -> Record[VehicleLocationFields]:
    """The hub's record of where a vehicle is now, with its driver."""
    record = vehicle_location(row, known=KnownValues({}))
    return replace(record, fields=record.fields.model_copy(update={"source_driver_id": reference(row, "driver")}))


def remap_vehicle(_geotab: GeotabApi, _source_id: str, row: Row) -> Record[VehicleLocationFields]:
    return vehicle_location(row, known=KnownValues({}))


def trailer_location(row: Row) -> Record[TrailerLocationFields]:
    """The hub's record of a position of a trailer."""
    trailer, moment = required_reference(row, "device"), row.required_moment("dateTime")
    return Record(
        source_id=composite_id(trailer, moment),
        source_data=row,
        occurred_at=moment,
        fields=TrailerLocationFields(source_trailer_id=trailer, location=required_point(row)),
    )


async def _present(geotab: GeotabApi) -> list[Row]:
    """Where all devices are now; nothing if the account may not see it."""
    try:
        return rows_of(await geotab.call("Get", "DeviceStatusInfo"), "result")
    except Rejected:
        return []


def _of(rows: Sequence[Row], trailers: frozenset[str], *, of_trailers: bool) -> list[Row]:
    """The rows of trailers or of vehicles. Those without a position tell nothing and are no fault."""
    found = [row for row in rows if (row.number("longitude"), row.number("latitude")) != (0, 0)]
    return [row for row in found if (device := reference(row, "device")) is None or (device in trailers) is of_trailers]


def _is_behind(part: Slice) -> bool:
    state = part.state
    return _PRELIMINARY not in state and ("version" not in state or state.get("is_behind") is True)


def _start(part: Slice) -> datetime | None:
    """Where feeds without a version begin.

    The state keeps it: after the positions of now, the hub would let the feed begin shortly before them.
    """
    return datetime.fromisoformat(part.state[_SINCE]) if _SINCE in part.state else part.start


def _preliminary(part: Slice, rows: Sequence[Row], to_record: Callable[[Row], Record[FieldsT]]) -> Batch[FieldsT]:
    """Where everything is now. The feed brings the same positions later, with all that belongs to them."""
    state, start = {**part.state, _PRELIMINARY: True}, _start(part)
    if start is not None:
        state[_SINCE] = utc_text(start)
    return replace(batch_of(rows, to_record, state=state), is_preliminary=True)


def _state(rows: Sequence[Row], version: str) -> dict[str, Any]:
    # There is more behind a full page.
    return {"version": version, "is_behind": len(rows) >= PAGE}


def _newest(rows: Sequence[Row]) -> dict[str, datetime]:
    """The time of the last position of each device."""
    found: dict[str, datetime] = {}
    for row in rows:
        device, moment = reference(row, "device"), row.moment("dateTime")
        if device is not None and moment is not None:
            found[device] = max(moment, found.get(device, moment))
    return found


def _speed(row: Row) -> float | None:
    value = row.number("speed")
    is_valid = value is not None and 0 <= value <= _FASTEST_KILOMETRES_PER_HOUR
    return metres_per_second(value) if is_valid else None
