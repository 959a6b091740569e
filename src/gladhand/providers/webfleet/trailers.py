"""Reads Webfleet's trailers: objects that their type calls so."""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.positions import OBJECT
from gladhand.providers.webfleet.readings import flag, is_trailer
from gladhand.providers.webfleet.reports import parameter_value, present, whole
from gladhand.providers.webfleet.vehicles import REPORT
from gladhand.resources.trailer import TrailerFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

SHOWS: Final = (
    "trailer_name",
    "trailer_type",
    "license_plate_number",
    "vin",
    "model_year",
    "notes",
    "total_axles",
    "is_active",
)


async def read(webfleet: WebfleetApi, part: Slice) -> AsyncIterator[Batch[TrailerFields]]:  # noqa: ARG001 - no pages
    rows = [row for row in await webfleet.rows(REPORT) if OBJECT not in row or is_trailer(row)]
    yield batch_of(rows, to_record, id_key=OBJECT)


def to_record(row: Row) -> Record[TrailerFields]:
    """The hub's record of a trailer."""
    fields = TrailerFields(
        trailer_name=parameter_value(row, "objectname"),
        trailer_type=parameter_value(row, "vehicletype"),
        license_plate_number=parameter_value(row, "licenseplatenumber"),
        vin=parameter_value(row, "identnumber"),
        model_year=whole(parameter_value(row, "manufacturedyear")),
        is_active=flag(row, "deleted") is not True,
        notes=parameter_value(row, "description"),
        total_axles=whole(parameter_value(row, "numaxles") or parameter_value(row, "numaxes")),
    )
    extras = {"objectno": parameter_value(row, "objectno")}
    return Record(source_id=row.source_id(OBJECT), source_data=row, fields=fields, extras=present(extras))
