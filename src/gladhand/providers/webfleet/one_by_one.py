"""Lists that Webfleet gives of one object, or of one driver, at a time."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Skipped, Slice, State
from gladhand.sdk.refusals import RefusedParents
from gladhand.sdk.rows import Row

#: Whom the last batch of a slice was about.
AFTER: Final = "after"


@dataclass(frozen=True, slots=True)
class OneAnswer:
    """What Webfleet has of one, and the state after it."""

    uid: str
    rows: list[Row]
    skipped: list[Skipped]
    state: State


async def one_by_one(
    webfleet: WebfleetApi,
    action: str,
    key: str,
    uids: Collection[str],
    part: Slice,
    *,
    parameters: Mapping[str, str],
    is_sample: bool = False,
) -> AsyncIterator[OneAnswer]:
    """The answers for those that are left in this slice. One that Webfleet refuses is skipped with the reason.

    If it refuses all, the read fails. A refusal of all in a sample shows nothing.
    """
    after, refusals = part.state.get(AFTER, ""), RefusedParents(part.state)
    left = sorted(uid for uid in uids if uid > after)
    for uid in left:
        rows, skipped = list[Row](), list[Skipped]()
        try:
            rows = await webfleet.rows(action, **{key: uid}, **parameters)
            refusals.add_answer()
        except Rejected as error:
            skipped = [refusals.skip(uid, error)]
            if uid == left[-1] and not is_sample:
                refusals.check_any_answered()
        yield OneAnswer(uid, rows, skipped, {AFTER: uid, **refusals.state})
