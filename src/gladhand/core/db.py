"""The database: one pool of autocommit connections, and explicit transactions."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeAlias

from psycopg import AsyncConnection, InterfaceError, OperationalError, sql
from psycopg.errors import QueryCanceled, ReadOnlySqlTransaction
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from gladhand.core import clock
from gladhand.core.background import start_background
from gladhand.core.conninfo import (
    TRIGGERS_FIRE,
    ReadOnlyDatabase,
    is_read_only,
    require_suitable,
    require_triggers,
    session,
)
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_READ_ONLY = LogEvent(
    "database.read_only", "A connection accepts no writes. The process replaces all connections to the database."
)
STATEMENT_ENDED = LogEvent(
    "database.statement_ended",
    "PostgreSQL answers, and has ended a statement: by a time limit, a lock, a deadlock, or an administrator. The work "
    "goes on as after a lost connection.",
)
_CLOCK_OFF = LogEvent(
    "clock.off", "This machine's clock differs from the database's by more than 5 seconds. The database's is used."
)

Db: TypeAlias = AsyncConnection[DictRow]

#: Errors that psycopg raises when the server is unreachable, restarts, or the pool times out. Every other database
#: error is a bug of ours: a loop lets it pass, so that the process ends with its traceback. `OperationalError` is also
#: raised for single statements; `is_of_statement` tells those apart, and loops that retry bound their number.
AWAY = (OperationalError, InterfaceError, OSError)

# Classes of SQLSTATE: connection, sign-in, lack of disk or memory, intervention of an operator, system, configuration.
_OF_SERVER = ("08", "28", "53", "57", "58", "F0")


def is_of_statement(error: BaseException) -> bool:
    """Whether the server has ended a single statement, and still answers others.

    It does so for a time limit, a lock, a deadlock, a limit of its own, or an administrator's `pg_cancel_backend`.

    The SQLSTATE decides: 57014 (query canceled), or a class other than those of the server as a whole. Errors of the
    link and of the pool have none.
    """
    state: str | None = getattr(error, "sqlstate", None)
    return state is not None and (state == QueryCanceled.sqlstate or state[:2] not in _OF_SERVER)


def log_away(error: BaseException, of_lost_database: LogEvent, *, reason: str | None = None, **fields: object) -> None:
    """Log one of `AWAY`. The line has the name `of_lost_database` only if the database is away."""
    event = STATEMENT_ENDED if is_of_statement(error) else of_lost_database
    log.warning(event, reason=reason or type(error).__name__, **fields)


def away_text(error: BaseException) -> str:
    """The sentence about one of `AWAY` for people: as `log_away`, it blames the database only if that is away."""
    return "The database ended a statement." if is_of_statement(error) else "The database does not answer."


def quoted(statement: sql.Composable) -> sql.SQL:
    """Quote the names in a statement once, since doing so at each call costs more than most statements do."""
    return sql.SQL(statement.as_string(None))


class Spanning(Protocol):
    """One transaction that spans all database work of a context."""

    async def join(self) -> Db | None:
        """The connection of the transaction; None for work that is not part of it."""
        ...


#: If it is set, `connection()` and `transaction()` join this transaction instead of taking a connection of the pool.
SPANNING: ContextVar[Spanning | None] = ContextVar("spanning", default=None)

# How often a process looks whether the database still accepts writes, and what time it has there.
_OBSERVED_EVERY_SECONDS = 5
_TOLERATED_DIFFERENCE = timedelta(seconds=5)


class Database:
    """A pool of autocommit connections with rows as dictionaries.

    `connection()` gives a connection for single statements. `transaction()` gives one inside a transaction, which is
    committed when the block ends and rolled back when it raises. `wait` limits the seconds until a connection is free.
    """

    def __init__(self, url: str, *, max_size: int = 10, name: str = "gladhand") -> None:
        self.url = url
        self._options: dict[str, Any] = {"autocommit": True, "row_factory": dict_row}
        self._generation = 0
        self._observing: asyncio.Task[None] | None = None
        self._pool: AsyncConnectionPool[Db] = AsyncConnectionPool(
            session(url, name=name),
            open=False,
            min_size=1,
            max_size=max_size,
            timeout=15,
            # The pool doubles its pauses between tries. Without this limit, it would wait one minute more for a
            # database that was away for two. After the limit, each request for a connection tries at once.
            reconnect_timeout=5,
            configure=_require_triggers,
            kwargs=self._options,
        )

    async def open(self) -> None:
        await self._pool.open(wait=True, timeout=30)
        if abs(await self.observe() - datetime.now(UTC)) > _TOLERATED_DIFFERENCE:
            log.warning(_CLOCK_OFF)
        self._observing = start_background(self._observe_for_ever())

    async def close(self) -> None:
        if self._observing is not None:
            self._observing.cancel()
            with suppress(asyncio.CancelledError):
                await self._observing
        await self._pool.close()

    async def __aenter__(self) -> "Database":
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def connection(self, *, wait: float | None = None) -> AbstractAsyncContextManager[Db]:
        return self._pooled(wait) if SPANNING.get() is None else self._spanned(wait)

    @asynccontextmanager
    async def _spanned(self, wait: float | None) -> AsyncIterator[Db]:
        spanning = SPANNING.get()
        if spanning is not None and (joined := await spanning.join()) is not None:
            yield joined
            return
        async with self._pooled(wait) as connection:
            yield connection

    @asynccontextmanager
    async def transaction(self, *, wait: float | None = None) -> AsyncIterator[Db]:
        async with self.connection(wait=wait) as db, db.transaction():
            yield db

    @asynccontextmanager
    async def unspanned_transaction(self) -> AsyncIterator[Db]:
        """Open a separate transaction, even when another one spans the context."""
        async with self._pooled(None) as connection, connection.transaction():
            yield connection

    @asynccontextmanager
    async def single_connection(self) -> AsyncIterator[Db]:
        """A connection outside the pool for the block, for a listener or for a statement that takes long.

        Raises one of `AWAY` when a statement finds that the server accepts no writes.
        """
        async with await self.connect() as connection:
            try:
                yield connection
            except ReadOnlySqlTransaction as error:
                raise _no_writes() from error

    async def connect(self) -> Db:
        """A connection outside the pool, which the caller closes; `require_usable` tells when to replace it."""
        connection = await AsyncConnection.connect(session(self.url, name="gladhand-listener"), **self._options)
        try:
            require_suitable(connection.info)
            await _require_triggers(connection)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def require_writable(self, *, wait: float | None = None) -> None:
        """Raise one of `AWAY` unless the database can store new rows: it accepts writes and its disk has room."""
        async with self._pooled(wait) as db, db.transaction(force_rollback=True):
            # New pages are what a full disk refuses first.
            await db.execute("insert into write_probe select repeat('x', 1000) from generate_series(1, 24)")

    async def observe(self) -> datetime:
        """Measure the database's time for `core.clock`. Raises `ReadOnlyDatabase` when it accepts no writes."""
        async with self._pooled(None) as db:
            asked = time.monotonic()
            row = await (await db.execute("select clock_timestamp() as moment")).fetchone()
            assert row is not None
            moment: datetime = row["moment"]
            clock.follow(moment, asked, time.monotonic())
        return moment

    async def _observe_for_ever(self) -> None:
        while True:
            await asyncio.sleep(_OBSERVED_EVERY_SECONDS)
            with suppress(*AWAY):
                await self.observe()

    @asynccontextmanager
    async def _pooled(self, wait: float | None) -> AsyncIterator[Db]:
        """A connection of the pool. If it turns out to be read-only, all are replaced, and what it did fails."""
        generation = self._generation
        task = asyncio.current_task()
        assert task is not None
        cancelled = task.cancelling()
        try:
            async with self._pool.connection(wait) as connection:
                # The pool waits with `asyncio.wait_for`, which in Python 3.11 drops a cancellation that comes together
                # with the connection: a background task would go on for ever, and its process would not end.
                if task.cancelling() > cancelled:
                    raise asyncio.CancelledError
                generation = self._generation
                yield connection
                require_usable(connection)
        except (ReadOnlySqlTransaction, ReadOnlyDatabase) as error:
            if generation == self._generation:
                self._generation += 1
                log.warning(_READ_ONLY)
                await self._pool.drain()
            raise _no_writes() from error


def require_usable(db: Db) -> None:
    """Raise `ReadOnlyDatabase` if the server has reported that it accepts no writes."""
    if is_read_only(db):
        raise _no_writes()


async def _require_triggers(db: Db) -> None:
    row = await (await db.execute(TRIGGERS_FIRE)).fetchone()
    assert row is not None
    require_triggers(db.info, fire=row["triggers_fire"])


def _no_writes() -> ReadOnlyDatabase:
    return ReadOnlyDatabase("the database accepts no writes")
