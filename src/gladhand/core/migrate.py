"""Brings the schema up to date."""

import time
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import psycopg
from yoyo import read_migrations
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.connections import DatabaseURI, default_migration_table

from gladhand.core.conninfo import (
    MIGRATION_TIMEOUTS,
    TRIGGERS_FIRE,
    UnsuitableDatabase,
    require_suitable,
    require_triggers,
    session,
)
from gladhand.core.db import Db
from gladhand.core.how_many import how_many

_TRY_LOCK = "select pg_try_advisory_lock(hashtextextended('gladhand.migrate', 0))"
_SECONDS_BETWEEN_TRIES = 0.2


def migrate(url: str) -> int:
    """Apply what is missing, one process at a time; returns how many migrations were applied."""
    # yoyo's own lock is a row, which a process that is killed leaves behind; this one ends with the connection.
    with _connected(url) as guard:
        _require_schema(guard)
        # A waiting statement would hold a snapshot, and `create index concurrently` waits for all snapshots.
        while guard.execute(_TRY_LOCK).fetchone() != (True,):
            time.sleep(_SECONDS_BETWEEN_TRIES)
        with _Backend.at(url) as backend:
            found = backend.to_apply(_known_migrations())
            backend.apply_migrations(found)
            return len(found)


def missing_migrations(url: str) -> list[str]:
    """The names of the migrations that this release has and the database lacks."""
    # Query the table directly: yoyo would create its tables first, and this check must not change the database.
    with _connected(url) as connection:
        begun = connection.execute("select to_regclass('_yoyo_migration') is not null").fetchone() == (True,)
        applied = connection.execute("select migration_id from _yoyo_migration").fetchall() if begun else []
    known = {name for (name,) in applied}
    return [migration.id for migration in _known_migrations() if migration.id not in known]


async def list_missing_migrations(db: Db) -> list[str]:
    """The same, for a process that serves."""
    cursor = await db.execute("select to_regclass('_yoyo_migration') is not null as has_begun")
    row = await cursor.fetchone()
    if row is None or not row["has_begun"]:
        return list(known_names())
    cursor = await db.execute("select migration_id from _yoyo_migration")
    applied = {row["migration_id"] for row in await cursor.fetchall()}
    return [name for name in known_names() if name not in applied]


async def count_unknown(db: Db) -> int:
    """How many migrations the database has had from newer releases."""
    cursor = await db.execute(
        "select count(*) as number from _yoyo_migration where migration_id <> all (%s)", (list(known_names()),)
    )
    row = await cursor.fetchone()
    assert row is not None
    number: int = row["number"]
    return number


def require_migrated(missing_names: Sequence[str]) -> None:
    """Raise `UnsuitableDatabase` if migrations are missing. Only `gladhand migrate` applies them, because several
    processes may start at once."""
    if len(missing_names) == len(known_names()):
        raise UnsuitableDatabase("the database is empty; run `gladhand migrate`")
    if missing_names:
        raise UnsuitableDatabase(
            f"the database lacks {how_many(len(missing_names), 'migration')}; run `gladhand migrate`"
        )


@cache
def known_names() -> tuple[str, ...]:
    """The migrations of this release, oldest first."""
    return tuple(migration.id for migration in _known_migrations())


class _Backend(PostgresqlPsycopgBackend):  # type: ignore[misc]  # yoyo publishes no types
    """yoyo on a connection that this module opens. yoyo itself would parse the address, and supports neither several
    hosts nor options."""

    @classmethod
    def at(cls, url: str) -> "_Backend":
        backend = cls(
            DatabaseURI("postgresql+psycopg", None, None, None, None, "", {"address": url}), default_migration_table
        )
        backend.init_database()
        return backend

    def connect(self, place: DatabaseURI) -> psycopg.Connection[Any]:
        return _connected(place.args["address"])


def _connected(url: str) -> psycopg.Connection[Any]:
    address = session(url, name="gladhand-migrate", timeouts=MIGRATION_TIMEOUTS)
    connection = psycopg.connect(address, autocommit=True)
    try:
        require_suitable(connection.info)
        require_triggers(connection.info, fire=connection.execute(TRIGGERS_FIRE).fetchone() == (True,))
    except BaseException:
        connection.close()
        raise
    return connection


def _require_schema(connection: psycopg.Connection[Any]) -> None:
    """The tables go into the first schema of the search path, which has to exist and to be ours to write in."""
    row = connection.execute(
        "select current_setting('search_path'), has_schema_privilege(current_schema(), 'create')"
    ).fetchone()
    assert row is not None
    path, may_create = row
    if may_create is None:
        raise UnsuitableDatabase(f"the database {connection.info.dbname} has no schema {path}; create it")
    if not may_create:
        raise UnsuitableDatabase(
            f"the role {connection.info.user} may not create tables in the schema {path}; grant it `create`"
        )


def _known_migrations() -> Any:
    with as_file(files("gladhand") / "migrations") as folder:
        return read_migrations(str(folder))
