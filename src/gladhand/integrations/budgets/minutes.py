"""Stores by the minute how many requests went to providers: of all accounts, and of the busiest ones.

An account's limit is its own, so the busiest account shows how near requests come to it. Most accounts are far from it,
and have no rows. Each process stores the accounts that are its own busiest. A minute later it adds what it has sent for
accounts that only other processes have among theirs, so that a row has the requests of all processes; a process that
ends takes those of its last minute with it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from heapq import nlargest

from gladhand.core.db import Db
from gladhand.core.figures.recorder import StoreMinute
from gladhand.core.figures.tally import Tally
from gladhand.integrations.budgets.metrics import REQUESTS, THROTTLED, RequestKey
from gladhand.integrations.budgets.minute_queries import (
    ALL_ACCOUNTS,
    BudgetMinute,
    update_stored_accounts,
    upsert_budget_minutes,
)

# The busiest accounts of each kind of requests that a process stores. One that is among them in no process has no row.
_BUSIEST = 3


class BudgetFigures:
    """The requests of one process."""

    def __init__(self, requests: Tally[RequestKey], throttled: Tally[RequestKey]) -> None:
        self._requests, self._throttled = requests, throttled
        self._rest: tuple[datetime, Sequence[BudgetMinute]] | None = None
        """The other accounts of the last minute."""

    def take(self, begins: datetime) -> StoreMinute | None:
        """What this process has sent since the last time, as part of the minute that began then."""
        before = self._rest
        stored, rest = budget_minutes(self._requests.drain(), self._throttled.drain())
        if before is not None and before[0] == begins:
            # The minute goes on, and other processes have yet to store theirs.
            rest = _summed([*before[1], *rest])
            before = None
        self._rest = (begins, rest) if rest else None

        async def store(db: Db) -> None:
            if stored:
                await upsert_budget_minutes(db, begins, stored)
            if before is not None:
                await update_stored_accounts(db, *before)

        return store if stored or before else None


#: Those of this process.
FIGURES = BudgetFigures(REQUESTS, THROTTLED)


def budget_minutes(
    requests: Mapping[RequestKey, int], throttled: Mapping[RequestKey, int]
) -> tuple[list[BudgetMinute], list[BudgetMinute]]:
    """The rows of a minute, and those of the accounts that are not among the busiest."""
    accounts: defaultdict[tuple[str, str], list[RequestKey]] = defaultdict(list)
    for key in requests.keys() | throttled.keys():
        accounts[key[:2]].append(key)
    stored: list[BudgetMinute] = []
    rest: list[BudgetMinute] = []
    for (source_name, kind), keys in accounts.items():
        total = (sum(counts.get(key, 0) for key in keys) for counts in (requests, throttled))
        stored.append(BudgetMinute(source_name, kind, ALL_ACCOUNTS, *total))
        busiest = nlargest(_BUSIEST, keys, key=lambda key: requests.get(key, 0))
        for rows, found in ((stored, busiest), (rest, set(keys).difference(busiest))):
            rows += [BudgetMinute(*key, requests.get(key, 0), throttled.get(key, 0)) for key in found]
    return stored, rest


def _summed(minutes: Sequence[BudgetMinute]) -> list[BudgetMinute]:
    """One row for each account."""
    sums: dict[RequestKey, BudgetMinute] = {}
    for each in minutes:
        key = each.source_name, each.kind, each.account
        was = sums.get(key, BudgetMinute(*key, 0, 0))
        sums[key] = BudgetMinute(*key, was.requests + each.requests, was.throttled + each.throttled)
    return list(sums.values())
