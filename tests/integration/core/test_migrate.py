import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

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


#: Migrates where statements wait for locks no longer than this, which is shorter than the holder's time.
_IMPATIENT = """
import sys
from gladhand.core import conninfo, migrate
conninfo.MIGRATION_TIMEOUTS["lock_timeout"] = "200ms"
migrate.migrate(sys.argv[1])
"""
_LONGER_THAN_THAT = """
select exists (select from pg_locks
  where locktype = 'advisory' and not granted and clock_timestamp() - waitstart > interval '400 ms')
"""


def has_waited_for_the_other(url: str) -> bool:
    with psycopg.connect(url) as db:
        return db.execute(_LONGER_THAN_THAT).fetchone() == (True,)


def test_a_process_that_is_killed_while_it_migrates_does_not_block_the_next(empty):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, empty], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    waiting = subprocess.Popen([sys.executable, "-c", _IMPATIENT, empty])
    wait_until(
        lambda: has_waited_for_the_other(empty) or waiting.poll() is not None,
        what="a second process that waits for the first",
    )
    assert waiting.poll() is None
    assert tables(empty) == 0
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    assert waiting.wait(60) == 0
    assert missing_migrations(empty) == []


def test_a_migration_that_was_killed_half_way_is_done_again(empty):
    running = subprocess.Popen([sys.executable, "-c", f"from gladhand.core.migrate import migrate; migrate({empty!r})"])
    wait_until(lambda: tables(empty) > 3 or running.poll() is not None, what="the first tables")
    running.kill()
    running.wait()
    migrate(empty)
    assert missing_migrations(empty) == []
