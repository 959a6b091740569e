"""A page of a list as the published documents declare it; `core.paging` writes what is really sent."""

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from gladhand.core.paging import DEFAULT_SIZE, MAX_SIZE

T = TypeVar("T")


class CursorPage(BaseModel, Generic[T]):
    """One page, and the cursors that lead on from it."""

    items: list[T]
    total: int = Field(ge=0, description="How many entries the whole list has")
    current_page: str | None = Field(None, description="Cursor of this very page")
    current_page_backwards: str | None = Field(None, description="Cursor of this page, read from its last entry")
    previous_page: str | None = Field(None, description="Cursor of the page before; null on the first one")
    next_page: str | None = Field(None, description="Cursor of the page after; null on the last one")


CursorText = Annotated[str | None, Query(description="A cursor from an earlier answer; none for the first page")]
Size = Annotated[int, Query(ge=1, le=MAX_SIZE, description="How many entries a page may have")]

__all__ = ["DEFAULT_SIZE", "CursorPage", "CursorText", "Size"]
