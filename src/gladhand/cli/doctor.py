"""`gladhand doctor`."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import typer
from psycopg import Error as DatabaseError
from psycopg import OperationalError

from gladhand.auth.keys import queries as signing_keys
from gladhand.auth.keys.service import opened
from gladhand.cli import context
from gladhand.config import keys
from gladhand.config.settings import Settings
from gladhand.core.crypto import Unsealable
from gladhand.core.db import Db
from gladhand.core.migrate import missing
from gladhand.core.processes.heartbeat import DEAD_AFTER_SECONDS
from gladhand.core.processes.queries import list_processes
from gladhand.local import installation

_OLDEST_POSTGRES = 160000


class Trouble(Exception):
    """Something that does not work. The text says what to do."""


def command() -> None:
    """Check settings, database and keys, and report what does not work."""
    settings = context.settings()
    try:
        with installation.database_url(settings) as url:
            checks: list[tuple[str, Callable[[Db], Awaitable[str]]]] = [
                ("database", _database_version),
                ("schema", lambda _: _schema(url)),
                ("encryption keys", lambda connection: _keys(connection, settings)),
                ("workers", _workers),
                ("addresses", lambda _: _addresses(settings)),
            ]
            troubles = sum([not _checked(settings, name, check) for name, check in checks])
    except OperationalError as error:
        reason = str(error).splitlines()[0]
        raise typer.Exit(_say("database", f"cannot be reached: {reason}", good=False)) from None
    raise typer.Exit(1 if troubles else 0)


def _checked(settings: Settings, name: str, check: Callable[[Db], Awaitable[str]]) -> bool:
    try:
        _say(name, context.in_transaction(settings, check), good=True)
    except OperationalError:
        raise
    except (Trouble, DatabaseError, Unsealable, ValueError) as error:
        _say(name, str(error), good=False)
        return False
    return True


def _say(name: str, text: str, *, good: bool) -> int:
    typer.echo(f"{'ok      ' if good else 'TROUBLE '} {name:<16} {text}")
    return 0 if good else 1


async def _database_version(db: Db) -> str:
    row = await (await db.execute("select current_setting('server_version_num')::int as number, version()")).fetchone()
    assert row is not None
    if row["number"] < _OLDEST_POSTGRES:
        raise Trouble(f"PostgreSQL 16 or newer is needed, this is {row['number'] // 10000}")
    return str(row["version"]).split(" on ")[0]


async def _schema(url: str) -> str:
    if names := missing(url):
        raise Trouble(f"{len(names)} migrations are missing; run `gladhand migrate`")
    return "up to date"


async def _keys(db: Db, settings: Settings) -> str:
    keyring = keys.keyring(settings)
    rows = await signing_keys.usable(db, retired_for_seconds=0)
    for row in rows:
        opened(row, keyring)
    return f"read {len(rows)} stored signing keys"


async def _workers(db: Db) -> str:
    alive = [
        f"{each.version}, seen {each.seconds_ago:.0f} s ago"
        for each in await list_processes(db)
        if each.kind == "worker" and each.seconds_ago < DEAD_AFTER_SECONDS
    ]
    # Before the first start there is none, and nothing is wrong.
    return f"{len(alive)} alive ({'; '.join(alive)})" if alive else "none alive; `gladhand worker` starts one"


async def _addresses(settings: Settings) -> str:
    connect = urlsplit(settings.connect_url)
    if connect.scheme != "https" and connect.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise Trouble("GLADHAND_CONNECT_URL must be https, because browsers refuse to embed other pages")
    if connect.path:
        raise Trouble("GLADHAND_CONNECT_URL must have no path, because Connect uses the root of its origin")
    return f"API {settings.public_url}, Connect {settings.connect_url}, issuer {settings.issuer_url}"
