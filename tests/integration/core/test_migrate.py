import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from tests.conftest import empty_database, wait_until

from gladhand.core.migrate import migrate, missing_migrations


@pytest.fixture
def empty(postgres: str) -> Iterator[str]:
    """A database that nobody has migrated."""
    with empty_database(postgres) as url:
        yield url


def tables(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
    assert row is not None
    return int(row[0])


def test_migrating_twice_changes_nothing_the_second_time(empty):
    lacking = missing_migrations(empty)
    assert migrate(empty) == len(lacking) > 0
    assert missing_migrations(empty) == []
    before = tables(empty)
    assert migrate(empty) == 0
    assert tables(empty) == before


def test_asking_what_is_missing_changes_nothing(empty):
    assert missing_migrations(empty) == missing_migrations(empty)
    assert tables(empty) == 0


def test_several_processes_at_once_migrate_once(empty):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        applied = sorted(pool.map(migrate, [empty] * 3))
    assert applied[:2] == [0, 0]
    assert applied[2] > 0
    assert missing_migrations(empty) == []


HOLD = """
import sys, psycopg, time
connection = psycopg.connect(sys.argv[1], autocommit=True)
connection.execute("select pg_advisory_lock(hashtextextended('gladhand.migrate', 0))")
print("held", flush=True)
time.sleep(60)
"""


MIGRATE = "import sys; from gladhand.core.migrate import migrate; migrate(sys.argv[1])"
#: A process that has asked for the lock of the other one and does not have it.
WAITING_FOR_THE_OTHER = """
select exists (select from pg_stat_activity a
  where datname = current_database() and query like 'select pg_try_advisory_lock%' and state = 'idle'
    and not exists (select from pg_locks l where l.pid = a.pid and locktype = 'advisory'))
"""
WAITING_FOR_A_WRITER = """
select exists (
  select from pg_stat_activity
  where datname = current_database() and query ~ '^(create|drop) index concurrently' and wait_event_type = 'Lock')
"""
INDEXES = """
select relname, indisvalid from pg_index join pg_class on pg_class.oid = indexrelid
where relname in ('record_message_source_sender_id', 'record_message_source_recipient_id') order by relname
"""
#: Two migrations in their order: the first sets `lock_timeout` to 0, the second refers to `person`.
WITHOUT_LIMIT, AFTER_IT = "20261204_31_schedules_by_success", "20261204_50_identities"
WRITING = "lock table record_message in row exclusive mode nowait"


def answers(url: str, question: LiteralString) -> bool:
    with psycopg.connect(url) as db:
        return db.execute(question).fetchone() == (True,)


def test_a_process_that_is_killed_while_it_migrates_does_not_block_the_next(empty):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, empty], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    waiting = subprocess.Popen([sys.executable, "-c", MIGRATE, empty])
    wait_until(
        lambda: answers(empty, WAITING_FOR_THE_OTHER) or waiting.poll() is not None,
        what="a second process that waits for the first",
    )
    assert waiting.poll() is None
    assert tables(empty) == 0
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    assert waiting.wait(60) == 0
    assert missing_migrations(empty) == []


def test_a_migration_that_was_killed_half_way_is_done_again(empty):
    running = subprocess.Popen([sys.executable, "-c", MIGRATE, empty])
    wait_until(lambda: tables(empty) > 3 or running.poll() is not None, what="the first tables")
    running.kill()
    running.wait()
    migrate(empty)
    assert missing_migrations(empty) == []


def test_the_release_that_is_running_writes_while_indexes_are_built(empty):
    migrate(empty)
    with psycopg.connect(empty) as db:
        db.execute("delete from _yoyo_migration where migration_id like '20261203_6%'")
        db.execute("drop index record_message_source_recipient_id")
    with psycopg.connect(empty) as writer:
        writer.execute(WRITING)
        migrating = subprocess.Popen([sys.executable, "-c", MIGRATE, empty])
        wait_until(
            lambda: answers(empty, WAITING_FOR_A_WRITER) or migrating.poll() is not None,
            what="an index that is built when the writer is done",
        )
        with psycopg.connect(empty) as other_writer:
            other_writer.execute(WRITING)
        assert migrating.poll() is None
    assert migrating.wait(60) == 0
    with psycopg.connect(empty) as db:
        assert db.execute(INDEXES).fetchall() == [
            ("record_message_source_recipient_id", True),
            ("record_message_source_sender_id", True),
        ]
    assert missing_migrations(empty) == []


def test_a_migration_that_waits_for_its_locks_without_limit_leaves_the_next_one_its_limit(empty):
    migrate(empty)
    with psycopg.connect(empty) as db:
        db.execute("drop table person_identity")
        db.execute("delete from _yoyo_migration where migration_id in (%s, %s)", (WITHOUT_LIMIT, AFTER_IT))
    with psycopg.connect(empty) as writer:
        writer.execute("lock table person in row exclusive mode nowait")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            migrate(empty)
    assert missing_migrations(empty) == [AFTER_IT]
    assert migrate(empty) == 1
