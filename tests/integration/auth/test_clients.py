"""The operator's view of API clients."""

import os
import subprocess
import sys
from uuid import uuid4

from gladhand.auth.clients import queries
from gladhand.auth.clients.service import create_client
from gladhand.core.db import Database


def run(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "GLADHAND_DATABASE_URL": url}
    command = [sys.executable, "-m", "gladhand", "client", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


async def test_a_client_is_listed_without_its_secret_and_revoked_once(database: Database, database_url: str):
    async with database.transaction() as db:
        made = await create_client(db, kind="admin", partner_id=None, name=f"leaked {uuid4().hex}")
    listed = run(database_url, "list")
    assert made.client_id in listed.stdout
    assert made.secret.reveal() not in listed.stdout
    assert run(database_url, "revoke", made.client_id).returncode == 0
    async with database.connection() as db:
        assert await queries.find(db, made.client_id) is None
        lines = {line.client_id: line for line in await queries.list_clients_of_all_partners(db)}
    assert lines[made.client_id].revoked_at is not None
    assert run(database_url, "revoke", made.client_id).returncode != 0
