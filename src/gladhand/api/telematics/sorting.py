"""Pages of lists that clients sort by a field. Their cursors begin with its name, so that they fit no other order."""

from collections.abc import Sequence

from gladhand.core.keyset import Cursor, Key, KeysetPage, Parse
from gladhand.core.near_names import did_you_mean
from gladhand.core.problems import Invalid


def sort_field(given: str | None, names: Sequence[str], default: str) -> str:
    """The field that a list is sorted by. Raises `Invalid`."""
    name = given or default
    if name not in names:
        hint = did_you_mean(name, names)
        raise Invalid.at(
            "query.sort_by", f"There is no such field.{hint} The list can be sorted by {', '.join(names)}.", given=name
        )
    return name


class SortedCursor:
    """A client's cursor of a list that is sorted by a field. Raises `BadCursor`."""

    def __init__(self, text: str | None, sort_by: str, *parsers: Parse) -> None:
        def same_field(name: str) -> str:
            if name != sort_by:
                raise ValueError("another order")
            return name

        self._sort_by, self._sent = sort_by, Cursor.decode(text, (same_field, *parsers))

    @property
    def of_query(self) -> Cursor:
        """The cursor for the query, which knows its order."""
        return Cursor(self._sent.after and self._sent.after[1:], self._sent.backwards)

    def page(self, rows: Sequence[tuple[Key, str]], size: int, total: int) -> bytes:
        """The page as JSON, of the rows that the query has listed."""
        keyed = [(self._named(key), item) for key, item in rows]
        return KeysetPage.cut(keyed, cursor=self._sent, size=size, total=total).render()

    def page_between(self, items: bytes, edges: tuple[Key, Key] | None, beyond: Key | None, *, total: int) -> bytes:
        """The page as JSON, of items in list order and the keys around them."""
        named = None if edges is None else (self._named(edges[0]), self._named(edges[1]))
        following = None if beyond is None else self._named(beyond)
        return KeysetPage.between(items, named, following, cursor=self._sent, total=total).render()

    def _named(self, key: Key) -> Key:
        return (self._sort_by, *key)
