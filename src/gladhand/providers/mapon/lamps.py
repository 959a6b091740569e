"""The lamps of the dashboards of Mapon's units that tell a fault, as they light up and go out.

Mapon tells them of one unit at a time. Only a unit with an interface to its engine computer can have them.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

from gladhand.providers.mapon.api import UNIT_ID, MaponApi, when
from gladhand.resources.engine_log import EngineLogFields
from gladhand.sdk.dashboard_lamps import STATUSES, canonical_code, is_fault_lamp
from gladhand.sdk.errors import Malformed
from gladhand.sdk.one_by_one import for_each
from gladhand.sdk.reading import Batch, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.windows import bounds

SHOWS: Final = ("source_vehicle_id", "fault_code", "fault_code_description", "canonical_code", "status")
PAGE: Final = 10_000
# What the numbers of values mean. The others are reserved, or say that the lamp is not available.
_COLOURS: Final = {0: "OFF", 1: "RED", 2: "YELLOW", 3: "INFO"}


async def read(mapon: MaponApi, part: Slice) -> AsyncIterator[Batch[EngineLogFields]]:
    start, end = bounds(part)

    async def values(unit: str) -> AsyncIterator[list[Row]]:
        query: dict[str, Any] = {UNIT_ID: unit, "from": when(start), "till": when(end), "limit": PAGE}
        while True:
            answer = await mapon.get("tell_tale/values", **query)
            # Where there is nothing, an object may come as an empty list.
            held = answer.required_row("data") if answer["data"] != [] else Row()
            rows = held.rows(unit) if unit in held else []
            yield [row.joined({UNIT_ID: unit}) for row in rows if not _is_other(row)]
            pages = answer.row("pagination")
            if not pages.flag("has_more"):
                return
            if (cursor := pages.text("cursor")) in (None, query.get("cursor")):
                raise Malformed("Mapon's answer says that there are more values, and not where.")
            query["cursor"] = cursor

    units = [row for row in await mapon.units(is_trailer=False) if row.row("can") or not row.text(UNIT_ID)]
    async for batch in for_each(part, units, values, to_record, parent_key=UNIT_ID, id_key=UNIT_ID):
        yield batch


def to_record(row: Row) -> Record[EngineLogFields]:
    unit, at, lamp = row.source_id(UNIT_ID), row.required_moment("datetime"), row.required_text("name")
    value = row.whole("value")
    if value is None or (colour := _COLOURS.get(value)) is None:
        raise Malformed("The value does not say how the lamp is.")
    return Record(
        source_id=composite_id(unit, at, lamp),
        source_data=row,
        occurred_at=at,
        fields=EngineLogFields(
            source_vehicle_id=unit,
            fault_code={"tell_tale": lamp, "state": colour},
            fault_code_description=row.text("value_title"),
            canonical_code=canonical_code(lamp),
            status=STATUSES.get(colour),
        ),
    )


def _is_other(row: Row) -> bool:
    """Whether it is a good row about a lamp that tells no fault, or that is not available."""
    lamp, value = row.text("name"), row.whole("value")
    return lamp is not None and value is not None and not (is_fault_lamp(lamp) and value in _COLOURS)
