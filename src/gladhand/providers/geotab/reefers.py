"""Cooled trailers at Geotab: the temperature of each compartment, from the feed of StatusData.

One row is of one compartment. Those of one trailer and one moment become one record. That the temperature is that of
the air which returns is assumed.
"""

import re
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final, TypeAlias

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import bare_reference, required_bare_reference, required_reference
from gladhand.providers.geotab.feeds import changes
from gladhand.resources.trailer_status import TrailerStatusFields, TrailerZoneStatus
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Skipped, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.units import kelvin

SHOWS: Final = ("source_trailer_id", "zones")
_ZONE: Final = re.compile(r"DiagnosticReeferTemperatureZone([1-4])Id")
_READINGS: Final = "readings"
# What the state keeps of each trailer: the temperatures of its last moment.
_Last: TypeAlias = dict[str, dict[str, Any]]


async def read(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[TrailerStatusFields]]:
    """The temperatures that have arrived. Those of one moment may come in two pages."""
    last: _Last = dict(part.state.get("last", {}))
    async for rows, version in changes(geotab, "StatusData", version=part.state.get("version"), start=part.start):
        moments, skipped = _moments([row for row in rows if _is_of_zone(row)], last)
        last = last | {trailer: moment for (trailer, _), moment in sorted(moments.items())}
        batch = batch_of([Row(moment) for moment in moments.values()], to_record)
        yield Batch(batch.records, state={"version": version, "last": last}, skipped=skipped)


def to_record(moment: Row) -> Record[TrailerStatusFields]:
    """The hub's record of the temperatures of a trailer at one moment."""
    trailer, measured_at = required_reference(moment, "device"), moment.required_moment("dateTime")
    zones = [
        TrailerZoneStatus(zone=int(found[1]), return_air_temperature=kelvin(value))
        for name, value in sorted(moment.row(_READINGS).items())
        if (found := _ZONE.fullmatch(name)) is not None
    ]
    return Record(
        source_id=composite_id(trailer, measured_at),
        source_data=moment,
        occurred_at=measured_at,
        fields=TrailerStatusFields(source_trailer_id=trailer, zones=zones),
    )


def _moments(rows: Sequence[Row], last: _Last) -> tuple[dict[tuple[str, str], dict[str, Any]], list[Skipped]]:
    """The readings by trailer and moment, with those of the same moment that came before."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    skipped: list[Skipped] = []
    for row in rows:
        try:
            trailer, diagnostic = required_reference(row, "device"), required_bare_reference(row, "diagnostic")
            row.required_moment("dateTime")
            moment, value = row.required_text("dateTime"), row.number("data")
            if value is None:
                raise Malformed(f"{diagnostic} has no value.")
        except Malformed as error:
            skipped.append(Skipped(row.text("id"), error.full_text))
            continue
        before = last.get(trailer, {})
        begun = before.get(_READINGS, {}) if before.get("dateTime") == moment else {}
        whole = found.setdefault((trailer, moment), {"device": {"id": trailer}, "dateTime": moment, _READINGS: begun})
        whole[_READINGS] = {**whole[_READINGS], diagnostic: value}
    return found, skipped


def _is_of_zone(row: Row) -> bool:
    return "diagnostic" not in row or _ZONE.fullmatch(bare_reference(row, "diagnostic") or "") is not None
