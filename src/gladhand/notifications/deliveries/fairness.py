"""Who may send next: addresses take turns, and one that does not answer keeps few places.

An address is a host and port of one partner, however many of its subscriptions lead there; partners who share a host,
such as a gateway for webhooks, do not suffer for each other. It starts with a few of the places, gains one with each
answer and loses half with each silence, so that a receiver that hangs is soon down to one attempt at a time.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from gladhand.notifications.deliveries.loads import Load
from gladhand.notifications.deliveries.queries import Lane

# Claimed ahead: what an address will have taken in about a second, within these bounds.
_MOST_WAITING = 500
_MOST_WAITING_OF_ALL = 3000
# A guess until there are answers, and how much of the average the newest answer makes.
_FIRST_GUESS_SECONDS, _NEWEST = 0.1, 0.1
_MOST_REMEMBERED = 5000


@dataclass(eq=False)
class Address:
    """One receiver, what is under way to it, and what is claimed and waits for its turn."""

    name: str
    window: int
    waiting: deque[Load] = field(default_factory=deque)
    under_way: int = 0
    seconds: float = _FIRST_GUESS_SECONDS
    is_silent: bool = False
    is_in_line: bool = False

    @property
    def ahead(self) -> int:
        """How many may wait for their turn."""
        if self.is_silent:
            return max(0, self.window - self.under_way)
        return min(_MOST_WAITING, max(self.window, int(self.window / max(self.seconds, 0.001))))


class Turns:
    """`concurrency` places, given out to the addresses in turn; silent ones have half of them together at most."""

    def __init__(self, concurrency: int, *, clock: Callable[[], float]) -> None:
        self._concurrency = concurrency
        # Ten that are new and hang leave half of the places to others; who answers has more after as many answers.
        self._first_window = max(1, concurrency // 20)
        self._largest_window = max(1, concurrency * 3 // 4)
        self._clock = clock
        self._addresses: dict[tuple[UUID, str], Address] = {}
        self._lines: dict[bool, deque[Address]] = {False: deque(), True: deque()}
        self._under_way = {False: 0, True: 0}
        self._waiting = 0

    def address(self, lane: Lane) -> Address:
        parts = urlsplit(lane.url)
        name = f"{parts.hostname}:{parts.port or parts.scheme}"
        found = self._addresses.get((lane.partner_id, name))
        if found is None:
            if len(self._addresses) >= _MOST_REMEMBERED:
                self._forget_idle()
            found = self._addresses[lane.partner_id, name] = Address(name, self._first_window)
        return found

    def wanted(self, address: Address) -> int:
        """How many more deliveries to claim for it: none while enough wait, then many at once."""
        if len(address.waiting) * 2 > address.ahead:
            return 0
        return max(0, min(address.ahead - len(address.waiting), _MOST_WAITING_OF_ALL - self._waiting))

    def add(self, loads: Iterable[Load]) -> None:
        """These wait for their turn, each of them no longer than others may not claim it."""
        for each in loads:
            address = self.address(each.lane)
            address.waiting.append(each)
            self._waiting += 1
            self._line_up(address)

    def ready(self) -> Iterator[tuple[Address, Load]]:
        """What may be sent now; each has its place from here on."""
        for is_silent in (False, True):
            line = self._lines[is_silent]
            while line and self._has_place(is_silent=is_silent):
                address = line.popleft()
                address.is_in_line = False
                load = self._next_of(address) if address.under_way < address.window else None
                if load is None:
                    # It lines up again when one of its attempts has ended or more was claimed for it.
                    continue
                address.under_way += 1
                self._under_way[address.is_silent] += 1
                self._line_up(address)
                yield address, load

    def ended(self, address: Address, *, answered: bool, seconds: float) -> list[Load]:
        """An attempt is over; what has to be given back because the address has fallen silent."""
        address.under_way -= 1
        self._under_way[address.is_silent] -= 1
        if answered:
            address.seconds += _NEWEST * (seconds - address.seconds)
            address.window = min(self._largest_window, address.window + 1)
        else:
            address.window = max(1, address.window // 2)
        if address.is_silent == answered:
            # Its attempts under way count on the other side from now on.
            self._under_way[address.is_silent] -= address.under_way
            address.is_silent = not answered
            self._under_way[address.is_silent] += address.under_way
            if address.is_in_line:
                self._lines[answered].remove(address)
                address.is_in_line = False
        back = [] if answered else self._taken_out(address)
        self._line_up(address)
        return back

    def clear(self) -> list[Load]:
        """Everything that still waits."""
        return [each for address in self._addresses.values() for each in self._taken_out(address)]

    def _has_place(self, *, is_silent: bool) -> bool:
        if is_silent and self._under_way[True] >= max(1, self._concurrency // 2):
            return False
        return self._under_way[False] + self._under_way[True] < self._concurrency

    def _line_up(self, address: Address) -> None:
        if address.waiting and not address.is_in_line:
            address.is_in_line = True
            self._lines[address.is_silent].append(address)

    def _next_of(self, address: Address) -> Load | None:
        while address.waiting:
            load = address.waiting.popleft()
            self._waiting -= 1
            if self._clock() < load.until:
                return load
        return None

    def _taken_out(self, address: Address) -> list[Load]:
        found = list(address.waiting)
        self._waiting -= len(found)
        address.waiting.clear()
        return found

    def _forget_idle(self) -> None:
        for key, address in list(self._addresses.items()):
            if not address.under_way and not address.waiting and not address.is_silent:
                del self._addresses[key]
