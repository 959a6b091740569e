"""How much of an account's rate several processes use together."""

import asyncio
import time
from uuid import uuid4

import uvloop
from tests.bench.installation import MeasuredInstallation
from tests.bench.report import BenchReport

from gladhand.core.db import Database
from gladhand.integrations.budgets.limiter import AccountRateLimiter, BudgetLease
from gladhand.sdk.budget import ALL, Rate

_RATE = Rate(50, 1)
_SECONDS = 5.0


def use(installation: MeasuredInstallation, report: BenchReport) -> None:
    """Three limiters that share nothing but the database, each with four tasks that always want more."""
    taken = uvloop.run(_taken(installation.database_url))
    report.share("one account's budget, three processes", taken / _SECONDS, _RATE.per_second, "/s", 0.9, "the rate")


async def _taken(database_url: str) -> int:
    account, taken = f"account-{uuid4()}", 0
    until = time.monotonic() + _SECONDS

    async def spend(limiter: AccountRateLimiter) -> None:
        nonlocal taken
        while True:
            await BudgetLease(limiter).take()
            if time.monotonic() > until:
                return
            taken += 1

    async with Database(database_url, max_size=5, name="bench") as database:
        limiters = [AccountRateLimiter(database, account, {ALL: _RATE}) for _ in range(3)]
        await asyncio.gather(*(spend(limiter) for limiter in limiters for _ in range(4)))
    return taken
