from tests.conftest import HubAnswer, eventually
from tests.integration.auth.conftest import AuthServer, Owner, Start

from gladhand.auth.clients.service import revoke_client
from gladhand.core.db import Database
from gladhand.core.retention import delete_old_rows, retentions


async def revoke(running: AuthServer, owner: Owner, token: str) -> HubAnswer:
    return await running.form(
        "revoke", client_id=owner.client.client_id, client_secret=owner.client.secret.reveal(), token=token
    )


async def becomes(running: AuthServer, token: str, status: int) -> None:
    async def has_become() -> bool:
        return await running.status("/schemas", token) == status

    await eventually(has_become, f"a {status}")


async def test_a_revoked_token_ends_here_at_once_and_elsewhere_soon(start: Start, owner: Owner):
    first, second = await start(), await start()
    token, other = await first.token(owner.client), await first.token(owner.client)
    assert await second.status("/schemas", token) == 200
    answer = await revoke(first, owner, token)
    assert (answer.status, answer.body) == (200, "")
    assert await first.status("/schemas", token) == 401
    await becomes(second, token, 401)
    assert await first.status("/schemas", other) == 200
    assert await second.status("/schemas", other) == 200


async def test_a_server_that_starts_later_knows_what_was_revoked(start: Start, owner: Owner):
    first = await start()
    token = await first.token(owner.client)
    await revoke(first, owner, token)
    assert await (await start()).status("/schemas", token) == 401


async def test_revoking_twice_or_what_is_no_token_is_200(running: AuthServer, owner: Owner):
    token = await running.token(owner.client)
    for text in (token, token, "rubbish", "a.b.c", "\u00e9"):
        assert (await revoke(running, owner, text)).status == 200


async def test_revoking_needs_the_client_and_a_token(running: AuthServer, owner: Owner):
    token = await running.token(owner.client)
    stranger = await running.form("revoke", client_id=owner.client.client_id, client_secret="wrong", token=token)
    assert (stranger.status, stranger.body["error"]) == (401, "invalid_client")
    nameless = await running.form("revoke", token=token)
    assert (nameless.status, nameless.body["error"]) == (401, "invalid_client")
    empty = await revoke(running, owner, "")
    assert (empty.status, empty.body["error"]) == (400, "invalid_request")
    assert await running.status("/schemas", token) == 200


async def test_a_revoked_client_ends_with_its_tokens_on_every_server_soon(
    start: Start, owner: Owner, database: Database
):
    first, second = await start(), await start()
    token = await first.token(owner.client)
    assert await second.status("/schemas", token) == 200
    async with database.transaction() as db:
        assert await revoke_client(db, owner.client.client_id)
    await becomes(first, token, 401)
    await becomes(second, token, 401)
    for server in (first, second):
        answer = await server.ask_for_token(owner.client)
        assert (answer.status, answer.body["error"]) == (401, "invalid_client")
    async with database.transaction() as db:
        assert not await revoke_client(db, owner.client.client_id)


async def test_expired_revocations_are_forgotten(start: Start, owner: Owner, database: Database):
    first = await start()
    token = await first.token(owner.client)
    await revoke(first, owner, token)
    async with database.connection() as db:
        await db.execute("insert into revoked_token (jti, expires_at) values ('old', now() - interval '1 s')")
        await delete_old_rows(
            database, retentions(event_days=16, operation_days=90, mail_days=30, request_log_hours=24)
        )
        cursor = await db.execute("select jti from revoked_token")
        left = {row["jti"] for row in await cursor.fetchall()}
    assert "old" not in left
    assert left
