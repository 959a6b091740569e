"""Keyset pagination: cursors, the SQL of a page, and the page that is answered.

A page starts behind the row that its cursor names, so it stays the same while rows are added.

A cursor is percent-encoded base64 of `>` or `<` (the direction) and, unless it starts at an end of the list, the keys
of the row it starts behind. Clients treat it as opaque. Some clients percent-encode it once more or send the bare
base64; `Cursor.decode` accepts both.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString, Self, TypeAlias
from urllib.parse import quote, unquote
from uuid import UUID

from psycopg import sql

from gladhand.core.problems import BadRequest

Key: TypeAlias = tuple[Any, ...]
Parse: TypeAlias = Callable[[str], Any]

DEFAULT_SIZE = 300
MAX_SIZE = 1000


class BadCursor(BadRequest):
    """The cursor was not made by this list."""

    def __init__(self) -> None:
        super().__init__("The cursor is not one of this list. Leave it out to begin at the first page.")


def parse_moment(text: str) -> datetime:
    """Parse a time with its zone."""
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError("a time without a zone")
    return value


#: The keys of most lists: when a row was created, then its id.
BY_CREATION: tuple[Parse, ...] = (parse_moment, UUID)


@dataclass(frozen=True)
class Cursor:
    """Where a page starts: behind the row with the keys `after`, or (`None`) at the end its direction starts from."""

    after: Key | None = None
    backwards: bool = False

    def encode(self) -> str:
        text = "<" if self.backwards else ">"
        if self.after is not None:
            text += json.dumps([_text(value) for value in self.after], separators=(",", ":"), ensure_ascii=False)
        return quote(b64encode(text.encode()).decode(), safe="")

    @classmethod
    def decode(cls, text: str | None, parsers: Sequence[Parse] = BY_CREATION) -> "Cursor":
        """Read a client's cursor; `parsers` turn the texts of the keys back into values. Raises `BadCursor`."""
        if not text:
            return cls()
        try:
            # A query string turns a bare `+` into a space.
            plain = b64decode(unquote(unquote(text)).replace(" ", "+"), validate=True).decode()
            direction, keys = plain[:1], plain[1:]
            if direction not in ("<", ">"):
                raise ValueError("no direction")
            if not keys:
                return cls(None, direction == "<")
            texts = json.loads(keys)
            if not isinstance(texts, list) or len(texts) != len(parsers):
                raise ValueError("another list's keys")
            if not all(isinstance(each, str) for each in texts):
                # Such as a number that JSON reads as infinite, which no parser expects.
                raise ValueError("not the texts of keys")
            values = tuple(parse(value) for parse, value in zip(parsers, texts, strict=True))
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise BadCursor from None
        return cls(values, direction == "<")


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)


@dataclass(frozen=True)
class KeyColumn:
    """One column of a list's order: its SQL expression, and how the text in a cursor becomes its value.

    `type` is the SQL type of the value, where PostgreSQL cannot infer it from the value itself.
    """

    expression: sql.Composable
    parse: Parse
    type: LiteralString | None = None

    def placeholder(self, number: int) -> sql.Composable:
        value: sql.Composable = sql.Placeholder(f"after_{number}")
        return value if self.type is None else sql.SQL("{}::{}").format(value, sql.SQL(self.type))


