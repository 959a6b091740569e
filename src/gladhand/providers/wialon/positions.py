"""Where Wialon's units were: the messages of units that were active in the window, those of many units in one request.

Counters are in kilometres where the unit shows kilometres. Whether they follow a unit that shows miles is not
documented, so that its odometer is left out. They are known at the newest position only.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from functools import partial
from math import ceil
from typing import Any, Final

from gladhand.providers.wialon.api import DRIVERS, RESOURCE, WialonApi
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.errors import Malformed, Rejected
from gladhand.sdk.reading import Batch, Skipped, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row, rows_of
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import metres, metres_per_second
from gladhand.sdk.values import fixed_point
from gladhand.sdk.windows import bounds

SHOWS: Final = ("location", "source_vehicle_id", "source_driver_id", "speed", "odometer", "engine_hours")
AT_ONCE: Final = 50
# The newest message and the counters. Of messages those with data and a position.
_NEWEST, _WITH_POSITION, _MASK, _ALL = 1 + 1024 + 8192, 0x0001, 0xFF01, 0xFFFFFFFF
_COUNTERS: Final = ("mu", "cnm", "cneh")
_KILOMETRES: Final = frozenset({0, 3})
_BY_CELL_TOWER: Final = 0x20000


async def read(wialon: WialonApi, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    start, end = bounds(part)
    drivers = bound(await wialon.of_resources(DRIVERS))
    after = part.state.get("after", 0)
    units = (await wialon.items("avl_unit", _NEWEST)).rows("items")
    since = start.timestamp()
    active = {number: each for each in units if (number := each.whole("id")) and (_time(each) or 0) >= since}
    numbers = sorted(number for number in active if number > after)
    span = {"timeFrom": ceil(start.timestamp()), "timeTo": ceil(end.timestamp()) - 1}
    which = {"flags": _WITH_POSITION, "flagsMask": _MASK, "loadCount": _ALL}
    for first in range(0, len(numbers), AT_ONCE):
        some = numbers[first : first + AT_ONCE]
        calls = [("messages/load_interval", {"itemId": number, **span, **which}) for number in some]
        rows: list[Row] = []
        refused: list[Skipped] = []
        for number, answer in zip(some, await wialon.together(calls), strict=True):
            if isinstance(answer, Rejected):
                refused.append(Skipped(str(number), answer.full_text))
            else:
                rows += _messages(active[number], answer)
        to_known = partial(to_record, drivers=drivers)
        # A message that is no longer the newest one comes again without the counters that are stored with it.
        yield replace(batch_of([row for row in rows if not _is_counted(row)], to_known), is_preliminary=True)
        yield batch_of([row for row in rows if _is_counted(row)], to_known, state={"after": some[-1]}, skipped=refused)


def bound(rows: list[Row]) -> dict[str, str]:
    """By unit, the driver who is bound to it."""
    return {
        str(unit): composite_id(str(row.get(RESOURCE)), str(row.get("id"))) for row in rows if (unit := row.whole("bu"))
    }


def to_record(row: Row, *, drivers: Mapping[str, str]) -> Record[VehicleLocationFields]:
    unit, moment, place = row.source_id(), row.moment_of_seconds("t"), row.row("pos")
    if moment is None:
        raise Malformed("The message has no time.")
    return Record(
        source_id=composite_id(unit, moment),
        source_data=row,
        occurred_at=moment,
        fields=VehicleLocationFields(
            source_vehicle_id=unit,
            source_driver_id=drivers.get(unit),
            location=fixed_point(place, "x", "y"),
            speed=metres_per_second(place.number("s")),
            odometer=metres(row.number("cnm") or None) if row.whole("mu") in _KILOMETRES else None,
            engine_hours=row.number("cneh") or None,
        ),
    )


def _messages(unit: Row, answer: Any) -> list[Row]:
    """The messages of one unit, with its id; the newest one with the counters of the unit."""
    counters = {name: unit[name] for name in _COUNTERS if name in unit}
    rows = []
    for message in rows_of(answer.get("messages"), "messages") if isinstance(answer, dict) else []:
        if "t" not in message or _is_fixed(message):
            newest = counters if message.whole("t") == _time(unit) else {}
            rows.append(Row({**message, "id": unit["id"], **newest}, message.path))
    return rows


def _is_counted(message: Row) -> bool:
    return any(name in message for name in _COUNTERS)


def _time(unit: Row) -> int | None:
    return unit.row("pos").whole("t")


def _is_fixed(message: Row) -> bool:
    """Whether satellites gave the position, and not a cell tower."""
    place = message.row("pos")
    return bool(place) and place.whole("sc") != 0 and not (message.whole("f") or 0) & _BY_CELL_TOWER
