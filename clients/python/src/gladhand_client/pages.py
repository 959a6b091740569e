"""Lists as iterators over all pages.

for vehicle in client.vehicles.list(fleet_refs=["fleet-7"]):
    print(vehicle.name)

for page in client.vehicles.list().pages():
    print(page.total, len(page.items))
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from gladhand_client.frames import Library, dataframe

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list. `next_page` and `previous_page` are cursors; None at an end of the list."""

    items: list[T]
    total: int | None
    """How many items all pages have; None for lists that do not count."""
    next_page: str | None
    previous_page: str | None
    resume: str | None = None
    """Of the list of events: the cursor behind the last event of this page, to read on from later."""


def parse_page(body: Any, item: TypeAdapter[T]) -> Page[T]:
    items = [item.validate_python(each) for each in body["items"]]
    return Page(items, body.get("total"), body.get("next_page"), body.get("previous_page"), body.get("resume"))


class Pages(Generic[T]):
    """A list that is fetched page by page while it is iterated. Each iteration begins at the first page again."""

    def __init__(self, fetch: Callable[[str | None], Page[T]], cursor: str | None, item: TypeAdapter[T]) -> None:
        self._fetch = fetch
        self._cursor = cursor
        self._item = item

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items

    def pages(self) -> Iterator[Page[T]]:
        cursor, is_first = self._cursor, True
        while is_first or cursor is not None:
            page = self._fetch(cursor)
            yield page
            cursor, is_first = page.next_page, False

    def first(self) -> T | None:
        """The first item, or None."""
        return next(iter(self), None)

    def to_dataframe(self, library: Library = "pandas") -> Any:
        """All pages as one DataFrame of pandas or Polars; `gladhand_client.frames` says which columns it has."""
        return dataframe(self, self._item, library)


class AsyncPages(Generic[T]):
    """A list that is fetched page by page while it is iterated with `async for`."""

    def __init__(
        self, fetch: Callable[[str | None], Awaitable[Page[T]]], cursor: str | None, item: TypeAdapter[T]
    ) -> None:
        self._fetch = fetch
        self._cursor = cursor
        self._item = item

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self) -> AsyncIterator[Page[T]]:
        cursor, is_first = self._cursor, True
        while is_first or cursor is not None:
            page = await self._fetch(cursor)
            yield page
            cursor, is_first = page.next_page, False

    async def first(self) -> T | None:
        """The first item, or None."""
        async for item in self:
            return item
        return None

    async def to_dataframe(self, library: Library = "pandas") -> Any:
        """All pages as one DataFrame of pandas or Polars; `gladhand_client.frames` says which columns it has."""
        return dataframe([item async for item in self], self._item, library)
