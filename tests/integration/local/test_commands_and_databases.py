"""Every command that uses the database, against databases that it cannot work with: one sentence, and no traceback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import typer
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from tests.conftest import empty_database, fresh_database

from gladhand.cli.explanations import explanation
from gladhand.cli.main import build
from gladhand.core.migrate import known_names

#: They need no database, or bring their own: `up` and `demo`.
_WITHOUT = {
    "up",
    "demo",
    "simulator",
    "openapi",
    "docs",
    "new-key",
    "version",
    "provider new",
    "provider add-read",
    "provider check",
    "provider try",
    "provider budget",
    "provider kinds",
    "mail test",
}
#: They run until they are stopped, once the database will do.
_ENDLESS = {"serve", "worker"}
_ID = "00000000-0000-4000-8000-000000000001"
#: What the name of a parameter asks for. Others take any text.
_VALUES = {
    "email": "ann@example.com",
    "redirect_uri": "https://app.example/done",
    "origins": "https://app.example",
    "provider": "samsara",
    "tsp": "samsara",
    "kind": "invitation",
    "language": "en",
}
_OPTIONS = {
    "client create": ["--partner", "acme"],
    "person add": ["--admin"],
}


def _commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name."""
    # Typer has its own copy of click, which publishes no types.
    waiting: list[tuple[str, Any]] = [("", typer.main.get_command(build([])))]
    while waiting:
        name, command = waiting.pop()
        if not hasattr(command, "commands"):
            yield name, command
            continue
        waiting += [(f"{name} {each}".strip(), child) for each, child in command.commands.items()]


_USING = {name: command for name, command in _commands() if name not in _WITHOUT}


def _arguments(name: str, command: Any, folder: Path) -> list[str]:
    """The command with a value for each parameter that it needs."""
    file = folder / "names.csv"
    file.write_text("name\nAcme Telematics\n")
    given = name.split()
    for each in command.params:
        if not each.required:
            continue
        value = _ID if each.name == "key_id" else "acme"
        value = str(file) if each.name == "file" else _VALUES.get(str(each.name), value)
        given += [each.opts[0], value] if each.param_type_name == "option" else [value]
    return given + _OPTIONS.get(name, [])


def _run(monkeypatch: pytest.MonkeyPatch, name: str, url: str, folder: Path) -> str | None:
    """Run a command in this process. Returns its sentence, or None when it ends well. Raises what is a traceback."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GLADHAND_DATABASE_URL", url)
    monkeypatch.setenv("GLADHAND_DATA_DIR", str(folder / "data"))
    monkeypatch.setenv("GLADHAND_ENCRYPTION_KEYS", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=")
    arguments = _arguments(name, _USING[name], folder)
    try:
        build(arguments[:1])(arguments, standalone_mode=False)
    except Exception as error:
        if hasattr(error, "format_message"):
            return str(error.format_message())
        line = explanation(error)
        if line is None:
            raise
        return line
    except SystemExit as ended:
        return None if not ended.code else str(ended.code)
    return None


@pytest.fixture(scope="module")
def databases(postgres: str) -> Iterator[dict[str, str]]:
    """Addresses by what is wrong with the database."""
    weak, name = f"weak_{uuid4().hex[:8]}", f"absent_{uuid4().hex[:8]}"
    newest = known_names()[-1]
    with (
        psycopg.connect(postgres, autocommit=True) as admin,
        empty_database(postgres) as empty,
        fresh_database(postgres) as old,
        fresh_database(postgres) as newer,
        fresh_database(postgres) as read_only,
        fresh_database(postgres) as without_triggers,
    ):
        admin.execute(sql.SQL("create role {} login").format(sql.Identifier(weak)))
        try:
            with psycopg.connect(old, autocommit=True) as connection:
                connection.execute("delete from _yoyo_migration where migration_id = %s", (newest,))
            with psycopg.connect(newer, autocommit=True) as connection:
                columns = "migration_hash, migration_id, applied_at_utc"
                connection.execute(f"insert into _yoyo_migration ({columns}) values ('x', 'x', now())")
            for url, change in (
                (read_only, "default_transaction_read_only = on"),
                (without_triggers, "session_replication_role = replica"),
            ):
                database_name = sql.Identifier(str(conninfo_to_dict(url)["dbname"]))
                admin.execute(sql.SQL("alter database {} set ").format(database_name) + sql.SQL(change))
            yield {
                "nobody listens": "postgresql://127.0.0.1:1/gladhand",
                "absent": make_conninfo(old, dbname=name),
                "unknown role": make_conninfo(newer, user=name),
                "empty": empty,
                "old": old,
                "newer": newer,
                "read-only": read_only,
                "no triggers": without_triggers,
                "no rights": make_conninfo(newer, user=weak),
            }
        finally:
            admin.execute(sql.SQL("drop role {}").format(sql.Identifier(weak)))


SAID = {
    "nobody listens": "the database does not answer: ",
    "absent": "the database does not answer: ",
    "unknown role": "the database does not answer: ",
    "empty": "the database is empty; run `gladhand migrate`",
    "old": "the database lacks 1 migration; run `gladhand migrate`",
    "read-only": "the database does not answer: ",
    "no triggers": "no triggers fire for the role ",
    "no rights": "the database gives its role too few rights: ",
}


@pytest.mark.parametrize("state", SAID)
def test_a_command_says_in_one_sentence_what_is_wrong_with_the_database(monkeypatch, tmp_path, databases, state):
    said = {name: _run(monkeypatch, name, databases[state], tmp_path) for name in _USING.keys() - {"doctor", "migrate"}}
    assert {name: line for name, line in said.items() if not line or not line.startswith(SAID[state])} == {}
    assert all(str(line).isprintable() for line in said.values())


def test_a_schema_of_the_next_release_fits_every_command(monkeypatch, tmp_path, databases):
    for name in _USING.keys() - _ENDLESS:
        said = _run(monkeypatch, name, databases["newer"], tmp_path)
        assert "migrate" not in (said or "")


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("empty", "TROUBLE  schema           The database is empty; run `gladhand migrate`."),
        ("old", "TROUBLE  schema           The database lacks 1 migration; run `gladhand migrate`."),
        ("newer", "ok       schema           The database has 1 migration of a newer release. This release works with"),
        ("no rights", "TROUBLE  schema           permission denied for table _yoyo_migration"),
        ("absent", "TROUBLE  database         connection"),
        ("read-only", "TROUBLE  database         connection"),
    ],
)
def test_doctor_goes_on_to_the_end_whatever_the_database_is(monkeypatch, tmp_path, databases, capsys, state, line):
    _run(monkeypatch, "doctor", databases[state], tmp_path)
    printed = capsys.readouterr().out.splitlines()
    assert any(each.startswith(line) for each in printed), printed
    assert printed[-1].split()[1] == "mail"
