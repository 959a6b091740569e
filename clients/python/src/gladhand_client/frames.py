"""Lists as DataFrames of pandas or Polars.

A column stands for each field of the records, also where none has a value. Ids and codes are texts, times are UTC. A
position has two columns, such as `location_longitude` and `location_latitude`, in degrees. Other values that have parts
of their own, and fields that this version of the client does not know, are JSON text.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import TypeAdapter

Library = Literal["pandas", "polars"]

_ANY: TypeAdapter[Any] = TypeAdapter(Any)
_JSON = "json"
#: By type and format of a JSON schema: the types of a column in pandas and in Polars.
_COLUMN_TYPES = {
    "text": ("string", "String"),
    "boolean": ("boolean", "Boolean"),
    "integer": ("Int64", "Int64"),
    "number": ("float64", "Float64"),
    "date": ("datetime64[s]", "Date"),
    "time": ("datetime64[us, UTC]", "Datetime"),
    _JSON: ("string", "String"),
}
_DEGREES = ("longitude", "latitude")


def dataframe(items: Iterable[Any], item: TypeAdapter[Any], library: Library) -> Any:
    """A DataFrame of models. Raises `ModuleNotFoundError` where the library is not installed."""
    kinds = _kinds(item.json_schema(mode="serialization"))
    columns: dict[str, list[Any]] = {}
    types: dict[str, str] = {}
    rows = [dict(each) for each in items]
    unknown = dict.fromkeys((name for row in rows for name in row if name not in kinds), _JSON)
    for name, kind in (kinds | unknown).items():
        values = [row.get(name) for row in rows]
        if kind == "point":
            for index, part in enumerate(_DEGREES):
                columns[f"{name}_{part}"] = [
                    None if point is None else float(point.coordinates[index]) for point in values
                ]
                types[f"{name}_{part}"] = "number"
        else:
            columns[name] = [_plain(value, kind) for value in values]
            types[name] = kind
    return _pandas(columns, types) if library == "pandas" else _polars(columns, types)


def _kinds(schema: Mapping[str, Any]) -> dict[str, str]:
    """By field: a key of `_COLUMN_TYPES`, or `point`."""
    definitions = schema.get("$defs", {})
    return {name: _kind(field, definitions) for name, field in schema.get("properties", {}).items()}


def _kind(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    parts = [part for part in field.get("anyOf", [field]) if part.get("type") != "null"]
    found = {_kind_of_part(part, definitions) for part in parts}
    return found.pop() if len(found) == 1 else _JSON


def _kind_of_part(part: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return "point" if name == "Point" else _kind_of_part(definitions[name], definitions)
    kind = part.get("type")
    if kind == "string":
        return {"date-time": "time", "date": "date"}.get(part.get("format", ""), "text")
    return kind if kind in ("boolean", "integer", "number") else _JSON


def _plain(value: Any, kind: str) -> Any:
    if value is None or kind in ("boolean", "integer", "number", "date", "time"):
        return value
    return str(getattr(value, "value", value)) if kind == "text" else _ANY.dump_json(value).decode()


def _pandas(columns: Mapping[str, list[Any]], types: Mapping[str, str]) -> Any:
    import pandas as pd  # noqa: PLC0415 - an extra

    series = {
        name: pd.Series(values, dtype=_COLUMN_TYPES[types[name]][0], name=name) for name, values in columns.items()
    }
    return pd.DataFrame(series)


def _polars(columns: Mapping[str, list[Any]], types: Mapping[str, str]) -> Any:
    import polars as pl  # noqa: PLC0415 - an extra

    def column_type(name: str) -> Any:
        found = getattr(pl, _COLUMN_TYPES[types[name]][1])
        return found("us", "UTC") if found is pl.Datetime else found

    return pl.DataFrame([pl.Series(name, values, dtype=column_type(name)) for name, values in columns.items()])
