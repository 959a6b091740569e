"""Requests of several processes to one account."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from gladhand.core.clock import now
from gladhand.core.db import Database
from gladhand.core.figures.tally import Tally
from gladhand.integrations.budgets.metrics import RequestKey
from gladhand.integrations.budgets.minute_queries import list_budget_steps
from gladhand.integrations.budgets.minutes import BudgetFigures

MINUTE = timedelta(minutes=1)


class SendingProcess:
    """One process, and what it has sent."""

    def __init__(self, source_name: str) -> None:
        self._source_name = source_name
        self._requests, self._throttled = Tally[RequestKey](), Tally[RequestKey]()
        self.figures = BudgetFigures(self._requests, self._throttled)

    def send(self, accounts: Mapping[str, int]) -> None:
        for account, count in accounts.items():
            for _ in range(count):
                self._requests.add((self._source_name, "", account))
        self._throttled.add((self._source_name, "", "spread"))


async def take_and_store(database: Database, process: SendingProcess, minute: datetime) -> None:
    if (store := process.figures.take(minute)) is not None:
        async with database.transaction() as db:
            await store(db)


async def stored(database: Database, source_name: str) -> Mapping[str, tuple[int, int]]:
    async with database.connection() as db:
        rows = await db.execute(
            "select account, requests, throttled from budget_minute where source_name = %s", (source_name,)
        )
        return {row["account"]: (row["requests"], row["throttled"]) for row in await rows.fetchall()}


async def test_an_account_that_is_busiest_in_one_process_has_the_requests_of_all(database: Database) -> None:
    source_name = f"provider-{uuid4()}"
    first, second = SendingProcess(source_name), SendingProcess(source_name)
    begins = now().replace(second=0, microsecond=0) - 10 * MINUTE
    first.send({"spread": 8, "a": 1})
    # Here it is the fourth.
    second.send({"spread": 7, "b": 9, "c": 9, "d": 9, "e": 2})
    for minute in (begins, begins + MINUTE):
        for process in (first, second):
            await take_and_store(database, process, minute)
    async with database.connection() as db:
        [step] = await list_budget_steps(db, source_name, within=timedelta(hours=3), step=MINUTE)
    accounts = await stored(database, source_name)
    assert (step.requests, step.throttled, step.busiest) == (45, 2, 15)
    # What is among the busiest of no process has no row.
    assert accounts == {"": (45, 2), "spread": (15, 2), "a": (1, 0), "b": (9, 0), "c": (9, 0), "d": (9, 0)}
    assert first.figures.take(begins) is None


async def test_a_process_that_stores_twice_in_a_minute_waits_for_the_others(database: Database) -> None:
    source_name = f"provider-{uuid4()}"
    first, second = SendingProcess(source_name), SendingProcess(source_name)
    begins = now().replace(second=0, microsecond=0) - 10 * MINUTE
    for _ in range(2):
        first.send({"spread": 2, "b": 9, "c": 9, "d": 9})
        await take_and_store(database, first, begins)
    second.send({"spread": 7})
    for minute in (begins, begins + MINUTE):
        for process in (second, first):
            await take_and_store(database, process, minute)
    assert (await stored(database, source_name))["spread"] == (11, 3)
