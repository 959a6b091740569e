"""Who may be called next: accounts share this worker's places, and one that does not answer keeps few of them.

An operation has a place from when it is claimed until it is settled, but for the time that it waits for its account's
rate budget. An account has as many places as its provider allows, loses half with each silence and gains one with each
answer; those that are silent have half of all places together at most. So an account that hangs is soon down to one
operation at a time, and however many accounts hang, the others go on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

_FIRST_GUESS_SECONDS, _NEWEST = 0.1, 0.1
_MOST_REMEMBERED = 10_000


@dataclass(eq=False)
class Account:
    """One account of a provider, and what is under way to it here."""

    name: str
    source_name: str
    most: int
    """How many operations may be under way to it at once, whoever has them."""
    window: int
    under_way: int = 0
    waiting: int = 0
    """How many of those wait for the rate budget."""
    seconds: float = _FIRST_GUESS_SECONDS
    """How long an operation takes."""
    is_silent: bool = False
    not_before: float = 0.0
    """When to look at its lanes again: before that there is no budget."""

    @property
    def room(self) -> int:
        return max(0, self.window - self.under_way)


class Places:
    """`concurrency` places for all accounts together."""

    def __init__(self, concurrency: int) -> None:
        self._concurrency = concurrency
        self._accounts: dict[str, Account] = {}
        self._used = {False: 0, True: 0}

    @property
    def used(self) -> int:
        """How many operations are being worked on."""
        return self._used[False] + self._used[True]

    def account(self, name: str, source_name: str, most: int) -> Account:
        found = self._accounts.get(name)
        if found is None:
            if len(self._accounts) >= _MOST_REMEMBERED:
                self._forget_idle()
            found = self._accounts[name] = Account(name, source_name, most, window=most)
        return found

    def shares(self, wishes: Iterable[tuple[Account, int]]) -> dict[Account, int]:
        """What each account may begin now: each has one before any has two, and so on."""
        open_wishes = {account: min(count, account.room) for account, count in wishes}
        shares = dict.fromkeys(open_wishes, 0)
        room = {
            True: max(0, min(self._concurrency // 2 - self._used[True], self._concurrency - self.used)),
            False: max(0, self._concurrency - self.used),
        }
        while open_wishes:
            for account in list(open_wishes):
                if open_wishes[account] <= shares[account] or room[account.is_silent] <= 0 or room[False] <= 0:
                    del open_wishes[account]
                    continue
                shares[account] += 1
                room[False] -= 1
                room[True] -= account.is_silent
        return {account: share for account, share in shares.items() if share}

    def began(self, account: Account) -> Callable[[bool], None]:
        """An operation is under way. The answer is to be told when it begins and stops to wait for the budget."""
        account.under_way += 1
        self._used[account.is_silent] += 1

        def waits(now: bool) -> None:
            account.waiting += 1 if now else -1
            self._used[account.is_silent] -= 1 if now else -1

        return waits

    def ended(self, account: Account, *, answered: bool, seconds: float) -> None:
        account.under_way -= 1
        self._used[account.is_silent] -= 1
        if answered:
            account.seconds += _NEWEST * (seconds - account.seconds)
            account.window = min(account.most, account.window + 1)
        else:
            account.window = max(1, account.window // 2)
        if account.is_silent == answered:
            # What it has under way counts on the other side from now on.
            moved = account.under_way - account.waiting
            self._used[account.is_silent] -= moved
            account.is_silent = not answered
            self._used[account.is_silent] += moved

    def _forget_idle(self) -> None:
        for name, account in list(self._accounts.items()):
            if not account.under_way and not account.is_silent:
                del self._accounts[name]
