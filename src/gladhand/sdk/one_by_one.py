"""Reads that ask a provider for one vehicle, or one driver, after the other.

async for batch in for_each(part, vehicles, lambda number: acme.pages(f"/vehicles/{number}/track"), to_record):
    yield batch

`one_by_one` is for reads that do more with an answer than to map its rows.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final

from gladhand.resources.fields import FieldsT
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import NO_STATE, Batch, Skipped, Slice, State, batch_of
from gladhand.sdk.records import Record
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

    def batch(
        self,
        to_record: Callable[[Row], Record[FieldsT]],
        rows: Iterable[Row] | None = None,
        *,
        id_key: str | Callable[[Row], str | None] = "id",
    ) -> Batch[FieldsT]:
        """The batch of this page; with `rows` of what was made of its rows. `id_key` is that of `batch_of`."""
        page = self.rows if rows is None else rows
        return batch_of(page, to_record, state=self.state, id_key=id_key, skipped=self.skipped)


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


async def for_each(
    part: Slice,
    parents: Collection[Row],
    pages: Callable[[str], AsyncIterator[list[Row]]],
    to_record: Callable[[Row], Record[FieldsT]],
    *,
    parent_key: str = "id",
    id_key: str | Callable[[Row], str | None] = "id",
) -> AsyncIterator[Batch[FieldsT]]:
    """Ask `pages` for these vehicles or drivers, as `one_by_one` does, and yield the batch of each page.

    `parent_key` names the id of a vehicle or driver; one without an id is skipped with its reason. `id_key` is that of
    `batch_of`.
    """
    keys = [key for parent in parents if (key := parent.text(parent_key))]
    if not part.state:
        yield batch_of([parent for parent in parents if not parent.text(parent_key)], to_record)
    async for answer in one_by_one(part, keys, pages):
        yield answer.batch(to_record, id_key=id_key)
