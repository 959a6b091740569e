"""Converts records of adapters to incoming records."""

from gladhand.records.incoming import IncomingRecord
from gladhand.sdk.records import Record


def incoming(record: Record) -> IncomingRecord:
    """A record of an adapter, ready to be stored."""
    return IncomingRecord(
        source_id=record.source_id,
        fields=record.fields.stored(),
        source_data=record.source_data,
        extras=record.extras,
        occurred_at=record.occurred_at,
    )
