"""The auth routes and a few guarded ones on a real server of their own; each server stands for one process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID, uuid4

import aiohttp
import pytest
from fastapi import FastAPI
from granian.constants import Interfaces
from granian.server.embed import Server
from tests.conftest import Api, HubAnswer

from gladhand.auth import endpoints
from gladhand.auth.access import AdminCaller, FleetCaller, PartnerCaller, admit, allow, optional_fleet
from gladhand.auth.clients.service import NewClient, create_client
from gladhand.auth.throttle import Throttle
from gladhand.auth.tokens.service import Tokens, TokenSettings
from gladhand.core import responses
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dependencies import add_dependencies
from gladhand.local.stack import free_port

ISSUER = "http://auth.example/realms/catena"
SETTINGS = TokenSettings(
    ISSUER, "catena", access_seconds=3600, fleet_access_seconds=7200, fleet_refresh_seconds=28 * 86400
)
OPENID = "/realms/catena/protocol/openid-connect"


def application(*provides: object) -> FastAPI:
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    responses.install(app, admit)
    app.include_router(endpoints.router)
    add_dependencies(app, *provides)

    @app.get("/invitations")
    async def list_invitations(caller: Annotated[PartnerCaller, allow("invitation:read")]) -> dict[str, str]:
        return {"partner": str(caller.partner_id), "slug": caller.slug, "client": caller.client_id}

    @app.get("/connections")
    async def list_connections(
        caller: Annotated[PartnerCaller | FleetCaller, allow("connection:read", kinds=(PartnerCaller, FleetCaller))],
    ) -> dict[str, str]:
        return {"kind": type(caller).__name__, "slug": caller.slug}

    @app.get("/partners")
    async def list_partners(
        caller: Annotated[AdminCaller, allow("partner:read", "partner:update", kinds=(AdminCaller,))],
    ) -> dict[str, str]:
        return {"client": caller.client_id}

    @app.get("/schemas")
    async def list_schemas(caller: Annotated[PartnerCaller, allow()]) -> dict[str, str]:
        return {"slug": caller.slug}

    @app.get("/open")
    async def accept(fleet: Annotated[FleetCaller | None, optional_fleet]) -> dict[str, str | None]:
        return {"fleet": str(fleet.fleet_id) if fleet else None}

    return app


@dataclass
class AuthServer:
    api: Api
    tokens: Tokens
    app: FastAPI

    async def form(self, path: str, headers: dict[str, str] | None = None, /, **fields: str) -> HubAnswer:
        return await self.api.request("POST", f"{OPENID}/{path}", data=fields, headers=headers)

    async def ask_for_token(self, client: NewClient, **fields: str) -> HubAnswer:
        return await self.form(
            "token",
            grant_type="client_credentials",
            client_id=client.client_id,
            client_secret=client.secret.reveal(),
            **fields,
        )

    async def token(self, client: NewClient, **fields: str) -> str:
        answer = await self.ask_for_token(client, **fields)
        assert answer.status == 200, answer.body
        return str(answer.body["access_token"])

    async def status(self, path: str, token: str | None) -> int:
        return (await self.api.with_token(token).get(path)).status


Start = Callable[..., Awaitable[AuthServer]]


@pytest.fixture
async def start(database: Database, keyring: Keyring) -> AsyncIterator[Start]:
    """Starts one more server on the same database: `await start()`."""
    async with AsyncExitStack() as stack:

        async def begin(throttle: Throttle | None = None, settings: TokenSettings = SETTINGS) -> AuthServer:
            tokens = await Tokens.load(database, keyring, settings)
            app = application(database, tokens, throttle or Throttle(100_000, 100_000))
            url = await stack.enter_async_context(_serving(app))
            stack.push_async_callback(_stop, asyncio.create_task(tokens.refresh_revoked()))
            session = await stack.enter_async_context(aiohttp.ClientSession())
            return AuthServer(Api(session, url), tokens, app)

        yield begin


@asynccontextmanager
async def _serving(app: FastAPI) -> AsyncIterator[str]:
    port = free_port()
    server = Server(app, port=port, interface=Interfaces.ASGINL, log_enabled=False)
    serving = asyncio.create_task(server.serve())
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            break
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.stop()
    await serving


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.fixture
async def running(start: Start) -> AuthServer:
    return await start()


@dataclass
class Owner:
    id: UUID
    slug: str
    client: NewClient


@pytest.fixture
async def owner(database: Database) -> Owner:
    """A partner with a client."""
    slug = f"acme-{uuid4().hex[:8]}"
    async with database.transaction() as db:
        cursor = await db.execute(
            "insert into partner (slug, name, callback_secret) values (%s, 'Acme', '') returning id", (slug,)
        )
        row = await cursor.fetchone()
        assert row
        client = await create_client(db, kind="partner", partner_id=row["id"], name="tests")
    return Owner(row["id"], slug, client)


@pytest.fixture
async def admin(database: Database) -> NewClient:
    async with database.transaction() as db:
        return await create_client(db, kind="admin", partner_id=None, name="tests")


@dataclass
class FleetRow:
    id: UUID
    slug: str


@pytest.fixture
async def fleet(database: Database) -> FleetRow:
    slug = f"fleet-{uuid4()}-abc123"
    async with database.connection() as db:
        cursor = await db.execute("insert into fleet (slug, name) values (%s, 'Blue') returning id", (slug,))
        row = await cursor.fetchone()
    assert row
    return FleetRow(row["id"], slug)
