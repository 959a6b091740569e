"""What roles, databases and the environment set for sessions, and what connections make of it."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tests.conftest import empty_database

from gladhand.cli.explanations import explanation
from gladhand.config.environment import ignore_libpq_variables
from gladhand.core.conninfo import ReadOnlyDatabase, UnsuitableDatabase
from gladhand.core.db import AWAY, Database
from gladhand.core.migrate import migrate, missing_migrations

ODD = {
    "datestyle": "SQL, DMY",
    "intervalstyle": "iso_8601",
    "timezone": "Asia/Kolkata",
    "client_encoding": "LATIN1",
    "search_path": "elsewhere",
    "statement_timeout": "1ms",
    "lock_timeout": "1ms",
    "idle_session_timeout": "1s",
    "transaction_timeout": "1ms",
    "idle_in_transaction_session_timeout": "1ms",
    "default_transaction_isolation": "serializable",
    "bytea_output": "escape",
    "extra_float_digits": "-15",
    "exit_on_error": "on",
    "gin_fuzzy_search_limit": "1",
    "restrict_nonsystem_relation_kind": "view, foreign-table",
}
EXPECTED = {
    "datestyle": "ISO, MDY",
    "intervalstyle": "postgres",
    "timezone": "UTC",
    "client_encoding": "UTF8",
    "search_path": "public",
    "statement_timeout": "30s",
    "lock_timeout": "0",
    "idle_session_timeout": "0",
    "transaction_timeout": "0",
    "idle_in_transaction_session_timeout": "1min",
    "default_transaction_isolation": "read committed",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "exit_on_error": "off",
    "gin_fuzzy_search_limit": "0",
    "restrict_nonsystem_relation_kind": "",
}


@pytest.fixture
def admin(postgres: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres, autocommit=True) as connection:
        yield connection


@pytest.fixture
def role(admin: psycopg.Connection, postgres: str, database_url: str) -> Iterator[str]:
    """The address of the tests' database for a role of its own."""
    name = f"odd_{uuid4().hex[:8]}"
    admin.execute(sql.SQL("create role {} login superuser password 'hunter2'").format(sql.Identifier(name)))
    yield make_conninfo(database_url, user=name, password="hunter2")
    admin.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))


def alter(admin: psycopg.Connection, address: str, **parameters: str) -> None:
    name = sql.Identifier(str(psycopg.conninfo.conninfo_to_dict(address)["user"]))
    for parameter, value in parameters.items():
        admin.execute(sql.SQL("alter role {} set {} = {}").format(name, sql.Identifier(parameter), sql.Literal(value)))


@pytest.fixture
def make_database(postgres: str) -> Iterator[str]:
    """The address of an empty database."""
    with empty_database(postgres) as url:
        yield url


async def shown(address: str) -> list[dict[str, str]]:
    """The session's parameters, on a connection of the pool and on one beside it."""
    found = []
    async with (
        Database(address, max_size=1) as database,
        database.connection() as pooled,
        await database.connect() as single,
    ):
        for each in (pooled, single):
            values = {}
            for name in EXPECTED:
                row = await (await each.execute(sql.SQL("show {}").format(sql.Identifier(name)))).fetchone()
                assert row is not None
                (values[name],) = row.values()
            found.append(values)
    return found


async def test_what_a_role_sets_for_its_sessions_is_set_back(admin, role):
    alter(admin, role, **ODD)
    assert await shown(role) == [EXPECTED, EXPECTED]
    assert missing_migrations(role) == []


