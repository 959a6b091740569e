"""Values that a page repeats: few vehicles and drivers have many rows."""

from collections.abc import Callable, Sequence
from typing import Any


class Repeated:
    """Encodes the values of a column, each distinct one once."""

    def __init__(self, encode: Callable[[Sequence[Any]], Sequence[bytes]]) -> None:
        self._encode = encode
        self._known: dict[Any, bytes] = {}

    def encoded(self, values: Sequence[Any]) -> list[bytes]:
        known = self._known
        new = list(set(values) - known.keys())
        known.update(zip(new, self._encode(new), strict=True))
        return [known[value] for value in values]
