"""The forms of bulk answers, and how clients choose one."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pyarrow.parquet
import pytest
from pydantic import BaseModel

from gladhand.api.telematics.bulk import parquet_rows
from gladhand.api.telematics.bulk.csv_rows import CsvWriter
from gladhand.api.telematics.bulk.negotiation import BulkFormat, bulk_format
from gladhand.api.telematics.bulk.parquet_rows import ParquetWriter
from gladhand.core.problems import NotAcceptable


class BulkRow(BaseModel):
    id: UUID
    name: str | None = None
    cell: int | None = None
    speed: float | None = None
    is_on: bool | None = None
    at: datetime | None = None
    day: date | None = None
    position: dict[str, Any] | None = None


NAMES = list(BulkRow.model_fields)
ID = "0191d5c2-0000-7000-8000-000000000001"
FULL = {
    "id": ID,
    "name": 'A "big", long\nname',
    "cell": 622236750694711295,
    "speed": 24.6,
    "is_on": True,
    "at": "2026-03-02T09:30:00.000001Z",
    "day": "2026-03-02",
    "position": {"type": "Point", "coordinates": [-97.74, 30.27]},
}
EMPTY = dict.fromkeys(NAMES) | {"id": ID, "name": ""}


def test_csv_has_a_header_and_a_line_for_each_row() -> None:
    writer = CsvWriter(NAMES)
    text = (writer.begin() + writer.write([FULL]) + writer.write([EMPTY]) + writer.end()).decode()
    header, full, empty = csv.reader(io.StringIO(text, newline=""))
    assert header == NAMES
    position = '{"type":"Point","coordinates":[-97.74,30.27]}'
    assert full == [ID, FULL["name"], "622236750694711295", "24.6", "true", FULL["at"], FULL["day"], position]
    assert empty == [ID, *[""] * 7]
    # Null and the empty text differ, as PostgreSQL's COPY reads it.
    assert text.endswith(f'{ID},"",,,,,,\r\n')


def test_parquet_has_the_types_of_the_fields() -> None:
    writer = ParquetWriter(NAMES, BulkRow)
    whole = writer.begin() + writer.write([FULL]) + writer.write([EMPTY]) + writer.end()
    full, empty = pyarrow.parquet.read_table(io.BytesIO(whole)).to_pylist()
    assert full == FULL | {
        "at": datetime(2026, 3, 2, 9, 30, 0, 1, tzinfo=UTC),
        "day": date(2026, 3, 2),
        "position": '{"type":"Point","coordinates":[-97.74,30.27]}',
    }
    assert empty == EMPTY


def test_parquet_is_handed_over_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    one_page = ParquetWriter(NAMES, BulkRow)
    one_page.write([FULL, EMPTY])
    monkeypatch.setattr(parquet_rows, "_BYTES_PER_GROUP", 2 * one_page.waiting_bytes)
    writer = ParquetWriter(NAMES, BulkRow)
    parts = [writer.begin(), *(writer.write([FULL, EMPTY]) for _ in range(5)), writer.end()]
    assert [bool(part) for part in parts] == [True, False, True, False, True, False, True]
    file = pyarrow.parquet.ParquetFile(io.BytesIO(b"".join(parts)))
    assert (file.metadata.num_row_groups, file.metadata.num_rows) == (3, 10)


def test_an_empty_list_is_a_whole_file() -> None:
    writer = ParquetWriter(NAMES, BulkRow)
    assert pyarrow.parquet.read_table(io.BytesIO(writer.begin() + writer.end())).num_rows == 0


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, None),
        ("*/*", None),
        ("text/html,application/xhtml+xml,*/*;q=0.8", None),
        ("application/json, text/csv", None),
        ("text/csv", BulkFormat.CSV),
        ("Text/CSV; charset=utf-8", BulkFormat.CSV),
        ("text/csv, */*", BulkFormat.CSV),
        ("text/csv;q=0.5, application/json", None),
        ("text/csv, application/json;q=0.5", BulkFormat.CSV),
        ("text/csv;q=0.5, application/vnd.apache.parquet", BulkFormat.PARQUET),
        ("text/csv;q=0", None),
        ("text/csv;q=much", None),
        ("text/csv;q=nan", None),
        ("text/csv;q=inf, application/json", None),
        ("text/csv;q=2, application/json", None),
    ],
)
def test_the_accept_header_chooses_the_form(accept: str | None, form: BulkFormat | None) -> None:
    assert bulk_format(accept) is form


def test_parquet_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_rows, "is_available", lambda: False)
    with pytest.raises(NotAcceptable, match="pyarrow is not installed"):
        bulk_format("application/vnd.apache.parquet")
    assert bulk_format("text/csv") is BulkFormat.CSV