@dataclass(frozen=True)
class Keyset:
    """The order of a list: columns that are unique together and never null.

    A query puts `after(cursor)` among its conditions, sorts by `order(cursor)`, limits with `%(limit)s`, and passes
    `parameters(cursor, size)`. It fetches one row more than the page holds, which `KeysetPage.cut` expects.
    """

    columns: tuple[KeyColumn, ...]
    descending: bool = False

    @classmethod
    def by_creation(cls, table: str | None = None) -> "Keyset":
        """Oldest first: `created_at`, then `id`, of this table alias."""
        path = () if table is None else (table,)
        return cls(
            (
                KeyColumn(sql.Identifier(*path, "created_at"), parse_moment),
                KeyColumn(sql.Identifier(*path, "id"), UUID),
            )
        )

    def decode(self, text: str | None) -> Cursor:
        """Read a client's cursor. Raises `BadCursor`."""
        return Cursor.decode(text, [column.parse for column in self.columns])

    def after(self, cursor: Cursor, *, includes: bool = False) -> sql.Composable:
        """The condition for the rows behind the cursor's row; with `includes` for that row, too."""
        if cursor.after is None:
            # A condition with `or` would cover both cases, but PostgreSQL would then scan from the list's start.
            return sql.SQL("true")
        return sql.SQL("({}) {}{} ({})").format(
            sql.SQL(", ").join(column.expression for column in self.columns),
            sql.SQL("<" if self._is_falling(cursor) else ">"),
            sql.SQL("=" if includes else ""),
            sql.SQL(", ").join(column.placeholder(number) for number, column in enumerate(self.columns)),
        )

    def order(self, cursor: Cursor) -> sql.Composable:
        """What the rows are sorted by, in the cursor's direction."""
        direction = sql.SQL(" desc" if self._is_falling(cursor) else " asc")
        return sql.SQL(", ").join(column.expression + direction for column in self.columns)

    def parameters(self, cursor: Cursor, size: int) -> Mapping[str, Any]:
        """The values for `after(cursor)` and `%(limit)s`."""
        values = {f"after_{number}": value for number, value in enumerate(cursor.after or ())}
        return values | {"limit": size + 1}

    def _is_falling(self, cursor: Cursor) -> bool:
        return self.descending != cursor.backwards


def creation_keyed(rows: Iterable[Mapping[str, Any]], item: str = "record") -> list[tuple[Key, str]]:
    """Pair the JSON text in the column `item` of each row with its keys, for a list by creation."""
    return [((row["created_at"], row["id"]), row[item]) for row in rows]


@dataclass(frozen=True)
class KeysetPage:
    """One page of a list: the items in list order, and the cursors around them.

    Items are JSON texts, or all of them in one text with commas between: PostgreSQL sends a long page that way, and
    splitting and joining it again would cost time.
    """

    items: Sequence[str] | bytes
    current: Cursor
    current_backwards: Cursor
    previous: Cursor | None
    following: Cursor | None
    total: int | None = None

    @classmethod
    def cut(cls, rows: Sequence[tuple[Key, str]], *, cursor: Cursor, size: int, total: int | None = None) -> Self:
        """Make the page of up to `size + 1` rows in the cursor's direction: keys, and JSON text of the item."""
        beyond = rows[size][0] if len(rows) > size else None
        listed = list(rows[:size])
        if cursor.backwards:
            listed.reverse()
        edges = (listed[0][0], listed[-1][0]) if listed else None
        return cls.between([item for _, item in listed], edges, beyond, cursor=cursor, total=total)

    @classmethod
    def between(
        cls,
        items: Sequence[str] | bytes,
        edges: tuple[Key, Key] | None,
        beyond: Key | None,
        *,
        cursor: Cursor,
        total: int | None = None,
    ) -> Self:
        """Make the page of items in list order.

        `edges` are the keys of the first and the last item, `beyond` those of the row that follows the page in the
        cursor's direction.
        """
        # The bounds of the page in list order: the row before the first item and the row after the last one.
        before, behind = (beyond, cursor.after) if cursor.backwards else (cursor.after, beyond)
        return cls(
            items=items,
            current=Cursor(before, False),
            current_backwards=Cursor(behind, True),
            previous=Cursor(edges[0], True) if edges is not None and before is not None else None,
            following=Cursor(edges[1], False) if edges is not None and behind is not None else None,
            total=total,
        )

    def render(self) -> bytes:
        """The contract's page as JSON."""
        items = self.items if isinstance(self.items, bytes) else ",".join(self.items).encode()
        parts = []
        if self.total is not None:
            parts.append(f',"total":{self.total}')
        parts.append(
            f',"current_page":"{self.current.encode()}","current_page_backwards":"{self.current_backwards.encode()}"'
        )
        for name, cursor in (("previous_page", self.previous), ("next_page", self.following)):
            parts.append(f',"{name}":null' if cursor is None else f',"{name}":"{cursor.encode()}"')
        return b"".join((b'{"items":[', items, b"]", "".join(parts).encode(), b"}"))
