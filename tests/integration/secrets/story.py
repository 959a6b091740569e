"""Everything that partners and fleets do, once, so that there is a secret of each kind."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import aiohttp
from aiohttp import web
from tests.conftest import Api, PartnerFixture, Sink
from tests.examples import example_fields
from tests.fakes.oauth_providers.server import CLIENT_SECRET, OAuthFake
from tests.integration.conftest import Connected, SimulatorAccount
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.integration.records.conftest import Ingest, incoming
from tests.integration.secrets.world import SecretsWorld

from gladhand.auth.tokens.claims import FLEET_CLIENT
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.sealed_columns import FINGERPRINT_KEY, SIGNING_KEY
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.embed_keys.queries import insert_embed_key
from gladhand.orgs.external_tsps.queries import RegistryEntry, upsert_external_tsps
from gladhand.orgs.partners.service import get_callback_secret
from gladhand.resources.registry import REGISTRY

INVITATIONS, FLEETS = "/v2/orgs/invitations", "/v2/orgs/fleets"
CONNECTIONS, PRE_AUTHS = "/v2/integrations/connections", "/v2/integrations/connection-pre-auths"
WEBHOOKS = "/v2/notifications/webhooks"
TOKENS = "/realms/catena/protocol/openid-connect/token"

WILDCARDS = ("invitation.*", "share_agreement.*", "connection.*", "fleet_connection.*", "user.*", "webhook.*",
             "resource_operation.*")  # fmt: skip
METRICS_TOKEN = "metrics-of-this-installation"
WRITTEN = ("user", "vehicle", "trailer", "message", "group_message", "dvir_log", "fuel_transaction")


_RIGHTS = {name.value: "read_write" if name.value in WRITTEN else "read" for name in REGISTRY}


@dataclass(frozen=True)
class Story:
    """What the world is made with."""

    make_partner: Callable[..., Awaitable[PartnerFixture]]
    make_account: Callable[[], Awaitable[SimulatorAccount]]
    anyone: Api
    admin: Api
    database: Database
    keyring: Keyring
    server: str
    sink: Sink
    world: SecretsWorld = field(default_factory=SecretsWorld)

    @property
    def callers(self) -> dict[str, Api]:
        return self.world.callers

    async def invite(self, name: str, **fields: Any) -> Any:
        usual = {"fleet_ref": f"ref-{uuid4().hex[:8]}", "permissions": _RIGHTS}
        headers = {"Idempotency-Key": uuid4().hex}
        made = await self.callers[name].post(INVITATIONS, usual | fields, headers=headers)
        assert made.status == 201, made.body
        return self.world.add_invitation(made.body, name)

    async def accept(self, invitation: Any, name: str, as_whom: Api) -> Any:
        path = f"{INVITATIONS}/{invitation['id']}/accept"
        accepted = await as_whom.post(path, headers={"Idempotency-Key": uuid4().hex})
        assert accepted.status == 200, accepted.body
        return self.world.add_invitation(accepted.body, name)


async def tell(story: Story, provider: OAuthFake) -> SecretsWorld:
    world, anyone = story.world, story.anyone
    world.callers |= {"anybody": anyone, "admin": story.admin, "prometheus": anyone.with_token(METRICS_TOKEN)}
    world.add("token for metrics", METRICS_TOKEN)
    for name in ("first", "second", "stranger"):
        await _partner(story, name)
    # Nobody acts for this one; the operator deletes it.
    world.add("client secret of a partner that ends", (await story.make_partner("Partner that ends")).client_secret)
    # The fleet comes in by the first partner's link without saying anything of itself, and shares with the second.
    invitation = await story.invite("first")
    accepted = await story.accept(invitation, "first", anyone)
    fleet = world.callers["fleet"] = anyone.with_token(accepted["pre_registration_access_token"])
    shared = await story.accept(await story.invite("second"), "second", fleet)
    # A second partner may act with a token of the fleet, so that its reads count as the partner's.
    world.callers["second as fleet"] = anyone.with_token(shared["pre_registration_access_token"])
    other = await story.accept(await story.invite("first"), "first", anyone)
    await _refresh(story, other)

    await story.invite("first")
    declined = await story.invite("second")
    await _answered(story, "second", anyone, declined, "decline", {"decline_reason": "not now"})
    mailed = await story.invite("first", fleet_email="dispatch@fleet.example")
    await _answered(story, "first", world.callers["first"], mailed, "send")
    deleted = await story.invite("second")
    await world.callers["second"].delete(f"{INVITATIONS}/{deleted['id']}")

    account = await story.make_account()
    world.add("API key at the provider", account.key)
    await _visit_connect(story, invitation, account)
    for token in (*provider.access_tokens, *provider.refresh_tokens):
        world.add("session at the provider", token)
    world.add("the hub's own secret at the provider", CLIENT_SECRET)
    connection = next(
        each for each in (await fleet.get(CONNECTIONS)).body["items"] if each["source_name"] == "catena_simulator"
    )
    await _connect_by_the_api(story, connection["tsp_id"])
    world.shared = connected = Connected(
        api=world.callers["first"], fleet=fleet, fleet_id=UUID(accepted["fleet_id"]),
        fleet_ref=accepted["fleet_ref"], tsp_id=connection["tsp_id"], connection_id=connection["id"], account=account,
    )  # fmt: skip
    await _write(story, connected)
    await _ingest(story, connected)
    await _wait_for_deliveries(story)
    # The refused credentials have made the connection stale.
    assert (await connected.sign_in()).status == 200
    await _own_keys(story)
    return world


async def _answered(story: Story, reader: str, caller: Api, invitation: Any, verb: str, body: Any = None) -> None:
    """Use an invitation in a way that works once."""
    answer = await caller.post(f"{INVITATIONS}/{invitation['id']}/{verb}", body)
    assert answer.status < 300, answer.body
    template = f"{INVITATIONS}/{{invitation_id}}/{verb}"
    story.world.reached.add(("POST", template))
    story.world.search(f"{answer.body} {answer.headers}", reader, f"POST {template}")


async def _partner(story: Story, name: str) -> None:
    world = story.world
    made = world.partners[name] = await story.make_partner(f"Partner {name}")
    world.callers[name] = story.anyone.with_token(made.token)
    world.add(f"client secret of {name}", made.client_secret)
    world.add(f"access token of {name}", made.token)
    async with story.database.transaction() as db:
        world.add(f"callback secret of {name}", (await get_callback_secret(db, story.keyring, made.id)).reveal())
        await insert_embed_key(
            db, made.id, key=f"ek_{made.id}", name="s", origins=[story.server], branding=PartnerBranding()
        )
        await upsert_external_tsps(db, [RegistryEntry("Rigwatch")])
    for number, event_name in enumerate(WILDCARDS):
        former, secret = (world.add(f"webhook secret of {name}", f"whsec-{uuid4().hex}") for _ in range(2))
        body = {"url": f"{story.sink.url}/{name}/{number}", "event_name": event_name, "secret": former}
        webhook = await world.callers[name].post(WEBHOOKS, body)
        assert webhook.status == 200, webhook.body
        # The former secret signs beside the new one for a while.
        for each in webhook.body:
            await world.callers[name].patch(f"{WEBHOOKS}/{each['id']}", {"secret": secret})


async def _refresh(story: Story, accepted: Any) -> None:
    """The other fleet goes on with tokens that its partner does not see."""
    form = {"grant_type": "refresh_token", "client_id": FLEET_CLIENT}
    sent = form | {"refresh_token": accepted["pre_registration_refresh_token"]}
    answer = await story.anyone.request("POST", TOKENS, data=sent)
    assert answer.status == 200, answer.body
    for name in ("access_token", "refresh_token"):
        story.world.add(f"{name} of the other fleet", answer.body[name], "other fleet")
    story.world.facts["refresh_token"] = answer.body["refresh_token"]
    story.callers["other fleet"] = story.anyone.with_token(answer.body["access_token"])


async def _visit_connect(story: Story, invitation: Any, account: SimulatorAccount) -> None:
    """In Connect: a refused key, a good one, a request for a provider that is missing, and a provider's own page."""
    world = story.world
    wrong = world.add("mistyped API key", f"key-{uuid4().hex}")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        visitor = Visitor(session, story.server)
        page = await visitor.follow(await visitor.open(invitation["magic_link"]), "/providers/groundhog")
        page = await visitor.submit(page, "/providers/groundhog", api_key=wrong)
        assert page.status == 422
        page = await visitor.submit(page, "/providers/groundhog", api_key=account.key)
        assert page.status == 200, page.text
        page = await visitor.open(f"/request?invite={invitation['id']}")
        page = await visitor.submit(page, "/request", provider_name="Homemade")
        _reached(story, page, "/requested", "GET", "/requested")
        page = await visitor.submit(page, "/requested")
        _reached(story, page, "/requested", "POST", "/requested")
        _reached(story, page, "/requested/done", "GET", "/requested/done")

        page = await visitor.open(f"/providers/signpost?invite={invitation['id']}")
        out = await visitor.submit(page, "/providers/signpost/sign-in")
        async with session.get(str(out.headers["Location"]), allow_redirects=False) as answer:
            back = str(answer.headers["Location"])
        page = await visitor.open(back)
        assert page.heading == "OAuthAdapter is connected"
        _reached(story, page, back, "GET", "/oauth/callback")
        # Begun and left.
        page = await visitor.open(f"/providers/signpost?invite={invitation['id']}")
        await visitor.submit(page, "/providers/signpost/sign-in")
        await _open_window(story, visitor, invitation)
        await _open_picture(story, visitor, invitation)
        for cookie in session.cookie_jar:
            world.add("cookie of Connect", cookie.value)


