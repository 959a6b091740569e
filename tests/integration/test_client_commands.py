"""`gladhand-client` as a partner's engineer uses it: a process against a running hub."""

import asyncio
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import PartnerFixture, Process
from tests.integration.conftest import Connected

SOURCES = Path(__file__).resolve().parents[2] / "clients/python/src"


class Terminal:
    """A person's environment, with a home of their own."""

    def __init__(self, home: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GLADHAND_", "XDG_"))}
        self.environment = kept | {"HOME": str(home), "PYTHONPATH": str(SOURCES)}

    def enter(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gladhand_client", *arguments],
            env=self.environment | variables, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def printed(self, *arguments: str) -> str:
        done = self.enter(*arguments)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


@pytest.fixture
def signed_in(terminal: Terminal, server: str, partner: PartnerFixture) -> Terminal:
    done = terminal.enter(
        "login", server, "--client-id", partner.client_id, GLADHAND_CLIENT_SECRET=partner.client_secret
    )
    assert done.returncode == 0, done.stderr
    assert partner.client_secret not in done.stdout
    return terminal


def test_credentials_are_kept_for_their_owner_alone_and_deleted(
    signed_in: Terminal, tmp_path: Path, partner: PartnerFixture
) -> None:
    (file,) = tmp_path.rglob("login.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["client_id"] == partner.client_id
    signed_in.printed("logout")
    assert not file.exists()
    done = signed_in.enter("fleets")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("gladhand-client: sign in first")


def test_wrong_credentials_are_one_line_and_not_stored(
    terminal: Terminal, tmp_path: Path, server: str, partner: PartnerFixture
) -> None:
    done = terminal.enter("login", server, "--client-id", partner.client_id, GLADHAND_CLIENT_SECRET="wrong")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "401" in done.stderr
    assert not list(tmp_path.rglob("login.json"))


def test_variables_take_the_place_of_a_login(terminal: Terminal, server: str, partner: PartnerFixture) -> None:
    variables = {
        "GLADHAND_URL": server,
        "GLADHAND_CLIENT_ID": partner.client_id,
        "GLADHAND_CLIENT_SECRET": partner.client_secret,
    }
    done = terminal.enter("fleets", "--json", **variables)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_half_of_the_variables_do_not_act_with_the_stored_login(signed_in: Terminal) -> None:
    halves = {
        ("URL",): "GLADHAND_URL is set without GLADHAND_CLIENT_ID and GLADHAND_CLIENT_SECRET; ",
        ("URL", "CLIENT_ID"): "GLADHAND_URL and GLADHAND_CLIENT_ID are set without GLADHAND_CLIENT_SECRET; ",
        ("CLIENT_SECRET",): "GLADHAND_CLIENT_SECRET is set without GLADHAND_URL and GLADHAND_CLIENT_ID; ",
        ("TOKEN_URL",): "GLADHAND_TOKEN_URL is set without GLADHAND_URL and GLADHAND_CLIENT_ID and ",
    }
    for names, complaint in halves.items():
        variables = {f"GLADHAND_{name}": f"https://hub.example/{name}" for name in names}
        done = signed_in.enter("invite", "fleet-7", **variables)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"gladhand-client: {complaint}")
        assert len(done.stderr.splitlines()) == 1
    assert signed_in.enter("mcp", "--allow-writes", GLADHAND_URL="https://hub.example").returncode == 1
    # An empty variable is none.
    done = signed_in.enter("fleets", "--json", GLADHAND_URL="", GLADHAND_CLIENT_ID="")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_an_invitation_is_a_link_or_its_record(signed_in: Terminal) -> None:
    link = signed_in.printed("invite", "fleet-7", "--name", "Blue Ridge", "--read", "vehicle", "--write", "user")
    assert link.startswith("http")
    (record,) = json.loads(signed_in.printed("invite", "fleet-7", "--json"))
    assert record["fleet_ref"] == "fleet-7"
    assert record["id"] in record["magic_link"]
    refused = signed_in.enter("invite", "fleet-8", "--read", "nonsense")
    assert refused.returncode == 1
    assert "nonsense" in refused.stderr


async def test_fleets_and_users_are_tables_and_json(signed_in: Terminal, connected: Connected) -> None:
    made = [(await connected.created(username=name, first_name=name.title()))["resource_id"] for name in ("ann", "bea")]

    head, row = signed_in.printed("fleets").splitlines()
    assert head.split() == ["fleet_ref", "name", "country_code", "created_at", "id"]
    assert str(connected.fleet_id) in row
    rows = signed_in.printed("users", "--fleet", connected.fleet_ref).splitlines()
    assert [row.split()[1] for row in rows[1:]] == ["Ann", "Bea"]
    listed = json.loads(signed_in.printed("users", "--json"))
    assert [each["id"] for each in listed] == made
    assert signed_in.printed("users", "--fleet", "another").splitlines()[1:] == []


async def test_events_are_printed_once_in_their_order(
    signed_in: Terminal, connected: Connected, worker: Process
) -> None:
    made = [(await connected.created(username=name, first_name="A"))["resource_id"] for name in ("ann", "bea")]

    tail = ("tail", "--minutes", "10", "--event", "user.*", "--fleet", connected.fleet_ref)
    command = (sys.executable, "-m", "gladhand_client", *tail, "--json")
    process = await asyncio.create_subprocess_exec(
        *command, env=signed_in.environment, stdout=asyncio.subprocess.PIPE, limit=2**20
    )
    assert process.stdout is not None
    try:
        heard = [json.loads(await process.stdout.readline()) for _ in made]
        later = (await connected.created(username="cleo", first_name="A"))["resource_id"]
        heard.append(json.loads(await process.stdout.readline()))
    finally:
        process.terminate()
        await process.wait()
    assert [(each["event_name"], each["data"][0]["id"]) for each in heard] == [
        ("user.added", record) for record in (*made, later)
    ]
    lines = signed_in.printed(*tail, "--no-follow").splitlines()
    assert [line.split()[1:] for line in lines] == [
        ["user.added", connected.fleet_ref, each] for each in (*made, later)
    ]
