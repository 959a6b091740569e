"""Secrets stay with their owners: each value is looked for in every answer, event, delivery, log line and table."""

import asyncio
import hashlib
import itertools
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import aiohttp
import pytest
from fastapi.routing import iter_route_contexts
from psycopg.sql import SQL, Identifier
from tests.conftest import Api, PartnerFixture, Process, Sink, fresh_database, serving, settings, working
from tests.integration.conftest import Connected, SimulatorAccount
from tests.integration.connect.conftest import Visitor

from gladhand.app import routed
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.orgs.partners.service import get_callback_secret

INVITATIONS, FLEETS = "/v2/orgs/invitations", "/v2/orgs/fleets"
CONNECTIONS, USERS = "/v2/integrations/connections", "/v2/telematics/users"
pytestmark = pytest.mark.timeout(300)

WILDCARDS = ("invitation.*", "share_agreement.*", "connection.*", "fleet_connection.*", "user.*", "webhook.*",
             "resource_operation.*")  # fmt: skip
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs") / "processes"


@pytest.fixture(scope="module")
def database_url(postgres: str) -> Iterator[str]:
    """A database of its own: what it holds is searched as a whole."""
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture(scope="module")
def environment(database_url: str, encryption_keys: str, simulator: str) -> dict[str, str]:
    return settings(database_url, encryption_keys, GLADHAND_SIMULATOR_URL=simulator, GLADHAND_LOG_LEVEL="debug")


@pytest.fixture(scope="module")
def server(environment: dict[str, str], logs: Path) -> Iterator[str]:
    with serving(environment, logs) as url:
        yield url


@pytest.fixture(scope="module")
def worker(environment: dict[str, str], server: str, logs: Path) -> Iterator[Process]:
    with working(environment, logs) as process:
        yield process


@dataclass(frozen=True)
class KnownSecret:
    """A value, and the names of the callers who may read it through the API."""

    what: str
    value: str
    readers: frozenset[str] = frozenset()

    def forms(self) -> Iterator[str]:
        """The value as it stands, and as it would look encoded or hashed."""
        raw = self.value.encode()
        for bytes_of_it in (raw, UUID(self.value).bytes) if _UUID.fullmatch(self.value) else (raw,):
            yield bytes_of_it.hex()
            yield b64encode(bytes_of_it).decode().rstrip("=")
            yield urlsafe_b64encode(bytes_of_it).decode().rstrip("=")
        yield self.value
        yield quote(self.value, safe="")

    def hashes(self) -> Iterator[str]:
        raw = self.value.encode()
        for bytes_of_it in (raw, UUID(self.value).bytes) if _UUID.fullmatch(self.value) else (raw,):
            digest = hashlib.sha256(bytes_of_it)
            yield digest.hexdigest()[:16]
            yield b64encode(digest.digest()).decode()[:16]
            yield urlsafe_b64encode(digest.digest()).decode()[:16]


@dataclass
class World:
    """Two partners who share a fleet, a second fleet of one of them, a stranger, and every secret among them."""

    callers: dict[str, Api] = field(default_factory=dict)
    partners: dict[str, PartnerFixture] = field(default_factory=dict)
    secrets: list[KnownSecret] = field(default_factory=list)
    first_link: str = ""
    """The public id of the invitation by which the shared fleet came in, which belongs to `first`."""
    shared: Connected | None = None

    def add(self, what: str, value: str, *readers: str) -> str:
        self.secrets.append(KnownSecret(what, value, frozenset(readers)))
        return value

    def add_invitation(self, invitation: dict[str, Any], partner: str) -> dict[str, Any]:
        names = ("id", "pre_registration_access_token", "pre_registration_refresh_token")
        known = {each.value for each in self.secrets}
        for name in names:
            if invitation[name] is not None and invitation[name] not in known:
                self.add(f"{name} of an invitation of {partner}", invitation[name], partner)
        return invitation

    def leaks(self, text: str, caller: str | None, *, hashed: bool = True) -> list[str]:
        """What the text holds that the caller must not read. No caller: nobody may read it there."""
        return [
            f"{each.what} ({form[:12]}…)"
            for each in self.secrets
            if caller is None or caller not in each.readers
            for form in itertools.chain(each.forms(), each.hashes() if hashed else ())
            if form in text
        ]


async def _subscribe(world: World, name: str, sink: Sink) -> None:
    for number, event_name in enumerate(WILDCARDS):
        secret = world.add(f"webhook secret of {name}", f"whsec-{uuid4().hex}")
        body = {"url": f"{sink.url}/{name}/{number}", "event_name": event_name, "secret": secret}
        made = await world.callers[name].post("/v2/notifications/webhooks", body)
        assert made.status == 200, made.body


async def _invite(world: World, name: str, **fields: Any) -> dict[str, Any]:
    body = {"fleet_ref": f"ref-{uuid4().hex[:8]}", "permissions": {"user": "read_write"}} | fields
    made = await world.callers[name].post(INVITATIONS, body, headers={"Idempotency-Key": uuid4().hex})
    assert made.status == 201, made.body
    return world.add_invitation(made.body, name)


