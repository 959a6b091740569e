"""Rows of records as CSV by RFC 4180, in UTF-8. Null is an empty cell, an empty text is `""`, as in PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

MEDIA_TYPE = "text/csv"
_SPECIAL = frozenset(',"\r\n')


class CsvWriter:
    """Writes a header row, then a row for each record; objects and lists are JSON."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def begin(self) -> bytes:
        return f"{','.join(self._names)}\r\n".encode()

    def write(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        lines = [",".join([_cell(row[name]) for name in self._names]) for row in rows]
        return "".join(f"{line}\r\n" for line in lines).encode()

    def end(self) -> bytes:
        return b""


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _quoted(value) if not value or not _SPECIAL.isdisjoint(value) else value
    text = orjson.dumps(value).decode()
    return _quoted(text) if isinstance(value, dict | list) else text


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
