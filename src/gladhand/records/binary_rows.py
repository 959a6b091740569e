"""Rows in PostgreSQL's binary format of COPY, which the server reads several times as fast as text."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from struct import Struct
from typing import Any, LiteralString

from gladhand.records.canonical import canonical

BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"

Encode = Callable[[Any], bytes]

_EPOCH, _FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC), date(2000, 1, 1).toordinal()
_LENGTH, _COUNT = Struct(">i").pack, Struct(">h").pack
_SMALLINT, _INT, _BIGINT, _DOUBLE = (Struct(f">i{kind}").pack for kind in "hiqd")
_POINT, _ARRAY = Struct(">idd").pack, Struct(">iiiii").pack
_UUID_OID, _TEXT_OID = 2950, 25


def row_begin(columns: int) -> bytes:
    """The first bytes of a row with this number of columns."""
    return _COUNT(columns)


def text(value: str) -> bytes:
    # PostgreSQL stores no such character. Leaving it out keeps the record.
    return sized(value.replace("\0", "").encode() if "\0" in value else value.encode())


def sized(value: bytes) -> bytes:
    return _LENGTH(len(value)) + value


def uuid(value: str) -> bytes:
    """An id in hexadecimal digits, with or without dashes."""
    return b"\0\0\0\x10" + bytes.fromhex(value if len(value) == 32 else value.replace("-", ""))


def moment(value: datetime | str) -> bytes:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    since = at - _EPOCH
    return _BIGINT(8, (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)


def point(longitude: float, latitude: float) -> bytes:
    return _POINT(16, longitude, latitude)


def uuids(values: Sequence[str]) -> bytes:
    return _array(_UUID_OID, [uuid(value) for value in values])


def texts(values: Sequence[str | None]) -> bytes:
    return _array(_TEXT_OID, [NULL if value is None else text(value) for value in values])


def smallint(value: int) -> bytes:
    return _SMALLINT(2, value)


def bigint(value: int) -> bytes:
    return _BIGINT(8, value)


def _array(oid: int, values: Sequence[bytes]) -> bytes:
    return sized(_ARRAY(1, int(NULL in values), oid, len(values), 1) + b"".join(values))


def _day(value: str) -> bytes:
    return _INT(4, date.fromisoformat(value).toordinal() - _FIRST_DAY)


#: How a JSON-ready value of a column is encoded, by the type of the column.
ENCODERS: Mapping[LiteralString, Encode] = {
    "text": text,
    "uuid": uuid,
    # Only calls into C, because most of the values are of these types.
    "double precision": partial(_DOUBLE, 8),
    "bigint": partial(_BIGINT, 8),
    "boolean": lambda value: b"\0\0\0\1" + (b"\1" if value else b"\0"),
    "timestamptz": moment,
    "date": _day,
    "jsonb": lambda value: sized(b"\1" + canonical(value)),
}