async def _accept(world: World, invitation: dict[str, Any], name: str, as_whom: Api) -> dict[str, Any]:
    path = f"{INVITATIONS}/{invitation['id']}/accept"
    accepted = await as_whom.post(path, headers={"Idempotency-Key": uuid4().hex})
    assert accepted.status == 200, accepted.body
    return world.add_invitation(accepted.body, name)


async def _visit_connect(world: World, server: str, invitation: dict[str, Any], account: SimulatorAccount) -> None:
    """In Connect: a refused key, a good one, and a request for a provider that is missing."""
    wrong = world.add("mistyped API key", f"key-{uuid4().hex}")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        visitor = Visitor(session, server)
        page = await visitor.follow(await visitor.open(invitation["magic_link"]), "/providers/groundhog")
        page = await visitor.submit(page, "/providers/groundhog", api_key=wrong)
        assert page.status == 422
        page = await visitor.submit(page, "/providers/groundhog", api_key=account.key)
        assert page.status == 200, page.text
        page = await visitor.open(f"/request?invite={invitation['id']}")
        await visitor.submit(page, "/request", provider_name="Homemade")
        for cookie in session.cookie_jar:
            world.add("cookie of Connect", cookie.value)


@pytest.fixture
async def world(
    make_partner: Callable[..., Any],
    anyone: Api,
    make_account: Callable[[], Awaitable[SimulatorAccount]],
    database: Database,
    keyring: Keyring,
    server: str,
    worker: Process,
    sink: Sink,
) -> World:
    """Everything that partners and fleets do, once."""
    world = World(callers={"anybody": anyone})
    for name in ("first", "second", "stranger"):
        made = world.partners[name] = await make_partner(f"Partner {name}")
        world.callers[name] = anyone.with_token(made.token)
        world.add(f"client secret of {name}", made.client_secret)
        world.add(f"access token of {name}", made.token)
        async with database.connection() as db:
            world.add(f"callback secret of {name}", (await get_callback_secret(db, keyring, made.id)).reveal())
        await _subscribe(world, name, sink)
    # The fleet comes in by the first partner's link without saying anything of itself, and shares with the second.
    invitation = await _invite(world, "first")
    world.first_link = invitation["id"]
    accepted = await _accept(world, invitation, "first", anyone)
    fleet = world.callers["fleet"] = anyone.with_token(accepted["pre_registration_access_token"])
    shared = await _accept(world, await _invite(world, "second"), "second", fleet)
    # A second partner may act with a token of the fleet, so that its reads count as the partner's.
    world.callers["second as fleet"] = anyone.with_token(shared["pre_registration_access_token"])

    other = await _accept(world, await _invite(world, "first"), "first", anyone)
    world.callers["other fleet"] = anyone.with_token(other["pre_registration_access_token"])
    await _invite(world, "first")
    declined = await _invite(world, "second")
    await anyone.post(f"{INVITATIONS}/{declined['id']}/decline", {"decline_reason": "not now"})
    deleted = await _invite(world, "second")
    await world.callers["second"].delete(f"{INVITATIONS}/{deleted['id']}")

    account = await make_account()
    world.add("API key at the provider", account.key)
    await _visit_connect(world, server, invitation, account)
    [connection] = (await fleet.get(CONNECTIONS)).body["items"]
    tsp_id = connection["tsp_id"]
    # By the API, with other credentials.
    second_account = await make_account()
    world.add("API key at the provider", second_account.key)
    signed_in = await world.callers["other fleet"].post(
        CONNECTIONS, {"tsp_id": tsp_id, "credentials": {"api_key": second_account.key}}
    )
    assert signed_in.status == 200, signed_in.body

    # Writes, one of which finds the credentials refused; the event has the link by which the fleet repairs it.
    world.shared = connected = Connected(
        api=world.callers["first"], fleet=fleet, fleet_id=UUID(accepted["fleet_id"]),
        fleet_ref=accepted["fleet_ref"], tsp_id=tsp_id, connection_id=connection["id"], account=account,
    )  # fmt: skip
    await connected.created(first_name="Maria", username=uuid4().hex)
    background = await connected.create(first_name="Jon", username=uuid4().hex)
    await connected.settled(background.body["id"])
    await account.inject_fault("bad_auth", count=None)
    await connected.create(is_sync=True, first_name="Refused")
    await account.behave()
    # Each partner has events of its own to wait for; these come last.
    for name in ("first", "second"):
        await world.callers[name].post(
            "/v2/notifications/webhooks", {"url": f"{sink.url}/last", "event_name": "user.added"}
        )
    await sink.wait_for("connection.staled", 2)
    await sink.wait_for("webhook.created", len(WILDCARDS) + 1)
    return world


@cache
def _templates() -> list[str]:
    """Every path with a GET."""
    contexts = iter_route_contexts(routed().routes)
    return sorted({each.path for each in contexts if each.path and "GET" in (each.methods or ())})


