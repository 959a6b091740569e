"""The database: one pool of autocommit connections, and explicit transactions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeAlias

from psycopg import AsyncConnection, InterfaceError, OperationalError, sql
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

Db: TypeAlias = AsyncConnection[DictRow]

#: Errors that psycopg raises when the server is unreachable, restarts, or the pool times out. Every other database
#: error is a bug of ours: a loop lets it pass, so that the process ends with its traceback.
AWAY = (OperationalError, InterfaceError, OSError)


def rendered(statement: sql.Composable) -> sql.SQL:
    """Quote the names in a statement once, since doing so at each call costs more than most statements do."""
    return sql.SQL(statement.as_string(None))


class Spanning(Protocol):
    """One transaction that spans all database work of a context."""

    async def join(self) -> Db | None:
        """The connection of the transaction; None for work that is not part of it."""
        ...


#: If it is set, `connection()` and `transaction()` join this transaction instead of taking a connection of the pool.
SPANNING: ContextVar[Spanning | None] = ContextVar("spanning", default=None)

# A statement that runs longer is a bug, and must not hold its locks for ever.
_STATEMENT_TIMEOUT_MS = 30_000
_IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000
# A machine that disappears (a failover) is noticed in seconds, instead of the minutes of the system's defaults.
_LINK = {
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


class Database:
    """A pool of autocommit connections with rows as dictionaries.

    `connection()` gives a connection for single statements. `transaction()` gives one inside a transaction, which is
    committed when the block ends and rolled back when it raises. `wait` limits the seconds until a connection is free.
    """

    def __init__(self, url: str, *, max_size: int = 10, name: str = "gladhand") -> None:
        self.url = url
        self._options: dict[str, Any] = _LINK | {
            "autocommit": True,
            "row_factory": dict_row,
            "application_name": name,
            "options": f"-c statement_timeout={_STATEMENT_TIMEOUT_MS}"
            f" -c idle_in_transaction_session_timeout={_IDLE_IN_TRANSACTION_TIMEOUT_MS} -c timezone=UTC",
        }
        self._pool: AsyncConnectionPool[Db] = AsyncConnectionPool(
            url,
            open=False,
            min_size=1,
            max_size=max_size,
            timeout=15,
            # The pool doubles its pauses between tries. Without this limit, it would wait one minute more for a
            # database that was away for two. After the limit, each request for a connection tries at once.
            reconnect_timeout=5,
            kwargs=self._options,
        )

    async def open(self) -> None:
        await self._pool.open(wait=True, timeout=30)

    async def close(self) -> None:
        await self._pool.close()

    async def __aenter__(self) -> "Database":
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def connection(self, *, wait: float | None = None) -> AsyncIterator[Db]:
        if (spanning := SPANNING.get()) is not None and (joined := await spanning.join()) is not None:
            yield joined
            return
        async with self._pool.connection(wait) as connection:
            yield connection

    @asynccontextmanager
    async def transaction(self, *, wait: float | None = None) -> AsyncIterator[Db]:
        async with self.connection(wait=wait) as db, db.transaction():
            yield db

    @asynccontextmanager
    async def unspanned_transaction(self) -> AsyncIterator[Db]:
        """Open a separate transaction, even when another one spans the context."""
        async with self._pool.connection() as connection, connection.transaction():
            yield connection

    async def connect(self) -> Db:
        """A connection outside the pool, for a listener or for locks."""
        options = self._options | {"application_name": "gladhand-listener"}
        return await AsyncConnection.connect(self.url, **options)
