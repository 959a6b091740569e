"""Stores by the minute how many requests went to providers: of all accounts, and of the busiest ones.

An account's limit is its own, so the busiest account shows how near requests come to it. Most accounts are far from it,
and have no rows.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from heapq import nlargest

from gladhand.core.db import Db
from gladhand.integrations.budgets.metrics import REQUESTS, THROTTLED, RequestKey
from gladhand.integrations.budgets.minute_queries import ALL_ACCOUNTS, BudgetMinute, upsert_budget_minutes

# The busiest accounts of each kind of requests that a process stores. An account that is among them only in some of the
# processes is shown with less than it used, and none with more.
_BUSIEST = 3


async def store_requests(db: Db, begins: datetime) -> None:
    """Add what this process has sent since the last time to the minute that began then."""
    if minutes := budget_minutes(REQUESTS.drain(), THROTTLED.drain()):
        await upsert_budget_minutes(db, begins, minutes)


def budget_minutes(requests: Mapping[RequestKey, int], throttled: Mapping[RequestKey, int]) -> list[BudgetMinute]:
    """The rows of a minute."""
    accounts: defaultdict[tuple[str, str], list[RequestKey]] = defaultdict(list)
    for key in requests.keys() | throttled.keys():
        accounts[key[:2]].append(key)
    rows = []
    for (source_name, kind), keys in accounts.items():
        total = (sum(counts.get(key, 0) for key in keys) for counts in (requests, throttled))
        rows.append(BudgetMinute(source_name, kind, ALL_ACCOUNTS, *total))
        busiest = nlargest(_BUSIEST, keys, key=lambda key: requests.get(key, 0))
        rows += [BudgetMinute(*key, requests.get(key, 0), throttled.get(key, 0)) for key in busiest]
    return rows
