"""Reads that ask a provider for one vehicle, or one driver, after the other.

async for answer in one_by_one(part, numbers, lambda number: acme.pages(f"/vehicles/{number}/track")):
    found = batch_of(answer.rows, to_record, state=answer.state)
    yield replace(found, skipped=[*found.skipped, *answer.skipped])
"""

from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from typing import Final

from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import NO_STATE, Skipped, Slice, State
from gladhand.sdk.refusals import RefusedParents
from gladhand.sdk.rows import Row

#: The key in the state of a slice under which the last vehicle or driver stands that was read completely.
AFTER: Final = "after"


@dataclass(frozen=True, slots=True)
class OneAnswer:
    """One page of rows about one vehicle or driver."""

    key: str
    """The vehicle or driver, as `pages` was asked for it."""
    rows: list[Row]
    skipped: list[Skipped]
    """The vehicle or driver itself with the reason, if the provider has refused the request about it."""
    state: State | None
    """What to store with the last page about this vehicle or driver. None with earlier pages: if a run ends before the
    last page, the next run asks for all pages about it again."""


async def one_by_one(
    part: Slice,
    keys: Collection[str],
    pages: Callable[[str], AsyncIterator[list[Row]]],
    *,
    mark: State = NO_STATE,
    is_sample: bool = False,
) -> AsyncIterator[OneAnswer]:
    """Ask `pages` for one key after the other, in the order of their texts, and yield each page.

    The state of the slice names the last key that was read; keys up to that one are left out. A key that the provider
    refuses (`Rejected`) is skipped with the reason. If it refuses all keys, the first refusal is raised, because then
    the whole read is at fault; with `is_sample`, `keys` are only some of the fleet's, and it is not raised. `mark` is
    what else the read keeps in the state; it is part of every state that is yielded.
    """
    after, refusals = part.state.get(AFTER, ""), RefusedParents(part.state)
    left = sorted(key for key in keys if key > after)
    for key in left:
        # The newest page waits for the next one, because only the last page has a state.
        newest: list[Row] | None = None
        skipped: list[Skipped] = []
        try:
            async for rows in pages(key):
                if newest is not None:
                    yield OneAnswer(key, newest, [], None)
                newest = rows
                # A refusal of a later page does not take back what the first one has shown.
                refusals.add_answer()
            refusals.add_answer()
        except Rejected as error:
            skipped = [refusals.skip(key, error)]
            if key == left[-1] and not is_sample:
                refusals.check_any_answered()
        yield OneAnswer(key, newest or [], skipped, {**mark, AFTER: key, **refusals.state})
