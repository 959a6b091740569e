"""Lists whose pages have numbers: where they end, and where they go on."""

from typing import Any

import pytest

from gladhand.sdk.numbered_pages import numbered_pages
from gladhand.sdk.reading import Slice
from gladhand.sdk.rows import Row


async def pages(counts: list[int], total: int | None, **state: Any) -> tuple[list[int], list[dict[str, Any]]]:
    """The numbers of the pages that are asked for, and the states."""
    asked: list[int] = []

    async def ask(page: int) -> tuple[list[Row], int | None]:
        asked.append(page)
        return [Row({"id": page})] * counts[page - 1], total

    states = [after async for _, after, _ in numbered_pages(Slice(state=state), ask)]
    return asked, states


@pytest.mark.parametrize("total", [None, 0])
async def test_without_the_number_of_all_rows_an_empty_page_is_the_last_one(total: int | None) -> None:
    asked, states = await pages([2, 2, 1, 0], total)
    assert asked == [1, 2, 3, 4]
    assert states[-1] == {}


async def test_the_page_that_completes_the_number_of_all_rows_is_the_last_one() -> None:
    asked, states = await pages([2, 2, 1], 5)
    assert (asked, states) == ([1, 2, 3], [{"page": 2, "seen": 2}, {"page": 3, "seen": 4}, {}])
    assert await pages([2, 2, 1], 5, page=3, seen=4) == ([3], [{}])
    # The rows were deleted meanwhile.
    assert await pages([2, 0], 5) == ([1, 2], [{"page": 2, "seen": 2}, {}])
