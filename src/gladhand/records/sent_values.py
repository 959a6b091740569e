"""The values of a column as the merge of a page takes them: JSON as text, positions as points."""

from collections.abc import Sequence
from typing import Any

from gladhand.records.canonical import canonical, without_nul
from gladhand.records.columns import Column
from gladhand.resources.exact_json import dump_exact


def values_as_sent(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    """The values of a column as the merge takes them."""
    match column.type:
        case "jsonb":
            return json_texts(values)
        case "point":
            return [None if each is None else "({},{})".format(*each["coordinates"][:2]) for each in values]
        case "text":
            return texts_without_nul(values)
        case _:
            return values


def json_texts(values: Sequence[Any]) -> list[str | None]:
    return [None if value is None else canonical(value).decode() for value in values]


def texts_without_nul(values: Sequence[Any]) -> Sequence[Any]:
    """PostgreSQL stores no such character. Leaving it out keeps the record."""
    return list(map(without_nul, values)) if b"\\u0000" in dump_exact(values) else values
