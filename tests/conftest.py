"""Fixtures for all tests: a real PostgreSQL, real processes, real HTTP.

One PostgreSQL and one set of processes serve a whole test session (one per xdist worker); tests do not share
partners, so nothing needs cleaning up between them.
"""

import asyncio
import gc
import gzip
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import psycopg
import pytest
import structlog
from aiohttp import web
from psycopg import sql
from tests.browser_program import BROWSER
from tests.judge import judge
from tests.processes import (
    PATIENCE,
    Process,
    Server,
    WorkerProcess,
    eventually,
    reading,
    serving,
    settings,
    until,
    wait_for_http,
    wait_until,
    working,
)

from gladhand.auth.clients.service import create_client
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.migrate import migrate
from gladhand.local.embedded_postgres import EmbeddedPostgres
from gladhand.local.stack import free_port
from gladhand.orgs.partners.service import create_partner

# What tests import from here.
__all__ = [
    "PATIENCE", "Process", "Server", "WorkerProcess", "eventually", "reading", "serving", "settings", "until",
    "wait_for_http", "wait_until", "working",
]  # fmt: skip

# Time limits of tests in seconds, by marker; `timeout` in pyproject.toml is that of all others.
_TIME_LIMITS = {"chaos": 7200, "e2e": 300}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        limits = [seconds for name, seconds in _TIME_LIMITS.items() if item.get_closest_marker(name)]
        if limits and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(limits[0]))
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.needs(BROWSER))


def pytest_collection_finish() -> None:
    """The collector passes over the modules and the thousands of tests, as servers do with what they have loaded."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is missing on a developer's machine; fail it on the build server."""
    needed = {program for marker in item.iter_markers("needs") for program in marker.args}
    missing = sorted(program for program in needed if shutil.which(program) is None)
    if not missing:
        return
    reason = f"not installed: {', '.join(missing)} (tools/test_programs.sh installs them)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


_LOG = structlog.get_config()


