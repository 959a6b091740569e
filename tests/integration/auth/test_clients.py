"""The operator's view of API clients."""

import os
import subprocess
from datetime import timedelta
from uuid import uuid4

from tests.forked_processes import command_line

from gladhand.auth.clients import queries
from gladhand.auth.clients.queries import ClientLine
from gladhand.auth.clients.service import Clients, NewClient, create_client, rotate_client
from gladhand.core.db import Database


def run(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return command_line("client", *arguments, environment={**os.environ, "GLADHAND_DATABASE_URL": url})


async def created(database: Database) -> NewClient:
    async with database.transaction() as db:
        return await create_client(db, kind="admin", partner_id=None, name=f"leaked {uuid4().hex}")


async def rotated(database: Database, client: NewClient, overlap: timedelta) -> NewClient:
    async with database.transaction() as db:
        made = await rotate_client(db, client.client_id, overlap=overlap)
    assert made is not None
    return made


async def works(database: Database, client: NewClient) -> bool:
    # A memory of its own: a server learns of a rotation within a second.
    return await Clients(database).recognise(client.client_id, client.secret.reveal()) is not None


async def line_of(database: Database, client: NewClient) -> ClientLine:
    async with database.connection() as db:
        lines = await queries.list_clients_of_all_partners(db)
    return next(line for line in lines if line.client_id == client.client_id)


async def test_a_client_is_listed_without_its_secret_and_revoked_once(database: Database, database_url: str):
    made = await created(database)
    listed = run(database_url, "list")
    assert made.client_id in listed.stdout
    assert made.secret.reveal() not in listed.stdout
    assert run(database_url, "revoke", made.client_id).returncode == 0
    async with database.connection() as db:
        assert await queries.find_client(db, made.client_id) is None
    assert (await line_of(database, made)).revoked_at is not None
    assert run(database_url, "revoke", made.client_id).returncode != 0


async def test_both_secrets_of_a_rotated_client_work_during_the_overlap(database: Database):
    first = await created(database)
    second = await rotated(database, first, timedelta(hours=1))

    assert first.client_id == second.client_id
    assert [await works(database, each) for each in (first, second)] == [True, True]

    third = await rotated(database, second, timedelta(hours=1))
    assert [await works(database, each) for each in (first, second, third)] == [False, True, True]


async def test_without_an_overlap_the_former_secret_ends_at_once(database: Database):
    first = await created(database)
    second = await rotated(database, first, timedelta())

    assert [await works(database, each) for each in (first, second)] == [False, True]


async def test_a_revoked_client_is_not_rotated(database: Database):
    made = await created(database)
    async with database.transaction() as db:
        await queries.revoke_client(db, made.client_id)
        assert await rotate_client(db, made.client_id, overlap=timedelta(hours=1)) is None
        assert await rotate_client(db, "nobody", overlap=timedelta(hours=1)) is None


async def test_the_last_use_is_shown_of_the_client_and_of_its_former_secret(database: Database):
    first = await created(database)
    assert (await line_of(database, first)).last_used_at is None
    assert not await works(database, NewClient(first.client_id, (await created(database)).secret))
    assert (await line_of(database, first)).last_used_at is None

    second = await rotated(database, first, timedelta(hours=1))
    assert await works(database, second)
    line = await line_of(database, first)
    assert line.last_used_at is not None
    assert line.former_secret_used_at is None

    assert await works(database, first)
    line = await line_of(database, first)
    assert line.former_secret_used_at is not None
    assert line.former_secret_until is not None
    assert line.former_secret_until > line.former_secret_used_at
