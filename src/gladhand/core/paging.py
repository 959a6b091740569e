"""Cursor pages: keyset based, so that a page stays the same while rows are added.

A cursor is percent-encoded base64 of `>` or `<` (the direction) and, unless it starts at an end of the list, the keys
of the row it starts behind. It is opaque to clients. Clients often percent-encode it once more, or hand back the bare
base64: all of these are taken.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, TypeAlias
from urllib.parse import quote, unquote
from uuid import UUID

from gladhand.core.problems import BadRequest

Key: TypeAlias = tuple[Any, ...]
Parse: TypeAlias = Callable[[str], Any]

DEFAULT_SIZE = 300
MAX_SIZE = 1000


class BadCursor(BadRequest):
    """The cursor was not made by this list."""

    def __init__(self) -> None:
        super().__init__("The cursor is not one that this list has given out.")


def moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError("a time without a zone")
    return value


#: The usual order of a list: when a row was made, then its id.
BY_CREATION: tuple[Parse, ...] = (moment, UUID)


@dataclass(frozen=True)
class Cursor:
    """Where a page starts: behind the row with these keys, or (`None`) at the end that its direction comes from."""

    after: Key | None = None
    backwards: bool = False

    @property
    def order(self) -> str:
        return "desc" if self.backwards else "asc"

    @property
    def comparison(self) -> str:
        return "<" if self.backwards else ">"

    def encode(self) -> str:
        text = "<" if self.backwards else ">"
        if self.after is not None:
            text += json.dumps([_text(value) for value in self.after], separators=(",", ":"))
        return quote(b64encode(text.encode()).decode(), safe="")

    @classmethod
    def decode(cls, text: str | None, keys: Sequence[Parse] = BY_CREATION) -> "Cursor":
        """Read a client's cursor; `keys` turn the texts of the bookmark back into values. Raises `BadCursor`."""
        if not text:
            return cls()
        try:
            # A bare `+` has become a space on its way through a query string.
            plain = b64decode(unquote(unquote(text)).replace(" ", "+"), validate=True).decode()
            direction, place = plain[:1], plain[1:]
            if direction not in ("<", ">"):
                raise ValueError("no direction")
            if not place:
                return cls(None, direction == "<")
            texts = json.loads(place)
            if not isinstance(texts, list) or len(texts) != len(keys):
                raise ValueError("another list's keys")
            values = tuple(parse(value) for parse, value in zip(keys, texts, strict=True))
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise BadCursor from None
        return cls(values, direction == "<")


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)


@dataclass(frozen=True)
class Page:
    """One page of a list: the items in list order, and the cursors around them.

    Items are JSON texts, or all of them with commas between as PostgreSQL has sent it: a long page is not taken apart
    and put together again.
    """

    items: Sequence[str] | bytes
    current: Cursor
    current_backwards: Cursor
    previous: Cursor | None
    following: Cursor | None
    total: int | None = None

    @classmethod
    def cut(cls, rows: Sequence[tuple[Key, str]], *, cursor: Cursor, size: int, total: int | None = None) -> Self:
        """From `size + 1` rows asked for in the cursor's direction: (keys, JSON text of the item)."""
        beyond = rows[size][0] if len(rows) > size else None
        shown = list(rows[:size])
        if cursor.backwards:
            shown.reverse()
        edges = (shown[0][0], shown[-1][0]) if shown else None
        return cls.between([item for _, item in shown], edges, beyond, cursor=cursor, total=total)

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
        """From items in list order, the keys of the first and the last of them, and those of the row beyond the page
        in the cursor's direction."""
        # The bounds of the page in list order: the row before the first one shown and the row after the last one.
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