async def test_what_the_environment_sets_for_sessions_is_not_used(database_url, monkeypatch, tmp_path):
    service = tmp_path / "services"
    service.write_text("[odd]\nhost=nowhere.invalid\ndbname=elsewhere\noptions=-c datestyle=SQL\n")
    given = {
        "PGOPTIONS": "-c search_path=elsewhere -c statement_timeout=1ms",
        "PGCLIENTENCODING": "LATIN1",
        "PGTZ": "Asia/Kolkata",
        "PGDATESTYLE": "SQL, DMY",
        "PGSERVICEFILE": str(service),
        "PGSERVICE": "odd",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    ignore_libpq_variables()
    assert await shown(database_url) == [EXPECTED, EXPECTED]
    assert missing_migrations(database_url) == []
    monkeypatch.setenv("PGSERVICE", "nobody")
    ignore_libpq_variables()
    assert os.environ.get("PGSERVICE") is None


async def test_the_options_of_an_address_hold_for_migrations_and_for_sessions(make_database):
    address = make_conninfo(make_database, options="-csearch_path=hub -cdatestyle=SQL")
    with pytest.raises(UnsuitableDatabase) as caught:
        migrate(address)
    assert "has no schema hub; create it" in str(caught.value)
    with psycopg.connect(make_database, autocommit=True) as connection:
        connection.execute("create schema hub")
    assert migrate(address) > 0
    assert missing_migrations(address) == []
    async with Database(address) as database, database.connection() as db:
        row = await (await db.execute("select current_schema() as at, 'partner'::regclass::text as found")).fetchone()
    assert row == {"at": "hub", "found": "partner"}
    with psycopg.connect(make_database) as connection:
        assert connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone() == (0,)


@pytest.mark.parametrize("attributes", ["any", "read-write", "primary"])
async def test_of_several_hosts_the_first_that_answers_is_used(database_url, make_database, attributes, tmp_path):
    host = str(psycopg.conninfo.conninfo_to_dict(make_database)["host"])
    address = make_conninfo(make_database, host=f"{tmp_path},{host}", target_session_attrs=attributes)
    assert migrate(address) > 0
    async with Database(address) as database:
        await database.require_writable(wait=5)


async def test_a_database_in_another_encoding_is_refused_in_one_sentence(admin, database_url):
    name = f"gladhand_latin_{uuid4().hex[:8]}"
    admin.execute(f"create database {name} encoding 'LATIN1' template template0 locale_provider 'libc' locale 'C'")
    address = make_conninfo(database_url, dbname=name)
    try:
        for refused in (migrate, missing_migrations):
            with pytest.raises(UnsuitableDatabase, match="has the encoding LATIN1, and UTF8 is needed"):
                refused(address)
        with pytest.raises(UnsuitableDatabase) as caught:
            await Database(address).connect()
        assert explanation(caught.value) == str(caught.value)
    finally:
        admin.execute(f"drop database {name} with (force)")


def test_a_role_that_may_not_create_tables_is_told_so_in_one_sentence(admin, make_database):
    name = f"weak_{uuid4().hex[:8]}"
    admin.execute(f"create role {name} login")
    try:
        with pytest.raises(UnsuitableDatabase, match=f"the role {name} may not create tables in the schema public"):
            migrate(make_conninfo(make_database, user=name))
    finally:
        admin.execute(f"drop role {name}")


def test_a_role_that_may_not_read_a_table_is_told_so_in_one_sentence(admin, make_database):
    name = f"weak_{uuid4().hex[:8]}"
    migrate(make_database)
    admin.execute(f"create role {name} login")
    try:
        with (
            psycopg.connect(make_conninfo(make_database, user=name)) as weak,
            pytest.raises(psycopg.errors.InsufficientPrivilege) as caught,
        ):
            weak.execute("select from partner")
        said = "the database gives its role too few rights: permission denied for table partner"
        assert str(explanation(caught.value)).startswith(said)
    finally:
        admin.execute(f"drop role {name}")


async def test_a_role_that_may_only_read_gets_no_connection(admin, role):
    alter(admin, role, default_transaction_read_only="on")
    with pytest.raises(psycopg.OperationalError, match="read-only") as caught:
        await Database(role).connect()
    assert "hunter2" not in str(explanation(caught.value))


async def test_a_role_for_which_no_triggers_fire_gets_no_connection(admin, role):
    async with Database(role, max_size=2) as database, database.connection() as first:
        alter(admin, role, session_replication_role="replica")
        # The pool opens a second connection for whoever asks while the first is out.
        with pytest.raises(AWAY):
            async with database.connection(wait=2):
                pass
        await first.execute("select 1")
    for refused in (migrate, missing_migrations):
        with pytest.raises(UnsuitableDatabase, match="no triggers fire for the role odd_"):
            refused(role)
    with pytest.raises(UnsuitableDatabase):
        await Database(role).connect()


async def test_a_connection_that_becomes_read_only_is_replaced_with_all_others(database_url):
    async def becoming_read_only(database: Database, statement: str) -> None:
        async with database.transaction() as db:
            await db.execute(statement)
            await db.execute("delete from counter where name = 'nobody'")

    async with Database(database_url, max_size=3) as database:
        for statement in ("set default_transaction_read_only = on", "set transaction read only"):
            async with database.connection() as first, database.connection() as second:
                pids = {first.info.backend_pid, second.info.backend_pid}
            with pytest.raises(ReadOnlyDatabase) as caught:
                await becoming_read_only(database, statement)
            assert isinstance(caught.value, AWAY)
            async with database.connection() as first, database.connection() as second:
                assert not pids & {first.info.backend_pid, second.info.backend_pid}
            await database.require_writable()


async def test_a_single_connection_that_becomes_read_only_counts_as_away(database):
    async def becoming_read_only() -> None:
        async with database.single_connection() as db:
            await db.execute("set default_transaction_read_only = on")
            await db.execute("comment on table counter is 'nothing'")

    with pytest.raises(AWAY):
        await becoming_read_only()


async def test_readiness_leaves_no_row(database):
    await database.require_writable(wait=5)
    async with database.connection() as db:
        row = await (await db.execute("select count(*) as rows from write_probe")).fetchone()
    assert row == {"rows": 0}


async def test_the_clock_is_the_database_s(database):
    before = datetime.now(UTC)
    moment = await database.observe()
    assert moment.tzinfo is not None
    assert before <= moment <= datetime.now(UTC)