async def _open_window(story: Story, visitor: Visitor, invitation: Any) -> None:
    """From a popup, the provider's page opens in a second window."""
    embed = f"&embed=popup&embed_key=ek_{story.world.partners['first'].id}"
    page = await visitor.open(f"/providers/signpost?invite={invitation['id']}{embed}")
    target = page.read.links["/providers/signpost/sign-in/window"]
    opened = await visitor.request("GET", target, headers={"Sec-Fetch-Site": "same-origin"})
    assert opened.status in (302, 303), opened.text
    _reached(story, opened, target, "GET", "/providers/{slug}/sign-in/window")


async def _open_picture(story: Story, visitor: Visitor, invitation: Any) -> None:
    """A provider's picture from elsewhere is shown by this server."""

    async def picture(_: web.Request) -> web.Response:
        return web.Response(body=b"a picture, as far as anybody looks", content_type="image/png")

    app = web.Application()
    app.router.add_get("/logo.png", picture)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with story.database.connection() as db:
            address = f"http://127.0.0.1:{runner.addresses[0][1]}/logo.png"
            await db.execute("update tsp set logo_url = %s where slug = 'groundhog'", (address,))
        page = await visitor.open(f"/providers?invite={invitation['id']}")
        [target] = set(re.findall(r'src="([^"]*/pictures/[^"]+)"', page.html))
        _reached(story, await visitor.open(target), target, "GET", "/pictures/{mac}/{name}")
    finally:
        await runner.cleanup()


