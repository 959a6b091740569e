"""Pages of a list as the published documents declare them; `core.paging` writes what is really sent."""

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from gladhand.core.paging import DEFAULT_SIZE, MAX_SIZE

T = TypeVar("T")


class CursorPage(BaseModel, Generic[T]):
    """One page, and the cursors that lead on from it. The end is reached when `next_page` is null."""

    items: list[T]
    current_page: str | None = Field(None, description="Cursor of this very page")
    current_page_backwards: str | None = Field(None, description="Cursor of this page, read from its last item")
    previous_page: str | None = Field(None, description="Cursor of the page before; null on the first one")
    next_page: str | None = Field(None, description="Cursor of the page after; null on the last one")


class CountedPage(CursorPage[T], Generic[T]):
    """One page, the cursors that lead on from it, and how many items the whole list has."""

    total: int = Field(ge=0, description="How many items the whole list has")


CursorText = Annotated[str | None, Query(description="A cursor from an earlier answer; none for the first page")]
Size = Annotated[int, Query(ge=1, le=MAX_SIZE, description="How many items a page may have")]


class Paging(BaseModel):
    """The same two as one model, for a list that takes its query as a model of its own filters."""

    cursor: str | None = Field(None, description="A cursor from an earlier answer; none for the first page")
    size: int = Field(DEFAULT_SIZE, ge=1, le=MAX_SIZE, description="How many items a page may have")
