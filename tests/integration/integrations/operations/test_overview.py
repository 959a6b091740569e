"""`gladhand operations`: what the operator sees of writes."""

import os
import subprocess

import pytest
from tests.forked_processes import command_line
from tests.integration.conftest import Connected


@pytest.fixture
def run(environment: dict[str, str], server: str):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}

    def gladhand(*arguments: str) -> subprocess.CompletedProcess[str]:
        return command_line("operations", *arguments, environment=clean | environment | {"COLUMNS": "200"})

    return gladhand


async def test_operations_are_listed_with_what_they_wait_for_or_came_to(connected: Connected, run) -> None:
    made = await connected.created(username="ann")
    await connected.account.inject_fault("reject", reason="Licence has expired")
    failed = (await connected.create(is_sync=True, username="bob")).body
    lines = run("--fleet", connected.fleet_ref).stdout.splitlines()
    assert lines[0].split()[:3] == ["id", "accepted", "status"]
    assert [line.split()[0] for line in lines[1:]] == [failed["id"], made["id"]]
    assert "Licence has expired" in lines[1]
    assert f"create user {made['source_id']}" in lines[2]
    only = run("--fleet", connected.fleet_ref, "--status", "failed", "--provider", "catena_simulator").stdout
    assert made["id"] not in only
    assert failed["id"] in only


async def test_one_operation_is_shown_with_its_tries_and_fields(connected: Connected, run) -> None:
    made = await connected.created(username="ann", notes=None)
    shown = run(made["id"]).stdout
    assert "status: success" in shown
    fields = [line.split() for line in shown.splitlines() if line.startswith(("username", "notes"))]
    assert fields[0][:3] == ["username", "ann", "applied"]
    assert fields[1][:2] == ["notes", "(cleared)"]
    assert "201" in shown


def test_an_id_that_nothing_has_is_told(run) -> None:
    answer = run("00000000-0000-0000-0000-000000000000")
    assert answer.returncode != 0
    assert "there is no operation with this id" in answer.stdout + answer.stderr
