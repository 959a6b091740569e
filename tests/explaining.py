"""The plans that PostgreSQL has for the statements of a query."""

from typing import Any, Self

from psycopg import AsyncCursor, sql
from psycopg.rows import DictRow, dict_row


class ExplainingCursor(AsyncCursor[DictRow]):
    """Explains each statement instead of running it. `plans` has the plans, and the statement has no rows."""

    plans: list[Any] = []  # noqa: RUF012 - of all cursors of the test

    async def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        statement = sql.SQL(query) if isinstance(query, str) else query
        await super().execute(sql.SQL("explain (format json) ") + statement, params, **options)
        self.plans += [row["QUERY PLAN"][0]["Plan"] for row in await super().fetchall()]
        return self

    async def fetchall(self) -> list[DictRow]:
        return []


class ExplainedCursor(AsyncCursor[DictRow]):
    """Runs each statement, and has its plan in `plans`."""

    plans: list[Any] = []  # noqa: RUF012 - of all cursors of the test

    async def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        explaining = ExplainingCursor(self.connection, row_factory=dict_row)
        explaining.plans = self.plans
        await explaining.execute(query, params)
        return await super().execute(query, params, **options)


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """A node of a plan, and all below it."""
    return [plan, *(below for each in plan.get("Plans", []) for below in nodes(each))]
