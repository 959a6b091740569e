"""How a record looks in SQL: the columns of an answer, and what a list can be sorted by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from psycopg import sql

from gladhand.core.paging import moment
from gladhand.resources.base import RecordBase
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource

_HEADER: dict[str, sql.Composable] = {name: sql.Identifier("r", name) for name in RecordBase.model_fields} | {
    "fleet_ref": sql.SQL("a.fleet_ref"),
    **{
        name: sql.SQL("wire_time({})").format(sql.Identifier("r", name))
        for name in ("created_at", "updated_at", "deleted_at", "occurred_at")
    },
}
_SOURCE_DATA = "source_data"

_NEVER = "-infinity"
_NIL = UUID(int=0)


@dataclass(frozen=True)
class Sorting:
    """One way to order a list: an expression that is never null, its type, and how a bookmark's text is checked."""

    name: str
    expression: sql.Composable
    type: sql.SQL
    check: Callable[[str], object]


DEFAULT_SORT = "occurred_at"


def table(resource: Resource) -> sql.Identifier:
    return sql.Identifier(f"record_{resource.name.value}")


def shown(resource: Resource, *, with_source_data: bool) -> sql.SQL:
    """The columns of an answer, in the contract's order; `r` is the record, `a` the agreement it is seen through."""
    return _shown(resource.name, with_source_data)


@cache
def _shown(resource: ResourceEnum, with_source_data: bool) -> sql.SQL:
    columns = []
    for name in REGISTRY[resource].record_model.model_fields:
        value = _HEADER.get(name, sql.SQL("r.fields -> {}").format(sql.Literal(name)))
        if name == _SOURCE_DATA and not with_source_data:
            value = sql.SQL("'{}'::jsonb")
        columns.append(sql.SQL("{} as {}").format(value, sql.Identifier(name)))
    # Put together once: quoting fifty names costs more than most statements do.
    return sql.SQL(sql.SQL(", ").join(columns).as_string(None))


def sorting(resource: Resource, name: str) -> Sorting | None:
    """How to sort by a field of the answer; None if it has no such field. Null comes first, like an empty text."""
    if name not in resource.record_model.model_fields:
        return None
    column = sql.Identifier("r", name)
    if name in ("created_at", "updated_at", "occurred_at"):
        return Sorting(name, column, sql.SQL("timestamptz"), _moment)
    if name == "deleted_at":
        return Sorting(name, sql.SQL("coalesce({}, '-infinity')").format(column), sql.SQL("timestamptz"), _moment)
    if name in ("id", "fleet_id", "connection_id", "tsp_id", "execution_id", "schedule_id"):
        return Sorting(name, sql.SQL("coalesce({}, {})").format(column, sql.Literal(_NIL)), sql.SQL("uuid"), UUID)
    if name == "fleet_ref":
        text: sql.Composable = sql.SQL("a.fleet_ref")
    elif name in _HEADER:
        text = sql.SQL("{}::text").format(column)
    else:
        text = sql.SQL("r.fields ->> {}").format(sql.Literal(name))
    # The same order on every installation, whatever its locale; and a null has a place in it.
    return Sorting(name, sql.SQL("""coalesce({}, '') collate "C\"""").format(text), sql.SQL("text"), str)


def _moment(text: str) -> datetime | str:
    return text if text == _NEVER else moment(text)
