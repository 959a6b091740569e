"""Puts the provider's rows into answers, for records whose rows lie in compressed pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import zstandard

from gladhand.core.db import Db
from gladhand.records.page_queries import list_raw_rows
from gladhand.resources.exact_json import dump_exact, load_exact

_EMPTY = '"source_data":{}'


@dataclass(frozen=True)
class AnsweredRecord:
    """A record as JSON, and where the provider's row is."""

    json: str
    fleet_id: UUID
    page: int
    page_row: int | None
    """None hides the provider's row."""


async def with_source_data(db: Db, records: Sequence[AnsweredRecord]) -> list[str]:
    """The records with the provider's rows in them; the empty object stays where a row is no longer kept."""
    keys = sorted({(record.fleet_id, record.page) for record in records})
    pages = {key: load_exact(zstandard.decompress(rows)) for key, rows in (await list_raw_rows(db, keys)).items()}

    def filled(record: AnsweredRecord) -> str:
        rows = pages.get((record.fleet_id, record.page))
        if rows is None or record.page_row is None:
            return record.json
        # Nothing before it in a record is an object, and a quote inside of a text is escaped.
        text = dump_exact(rows[record.page_row]).decode()
        return record.json.replace(_EMPTY, f'"source_data":{text}', 1)

    return [filled(record) for record in records]
