"""What `gladhand doctor` looks at in the database. Each check returns a sentence, or raises `Trouble` with one."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TypeAlias

from gladhand.auth.keys import queries as signing_keys
from gladhand.auth.keys.service import opened
from gladhand.config import keys, work
from gladhand.config.settings import Settings
from gladhand.core.checks import Check, Trouble
from gladhand.core.conninfo import UnsuitableDatabase
from gladhand.core.db import Db
from gladhand.core.how_many import how_many
from gladhand.core.migrate import count_unknown, list_missing_migrations, require_migrated
from gladhand.core.processes.queries import list_processes
from gladhand.core.rotation_queries import count_without_key
from gladhand.core.sealed_columns import CALLBACK_SECRET, CREDENTIALS, INVITATION_LINK, SESSION, WEBHOOK_SECRET

#: What a process opens beside its pool. A server listens for open pages; a worker has its locks, and each of its loops
#: listens.
BESIDE_THE_POOL_OF_SERVER, BESIDE_THE_POOL_OF_WORKER = 1, 1 + sum(len(package.loops) for package in work.ALL)
_TOLERATED_SECONDS = 5


async def version(db: Db, _: Settings) -> str:
    host = db.info.host or "the local socket"
    number = db.info.server_version
    return f"PostgreSQL {number // 10000}.{number % 10000} at {host} answers and accepts writes."


async def encoding(db: Db, _: Settings) -> str:
    # A database with another encoding is refused when a connection is opened.
    return f"The database {db.info.dbname} has the encoding {db.info.parameter_status('server_encoding')}."


async def collation(db: Db, _: Settings) -> str:
    cursor = await db.execute(
        """
        select coalesce(datlocale, datcollate) as name, datcollversion as made,
               pg_database_collation_actual_version(oid) as present
        from pg_database where datname = current_database()
        """
    )
    row = await cursor.fetchone()
    assert row is not None
    if row["made"] != row["present"]:
        raise Trouble(
            f"The indexes were sorted by version {row['made']} of {row['name']}, and the server has {row['present']}: "
            f"run `reindex database` and `alter database {db.info.dbname} refresh collation version`."
        )
    return f"Texts are sorted by {row['name']}."


async def schema(db: Db, _: Settings) -> str:
    try:
        require_migrated(await list_missing_migrations(db))
    except UnsuitableDatabase as error:
        raise Trouble(f"{str(error).capitalize()}.") from None
    if newer := await count_unknown(db):
        fitting = "This release works with the schema of the next one only."
        return f"The database has {how_many(newer, 'migration')} of a newer release. {fitting}"
    return "The schema is up to date."


async def writes(db: Db, _: Settings) -> str:
    async with db.transaction(force_rollback=True):
        await db.execute("create temporary table doctor_probe on commit drop as select repeat('x', 8000) as filler")
    return "The database stores new rows."


async def connections(db: Db, settings: Settings) -> str:
    cursor = await db.execute(
        """
        select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                 - current_setting('reserved_connections')::int as most,
               (select rolconnlimit from pg_roles where rolname = current_user) as of_role,
               (select datconnlimit from pg_database where datname = current_database()) as of_database
        """
    )
    row = await cursor.fetchone()
    assert row is not None
    allowed = min(limit for limit in row.values() if limit >= 0)
    of_server = settings.database_connections + BESIDE_THE_POOL_OF_SERVER
    of_worker = settings.database_connections + BESIDE_THE_POOL_OF_WORKER
    needed = settings.server_processes * of_server + of_worker
    text = f"A server and a worker may open {needed} connections, and PostgreSQL allows {allowed}"
    if needed > allowed:
        raise Trouble(f"{text}: raise max_connections, or lower GLADHAND_DATABASE_CONNECTIONS.")
    return f"{text}: there is room for {allowed // of_worker} processes."


async def clock(db: Db, _: Settings) -> str:
    cursor = await db.execute("select clock_timestamp() as moment")
    row = await cursor.fetchone()
    assert row is not None
    return compared_clocks(datetime.now(UTC), row["moment"])


def compared_clocks(ours: datetime, of_database: datetime) -> str:
    seconds = (ours - of_database).total_seconds()
    if abs(seconds) > _TOLERATED_SECONDS:
        raise Trouble(
            f"This machine's clock is {abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} the database's, "
            "which decides what has expired: set both by NTP."
        )
    return "This machine's clock agrees with the database's."


# Work waits or fails without these. Their tables are small enough to be read whole.
_NEEDED_SECRETS = (CREDENTIALS, SESSION, WEBHOOK_SECRET, CALLBACK_SECRET, INVITATION_LINK)


async def encryption_keys(db: Db, settings: Settings) -> str:
    keyring = keys.keyring(settings)
    rows = await signing_keys.list_usable_keys(db, retired_for_seconds=0)
    for row in rows:
        opened(row, keyring)
    unreadable = {each: await count_without_key(db, keyring, each) for each in _NEEDED_SECRETS}
    if rows_of := [f"{count} of {column}" for column, count in unreadable.items() if count]:
        raise Trouble(f"GLADHAND_ENCRYPTION_KEYS lacks the key of some stored secrets: {', '.join(rows_of)}.")
    return f"The keys decrypt {how_many(len(rows), 'stored signing key')}."


async def workers(db: Db, _: Settings) -> str:
    alive = [
        f"{each.version}, seen {each.seconds_ago:.0f} s ago"
        for each in await list_processes(db)
        if each.kind == "worker" and each.is_alive
    ]
    # Before the first start there is none, and nothing is wrong.
    return f"{len(alive)} alive ({'; '.join(alive)})." if alive else "None is alive; `gladhand worker` starts one."


DatabaseCheck: TypeAlias = Callable[[Db, Settings], Awaitable[str]]

OF_DATABASE: Mapping[str, DatabaseCheck] = {
    "encoding": encoding,
    "collation": collation,
    "writes": writes,
    "connections": connections,
    "clock": clock,
}
OF_SCHEMA: Mapping[str, DatabaseCheck] = {"encryption keys": encryption_keys, "workers": workers}


def checks_of(settings: Settings) -> Mapping[str, Check]:
    """All checks of a database that can be reached, for these settings."""
    every = {"database": version, **OF_DATABASE, "schema": schema, **OF_SCHEMA}
    return {name: partial(_with_settings, check, settings) for name, check in every.items()}


async def _with_settings(check: DatabaseCheck, settings: Settings, db: Db) -> str:
    return await check(db, settings)