async def _read_everything(world: World, caller: str) -> tuple[dict[str, str], set[str]]:
    """The answers that a caller gets, by path, when it uses every id that it reads anywhere; and these ids."""
    api, answers = world.callers[caller], dict[str, str]()
    ids = {str(world.partners[caller].id)} if caller in world.partners else set()
    paths = [template for template in _templates() if "{" not in template]
    while paths:
        for path in paths:
            answer = await api.get(path)
            answers[path] = f"{answer.body} {answer.headers}"
            if isinstance(answer.body, dict | list):
                ids |= set(_UUID.findall(str(answer.body)))
        wanted = [
            re.sub(r"\{[^}]+\}", each, template, count=1)
            for template in _templates()
            if template.count("{") == 1 and "_id}" in template
            for each in ids
        ]
        paths = [path for path in wanted if path not in answers]
    return answers, ids


async def test_no_answer_shows_a_secret_of_somebody_else(world: World) -> None:
    for caller in world.callers:
        answers, _ = await _read_everything(world, caller)
        assert len(answers) > 20
        found = {path: leaks for path, text in answers.items() if (leaks := world.leaks(text, _reader(caller)))}
        assert not found, f"{caller} reads {found}"
        assert (world.first_link in str(answers)) is (caller == "first")


def _reader(caller: str) -> str:
    return "second" if caller == "second as fleet" else caller


async def test_no_event_delivery_log_line_or_table_holds_one(
    world: World, sink: Sink, database: Database, logs: Path
) -> None:
    by_id = {str(partner.id): name for name, partner in world.partners.items()}
    async with database.connection() as db:
        rows = await (await db.execute("select id::text, partner_id::text from webhook")).fetchall()
        webhooks = {row["id"]: by_id.get(row["partner_id"]) for row in rows}
        tables = await (
            await db.execute("select table_name from information_schema.tables where table_schema = 'public'")
        ).fetchall()
        dump = {}
        for table in [row["table_name"] for row in tables]:
            lines = await db.execute(SQL("select t::text as line from {} t").format(Identifier(table)))
            dump[table] = "\n".join(row["line"] for row in await lines.fetchall())
    for each in sink.received:
        leaks = world.leaks(each.raw.decode() + str(each.headers), webhooks[each.body["webhook_id"]])
        assert not leaks, f"{each.event_name} holds {leaks}"
    assert {"invitation.created", "invitation.accepted", "connection.staled"} <= {
        each.event_name for each in sink.received
    }

    # Look-up hashes belong into tables; what a hash stands for cannot be found from it.
    found = {table: leaks for table, text in dump.items() if (leaks := world.leaks(text, None, hashed=False))}
    assert not found, found
    assert "PRIVATE KEY" not in str(dump)
    # The tables were read, and the values are there for those who hold the keys.
    assert len(dump) > 30
    assert world.partners["first"].slug in dump["partner"]

    text = await asyncio.to_thread(logs.read_text)
    assert "/v2/orgs/invitations/{invitation_id}/accept" in text
    assert not world.leaks(text, None)


async def test_a_second_partner_cannot_become_the_fleet_of_the_first(world: World, anyone: Api, server: str) -> None:
    second, connected = world.callers["second"], world.shared
    assert connected is not None
    answers, ids = await _read_everything(world, "second")
    assert world.first_link not in str(answers)
    fleet = (await second.get(f"{FLEETS}/{connected.fleet_id}")).body
    own = {each.value for each in world.secrets if "second" in each.readers}
    assert fleet["invitation_id"] in own
    assert fleet["websites"][0].endswith(".invalid/")
    # Everything that looks like an id, tried as a link: the API and Connect know only the partner's own.
    assert len(ids) > 10
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        visitor = Visitor(session, server)
        for each in ids - own:
            assert (await anyone.get(f"{INVITATIONS}/{each}")).status == 404
            assert (await anyone.post(f"{INVITATIONS}/{each}/accept")).status == 404
            page = await visitor.open(f"/?invite={each}")
            assert "Partner first" not in page.text
            assert not page.read.forms or all("/providers" not in form.action for form in page.read.forms)
    # Neither its token, nor the fleet's token that it was given, nor its own link ends the connection of the first.
    path = f"{CONNECTIONS}/{connected.connection_id}"
    for caller in (second, world.callers["second as fleet"]):
        for action in ("pause", "cancel"):
            assert (await caller.post(f"{path}/{action}")).status in (403, 404, 405)
        assert (await caller.patch(path, {"status": "paused"})).status in (403, 404)
        assert (await caller.delete(path)).status in (403, 404)
    gone, link = f"/connections/{connected.connection_id}/disconnect", f"invite={fleet['invitation_id']}"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        visitor = Visitor(session, server)
        page = await visitor.open(f"/providers?{link}")
        assert page.status == 200
        assert gone not in page.read.links
        assert (await visitor.open(f"{gone}?{link}")).status == 404
        token = next(each.values["form_token"] for each in page.read.forms if "form_token" in each.values)
        await visitor.request("POST", f"{gone}?{link}", data={"form_token": token})
    # The fleet's own token does.
    assert (await connected.fleet.get(path)).body["status"] != "deleted"
    assert (await connected.fleet.delete(path)).status == 204
