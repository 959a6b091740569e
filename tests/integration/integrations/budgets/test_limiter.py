"""One account's budget, shared by processes that know each other by the database alone."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from uuid import uuid4

import pytest

from gladhand.core.batch_loader import BatchLoader
from gladhand.core.db import Database
from gladhand.integrations.budgets import queries
from gladhand.integrations.budgets.limiter import AccountRateLimiter, BudgetLease
from gladhand.integrations.budgets.queries import BucketRequest
from gladhand.sdk.budget import ALL, Permit, Rate, Remaining
from gladhand.sdk.limits import ProviderLimits

WRITES = {ALL: Rate(1000, 100), "writes": Rate(40, 1)}


@pytest.fixture
def account() -> str:
    return f"account-{uuid4()}"


async def spend(budget: AccountRateLimiter, until: float, moments: list[float], kind: str | None = "writes") -> None:
    lease = BudgetLease(budget)
    while time.monotonic() < until:
        await lease.take(kind)
        moments.append(time.monotonic())


async def test_several_processes_together_keep_the_rate(database: Database, account: str) -> None:
    limits = ProviderLimits.model_validate(
        {"requests_per_second": 1000, "burst": 100, "kinds": {"writes": {"requests": 50, "seconds": 1}}}
    )
    moments: list[float] = []
    started = time.monotonic()
    # Each stands for a process: they share nothing but the rows.
    budgets = [AccountRateLimiter(database, account, limits.rates) for _ in range(3)]
    await asyncio.gather(*(spend(budget, started + 4, moments) for budget in budgets for _ in range(4)))
    # A busy machine notes a request late, never early: until then no more have left than the rate and one burst.
    assert len(moments) >= 12
    for number, moment in enumerate(sorted(moments), 1):
        assert number <= 50 * (moment - started + 1)


async def test_a_burst_is_saved_up_and_no_more(database: Database, account: str) -> None:
    budget = AccountRateLimiter(database, account, {ALL: Rate(20, 5)})
    started = time.monotonic()
    await asyncio.gather(*(BudgetLease(budget).take() for _ in range(5)))
    await asyncio.gather(*(BudgetLease(budget).take() for _ in range(5)))
    assert time.monotonic() - started >= 0.2


async def test_a_pause_is_kept_by_everybody_and_the_pace_is_slower_after_it(database: Database, account: str) -> None:
    one, other = (AccountRateLimiter(database, account, {ALL: Rate(50, 1)}) for _ in range(2))
    await BudgetLease(one).take()
    await BudgetLease(one).pause(0.5)
    started = time.monotonic()
    moments = []
    for _ in range(20):
        await BudgetLease(other).take()
        moments.append(time.monotonic())
    assert moments[0] - started >= 0.45
    # Three quarters of fifty a second.
    assert moments[-1] - started > 0.5 + 19 / 45


async def test_what_is_nearly_used_up_by_the_providers_own_count_is_made_to_last(
    database: Database, account: str
) -> None:
    budget = AccountRateLimiter(database, account, {ALL: Rate(1000, 10)})
    await BudgetLease(budget).take()
    await BudgetLease(budget).observe(Remaining(0, 0.4))
    started = time.monotonic()
    await BudgetLease(budget).take()
    assert time.monotonic() - started >= 0.35
    # With plenty left nothing changes.
    await BudgetLease(budget).observe(Remaining(5000, 1))
    assert await budget.ready(1, [ALL]) == 1


async def test_reads_wait_while_there_are_writes(database: Database, account: str) -> None:
    budget = AccountRateLimiter(database, account, {ALL: Rate(20, 1)})
    order: list[str] = []

    async def take(name: str, *, is_read: bool) -> None:
        await BudgetLease(budget, is_read=is_read).take()
        order.append(name)

    await BudgetLease(budget).take()
    writes = [asyncio.create_task(take("write", is_read=False)) for _ in range(5)]
    await asyncio.sleep(0.01)
    read = asyncio.create_task(take("read", is_read=True))
    await asyncio.sleep(0.01)
    late = asyncio.create_task(take("write", is_read=False))
    await asyncio.gather(*writes, read, late)
    assert order[-1] == "read"


async def test_requests_that_wait_say_so(database: Database, account: str) -> None:
    budget = AccountRateLimiter(database, account, {ALL: Rate(10, 1)})
    waits: list[bool] = []
    await BudgetLease(budget, on_wait=waits.append).take()
    await BudgetLease(budget, on_wait=waits.append).take()
    assert waits[-2:] == [True, False]


async def test_while_the_database_is_away_the_pace_is_kept_alone() -> None:
    gone = Database("postgresql://nobody@127.0.0.1:1/none")
    budget = AccountRateLimiter(gone, "account", {ALL: Rate(50, 10)})
    moments = []
    for _ in range(6):
        await BudgetLease(budget).take()
        moments.append(time.monotonic())
    assert all(later - earlier > 0.01 for earlier, later in pairwise(moments))


async def test_a_lease_counts_the_requests_that_it_has_taken(database: Database, account: str) -> None:
    lease = BudgetLease(AccountRateLimiter(database, account, WRITES))
    await lease.take()
    await lease.take("writes")
    assert lease.taken == Counter({ALL: 2, "writes": 1})


async def test_requests_that_the_database_has_granted_are_kept_when_others_cannot_be_asked_for(
    database: Database, account: str
) -> None:
    gone = Database("postgresql://nobody@127.0.0.1:1/none")

    async def load(requests: Sequence[BucketRequest]) -> Mapping[tuple[str, str], Permit]:
        async with (database if requests[0].bucket == ALL else gone).connection(wait=0.1) as db:
            return await queries.claim_requests(db, requests, ahead=0.25)

    rates = {ALL: Rate(1, 10), "writes": Rate(1000, 100)}
    budget = AccountRateLimiter(database, account, rates, claims=BatchLoader(load, most=1))
    # Without the database, an account with one request per second has no burst.
    assert await budget.ready(10, [ALL, "writes"]) == 10


async def test_requests_of_a_process_that_stands_still_again_and_again_do_not_leave_together(
    database: Database, account: str
) -> None:
    limits = ProviderLimits.model_validate(
        {"requests_per_second": 1000, "burst": 100, "kinds": {"reads": {"requests": 10, "seconds": 1}}}
    )
    budget = AccountRateLimiter(database, account, limits.rates)
    moments: list[float] = []

    async def stand_still() -> None:
        for _ in range(12):
            await asyncio.sleep(0.05)
            time.sleep(0.25)  # noqa: ASYNC251 - that is what is tried

    standing = asyncio.create_task(stand_still())
    await asyncio.gather(*(spend(budget, time.monotonic() + 3, moments, "reads") for _ in range(4)))
    await standing
    # The shortest time between two that both leave on time, one of them as late as it may.
    assert all(later - earlier > 0.05 for earlier, later in pairwise(moments))
    assert len(moments) >= 5
