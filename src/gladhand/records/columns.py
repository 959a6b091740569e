"""The columns of a record's table, and how each is answered and sorted. All of it follows from the declaration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql
from pydantic.fields import FieldInfo

from gladhand.core.keyset import KeyColumn, moment
from gladhand.resources.base import RecordBase
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.models import plain
from gladhand.resources.resource import Resource, ResourceKind

DEFAULT_SORT = "occurred_at"


@dataclass(frozen=True)
class Column:
    """One column of a record's table."""

    name: str
    type: LiteralString
    is_required: bool = False


#: The header of a record that is read alone or changes: an entity or an editable row. All of it is the hub's own, so
#: all but three columns are known for every row.
HEADER: tuple[Column, ...] = (
    Column("fleet_id", "uuid", True),
    Column("id", "uuid", True),
    Column("connection_id", "uuid", True),
    Column("tsp_id", "uuid", True),
    Column("tsp_slug", "text", True),
    Column("source_name", "text", True),
    Column("source_id", "text", True),
    Column("source_data", "jsonb", True),
    Column("source_data_hash", "bytea", True),
    Column("occurred_at", "timestamptz", True),
    Column("execution_id", "uuid"),
    Column("schedule_id", "uuid"),
    Column("extras", "jsonb"),
    Column("created_at", "timestamptz", True),
    Column("updated_at", "timestamptz", True),
    Column("deleted_at", "timestamptz"),
)
#: Where the provider's row is: the page that was stored with it, and its index in that page.
PAGE: tuple[Column, ...] = (Column("page", "bigint", True), Column("page_row", "int", True))
#: What the rows of a timeline leave to `record_origin` and to `record_page`.
FROM_ORIGIN = ("connection_id", "tsp_id", "tsp_slug", "source_name")
FROM_PAGE = ("execution_id", "schedule_id")

_TYPES: dict[Any, LiteralString] = {
    str: "text",
    bool: "boolean",
    int: "bigint",
    float: "double precision",
    Decimal: "numeric",
    date: "date",
    datetime: "timestamptz",
    UUID: "uuid",
}


def table(resource: Resource) -> sql.Identifier:
    return sql.Identifier(table_name(resource))


def table_name(resource: Resource) -> str:
    return f"record_{resource.name.value}"


def latest_name(resource: Resource) -> str:
    """The table of the newest row of each asset, if the resource has one."""
    return f"{table_name(resource)}_latest"


@cache
def field_columns(resource: Resource) -> tuple[Column, ...]:
    """A column for each field of the resource that differs from record to record, in the order of the declaration."""
    return tuple(
        Column(name, column_type(field.annotation), _is_required(resource, name, field))
        for name, field in resource.fields_model.model_fields.items()
        if name not in resource.constants
    )


def _is_required(resource: Resource, name: str, field: FieldInfo) -> bool:
    return field.is_required() or (name in resource.references and resource.references[name].is_always_set)


@cache
def parents(resource: Resource) -> Mapping[str, ResourceEnum]:
    """The fields that the hub fills in when it knows the record that the provider's id names.

    Providers give only `source_vehicle_id`; the hub adds `vehicle_id`.
    """
    return {
        field: reference.resource
        for field, reference in resource.references.items()
        # A list of ids has no column that the hub could fill in.
        if f"source_{field}" in resource.fields_model.model_fields and columns(resource)[field].type == "uuid"
    }


@cache
def header(resource: Resource) -> tuple[Column, ...]:
    """The columns before the fields, by the kind of the resource."""
    match resource.kind:
        case ResourceKind.ENTITY:
            return HEADER
        case ResourceKind.EDITABLE:
            return (*(column for column in HEADER if column.name != "source_data"), *PAGE)
        case ResourceKind.TIMELINE:
            elsewhere = {"source_data", *FROM_ORIGIN, *FROM_PAGE}
            own = (column for column in HEADER if column.name not in elsewhere)
            return (*own, Column("origin", "smallint", True), *PAGE)


