"""The two spellings of rFMS. Version 2.1 begins each key with a capital letter, and spells `VIN` and `Vin`."""

import re
from functools import lru_cache
from typing import Any

from gladhand.sdk.rows import Row

# The capitals at the beginning, without the one that begins the next word: VIN, GNSSPosition, HRTotalVehicleDistance.
_CAPITALS = re.compile(r"[A-Z]+(?=[A-Z][a-z]|$)|[A-Z]")


def in_newest_spelling(row: Row) -> Row:
    """The row with the keys of version 4.0, whichever version it came in."""
    return Row(_plain(row), row.path)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_key(name): _plain(inner) for name, inner in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


@lru_cache(maxsize=1024)
def _key(name: str) -> str:
    start = _CAPITALS.match(name)
    return start[0].lower() + name[start.end() :] if start else name