def _reached(story: Story, page: ConnectPage, where: str, method: str, template: str) -> None:
    assert page.status < 400, page.text
    story.world.reached.add((method, template))
    story.world.search(f"{page.html} {page.headers}", "first", f"{method} {urlsplit(where).path}")


async def _connect_by_the_api(story: Story, tsp_id: str) -> None:
    world = story.world
    world.facts["tsp_id"] = tsp_id
    account, fleet = await story.make_account(), world.callers["other fleet"]
    world.facts["api_key"] = world.add("API key at the provider", account.key)
    made = await fleet.post(CONNECTIONS, {"tsp_id": tsp_id, "credentials": {"api_key": account.key}})
    assert made.status == 200, made.body
    world.facts["kept_connection"] = made.body["id"]
    password = world.facts["password"] = world.add("password before the sign-in", f"horse-{uuid4().hex}")
    kept = {"username": "ann", "password": password}
    pre_auth = await fleet.post(PRE_AUTHS, {"tsp_id": tsp_id, "pre_auth_credentials": kept})
    assert pre_auth.status == 201, pre_auth.body


async def _write(story: Story, connected: Connected) -> None:
    """Writes, one of which finds the credentials refused; the event has the link by which the fleet repairs it."""
    facts = story.world.facts
    facts["user_id"] = (await connected.created(first_name="Maria", username=uuid4().hex))["resource_id"]
    background = await connected.create(first_name="Jon", username=uuid4().hex)
    await connected.settled(background.body["id"])
    for path, name in (("vehicles", "vehicle_name"), ("trailers", "trailer_name")):
        body = {"connection_id": connected.connection_id, name: "Truck 7"}
        made = await connected.api.post(f"/v2/telematics/{path}?is_sync=true", body)
        assert made.status == 200, made.body
        facts[f"{path[:-1]}_id"] = made.body["resource_id"]
    facts["connection_id"] = connected.connection_id
    await connected.account.inject_fault("bad_auth", count=None)
    await connected.create(is_sync=True, first_name="Refused")
    await connected.account.behave()


async def _ingest(story: Story, connected: Connected) -> None:
    """A record of each resource, as if it had been read."""
    ingest = Ingest(story.database, connected.origin, story.world.partners["first"].id, connected.fleet_ref)
    for resource in sorted(REGISTRY.values(), key=lambda each: len(each.parents)):
        fields = example_fields(resource)
        # All records have one source id, so that each has its parents.
        sources = {f"source_{name}" for name in resource.parents} & fields.model_fields_set
        await ingest.page(resource, incoming(resource, [fields.model_copy(update=dict.fromkeys(sources, "r-0"))]))


async def _wait_for_deliveries(story: Story) -> None:
    # Each partner has events of its own to wait for; these come last.
    for name in ("first", "second"):
        await story.callers[name].post(WEBHOOKS, {"url": f"{story.sink.url}/last", "event_name": "user.added"})
    await story.sink.wait_for("connection.staled", 2)
    await story.sink.wait_for("webhook.created", len(WILDCARDS) + 1)


async def _own_keys(story: Story) -> None:
    """What the installation keeps for itself."""
    async with story.database.connection() as db:
        rows = await (await db.execute("select private_key as sealed from signing_key")).fetchall()
        for row in rows:
            pem = story.keyring.unseal(row["sealed"], purpose=SIGNING_KEY.purpose)
            story.world.add("signing key", pem.splitlines()[1])
        rows = await (await db.execute("select sealed from fingerprint_key")).fetchall()
        for row in rows:
            key = story.keyring.unseal(row["sealed"], purpose=FINGERPRINT_KEY.purpose)
            story.world.add("fingerprint key", key)
