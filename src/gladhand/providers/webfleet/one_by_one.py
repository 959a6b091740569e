"""Lists that Webfleet gives of one object, or of one driver, at a time."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.sdk.errors import NotAllowed, Rejected
from gladhand.sdk.reading import Skipped, Slice, State
from gladhand.sdk.rows import Row

#: Whom the last batch of a slice was about.
AFTER: Final = "after"
# Stands in the state as long as Webfleet has refused every one.
_REFUSED: Final = "refused"


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
    after = part.state.get(AFTER, "")
    left, has_answered = sorted(uid for uid in uids if uid > after), bool(after) and not part.state.get(_REFUSED)
    for uid in left:
        rows, skipped = list[Row](), list[Skipped]()
        try:
            rows = await webfleet.rows(action, **{key: uid}, **parameters)
            has_answered = True
        except Rejected as error:
            is_refusal_of_all = not has_answered and not is_sample and uid == left[-1]
            if is_refusal_of_all or isinstance(error, NotAllowed):
                raise
            skipped = [Skipped(uid, error.detail)]
        yield OneAnswer(uid, rows, skipped, {AFTER: uid} if has_answered else {AFTER: uid, _REFUSED: True})