@cache
def columns(resource: Resource) -> dict[str, Column]:
    """Every column of the table, by its name."""
    every = (*header(resource), *field_columns(resource))
    if resource.kind is ResourceKind.TIMELINE:
        # Wide values first, texts last: no bytes are lost between columns.
        every = tuple(sorted(every, key=lambda column: _WIDTHS.get(column.type, 1), reverse=True))
    return {column.name: column for column in every}


def column_type(annotation: Any) -> LiteralString:
    kind = plain(annotation)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "text"
    # What is no single value, such as an object or a list, is stored as it is answered.
    return _TYPES.get(kind, "jsonb")


@cache
def answer_columns(resource: Resource, *, with_source_data: bool) -> sql.SQL:
    """The select list of an answer, in the contract's order.

    `r` is the record, `a` the agreement of its fleet; `o` and `p` are its origin and page, as `answer_joins` has them.
    """
    return _select_list(
        {name: _answered(resource, name) for name in resource.record_model.model_fields}
        | ({} if with_source_data and has_own_source_data(resource) else _without_source_data(resource))
    )


@cache
def event_columns(resource: Resource) -> sql.SQL:
    """The select list of a record in an event: an answer without the provider's data, plus the names of events."""
    names = [name for name in resource.header.model_fields if name not in ("source_data", "source_data_hash")]
    names += resource.event_fields
    return _select_list(
        {name: _answered(resource, name) for name in names}
        | {alias: _answered(resource, name) for alias, name in resource.event_aliases.items()}
    )


@cache
def removed_event_columns(resource: Resource) -> sql.SQL:
    """The select list of a record in the event of its removal: the header alone."""
    names = [name for name in RecordBase.model_fields if name not in ("source_data", "source_data_hash")]
    return _select_list({name: _answered(resource, name) for name in names})


def _without_source_data(resource: Resource) -> dict[str, sql.Composable]:
    return {"source_data": sql.SQL("'{}'::jsonb")} if resource.has_source_data else {}


def has_own_source_data(resource: Resource) -> bool:
    """Whether the provider's row lies in the record itself. Others lie in `record_raw`, and are kept less long."""
    return "source_data" in columns(resource)


def answer_joins(resource: Resource) -> sql.SQL:
    """What the select list needs beside the record `r`."""
    if resource.kind is not ResourceKind.TIMELINE:
        return sql.SQL("")
    return sql.SQL(
        """
        left join record_origin o on o.fleet_id = r.fleet_id and o.number = r.origin
        left join record_page p on p.fleet_id = r.fleet_id and p.id = r.page
        """
    )


def connection_condition(resource: Resource) -> sql.SQL:
    """That the record `r` came through `%(connection_id)s`."""
    if "connection_id" in columns(resource):
        return sql.SQL("r.connection_id = %(connection_id)s")
    return sql.SQL(
        """r.origin = (select number from record_origin o
             where o.fleet_id = r.fleet_id and o.connection_id = %(connection_id)s)"""
    )


def _select_list(values: dict[str, sql.Composable]) -> sql.SQL:
    listed = [sql.SQL("{} as {}").format(value, sql.Identifier(name)) for name, value in values.items()]
    # Rendered once: quoting fifty names costs more than most statements do.
    return sql.SQL(sql.SQL(", ").join(listed).as_string(None))


def _answered(resource: Resource, name: str) -> sql.Composable:
    """The value of a field as the wire spells it."""
    if name in resource.constants:
        return sql.SQL("{}::text").format(resource.constants[name])
    if name not in columns(resource):
        return sql.Identifier("a" if name == "fleet_ref" else "p" if name in FROM_PAGE else "o", name)
    return answered(sql.Identifier("r", name), columns(resource)[name].type)


def answered(value: sql.Composable, type_: LiteralString) -> sql.Composable:
    """A value of this type as the wire spells it."""
    match type_:
        case "timestamptz":
            return sql.SQL("wire_time({})").format(value)
        case "bytea":
            return sql.SQL("encode({}, 'hex')").format(value)
        case "numeric":
            # Clients would read a JSON number as a float, which cannot hold every decimal.
            return sql.SQL("{}::text").format(value)
        case _:
            return value


def sort_names(resource: Resource) -> list[str]:
    """What a list can be sorted by: every field of the answer, as the contract says. Some have only one order."""
    return list(resource.record_model.model_fields) if resource.is_sortable else [DEFAULT_SORT]


