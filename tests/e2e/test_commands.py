"""The command line as an operator uses it: processes, their output, their exit status."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from tests.conftest import wait_until
from tests.forked_processes import command_line

from gladhand import __version__
from gladhand.apidocs.services import SERVICES
from gladhand.core.crypto import Keyring
from gladhand.local.stack import free_port

pytestmark = pytest.mark.e2e

START_SECONDS = 120
GLADHAND = [sys.executable, "-m", "gladhand"]


def clean(settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
    return kept | {"PYTHONUNBUFFERED": "1"} | settings


def gladhand(*arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return command_line(*arguments, environment=clean(settings), folder=folder, seconds=START_SECONDS)


def gladhand_afresh(*arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """The same in an interpreter that imports everything itself, as an operator has it."""
    return subprocess.run(
        [*GLADHAND, *arguments],
        cwd=folder,
        env=clean(settings),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )


def printed(text: str) -> dict[str, str]:
    """Lines of the form name=value."""
    return dict(line.split("=", 1) for line in text.splitlines() if re.match(r"\w+=", line))


def refused_in_one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode != 0
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("gladhand: ")
    return line


@pytest.fixture
def settings(own_database: str, encryption_keys: str) -> dict[str, str]:
    return {"GLADHAND_DATABASE_URL": own_database, "GLADHAND_ENCRYPTION_KEYS": encryption_keys}


@pytest.fixture
def folder() -> Iterator[Path]:
    """For an embedded database: under root it runs as another user, whom pytest's own folders keep out."""
    with tempfile.TemporaryDirectory(prefix="gladhand-up-") as made:
        yield Path(made)


def test_version_prints_the_version(tmp_path: Path) -> None:
    assert gladhand_afresh("version", folder=tmp_path).stdout.strip() == __version__


def test_new_key_prints_a_key_that_is_good(tmp_path: Path) -> None:
    done = gladhand_afresh("new-key", folder=tmp_path)
    keyring = Keyring.parse(done.stdout.strip())
    assert keyring.unseal(keyring.seal("a", purpose="b"), purpose="b") == "a"


def test_openapi_writes_the_four_documents_and_starts_nothing(tmp_path: Path) -> None:
    done = gladhand_afresh("openapi", "documents", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    for service in SERVICES:
        document = json.loads((tmp_path / "documents" / f"{service}.json").read_text())
        assert document["openapi"].startswith("3.1")
        assert all(path.startswith(f"/v2/{service}/") for path in document["paths"])
    assert [each.name for each in tmp_path.iterdir()] == ["documents"]


def test_a_partner_and_more_clients_are_made_and_their_secrets_are_shown_once(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    made = gladhand("partner", "create", "Acme Logistics", folder=tmp_path, **settings)
    first = printed(made.stdout)
    assert first.keys() >= {"partner_id", "slug", "client_id", "client_secret"}
    assert first["slug"] == "acme-logistics"
    second = printed(gladhand("client", "create", "--partner", first["slug"], folder=tmp_path, **settings).stdout)
    admin = printed(gladhand("client", "create", "--admin", folder=tmp_path, **settings).stdout)
    assert len({first["client_id"], second["client_id"], admin["client_id"]}) == 3
    with psycopg.connect(settings["GLADHAND_DATABASE_URL"]) as connection:
        kinds = connection.execute("select client_id, kind::text from api_client").fetchall()
    assert dict(kinds) == {
        first["client_id"]: "partner",
        second["client_id"]: "partner",
        admin["client_id"]: "admin",
    }


def test_a_client_of_nobody_is_refused(tmp_path: Path, settings: dict[str, str]) -> None:
    done = gladhand("client", "create", "--partner", "nobody", folder=tmp_path, **settings)
    assert done.returncode != 0
    assert "nobody" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_partner_of_the_same_short_name_is_refused_without_a_trace(tmp_path: Path, settings: dict[str, str]) -> None:
    assert gladhand("partner", "create", "Acme", "--slug", "acme", folder=tmp_path, **settings).returncode == 0
    done = gladhand("partner", "create", "Acme", "--slug", "acme", folder=tmp_path, **settings)
    assert done.returncode != 0
    assert "acme" in done.stderr
    assert "Traceback" not in done.stderr


def test_migrate_brings_an_empty_database_up_to_date_and_does_nothing_the_second_time(
    tmp_path: Path, postgres: str, encryption_keys: str
) -> None:
    name = f"gladhand_empty_{os.getpid()}"
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"create database {name}".encode())
        try:
            url = urlsplit(postgres)._replace(path=f"/{name}").geturl()
            own = {"GLADHAND_DATABASE_URL": url, "GLADHAND_ENCRYPTION_KEYS": encryption_keys}
            doctor = gladhand("doctor", folder=tmp_path, **own)
            assert doctor.returncode == 1
            assert "gladhand migrate" in doctor.stdout
            assert "Traceback" not in doctor.stdout + doctor.stderr
            for command in ("serve", "worker"):
                own["GLADHAND_PORT"] = str(free_port())
                assert "gladhand migrate" in refused_in_one_line(gladhand(command, folder=tmp_path, **own))
            first, second = (gladhand("migrate", folder=tmp_path, **own) for _ in range(2))
            assert re.fullmatch(r"applied [1-9]\d* migrations\n", first.stdout), first.stderr
            assert second.stdout == "applied 0 migrations\n"
            assert gladhand("doctor", folder=tmp_path, **own).returncode == 0
        finally:
            admin.execute(f"drop database {name} with (force)".encode())


def test_doctor_finds_a_key_that_does_not_fit(tmp_path: Path, settings: dict[str, str]) -> None:
    port = str(free_port())
    process = subprocess.Popen([*GLADHAND, "serve"], cwd=tmp_path, env=clean(settings | {"GLADHAND_PORT": port}))
    try:
        wait_until(lambda: healthy(f"http://127.0.0.1:{port}"), START_SECONDS)
    finally:
        process.terminate()
    assert process.wait(20) == 0
    assert gladhand("doctor", folder=tmp_path, **settings).returncode == 0
    other = settings | {"GLADHAND_ENCRYPTION_KEYS": Keyring.new_key()}
    done = gladhand("doctor", folder=tmp_path, **other)
    assert (done.returncode, "TROUBLE  encryption keys" in done.stdout) == (1, True)


def test_doctor_says_that_the_database_cannot_be_reached(tmp_path: Path, encryption_keys: str) -> None:
    url = f"postgresql://nobody:hunter2@127.0.0.1:{free_port()}/nothing"
    done = gladhand("doctor", folder=tmp_path, GLADHAND_DATABASE_URL=url, GLADHAND_ENCRYPTION_KEYS=encryption_keys)
    assert done.returncode == 1
    # It goes on with what needs no database.
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["TROUBLE", "skipped:", *["ok"] * 5]
    assert "hunter2" not in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["serve", "worker", "up", "migrate", "doctor"])
