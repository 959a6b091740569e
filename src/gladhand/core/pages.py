"""Pages of a list as the published documents declare them. `core.keyset` renders the sent JSON."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field

from gladhand.core.keyset import DEFAULT_SIZE, MAX_SIZE, Key
from gladhand.resources.wire_model import WireModel

T = TypeVar("T")


class CursorPage(WireModel, Generic[T]):
    """One page, and cursors to its neighbours. `next_page` is null at the end of the list."""

    items: list[T]
    current_page: str | None = Field(None, description="Cursor of this very page")
    current_page_backwards: str | None = Field(None, description="Cursor of this page, read from its last item")
    previous_page: str | None = Field(None, description="Cursor of the page before; null on the first one")
    next_page: str | None = Field(None, description="Cursor of the page after; null on the last one")


class CountedPage(CursorPage[T], Generic[T]):
    """One page, cursors to its neighbours, and the number of items in the whole list."""

    total: int = Field(ge=0, description="How many items the whole list has")


class Paging(BaseModel):
    """The parameters of a page, for lists that declare their query as a model."""

    cursor: str | None = Field(None, description="A cursor from an earlier answer. Leave it out for the first page")
    size: int = Field(DEFAULT_SIZE, ge=1, le=MAX_SIZE, description="The most items of a page")


def rendered_lines(lines: Iterable[Any], model: type[BaseModel]) -> list[tuple[Key, str]]:
    """Pair the JSON of each row with its keys, for a list by creation of rows that have the model's attributes."""
    return [
        ((line.created_at, line.id), model.model_validate(line, from_attributes=True).model_dump_json())
        for line in lines
    ]
