"""Rows in PostgreSQL's binary format of COPY, which the server reads several times as fast as text.

Values are encoded column by column, and put together as rows at the end.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from struct import Struct
from typing import Any, LiteralString

from gladhand.records.canonical import canonical

BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
#: The beginning of PostgreSQL's time.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

Encode = Callable[[Any], bytes]

_FIRST_DAY = EPOCH.date().toordinal()
_LENGTH, _COUNT = Struct(">i").pack, Struct(">h").pack
_SMALLINT, _INT, _BIGINT, _DOUBLE = (Struct(f">i{kind}").pack for kind in "hiqd")
_POINT, _ARRAY = Struct(">idd").pack, Struct(">iiiii").pack
_UUID_OID, _TEXT_OID = 2950, 25


def rows(columns: int, *, first: bytes, encoded: Sequence[Sequence[bytes]]) -> bytes:
    """Rows with this number of columns: each begins with the values `first`, and takes one of each of `encoded`."""
    begin = [_COUNT(columns) + first] * len(encoded[0])
    return b"".join(chain.from_iterable(zip(begin, *encoded, strict=True)))


def text(value: str) -> bytes:
    # PostgreSQL stores no such character. Leaving it out keeps the record.
    return sized(value.replace("\0", "").encode() if "\0" in value else value.encode())


def sized(value: bytes) -> bytes:
    return _LENGTH(len(value)) + value


def uuid(value: str) -> bytes:
    """An id in hexadecimal digits, with or without dashes."""
    return b"\0\0\0\x10" + bytes.fromhex(value if len(value) == 32 else value.replace("-", ""))


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
    encode = _ENCODERS[type_]
    return [NULL if value is None else encode(value) for value in values]


def has_encoding(type_: LiteralString) -> bool:
    return type_ in _ENCODERS


def _array(oid: int, values: Sequence[bytes]) -> bytes:
    return sized(_ARRAY(1, int(NULL in values), oid, len(values), 1) + b"".join(values))


def _day(value: str) -> bytes:
    return _INT(4, date.fromisoformat(value).toordinal() - _FIRST_DAY)


def _point(value: Mapping[str, Any]) -> bytes:
    longitude, latitude = value["coordinates"][:2]
    return _POINT(16, longitude, latitude)


_ENCODERS: Mapping[LiteralString, Encode] = {
    "text": text,
    "uuid": uuid,
    # Only calls into C, because most of the values are of these types.
    "double precision": partial(_DOUBLE, 8),
    "bigint": bigint,
    "boolean": lambda value: b"\0\0\0\1" + (b"\1" if value else b"\0"),
    "timestamptz": lambda value: moment(datetime.fromisoformat(value)),
    "date": _day,
    "point": _point,
    "jsonb": lambda value: sized(b"\1" + canonical(value)),
}
