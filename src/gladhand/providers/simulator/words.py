"""The simulator's words, and ours."""

from collections.abc import Mapping
from typing import TypeVar

from gladhand.resources.positions import InferredAddress, Point
from gladhand.sdk.errors import Malformed
from gladhand.sdk.rows import Row
from gladhand.sdk.values import point_of

Ours = TypeVar("Ours")


def word(row: Row, name: str, words: Mapping[str, Ours]) -> Ours | None:
    """Our word for an optional one of the simulator's. One that is not known is left out."""
    return words.get(row.text(name) or "")


def required_word(row: Row, name: str, words: Mapping[str, Ours]) -> Ours:
    theirs = row.required_text(name)
    if theirs not in words:
        raise Malformed(f"The simulator has no {name} {theirs!r:.60}.")
    return words[theirs]


def point(row: Row) -> Point | None:
    return point_of(row, "lon", "lat")


def address(row: Row) -> InferredAddress | None:
    city, state, country = row.text("near"), row.text("state"), row.text("country")
    return InferredAddress(city=city, province=state, country_code=country) if city else None
