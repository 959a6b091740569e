"""The pages of this service's lists, as the published document declares them; `core.paging` renders what is sent."""

from typing import Generic, TypeVar

from pydantic import BaseModel, Field

from gladhand.core.paging import DEFAULT_SIZE, MAX_SIZE

T = TypeVar("T")


class CursorPage(BaseModel, Generic[T]):
    """One page of a list. The end is reached when `next_page` is null."""

    items: list[T]
    current_page: str | None = Field(None, description="The cursor of this very page.")
    current_page_backwards: str | None = Field(None, description="The cursor of this page, read from its last item.")
    previous_page: str | None = Field(None, description="The cursor of the page before; null on the first one.")
    next_page: str | None = Field(None, description="The cursor of the next page; null on the last one.")


class Paging(BaseModel):
    """The query parameters that every list has; a list's own filters are added to them."""

    cursor: str | None = Field(None, description="Where to go on, from the page before.")
    size: int = Field(DEFAULT_SIZE, ge=1, le=MAX_SIZE, description="How many items a page has at most.")
