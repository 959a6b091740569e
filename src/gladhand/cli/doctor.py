"""`gladhand doctor`."""

from collections.abc import Callable, Coroutine, Mapping
from contextlib import ExitStack
from functools import partial
from typing import Any

import typer
from psycopg import Error as DatabaseError

from gladhand.cli import context, surroundings_checks
from gladhand.cli.explanations import storage_fault
from gladhand.config import database_checks
from gladhand.config.database_checks import OF_DATABASE, OF_SCHEMA, DatabaseCheck
from gladhand.config.keys import NotSetUp
from gladhand.config.settings import Settings
from gladhand.config.variables import UnknownSetting
from gladhand.core.checks import Trouble
from gladhand.core.conninfo import UnsuitableDatabase, reason
from gladhand.core.crypto import Unsealable
from gladhand.local import installation

_OF_SURROUNDINGS: dict[str, Callable[[Settings], Coroutine[Any, Any, str]]] = {
    "public address": surroundings_checks.public_address,
    "Connect": surroundings_checks.connect_address,
    "OAuth apps": surroundings_checks.oauth_applications,
    "OpenID": surroundings_checks.openid_provider,
    "mail": surroundings_checks.mail_server,
}
_EXPECTED = (Trouble, NotSetUp, UnknownSetting, UnsuitableDatabase, DatabaseError, Unsealable, ValueError, OSError)


def command() -> None:
    """Check the database, the keys and the addresses, and report every problem."""
    settings = context.settings()
    with ExitStack() as stack:
        is_good = _database(settings, stack)
    for name, check in _OF_SURROUNDINGS.items():
        is_good &= _checked(name, partial(_alone, settings, check))
    raise typer.Exit(0 if is_good else 1)


def _database(settings: Settings, stack: ExitStack) -> bool:
    if not _checked("database", partial(_opened, settings, stack)):
        return _left_out([*OF_DATABASE, "schema", *OF_SCHEMA], "database")
    is_good = _all_checked(settings, OF_DATABASE)
    if not _checked("schema", partial(_answer_of, settings, database_checks.schema)):
        return _left_out([*OF_SCHEMA], "schema")
    return _all_checked(settings, OF_SCHEMA) and is_good


def _all_checked(settings: Settings, checks: Mapping[str, DatabaseCheck]) -> bool:
    results = [_checked(name, partial(_answer_of, settings, check)) for name, check in checks.items()]
    return all(results)


def _opened(settings: Settings, stack: ExitStack) -> str:
    stack.enter_context(installation.database_url(settings))
    return _answer_of(settings, database_checks.version)


def _answer_of(settings: Settings, check: DatabaseCheck) -> str:
    return context.in_transaction(settings, lambda db: check(db, settings), any_schema=True)


def _alone(settings: Settings, check: Callable[[Settings], Coroutine[Any, Any, str]]) -> str:
    return context.run(check(settings))


def _left_out(names: list[str], needed: str) -> bool:
    typer.echo(f"skipped: {', '.join(names)}, because the {needed} is not ok")
    return False


def _checked(name: str, check: Callable[[], str]) -> bool:
    try:
        text, is_good = check(), True
    except _EXPECTED as error:
        text, is_good = (isinstance(error, OSError) and storage_fault(error)) or reason(error), False
    typer.echo(f"{'ok' if is_good else 'TROUBLE':<8} {name:<16} {text}")
    return is_good
