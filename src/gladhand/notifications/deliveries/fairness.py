"""How many places each target may hold, so that a receiver that hangs does not hold up the others."""

from collections import Counter, OrderedDict
from collections.abc import Iterable
from datetime import timedelta

from gladhand.notifications.deliveries.queries import Claimed

# Known targets are remembered up to this many; a forgotten one is simply unknown again.
_MOST_REMEMBERED = 10_000
_PLACES_OF_A_SLOW_ONE = 2
# What finds no place is looked at again after so long; for a slow target later, or its backlog would be at the front
# of every lot.
_SOON, _LATER = timedelta(milliseconds=50), timedelta(seconds=2)


class Places:
    """Places per target: most of all for one that answers, a few for one not heard of yet, two for one that hangs."""

    def __init__(self, concurrency: int) -> None:
        self._of_a_good_one = max(2, concurrency * 3 // 4)
        self._of_an_unknown_one = max(2, concurrency // 8)
        self._held: Counter[str] = Counter()
        self._answers: OrderedDict[str, bool] = OrderedDict()

    def full(self) -> list[str]:
        """Targets that can take no more just now."""
        return [target for target, count in self._held.items() if count >= self._limit(target)]

    def split(self, claimed: Iterable[Claimed]) -> tuple[list[Claimed], list[Claimed], list[timedelta]]:
        """What has a place (which it holds from here on), what has none, and after how long to look at that again."""
        kept, back, delays = [], [], []
        for each in claimed:
            if self._held[each.target] < self._limit(each.target):
                self._held[each.target] += 1
                kept.append(each)
            else:
                back.append(each)
                delays.append(_LATER if self._answers.get(each.target) is False else _SOON)
        return kept, back, delays

    def free(self, target: str, *, answered: bool) -> None:
        """An attempt is over; `answered` is whether the receiver said anything at all."""
        self._held[target] -= 1
        if self._held[target] <= 0:
            del self._held[target]
        self._answers[target] = answered
        self._answers.move_to_end(target)
        if len(self._answers) > _MOST_REMEMBERED:
            self._answers.popitem(last=False)

    def _limit(self, target: str) -> int:
        answers = self._answers.get(target)
        if answers is None:
            return self._of_an_unknown_one
        return self._of_a_good_one if answers else _PLACES_OF_A_SLOW_ONE