@pytest.fixture(autouse=True)
def _usual_log() -> None:
    """The log as it is where nothing has configured it. A command that ran in this process before, for a test or for a
    fixture, has done so."""
    if structlog.get_config()["wrapper_class"] is _LOG["wrapper_class"]:
        return
    structlog.configure(**_LOG)
    lazy = type(structlog.get_logger())
    for module in list(sys.modules.values()):
        for logger in getattr(module, "__dict__", {}).values():
            if type(logger) is lazy:
                # What `cache_logger_on_first_use` has put there, level included.
                vars(logger).pop("bind", None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL that this session may make databases in."""
    given = os.environ.get("GLADHAND_DATABASE_URL")
    if given:
        with _template(given):
            yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="gladhand-test-"))
    embedded = EmbeddedPostgres(folder / "postgres", is_disposable=True)
    try:
        url = embedded.start()
        with _template(url):
            yield url
    finally:
        embedded.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cluster_folder() -> Iterator[Path]:
    """A folder for a PostgreSQL of the test's own.

    It is none of pytest's: under root, PostgreSQL runs as another account, and whichever pytest starts next on this
    machine closes its own folders to everybody else.
    """
    with tempfile.TemporaryDirectory(prefix="gladhand-test-") as folder:
        yield Path(folder)


# One per process of the tests: a database that is being copied must not be in use.
_TEMPLATE = f"gladhand_test_template_{os.getpid()}"


@contextmanager
def _template(postgres: str) -> Iterator[None]:
    """The migrated database of which each other one is a copy."""
    with _new_database(postgres, _TEMPLATE, "template1") as url:
        migrate(url)
        yield


@contextmanager
def fresh_database(postgres: str) -> Iterator[str]:
    """A migrated database of its own, dropped at the end."""
    with _new_database(postgres, f"gladhand_test_{uuid4().hex[:12]}", _TEMPLATE) as url:
        yield url


@contextmanager
def empty_database(postgres: str) -> Iterator[str]:
    """A database without tables, dropped at the end."""
    with _new_database(postgres, f"gladhand_test_{uuid4().hex[:12]}", "template1") as url:
        yield url


@contextmanager
def _new_database(postgres: str, name: str, template: str) -> Iterator[str]:
    with psycopg.connect(postgres, autocommit=True) as admin:
        create = sql.SQL("create database {} template {}")
        admin.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield _address(postgres, name)
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _address(postgres: str, name: str) -> str:
    """The URL of another database on the same server."""
    parts = psycopg.conninfo.conninfo_to_dict(postgres)
    url = f"postgresql://{parts.get('user', '')}{':' + str(parts['password']) if parts.get('password') else ''}@"
    host = str(parts.get("host", ""))
    return url + (f"/{name}?host={host}" if host.startswith("/") else f"{host}:{parts.get('port', 5432)}/{name}")


@pytest.fixture(scope="session")
def database_url(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, max_size=5, name="tests") as opened:
        yield opened


@pytest.fixture(scope="session")
def encryption_keys() -> str:
    return Keyring.new_key()


@pytest.fixture(scope="session")
def keyring(encryption_keys: str) -> Keyring:
    return Keyring.parse(encryption_keys)


@pytest.fixture(scope="session")
def simulator() -> Iterator[str]:
    """The URL of a running provider simulator."""
    port = free_port()
    process = Process(["simulator", "--port", str(port), "--trucks", "0"], {}).launch()
    wait_for_http(f"http://127.0.0.1:{port}/", process)
    yield f"http://127.0.0.1:{port}"
    process.stop()


@pytest.fixture(scope="session")
def environment(database_url: str, encryption_keys: str, simulator: str) -> dict[str, str]:
    """Settings of the session's processes."""
    return settings(database_url, encryption_keys, GLADHAND_SIMULATOR_URL=simulator)


@pytest.fixture(scope="session")
def server(environment: dict[str, str]) -> Iterator[str]:
    """The base URL of a running server; API and Connect share it."""
    with serving(environment) as url:
        yield url


@pytest.fixture(scope="session")
def worker(environment: dict[str, str], server: str) -> Iterator[Process]:
    """A running worker; ask for it where jobs and deliveries have to happen."""
    with working(environment) as process:
        yield process


@dataclass
class HubAnswer:
    status: int
    body: Any
    headers: dict[str, str]


@dataclass
class Api:
    """An HTTP client with (or without) a token, whose answers are plain values.

    Each answer is held against the published schema.
    """

    session: aiohttp.ClientSession
    url: str
    token: str | None = None

    async def request(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any
    ) -> HubAnswer:
        # Errors repeat the id of their request: with one id, equal answers are equal.
        sent = {"X-Request-ID": "tests"} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        async with self.session.request(method, self.url + path, headers=sent | (headers or {}), **options) as answer:
            raw = await answer.read()
            is_json = "json" in answer.headers.get("Content-Type", "")
            body = json.loads(raw) if raw and is_json else raw.decode(errors="replace")
            judge(method, path, answer.status, answer.headers.get("Content-Type", ""), body)
            # A filter that the route does not have would let a test pass for the wrong reason.
            ignored = answer.headers.get("Gladhand-Ignored", "")
            assert "query." not in ignored, f"{method} {path}: {ignored}"
            return HubAnswer(answer.status, body, dict(answer.headers))

    async def get(self, path: str, **options: Any) -> HubAnswer:
        return await self.request("GET", path, **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> HubAnswer:
        return await self.request("POST", path, json=body, **options)

    async def patch(self, path: str, body: Any, **options: Any) -> HubAnswer:
        return await self.request("PATCH", path, json=body, **options)

    async def delete(self, path: str, **options: Any) -> HubAnswer:
        return await self.request("DELETE", path, **options)

    def with_token(self, token: str | None) -> "Api":
        return Api(self.session, self.url, token)


@pytest.fixture
async def anyone(server: str) -> AsyncIterator[Api]:
    """A client without a token."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Api(session, server)


@dataclass
class PartnerFixture:
    id: UUID
    slug: str
    client_id: str
    client_secret: str
    token: str


async def fetch_token(anyone: Api, client_id: str, client_secret: str) -> str:
    form = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": client_secret,
        "scope": "organization",
    }
    answer = await anyone.request("POST", "/realms/catena/protocol/openid-connect/token", data=form)
    assert answer.status == 200, answer.body
    return str(answer.body["access_token"])


async def new_partner(
    database: Database, keyring: Keyring, anyone: Api, *, name: str = "Acme Logistics", extensions: bool = True
) -> PartnerFixture:
    """One more partner with an API client and a token."""
    slug = f"acme-{uuid4().hex[:8]}"
    async with database.transaction() as db:
        partner = await create_partner(db, keyring, name=name, slug=slug)
        client = await create_client(db, kind="partner", partner_id=partner.id, name="tests", extensions=extensions)
    secret = client.secret.reveal()
    token = await fetch_token(anyone, client.client_id, secret)
    return PartnerFixture(partner.id, slug, client.client_id, secret, token)


async def operator_token(database: Database, anyone: Api, *, extensions: bool = True) -> str:
    async with database.transaction() as db:
        client = await create_client(db, kind="admin", partner_id=None, name="tests", extensions=extensions)
    return await fetch_token(anyone, client.client_id, client.secret.reveal())


@pytest.fixture
def make_partner(database: Database, keyring: Keyring, anyone: Api) -> Callable[..., Any]:
    """Makes one more partner: `await make_partner()`."""

    async def make(name: str = "Acme Logistics", *, extensions: bool = True) -> PartnerFixture:
        return await new_partner(database, keyring, anyone, name=name, extensions=extensions)

    return make


@pytest.fixture
async def partner(make_partner: Callable[..., Any]) -> PartnerFixture:
    made: PartnerFixture = await make_partner()
    return made


@pytest.fixture
def api(anyone: Api, partner: PartnerFixture) -> Api:
    """A client with the fresh partner's token."""
    return anyone.with_token(partner.token)


@pytest.fixture
async def admin(anyone: Api, database: Database) -> Api:
    """A client with the operator's token."""
    return anyone.with_token(await operator_token(database, anyone))


@dataclass
class Received:
    headers: dict[str, str]
    raw: bytes
    body: Any

    @property
    def event_name(self) -> str:
        return str(self.body["event_name"])


@dataclass
class Sink:
    """A webhook receiver that keeps what it gets; `answers` are the next statuses, then 202."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        # aiohttp has inflated the body already; what was signed is exactly this.
        raw = await request.read()
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
        self.received.append(Received(dict(request.headers), raw, json.loads(raw)))
        return web.Response(status=self.answers.pop(0) if self.answers else 202)

    def named(self, event_name: str) -> list[Received]:
        return [each for each in self.received if each.event_name == event_name]

    async def wait_for(self, event_name: str, count: int = 1, seconds: float = PATIENCE) -> list[Received]:
        deadline = time.monotonic() + seconds
        while len(found := self.named(event_name)) < count:
            if time.monotonic() > deadline:
                names = [each.event_name for each in self.received]
                raise AssertionError(f"{count} × {event_name} not received within {seconds} s; received: {names}")
            await asyncio.sleep(0.02)
        return found


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    made = Sink()
    app = web.Application(client_max_size=10 * 1024**2)
    app.router.add_post("/{tail:.*}", made.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    made.url = f"http://127.0.0.1:{port}/hooks"
    yield made
    await runner.cleanup()
