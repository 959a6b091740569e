"""Where the measurements run: a database and processes of their own, and one partner with a fleet that shares."""

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import DictRow, dict_row

from gladhand.auth.clients.service import NewClient, create_client
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.migrate import migrate
from gladhand.local.embedded_postgres import EmbeddedPostgres
from gladhand.local.stack import free_port
from gladhand.orgs.partners.service import create_partner


@dataclass(frozen=True)
class BenchPartner:
    id: UUID
    client_id: str
    client_secret: str
    token: str


class MeasuredInstallation:
    """A PostgreSQL (the operator's, if one is set) and the settings of the processes that are measured."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = Keyring.new_key()
        self.url = f"http://127.0.0.1:{free_port()}"
        self._embedded: EmbeddedPostgres | None = None
        self.database_url = os.environ.get("GLADHAND_DATABASE_URL", "")

    def __enter__(self) -> "MeasuredInstallation":
        if not self.database_url:
            self._embedded = EmbeddedPostgres(self.folder / "postgres")
            self.database_url = self._embedded.start()
        migrate(self.database_url)
        return self

    def __exit__(self, *_: object) -> None:
        if self._embedded is not None:
            self._embedded.stop()

    @contextmanager
    def sibling(self) -> Iterator["MeasuredInstallation"]:
        """Another installation on the same PostgreSQL, with the same keys."""
        name = f"bench_{os.urandom(4).hex()}"
        with self.connect() as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
            try:
                made = MeasuredInstallation(self.folder)
                made.keys, made.database_url = self.keys, make_conninfo(self.database_url, dbname=name)
                migrate(made.database_url)
                yield made
            finally:
                connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def connect(self) -> psycopg.Connection[DictRow]:
        return psycopg.connect(self.database_url, autocommit=True, row_factory=dict_row)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "GLADHAND_DATABASE_URL": self.database_url,
            "GLADHAND_ENCRYPTION_KEYS": self.keys,
            "GLADHAND_PORT": self.url.rsplit(":", 1)[1],
            "GLADHAND_ALLOWED_NETWORKS": "127.0.0.0/8",
            "GLADHAND_REQUESTS_PER_SECOND": "1000000",
            "GLADHAND_REQUEST_BURST": "1000000",
            # What production would run with; one line per request is written and thrown away here.
            "GLADHAND_LOG_FORMAT": "json",
        }

    @contextmanager
    def process(self, *arguments: str, module: str = "gladhand", **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """A process of gladhand, ready when the block begins if it serves HTTP."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments], env=clean | self.environment | more, stderr=log, stdout=log
            )
            try:
                yield process
            finally:
                process.terminate()
                process.wait(20)

    @contextmanager
    def server(self) -> Iterator[subprocess.Popen[bytes]]:
        """The real application, with one route more that does nothing."""
        with self.process(module="tests.bench.server") as process:
            wait_for(f"{self.url}/health", process)
            yield process

    @contextmanager
    def simulator(self) -> Iterator[str]:
        port = free_port()
        with self.process("simulator", "--port", str(port), "--trucks", "0") as process:
            wait_for(f"http://127.0.0.1:{port}/", process)
            yield f"http://127.0.0.1:{port}"

    def partner(self) -> BenchPartner:
        """A fresh partner; the server has to run."""
        partner_id, client = asyncio.run(self._make_partner())
        secret = client.secret.reveal()
        form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
        token = post(f"{self.url}/realms/catena/protocol/openid-connect/token", form=form)["access_token"]
        return BenchPartner(partner_id, client.client_id, secret, token)

    async def _make_partner(self) -> tuple[UUID, NewClient]:
        keyring = Keyring.parse(self.keys)
        async with Database(self.database_url, max_size=2) as database, database.transaction() as db:
            partner = await create_partner(db, keyring, name="Bench", slug=f"bench-{os.urandom(4).hex()}")
            client = await create_client(db, kind="partner", partner_id=partner.id, name="bench")
            return partner.id, client


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"nothing answers at {url}")
        time.sleep(0.02)


def post(url: str, *, form: dict[str, str] | None = None, body: Any = None, token: str | None = None) -> Any:
    data = urllib.parse.urlencode(form).encode() if form is not None else json.dumps(body).encode()
    kind = "application/x-www-form-urlencoded" if form is not None else "application/json"
    headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {token}"} if token else {})
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30) as answer:
        return json.loads(answer.read())


def get(url: str, *, token: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
        return json.loads(answer.read())
