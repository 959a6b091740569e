"""Rows in PostgreSQL's binary format of COPY, which the server reads several times as fast as text.

Values are encoded column by column, and put together as rows at the end. Most columns have values of a fixed width and
no nulls: one call packs all of them of a row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, partial
from itertools import chain, repeat
from struct import Struct
from typing import Any, LiteralString, NamedTuple

from gladhand.records.canonical import canonical

BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
#: The beginning of PostgreSQL's time.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

_FIRST_DAY = EPOCH.date().toordinal()
_LENGTH, _COUNT = Struct(">i").pack, Struct(">h").pack
_SMALLINT, _BIGINT = (Struct(f">i{kind}").pack for kind in "hq")
_ARRAY = Struct(">iiiii").pack
_UUID_OID, _TEXT_OID = 2950, 25


def rows(
    columns: int,
    *,
    first: bytes,
    fixed: Sequence[tuple[LiteralString, Sequence[Any]]] = (),
    encoded: Sequence[Sequence[bytes]],
) -> bytes:
    """Rows with this number of columns: each begins with the values `first`.

    Then it takes one value of each of `fixed`, columns of a type with a fixed width and without nulls, and one of each
    of `encoded`.
    """
    begin = _COUNT(columns) + first
    arguments: list[Iterable[Any]] = [repeat(begin, len(encoded[0]))]
    layout = f">{len(begin)}s"
    for type_, values in fixed:
        kind = _FIXED[type_]
        arguments += repeat(kind.width), *kind.arguments(values)
        layout += f"i{kind.layout}"
    packed = map(_packer(layout), *arguments)
    return b"".join(chain.from_iterable(zip(packed, *encoded, strict=True)))


def text(value: str) -> bytes:
    # PostgreSQL stores no such character. Leaving it out keeps the record.
    encoded = value.replace("\0", "").encode() if "\0" in value else value.encode()
    return _LENGTH(len(encoded)) + encoded


def sized(value: bytes) -> bytes:
    return _LENGTH(len(value)) + value


def uuid(value: str) -> bytes:
    """An id in hexadecimal digits, with or without dashes."""
    return b"\0\0\0\x10" + _uuid(value)


def microseconds(moment: datetime) -> int:
    """A time as PostgreSQL counts it."""
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment(value: datetime) -> bytes:
    return bigint(microseconds(value))


def uuids(values: Sequence[str]) -> bytes:
    return _array(_UUID_OID, list(map(uuid, values)))


def texts(values: Sequence[str | None]) -> bytes:
    return _array(_TEXT_OID, column("text", values))


smallint: Callable[[int], bytes] = partial(_SMALLINT, 2)
bigint: Callable[[int], bytes] = partial(_BIGINT, 8)


def column(type_: LiteralString, values: Sequence[Any]) -> list[bytes]:
    """The JSON-ready values of a column of this type."""
    if (encode := _ENCODERS.get(type_)) is not None:
        return [NULL if value is None else encode(value) for value in values]
    kind = _FIXED[type_]
    arguments = kind.arguments([value for value in values if value is not None])
    packed = map(_packer(f">i{kind.layout}"), repeat(kind.width), *arguments)
    return [NULL if value is None else next(packed) for value in values]


def has_encoding(type_: LiteralString) -> bool:
    return has_fixed_width(type_) or type_ in _ENCODERS


def has_fixed_width(type_: LiteralString) -> bool:
    return type_ in _FIXED


@cache
def _packer(layout: str) -> Callable[..., bytes]:
    return Struct(layout).pack


def _array(oid: int, values: Sequence[bytes]) -> bytes:
    return sized(_ARRAY(1, int(NULL in values), oid, len(values), 1) + b"".join(values))


def _uuid(value: str) -> bytes:
    return bytes.fromhex(value.replace("-", ""))


class _Fixed(NamedTuple):
    """A type whose values all have the same width: how `struct` names it, and what it takes for the values."""

    width: int
    layout: str
    arguments: Callable[[Sequence[Any]], Sequence[Iterable[Any]]]


def _as_they_are(values: Sequence[Any]) -> Sequence[Iterable[Any]]:
    return (values,)


def _uuids(values: Sequence[str]) -> Sequence[Iterable[Any]]:
    digits = _uuid("".join(values))
    return ([digits[begin : begin + 16] for begin in range(0, 16 * len(values), 16)],)


def _each(convert: Callable[[Any], Any]) -> Callable[[Sequence[Any]], Sequence[Iterable[Any]]]:
    return lambda values: (map(convert, values),)


def _points(values: Sequence[Mapping[str, Any]]) -> Sequence[Iterable[Any]]:
    pairs = [value["coordinates"] for value in values]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


_FIXED: Mapping[LiteralString, _Fixed] = {
    "smallint": _Fixed(2, "h", _as_they_are),
    "bigint": _Fixed(8, "q", _as_they_are),
    "double precision": _Fixed(8, "d", _as_they_are),
    "boolean": _Fixed(1, "?", _as_they_are),
    "macaddr8": _Fixed(8, "8s", _as_they_are),
    "uuid": _Fixed(16, "16s", _uuids),
    "timestamptz": _Fixed(8, "q", _each(lambda value: microseconds(datetime.fromisoformat(value)))),
    "date": _Fixed(4, "i", _each(lambda value: date.fromisoformat(value).toordinal() - _FIRST_DAY)),
    "point": _Fixed(16, "dd", _points),
}
_ENCODERS: Mapping[LiteralString, Callable[[Any], bytes]] = {
    "text": text,
    "jsonb": lambda value: sized(b"\1" + canonical(value)),
}
