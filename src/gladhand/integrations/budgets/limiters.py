"""The rate limiters of all accounts that this process calls, and the cost of operations at each provider."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection

from gladhand.core.db import Database
from gladhand.integrations.budgets.limiter import AccountRateLimiter, BudgetLease, request_loader
from gladhand.integrations.budgets.metrics import LIMIT
from gladhand.integrations.hosting.registry import Provider
from gladhand.sdk.budget import ALL

# A limiter that is forgotten only loses the few requests that it holds.
_MOST_LIMITERS = 10_000
# The weight of the newest operation in the average cost.
_NEWEST_WEIGHT = 0.1
# Operations wait only for kinds of requests that nearly all of them need: a request that is taken and not used is lost.
_LEAST_COST = 0.9


class AccountRateLimiters:
    """The rate limiters of accounts. Each process has one object."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._claims = request_loader(database)
        self._limiters: OrderedDict[str, AccountRateLimiter] = OrderedDict()
        self._costs: dict[str, dict[str, float]] = {}

    def limiter(self, provider: Provider, account: str) -> AccountRateLimiter:
        """The limiter of an account, by its fingerprint. Connections to the same account share it."""
        limiter = self._limiters.get(account)
        if limiter is None:
            rates = provider.definition.limits.rates
            for name, rate in rates.items():
                LIMIT.labels(provider.source_name, name or "all").set(rate.per_second)
            limiter = AccountRateLimiter(
                self._database, account, rates, source_name=provider.source_name, claims=self._claims
            )
            self._limiters[account] = limiter
            if len(self._limiters) > _MOST_LIMITERS:
                self._limiters.popitem(last=False)
        self._limiters.move_to_end(account)
        return limiter

    def lease(
        self,
        provider: Provider,
        account: str,
        *,
        is_read: bool = False,
        on_wait: Callable[[bool], None] | None = None,
    ) -> BudgetLease:
        """The budget of one call of an adapter. Reads wait while writes to the account wait."""
        return BudgetLease(self.limiter(provider, account), is_read=is_read, on_wait=on_wait)

    def record_cost(self, provider: Provider, taken: Counter[str]) -> None:
        """Add the requests of one operation to the average cost, by kind."""
        costs = self._costs.setdefault(provider.source_name, {ALL: float(taken[ALL])})
        for name in costs.keys() | taken.keys():
            costs[name] = costs.get(name, 0.0) + _NEWEST_WEIGHT * (taken[name] - costs.get(name, 0.0))

    def usual_buckets(self, source_name: str) -> Collection[str]:
        """The buckets that most operations take from."""
        costs = self._costs.get(source_name, {})
        return [ALL, *(name for name, cost in costs.items() if name != ALL and cost >= _LEAST_COST)]

    def seconds_per_operation(self, provider: Provider) -> float:
        """Seconds between operations of one account when many wait. The scarcest kind of requests decides."""
        costs = self._costs.get(provider.source_name, {ALL: 1.0})
        rates = provider.definition.limits.rates
        return max(cost / rates[name].per_second for name, cost in costs.items() if name in rates)
