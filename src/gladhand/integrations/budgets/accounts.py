"""The budgets of all accounts that this process has to do with, and what an operation costs at each provider."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection

from gladhand.core.db import Database
from gladhand.integrations.budgets.metrics import LIMIT
from gladhand.integrations.budgets.shared import AccountRateLimiter, BudgetLease
from gladhand.integrations.hosting.registry import Provider
from gladhand.sdk.budget import ALL

# Forgetting one only means that its few requests in hand are forfeited.
_MOST_KEPT = 10_000
# How much of the average the newest operation makes.
_NEWEST = 0.1
# A kind that not nearly all operations need is not waited for before they begin: taken in vain, it would be lost.
_LEAST_SHARE = 0.9


class Accounts:
    """Makes purses. One for each process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._budgets: OrderedDict[str, AccountRateLimiter] = OrderedDict()
        self._costs: dict[str, dict[str, float]] = {}

    def budget(self, provider: Provider, account: str) -> AccountRateLimiter:
        """The budget of an account, by its fingerprint: two connections to one account share it."""
        found = self._budgets.get(account)
        if found is None:
            paces = provider.definition.limits.rates
            for name, pace in paces.items():
                LIMIT.labels(provider.source_name, name or "all").set(pace.per_second)
            found = AccountRateLimiter(self._database, account, paces, source_name=provider.source_name)
            self._budgets[account] = found
            if len(self._budgets) > _MOST_KEPT:
                self._budgets.popitem(last=False)
        self._budgets.move_to_end(account)
        return found

    def purse(
        self,
        provider: Provider,
        account: str,
        *,
        is_read: bool = False,
        on_wait: Callable[[bool], None] | None = None,
    ) -> BudgetLease:
        """What one call of an adapter may spend. Reads wait while there are writes to the account."""
        return BudgetLease(self.budget(provider, account), is_read=is_read, on_wait=on_wait)

    def learn(self, provider: Provider, spent: Counter[str]) -> None:
        """An operation has needed so many requests of each kind."""
        costs = self._costs.setdefault(provider.source_name, {ALL: float(spent[ALL])})
        for name in costs.keys() | spent.keys():
            costs[name] = costs.get(name, 0.0) + _NEWEST * (spent[name] - costs.get(name, 0.0))

    def needs(self, source_name: str) -> Collection[str]:
        """The buckets that most operations take from."""
        costs = self._costs.get(source_name, {})
        return [ALL, *(name for name, cost in costs.items() if name != ALL and cost >= _LEAST_SHARE)]

    def seconds_each(self, provider: Provider) -> float:
        """How far apart operations of one account leave when many wait: the scarcest kind of requests decides."""
        costs = self._costs.get(provider.source_name, {ALL: 1.0})
        paces = provider.definition.limits.rates
        return max(cost / paces[name].per_second for name, cost in costs.items() if name in paces)
