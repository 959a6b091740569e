"""How a record is answered: the select lists of lists and of events."""

from functools import cache
from typing import LiteralString

from psycopg import sql

from gladhand.records.columns import FROM_PAGE, columns, has_own_source_data, more
from gladhand.resources.base import RecordBase
from gladhand.resources.resource import Resource, ResourceKind

#: What events leave out of the header.
NOT_IN_EVENTS = ("source_data", "source_data_hash")


@cache
def answer_columns(resource: Resource, *, with_source_data: bool) -> sql.SQL:
    """The select list of an answer, in the contract's order.

    `r` is the record, `a` the agreement of its fleet; `o` and `p` are its origin and page, as `answer_joins` has them.
    """
    return _select_list(
        {name: answered_field(resource, name) for name in resource.record_model.model_fields}
        | ({} if with_source_data and has_own_source_data(resource) else _without_source_data(resource))
    )


@cache
def event_columns(resource: Resource) -> sql.SQL:
    """The select list of a record in an event: an answer without the provider's data, plus the names of events."""
    names = [name for name in resource.header.model_fields if name not in NOT_IN_EVENTS]
    names += resource.event_fields
    return _select_list(
        {name: answered_field(resource, name) for name in names}
        | {alias: answered_field(resource, name) for alias, name in resource.event_aliases.items()}
    )


@cache
def removed_event_columns(resource: Resource) -> sql.SQL:
    """The select list of a record in the event of its removal: the header alone."""
    names = [name for name in RecordBase.model_fields if name not in NOT_IN_EVENTS]
    return _select_list({name: answered_field(resource, name) for name in names})


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


def answered_field(resource: Resource, name: str) -> sql.Composable:
    """The value of a field as the wire spells it."""
    if name in resource.constants:
        return sql.SQL("{}::text").format(resource.constants[name])
    if name not in columns(resource):
        return sql.Identifier("a" if name == "fleet_ref" else "p" if name in FROM_PAGE else "o", name)
    value, type_ = sql.Identifier("r", name), columns(resource)[name].type
    if type_ == "point":
        return sql.SQL("wire_point({}, {})").format(value, sql.Identifier("r", more(name)))
    if name == "source_data_hash" and type_ == "macaddr8":
        return sql.SQL("translate({}::text, ':', '')").format(value)
    return answered(value, type_)


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


def _without_source_data(resource: Resource) -> dict[str, sql.Composable]:
    return {"source_data": sql.SQL("'{}'::jsonb")} if resource.has_source_data else {}


def _select_list(values: dict[str, sql.Composable]) -> sql.SQL:
    listed = [sql.SQL("{} as {}").format(value, sql.Identifier(name)) for name, value in values.items()]
    # Rendered once: quoting fifty names costs more than most statements do.
    return sql.SQL(sql.SQL(", ").join(listed).as_string(None))
