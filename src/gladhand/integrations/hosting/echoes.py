"""Masks the secrets of a connection in what its provider has answered, before the hub stores or shows it."""

from dataclasses import replace
from typing import Any, TypeVar

from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import in_one_line
from gladhand.sdk.reading import Batch, Skipped
from gladhand.sdk.records import Record
from gladhand.sdk.writing import Written

RecordOrNone = TypeVar("RecordOrNone", bound=Record | None)


def mask_record(adapter: Adapter, record: RecordOrNone) -> RecordOrNone:
    """The record without secrets. It is the same object if the provider has repeated none."""
    mask = adapter.client.mask
    if record is None or not mask.may_be_echoed:
        return record
    fields: dict[str, Any] = dict(record.fields)
    masked = {name: mask.value(value) for name, value in fields.items()}
    return replace(
        record,
        source_id=mask.text(record.source_id),
        source_data=mask.value(record.source_data),
        fields=record.fields.model_copy(
            update={name: value for name, value in masked.items() if value != fields[name]}
        ),
        extras=mask.value(record.extras),
    )


def mask_written(adapter: Adapter, written: Written[Any]) -> Written[Any]:
    """The result of a write without secrets, in its record and in the reasons of its fields."""
    details = {name: adapter.client.redact(detail) for name, detail in written.details.items()}
    return Written(record=mask_record(adapter, written.record), prepared=replace(written.prepared, details=details))


def mask_batch(adapter: Adapter, batch: Batch[Any]) -> Batch[Any]:
    """The batch without secrets, except for its state: the adapter needs it as it is, and it is stored sealed."""
    client = adapter.client
    # The adapter's own words may have a secret, too.
    skipped = [
        Skipped(client.redact(each.source_id) if each.source_id else None, in_one_line(client.redact(each.reason)))
        for each in batch.skipped
    ]
    if not client.mask.may_be_echoed:
        return replace(batch, skipped=skipped) if skipped else batch
    return replace(
        batch,
        records=[mask_record(adapter, record) for record in batch.records],
        skipped=skipped,
        removed=[client.mask.text(source_id) for source_id in batch.removed],
    )
