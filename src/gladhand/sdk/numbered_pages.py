"""Lists whose pages have numbers, and that may say how many rows there are in all."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeAlias

from gladhand.sdk.reading import Slice
from gladhand.sdk.rows import Row

#: Asks for the page with this number, 1 being the first. Answers its rows, and how many rows there are in all pages;
#: None if the provider does not say.
AskPage: TypeAlias = Callable[[int], Awaitable[tuple[list[Row], int | None]]]


async def numbered_pages(part: Slice, ask: AskPage) -> AsyncIterator[tuple[list[Row], dict[str, Any], int | None]]:
    """The pages that are left in this slice, each with the state after it and the number of all rows.

    The last page is the one that completes the number of all rows. Where the provider says none, or zero beside rows,
    only an empty page is surely the last one.
    """
    page, seen = int(part.state.get("page", 1)), int(part.state.get("seen", 0))
    while True:
        rows, total = await ask(page)
        page, seen = page + 1, seen + len(rows)
        is_over = not rows or bool(total and seen >= total)
        yield rows, {} if is_over else {"page": page, "seen": seen}, total
        if is_over:
            return