def sort_key(resource: Resource, name: str) -> KeyColumn:
    """The order of a list by a field of the answer. Null comes first in ascending order, before every value."""
    if name not in columns(resource):
        return _text_key(_answered(resource, name) if name in resource.constants else _looked_up(name))
    column = columns(resource)[name]
    return value_key(sql.Identifier("r", name), column.type, is_required=column.is_required)


def value_key(value: sql.Composable, type_: LiteralString, *, is_required: bool = False) -> KeyColumn:
    """The order of a list by a value of this type. Null comes first in ascending order, before every value."""
    if is_required and type_ in _PARSERS:
        # The bare value, so that an index on it gives the order.
        return KeyColumn(value, _PARSERS[type_], type_)
    if type_ == "boolean":
        return KeyColumn(sql.SQL("coalesce({}::int, -1)").format(value), _flag, "int")
    if type_ == "bigint":
        # As `numeric`, which has a value below all of 64 bits.
        return KeyColumn(sql.SQL("coalesce({}::numeric, '-infinity')").format(value), _whole, "numeric")
    if type_ in _WITH_INFINITY:
        return KeyColumn(sql.SQL("coalesce({}, '-infinity')").format(value), _PARSERS[type_], type_)
    return _text_key(answered(value, type_))


def _looked_up(name: str) -> sql.Composable:
    """The value of a header field that the rows do not have, without a join."""
    if name == "fleet_ref":
        return sql.SQL("a.fleet_ref")
    if name == "source_data":
        # Rows of providers that lie elsewhere have no order.
        return sql.SQL("''")
    if name in FROM_PAGE:
        found = sql.SQL("(select p.{} from record_page p where p.fleet_id = r.fleet_id and p.id = r.page)")
    else:
        found = sql.SQL("(select o.{} from record_origin o where o.fleet_id = r.fleet_id and o.number = r.origin)")
    return found.format(sql.Identifier(name))


def _text_key(value: sql.Composable) -> KeyColumn:
    # The prefix sorts null before the empty text. Collation C gives the same order on every installation. Cursors hold
    # the key, so it is cut: texts that begin alike are in the order of their records' ids.
    key = sql.SQL("""left(coalesce('=' || {}::text, ''), {}) collate "C\"""").format(value, sql.Literal(_MOST_OF_KEY))
    return KeyColumn(key, _text, "text")


def _text(text: str) -> str:
    if "\0" in text:
        raise ValueError("PostgreSQL stores no such text")
    text.encode()
    return text


def _flag(text: str) -> int:
    return ("-1", "0", "1").index(text) - 1


def _whole(text: str) -> Decimal:
    if text == "-Infinity":
        return Decimal(text)
    number = int(text)
    if not -(2**63) <= number < 2**63:
        raise ValueError("not a number of 64 bits")
    return Decimal(number)


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if text != "-Infinity" and not (number.is_finite() and abs(number.adjusted()) <= _MAX_DIGITS):
        raise ValueError("not a number that PostgreSQL stores")
    return number


def _day(text: str) -> str:
    return text if text == _NEVER else date.fromisoformat(text).isoformat()


def _time(text: str) -> datetime | str:
    return text if text == _NEVER else moment(text)


_NEVER = "-infinity"
#: Characters of a text that a list is sorted by; a cursor stays below 2,048 bytes.
_MOST_OF_KEY = 200
_MAX_DIGITS = 10_000

#: Bytes of the types that PostgreSQL aligns.
_WIDTHS: dict[LiteralString, int] = {
    **dict.fromkeys(("timestamptz", "bigint", "double precision"), 8),
    **dict.fromkeys(("int", "date"), 4),
    "smallint": 2,
    **dict.fromkeys(("text", "jsonb", "bytea", "numeric"), 0),
}

#: How the text of a value in a cursor becomes the value again, by the type of the column.
_PARSERS: dict[LiteralString, Callable[[str], Any]] = {
    "double precision": float,
    "numeric": _decimal,
    "date": _day,
    "timestamptz": _time,
    "uuid": UUID,
}
#: Types with a value below all that a record can have.
_WITH_INFINITY = _PARSERS.keys() - {"uuid"}
