"""JSON whose whole numbers keep all their digits. orjson reads those beyond 64 bits as floats and writes none."""

import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

import orjson

# 2^63 has 19 digits.
_LONG_NUMBER = re.compile(rb"[0-9]{19}")


def load_exact(text: bytes) -> Any:
    """The value of a JSON text. Raises `ValueError`."""
    if _LONG_NUMBER.search(text) is None:
        return orjson.loads(text)
    return json.loads(text, parse_constant=_refused)


def dump_exact(value: Any, *, sort_keys: bool = False) -> bytes:
    """The JSON text of a value, which may hold dates, UUIDs and enums."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS if sort_keys else None)
    except orjson.JSONEncodeError:
        text = json.dumps(value, sort_keys=sort_keys, separators=(",", ":"), ensure_ascii=False, default=_plain)
        return text.encode()


def dump_each(values: Sequence[Any], *, sort_keys: bool = False) -> list[bytes]:
    """The JSON texts of many values."""
    option = orjson.OPT_SORT_KEYS if sort_keys else None
    try:
        return [orjson.dumps(value, None, option) for value in values]
    except orjson.JSONEncodeError:
        return [dump_exact(value, sort_keys=sort_keys) for value in values]


def dump_plain(values: Sequence[Any]) -> list[bytes]:
    """The JSON texts of values of which none is an object or a list, several times as fast. Times in UTC end in `Z`."""
    if not values:
        return []
    try:
        # Each value stands on a line of its own, since no text has a line break in JSON.
        return orjson.dumps(values, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z)[4:-2].split(b",\n  ")
    except orjson.JSONEncodeError:
        return list(map(dump_exact, values))


def _plain(value: Any) -> Any:
    return orjson.loads(orjson.dumps(value))


def _refused(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
