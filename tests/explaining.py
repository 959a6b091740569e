"""The plans that PostgreSQL has for the statements of a query."""

from typing import Any

from psycopg import AsyncCursor, sql
from psycopg.rows import DictRow


class ExplainingCursor(AsyncCursor[DictRow]):
    """Explains each statement instead of running it. The plans are its rows, and the statement has none."""

    plans: list[Any] = []  # noqa: RUF012 - of all cursors of the test

    async def execute(self, query: Any, params: Any = None, **options: Any) -> "ExplainingCursor":
        statement = sql.SQL(query) if isinstance(query, str) else query
        await super().execute(sql.SQL("explain (format json) ") + statement, params, **options)
        self.plans += [row["QUERY PLAN"][0]["Plan"] for row in await super().fetchall()]
        return self

    async def fetchall(self) -> list[DictRow]:
        return []


class ExplainedCursor(AsyncCursor[DictRow]):
    """Runs each statement, and has its plan."""

    plans: list[Any] = []  # noqa: RUF012 - of all cursors of the test

    async def execute(self, query: Any, params: Any = None, **options: Any) -> "ExplainedCursor":
        statement = sql.SQL(query) if isinstance(query, str) else query
        await super().execute(sql.SQL("explain (format json) ") + statement, params, **options)
        self.plans += [row["QUERY PLAN"][0]["Plan"] for row in await super().fetchall()]
        await super().execute(statement, params, **options)
        return self


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """A node of a plan, and all below it."""
    return [plan, *(below for each in plan.get("Plans", []) for below in nodes(each))]
