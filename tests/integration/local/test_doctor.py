"""`gladhand doctor` with real trouble: one sentence for each, and it goes on to the end."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql
from tests.conftest import fresh_database
from typer.testing import CliRunner

from gladhand.cli import main
from gladhand.config.database_checks import BESIDE_THE_POOL_OF_SERVER, BESIDE_THE_POOL_OF_WORKER, compared_clocks
from gladhand.core.checks import Trouble
from gladhand.core.crypto import Keyring
from gladhand.core.sealed_columns import CALLBACK_SECRET
from gladhand.local.stack import free_port

DOCS = Path(__file__).resolve().parents[3] / "docs"
_CHECKS = [
    "database", "encoding", "collation", "writes", "connections", "clock", "schema", "encryption keys", "workers",
    "public address", "Connect", "OAuth apps", "OpenID", "mail",
]  # fmt: skip


@pytest.fixture(scope="module")
def own_database(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url


def diagnosis(database: str, **settings: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """The exit code, and by check its verdict and its text."""
    own = {"GLADHAND_DATABASE_URL": database, "GLADHAND_ENCRYPTION_KEYS": Keyring.new_key()}
    done = CliRunner().invoke(main.build(["doctor"]), ["doctor"], env=own | settings)
    told = [line for line in done.output.splitlines() if not line.startswith("skipped")]
    lines = [re.fullmatch(r"(ok|TROUBLE) +(.{16}) (.*)", line) for line in told]
    assert all(lines), done.output
    return done.exit_code, {line[2].strip(): (line[1], line[3]) for line in lines if line}


def test_all_that_is_wrong_is_told_at_once_each_in_a_sentence(own_database: str) -> None:
    code, found = diagnosis(
        own_database,
        GLADHAND_DATABASE_CONNECTIONS="200",
        GLADHAND_SERVER_PROCESSES="4",
        GLADHAND_PUBLIC_URL="https://hub.invalid",
        GLADHAND_CONNECT_URL="http://connect.example",
        GLADHAND_OAUTH_APPS=json.dumps({"geotab": {"client_id": "a", "client_secret": "s3cret-of-app"}}),
        GLADHAND_OPENID_ISSUER="http://127.0.0.1:9",
        GLADHAND_OPENID_CLIENT_ID="hub",
        GLADHAND_OPENID_CLIENT_SECRET="s3cret-of-hub",
    )
    assert code == 1
    assert list(found) == _CHECKS
    trouble = {name: text for name, (verdict, text) in found.items() if verdict == "TROUBLE"}
    assert list(trouble) == ["connections", "public address", "Connect", "OAuth apps", "OpenID"]
    assert re.search(r"may open 1010 connections, and PostgreSQL allows \d+: raise max_connec", trouble["connections"])
    assert trouble["public address"] == "GLADHAND_PUBLIC_URL: the name hub.invalid leads to no address."
    assert trouble["Connect"] == "GLADHAND_CONNECT_URL must be https, because browsers refuse to embed other pages."
    assert trouble["OAuth apps"] == "GLADHAND_OAUTH_APPS: geotab has no sign-in by OAuth 2"
    assert trouble["OpenID"].startswith("GLADHAND_OPENID_ISSUER: No answer of /.well-known/openid-configuration")


def test_the_documents_count_connections_as_the_doctor_does() -> None:
    of_server, of_worker = BESIDE_THE_POOL_OF_SERVER, BESIDE_THE_POOL_OF_WORKER
    deploying, operations = ((DOCS / name).read_text() for name in ("deploying.md", "operations.md"))

    assert f"{of_server} more for each server process, {of_worker} more for each worker" in deploying
    assert f"A server process uses {of_server} more" in operations
    assert f"A worker uses {of_worker} more" in operations


def test_what_is_not_there_yet_is_told_and_is_no_trouble(own_database: str) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    code, found = diagnosis(own_database, GLADHAND_PUBLIC_URL=address, GLADHAND_CONNECT_URL=address)
    assert (code, {verdict for verdict, _ in found.values()}) == (0, {"ok"})
    assert found["public address"][1].startswith(f"Nothing answers at {address} from here")
    assert "GLADHAND_OAUTH_APPS has none for " in found["OAuth apps"][1]
    assert found["workers"][1].startswith("None is alive")


def test_secrets_whose_key_is_missing_are_counted(own_database: str) -> None:
    without_key = Keyring.parse(Keyring.new_key()).seal("secret", purpose=CALLBACK_SECRET.purpose)
    with psycopg.connect(own_database, autocommit=True) as db:
        db.execute("insert into partner (name, slug, callback_secret) values ('A', 'a', %s)", (without_key,))
        try:
            code, found = diagnosis(own_database)
        finally:
            db.execute("delete from partner")
    lacks = "GLADHAND_ENCRYPTION_KEYS lacks the key of some stored secrets: 1 of partner.callback_secret."
    assert (code, found["encryption keys"]) == (1, ("TROUBLE", lacks))


def test_a_database_in_another_encoding_is_told_and_the_rest_is_checked(postgres: str) -> None:
    name = f"gladhand_latin1_{free_port()}"
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(
            sql.SQL("create database {} encoding 'LATIN1' locale 'C' template template0").format(sql.Identifier(name))
        )
        try:
            code, found = diagnosis(urlsplit(postgres)._replace(path=f"/{name}").geturl())
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
    assert (code, found["database"][0]) == (1, "TROUBLE")
    assert "LATIN1" in found["database"][1]
    assert found["public address"][0] == found["OAuth apps"][0] == "ok"


@pytest.mark.parametrize(("minutes", "word"), [(2, "ahead of"), (-2, "behind")])
def test_a_clock_that_is_off_is_told_with_its_direction(minutes: int, word: str) -> None:
    now = datetime.now(UTC)
    with pytest.raises(Trouble, match=f"clock is 120 s {word} the database's"):
        compared_clocks(now + timedelta(minutes=minutes), now)
    assert compared_clocks(now + timedelta(seconds=4), now) == "This machine's clock agrees with the database's."