def test_a_setting_that_is_not_known_stops_the_start_in_one_line(tmp_path: Path, command: str) -> None:
    done = gladhand(command, folder=tmp_path, GLADHAND_LOG_LEVLE="debug")
    assert refused_in_one_line(done) == (
        "gladhand: unknown settings: GLADHAND_LOG_LEVLE (did you mean GLADHAND_LOG_LEVEL?)"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_makes_no_sense_stops_the_start_in_one_line(tmp_path: Path) -> None:
    line = refused_in_one_line(gladhand("serve", folder=tmp_path, GLADHAND_PORT="eighty"))
    assert "GLADHAND_PORT" in line


def test_a_server_with_a_database_of_its_own_needs_keys_of_its_own(tmp_path: Path, own_database: str) -> None:
    line = refused_in_one_line(gladhand("serve", folder=tmp_path, GLADHAND_DATABASE_URL=own_database))
    assert "GLADHAND_ENCRYPTION_KEYS" in line


@pytest.mark.parametrize("command", ["serve", "worker", "migrate", "partner"])
def test_a_database_that_does_not_answer_stops_the_start_in_one_line(
    tmp_path: Path, encryption_keys: str, command: str
) -> None:
    own = {
        "GLADHAND_DATABASE_URL": f"postgresql://nobody@127.0.0.1:{free_port()}/nothing",
        "GLADHAND_ENCRYPTION_KEYS": encryption_keys,
        "GLADHAND_PORT": str(free_port()),
    }
    arguments = ["partner", "create", "Acme"] if command == "partner" else [command]
    assert "the database does not answer" in refused_in_one_line(gladhand(*arguments, folder=tmp_path, **own))


@pytest.mark.parametrize("command", ["up", "serve", "simulator"])
def test_a_port_that_is_in_use_stops_the_start_in_one_line(
    tmp_path: Path, settings: dict[str, str], command: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        arguments = ["simulator", "--port", port] if command == "simulator" else [command]
        done = gladhand(*arguments, folder=tmp_path, **settings | {"GLADHAND_PORT": port})
    assert port in refused_in_one_line(done)


def test_demo_plays_the_main_job_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = gladhand_afresh("demo", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The main job took" in done.stdout
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


# ---- gladhand up


def healthy(url: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
        return bool(answer.status == 200)
    return False


def is_alive(pid: int) -> bool:
    """Running, and not merely waiting to be collected by its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children(pid: int) -> dict[str, int]:
    """The parts of a running stack: command to process id."""
    found = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid and is_alive(int(entry.name)):
                words = (entry / "cmdline").read_bytes().decode().split("\0")
                if "gladhand" in words:
                    found[words[words.index("gladhand") + 1]] = int(entry.name)
    return found


def folder_processes(folder: Path) -> list[int]:
    """Everything that works in this folder, the database included."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            place = (entry / "cwd").readlink()
            if is_alive(int(entry.name)) and (place == folder or folder in place.parents):
                found.append(int(entry.name))
    return found


@contextmanager
def up(folder: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    with (folder / "output").open("w") as output:
        process = subprocess.Popen(
            [*GLADHAND, "up", "--env-file", "gladhand.env"],
            cwd=folder,
            env=clean({"GLADHAND_PORT": str(free_port()), "GLADHAND_LOG_LEVEL": "error"} | settings),
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            wait_until(
                lambda: "magic" in said(folder) or "?invite=" in said(folder) or process.poll() is not None,
                START_SECONDS,
                what="the start",
            )
            assert process.poll() is None, said(folder)
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(30)


def said(folder: Path) -> str:
    return (folder / "output").read_text()


def variables(folder: Path) -> dict[str, str]:
    """What a shell knows after reading the file."""
    script = "set -a; . ./gladhand.env; env -0"
    done = subprocess.run(["sh", "-c", script], cwd=folder, env={}, capture_output=True, text=True, check=True)
    pairs = (each.split("=", 1) for each in done.stdout.split("\0") if "=" in each)
    return {name: value for name, value in pairs if name.startswith("GLADHAND_")}


def token(known: dict[str, str], kind: str = "") -> Any:
    form = (
        f"grant_type=client_credentials&client_id={known[f'GLADHAND_{kind}CLIENT_ID']}"
        f"&client_secret={known[f'GLADHAND_{kind}CLIENT_SECRET']}"
    )
    with urllib.request.urlopen(known["GLADHAND_TOKEN_URL"], form.encode(), timeout=5) as answer:
        return json.load(answer)["access_token"]


def test_up_runs_everything_keeps_it_alive_and_stops_all_of_it(folder: Path) -> None:
    with up(folder) as process:
        known = variables(folder)
        assert known.keys() >= {
            "GLADHAND_URL",
            "GLADHAND_TOKEN_URL",
            "GLADHAND_CLIENT_ID",
            "GLADHAND_CLIENT_SECRET",
            "GLADHAND_ADMIN_CLIENT_ID",
            "GLADHAND_ADMIN_CLIENT_SECRET",
            "GLADHAND_SIMULATOR_URL",
        }
        assert stat.S_IMODE((folder / "gladhand.env").stat().st_mode) == 0o600
        assert token(known)
        assert token(known, "ADMIN_")
        link = re.search(r"http://\S+\?invite=\S+", said(folder))
        assert link is not None
        with urllib.request.urlopen(link[0], timeout=5) as page:
            assert page.status == 200

        # Whatever part dies is started again, with the same data behind it.
        before = children(process.pid)
        assert before.keys() == {"serve", "worker", "simulator"}
        for pid in before.values():
            os.kill(pid, signal.SIGKILL)

        def back() -> bool:
            now = children(process.pid)
            return now.keys() == before.keys() and not set(now.values()) & set(before.values())

        wait_until(back, START_SECONDS, what="the second start of the parts")
        wait_until(lambda: healthy(known["GLADHAND_URL"]), START_SECONDS, what="the server")
        assert token(known)

        everything = {*folder_processes(folder), *children(process.pid).values(), process.pid}
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0, said(folder)
        wait_until(lambda: not any(is_alive(pid) for pid in everything), what="the end of every process")
        assert folder_processes(folder) == []
        assert "Traceback" not in said(folder)


def test_up_a_second_time_keeps_its_partner_and_its_data(tmp_path: Path, own_database: str) -> None:
    known = []
    for each in (signal.SIGINT, signal.SIGTERM):
        with up(tmp_path, GLADHAND_DATABASE_URL=own_database) as process:
            known.append(variables(tmp_path))
            process.send_signal(each)
            assert process.wait(30) == 0, said(tmp_path)
    assert known[0]["GLADHAND_CLIENT_ID"] == known[1]["GLADHAND_CLIENT_ID"]
    assert known[0]["GLADHAND_CLIENT_SECRET"] == known[1]["GLADHAND_CLIENT_SECRET"]


def test_up_can_be_interrupted_while_it_starts(folder: Path) -> None:
    with (folder / "output").open("w") as output:
        process = subprocess.Popen(
            [*GLADHAND, "up"],
            cwd=folder,
            env=clean({"GLADHAND_PORT": str(free_port()), "GLADHAND_LOG_LEVEL": "error"}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    wait_until(lambda: "starting PostgreSQL" in said(folder), START_SECONDS)
    process.send_signal(signal.SIGINT)
    assert process.wait(START_SECONDS) == 0, said(folder)
    assert folder_processes(folder) == []
    assert "Traceback" not in said(folder)
