"""Lists of the API, which begin with the oldest, shown with the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gladhand.console.pages.blocks import Link
from gladhand.console.pages.views import View
from gladhand.core.keyset import Cursor

SIZE = 50
#: The cursor of the last page.
FROM_THE_END = Cursor(None, backwards=True).encode()


@dataclass(frozen=True)
class NewestFirst:
    """One page of a list, and the links to its neighbours."""

    items: Sequence[Mapping[str, Any]]
    links: Sequence[Link]
    total: int | None


async def newest_first(view: View, api_path: str, page_path: str, **query: Any) -> NewestFirst:
    """The page that the reader's address asks for, of the list with these parameters."""
    given = {name: value for name, value in query.items() if value not in (None, "", [])}
    cursor = view.request.query_params.get("cursor") or FROM_THE_END
    answer = await view.api.get(api_path, **given, cursor=cursor, size=SIZE)
    links = neighbours(view, answer, page_path, older="previous_page", newer="next_page")
    return NewestFirst(answer["items"][::-1], links, answer.get("total"))


def neighbours(view: View, answer: Any, page_path: str, *, older: str, newer: str) -> list[Link]:
    """Links to the pages before and after, which the answer of the API names under these keys."""
    kept = {name: value for name, value in view.request.query_params.multi_items() if name not in ("cursor", "done")}
    return [
        Link(text, view.url(page_path, kept | {"cursor": answer[name]}))
        for text, name in (("Newer", newer), ("Older", older))
        if answer.get(name)
    ]
