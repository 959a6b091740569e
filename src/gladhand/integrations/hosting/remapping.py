"""Maps stored rows again, with the adapter's present mapping and without a request."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from gladhand.integrations.hosting.crashes import guarded
from gladhand.integrations.hosting.echoes import mask_record
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import Unsupported
from gladhand.sdk.reading import Read
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A provider's row as it is stored."""

    source_id: str
    source_data: Mapping[str, Any]
    joined: Mapping[str, Any]
    """The stored values of the fields that `Read.joined` names."""


async def remap(adapter: Adapter, read: Read[Any], row: StoredRow) -> Record:
    """The record that the present mapping makes of the row. Raises a `ProviderError`."""
    if read.remap is None:
        raise Unsupported(f"The adapter does not map stored rows of this resource again: {read.resource.name.value}.")
    async with guarded(adapter, "remap", read.resource.name):
        record = mask_record(adapter, read.remap(adapter, row.source_id, Row(row.source_data)))
        if row.joined:
            fields = record.fields.model_dump() | row.joined
            record = replace(record, fields=type(record.fields).model_validate(fields))
        return record
