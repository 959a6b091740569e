"""The columns of a record's table. All of it follows from the declaration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql
from pydantic.fields import FieldInfo

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.models import plain_type
from gladhand.resources.positions import Point
from gladhand.resources.resource import Resource, ResourceKind

DEFAULT_SORT = "occurred_at"


@dataclass(frozen=True)
class Column:
    """One column of a record's table."""

    name: str
    type: LiteralString
    is_required: bool = False
    """Whether every row has a value."""
    computed: LiteralString | None = None
    """The expression that gives the value when the row is read. Such a column takes no room."""


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
PAGE: tuple[Column, ...] = (Column("page", "bigint", True), Column("page_row", "smallint", True))
#: When what the provider's row says was so. Only records of which something is calculated from that have the column.
AS_OF = Column("as_of", "timestamptz")
#: What the rows of a timeline leave to `record_origin` and to `record_page`.
FROM_ORIGIN = ("connection_id", "tsp_id", "tsp_slug", "source_name")
FROM_PAGE = ("execution_id", "schedule_id")

#: The time at which a page was stored: its id begins with it. `records.retention` makes these ids.
PAGE_TIME: LiteralString = "to_timestamp((page >> 10)::double precision / 1000000)"
#: The header of a timeline's row. Nearly every row was stored with its page and has not changed since, so the two times
#: are stored only where they differ from the page's. Of the hash, 64 bits are kept, since it is compared
#: only with another hash of the same record. PostgreSQL does not align this type of 64 bits to eight bytes.
_TIMELINE: tuple[Column, ...] = (
    *(column for column in HEADER if column.name in ("fleet_id", "id", "source_id", "occurred_at", "extras")),
    Column("source_data_hash", "macaddr8", True),
    Column("first_stored_at", "timestamptz"),
    Column("last_changed_at", "timestamptz"),
    Column("deleted_at", "timestamptz"),
    Column("origin", "smallint", True),
    *PAGE,
    Column("created_at", "timestamptz", True, f"coalesce(first_stored_at, {PAGE_TIME})"),
    Column("updated_at", "timestamptz", True, f"coalesce(last_changed_at, {PAGE_TIME})"),
)

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

#: Bytes of the types that PostgreSQL aligns.
_WIDTHS: dict[LiteralString, int] = {
    **dict.fromkeys(("timestamptz", "bigint", "double precision", "point"), 8),
    **dict.fromkeys(("int", "date"), 4),
    "smallint": 2,
    **dict.fromkeys(("text", "jsonb", "bytea", "numeric"), 0),
}


def table(resource: Resource) -> sql.Identifier:
    return sql.Identifier(table_name(resource))


def table_name(resource: Resource) -> str:
    return f"record_{resource.name.value}"


def latest_name(resource: Resource) -> str:
    """The table of the newest row of each asset, if the resource has one."""
    return f"{table_name(resource)}_latest"


def column_list(names: Iterable[str]) -> sql.Composable:
    """The names of columns, with commas between."""
    return sql.SQL(", ").join(map(sql.Identifier, names))


@cache
def field_columns(resource: Resource) -> tuple[Column, ...]:
    """The columns of the fields that differ from record to record, in the order of the declaration.

    Each field has one of its name. A position of a timeline has a second one, which is null for nearly all rows.
    """
    found: list[Column] = []
    for name, field in resource.fields_model.model_fields.items():
        if name in resource.constants:
            continue
        if resource.kind is ResourceKind.TIMELINE and plain_type(field.annotation) is Point:
            found += Column(name, "point"), Column(more(name), "jsonb")
        else:
            found.append(Column(name, column_type(field.annotation), _is_required(resource, name, field)))
    return tuple(found)


def more(name: str) -> str:
    """The column with the whole of a position that is more than a longitude and a latitude."""
    return f"{name}_more"


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
        if f"source_{field}" in resource.fields_model.model_fields and columns(resource)[field].type == "uuid"
    }


@cache
def parent_lists(resource: Resource) -> Mapping[str, ResourceEnum]:
    """The fields with lists of ids that the hub fills in: those of the records it knows, in the provider's order."""
    return {
        field: reference.resource
        for field, reference in resource.references.items()
        if f"source_{field}" in resource.fields_model.model_fields and columns(resource)[field].type == "jsonb"
    }


@cache
def names_parent(resource: Resource, parent: ResourceEnum) -> bool:
    """Whether the records name records of this resource."""
    return parent in {*parents(resource).values(), *parent_lists(resource).values()}


@cache
def header(resource: Resource) -> tuple[Column, ...]:
    """The columns before the fields, by the kind of the resource."""
    as_of = (AS_OF,) if has_as_of(resource) else ()
    match resource.kind:
        case ResourceKind.ENTITY:
            return (*HEADER, *as_of)
        case ResourceKind.EDITABLE:
            return (*(column for column in HEADER if column.name != "source_data"), *PAGE, *as_of)
        case ResourceKind.TIMELINE:
            return _TIMELINE


@cache
def columns(resource: Resource) -> dict[str, Column]:
    """Every column of the table, by its name."""
    every = (*header(resource), *field_columns(resource))
    if resource.kind is ResourceKind.TIMELINE:
        # Wide values first, texts last: no bytes are lost between columns.
        every = tuple(sorted(every, key=lambda column: _WIDTHS.get(column.type, 1), reverse=True))
    return {column.name: column for column in every}


@cache
def stored_columns(resource: Resource) -> tuple[str, ...]:
    """The names of the columns that a statement writes."""
    return tuple(column.name for column in columns(resource).values() if column.computed is None)


def column_type(annotation: Any) -> LiteralString:
    kind = plain_type(annotation)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "text"
    # An object or a list is stored in the form in which it is answered.
    return _TYPES.get(kind, "jsonb")


def has_own_source_data(resource: Resource) -> bool:
    """Whether the provider's row lies in the record itself. Others lie in `record_raw`, and are kept less long."""
    return "source_data" in columns(resource)


def has_as_of(resource: Resource) -> bool:
    """Whether a record has `as_of`. Rows of a timeline are of the time at which they occurred."""
    return bool(resource.run_outs) and resource.kind is not ResourceKind.TIMELINE


def change_time(resource: Resource) -> sql.SQL:
    """The column that a statement sets to the time of a change that has no page."""
    return sql.SQL("last_changed_at" if resource.kind is ResourceKind.TIMELINE else "updated_at")
