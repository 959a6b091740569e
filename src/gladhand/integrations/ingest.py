"""Converts records of adapters to incoming records."""

from psycopg import DataError, IntegrityError
from psycopg.errors import ProgramLimitExceeded

from gladhand.records.incoming import IncomingRecord
from gladhand.sdk.records import Record

#: Errors by which the database refuses the values of a row; the last one a value that is too long for an index.
REFUSED = (DataError, IntegrityError, ProgramLimitExceeded)


def incoming(record: Record) -> IncomingRecord:
    """A record of an adapter, ready to be stored."""
    return IncomingRecord(
        source_id=record.source_id,
        fields=record.fields.stored(),
        source_data=record.source_data,
        extras=record.extras,
        occurred_at=record.occurred_at,
    )


def reason_of_refusal(error: Exception) -> str:
    """Why a row that the database refuses is skipped."""
    return f"The database cannot hold it: {type(error).__name__}."
