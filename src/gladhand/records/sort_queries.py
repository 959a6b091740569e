"""The order of a list by any field, and what its cursors hold."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.keyset import KeyColumn, parse_moment
from gladhand.records.columns import DEFAULT_SORT, FROM_PAGE, columns
from gladhand.records.shape_queries import answered, answered_field
from gladhand.resources.resource import Resource


def sort_names(resource: Resource) -> list[str]:
    """What a list can be sorted by: every field of the answer, as the contract says. Some have only one order."""
    return list(resource.record_model.model_fields) if resource.is_sortable else [DEFAULT_SORT]


def sort_key(resource: Resource, name: str) -> KeyColumn:
    """The order of a list by a field of the answer. Null comes first in ascending order, before every value."""
    if name not in columns(resource):
        return _text_key(answered_field(resource, name) if name in resource.constants else _looked_up(name))
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
    """The value of a header field that is not a column of the rows, without a join."""
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
    return text if text == _NEVER else parse_moment(text)


_NEVER = "-infinity"
#: Characters of a text that a list is sorted by; a cursor stays below 2,048 bytes.
_MOST_OF_KEY = 200
_MAX_DIGITS = 10_000

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
