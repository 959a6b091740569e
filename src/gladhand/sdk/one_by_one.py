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

#: The key in the state of a slice: whom the last batch was about.
AFTER: Final = "after"


@dataclass(frozen=True, slots=True)
class OneAnswer:
    """A page of what the provider has of one."""

    key: str
    rows: list[Row]
    skipped: list[Skipped]
    state: State | None
    """The state after the last page of this one. None before that: a run that is cut off asks for it again."""


async def one_by_one(
    part: Slice,
    keys: Collection[str],
    pages: Callable[[str], AsyncIterator[list[Row]]],
    *,
    mark: State = NO_STATE,
    is_sample: bool = False,
) -> AsyncIterator[OneAnswer]:
    """The answers for those that are left in this slice, by their keys. One that is refused is skipped with the reason.

    If all are refused, the read fails. A refusal of all in a sample of the fleet shows nothing. `mark` stands in every
    state.
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
