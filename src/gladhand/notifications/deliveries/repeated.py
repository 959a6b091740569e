"""What receivers repeat of their addresses, which often carry keys."""

from collections.abc import Iterator
from urllib.parse import quote, unquote_plus, urlsplit

_MASK = "*****"
# A shorter part is no key, and stands in many words.
_SHORTEST = 4
_LONGEST = 1_000


def without_address(words: str, url: str) -> str:
    """The beginning of what a receiver said, without those parts of its address that no page shows."""
    spelt = {each for part in _hidden(url) for each in (part, unquote_plus(part), quote(unquote_plus(part), safe=""))}
    for part in sorted(spelt, key=len, reverse=True):
        if len(part) >= _SHORTEST:
            words = words.replace(part, _MASK)
    return words[:_LONGEST]


def _hidden(url: str) -> Iterator[str]:
    """The last part of the path, the query, and what it consists of."""
    parts = urlsplit(url)
    yield from (parts.username or "", parts.password or "", parts.path.rpartition("/")[2], parts.query)
    for pair in parts.query.split("&"):
        yield from pair.split("=")
