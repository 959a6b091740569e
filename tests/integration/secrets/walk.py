"""Walks the routes of the API and of Connect as every caller, with every id that a caller can know, and searches the
answers.

The routes come from the application, so a new one is walked as soon as it exists. Bodies follow from the published
documents; `BODIES` has what they cannot say. `_NOT_WALKED` names the routes that are left out.
"""

import asyncio
import json
import re
from base64 import urlsafe_b64decode
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import product
from typing import Any, TypeVar
from uuid import UUID, uuid4

import aiohttp
from fastapi.routing import iter_route_contexts
from tests.contract.documents import SERVICES, document
from tests.integration.connect.conftest import Visitor
from tests.integration.secrets.world import IDS, SecretsWorld, reader_of

from gladhand.app import routed
from gladhand.auth.tokens.claims import FLEET_CLIENT
from gladhand.connect.pages.page_route import PageRoute
from gladhand.core.db import Database
from gladhand.notifications.sealed_links import hash_link

_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
_AT_ONCE = 12
# Of the ids that a caller has read and that are of another kind.
_MOST_OTHERS = 3
# Of all ids of one collection, spread over all that there are.
_MOST_OF_A_KIND = 12
# Of those that the walk has made or changed, besides.
_MOST_WRITTEN = 2

#: What parameters of paths may be, apart from ids.
NAMES: dict[str, tuple[str, ...]] = {
    "event_name": ("invitation.created", "connection.staled"),
    "mac": ("nobody",),
    "name": ("connect.js", "reference.js", "groundhog.svg"),
    "realm": ("catena",),
    "service": tuple(SERVICES),
    "slug": ("groundhog", "signpost"),
    "source_name": ("catena_simulator",),
    "version": ("1.0",),
}
#: Routes whose success needs more than a request; the story has used them.
BY_HAND = frozenset({
    ("GET", "/oauth/callback"),
    ("GET", "/pictures/{mac}/{name}"),
    ("GET", "/providers/{slug}/sign-in/window"),
    ("GET", "/requested"),
    ("GET", "/requested/done"),
    ("POST", "/requested"),
    ("POST", "/v2/orgs/invitations/{invitation_id}/decline"),
    ("POST", "/v2/orgs/invitations/{invitation_id}/send"),
})  # fmt: skip
#: What lists need in their address.
QUERIES = {"/v2/telematics/vehicle-region-segments": "?processing_date=2026-03-02"}
#: The collection that a parameter's ids are from, where the path does not say it.
COLLECTIONS = {"dvir_log_id": "dvir-logs", "hos_event_id": "hos-events", "fleet_info_id": "fleet-info"}
#: What would end a caller, or its object, before others have been called.
_LATE = ("/v2/orgs/fleets/{fleet_id:uuid}",)
_ENDING = {"pause": 1, "activate": 2, "activate-schedules": 3, "decline": 4, "cancel": 5, "revoke": 6}
_KEPT = frozenset({"partners", "api-clients"})

#: Paths that need another proof than a token or a link of an invitation. `pages` crawls those of people once they have
#: signed in. The named tests below `tests/integration/` open the others as strangers do.
_NOT_WALKED = (
    "/console",
    # Signing in: connect/people/test_sign_in.py, test_second_step.py and test_forgotten.py
    "/account",
    "/my-data",
    "/sharing",
    # notifications/mail/test_invitations.py has both: links to stop mail, and signed reports of mail that came back.
    "/mail/",
    "/hooks/",
    # connect/people/test_application.py
    "/realms/{realm}/protocol/openid-connect/auth",
)

Route = tuple[str, str]
T = TypeVar("T")
Body = Callable[[SecretsWorld, str], Any]


def _with_connection(**fields: str | list[str]) -> Body:
    """A write; values that begin with `=` are facts."""

    def made(world: SecretsWorld, _: str) -> dict[str, Any]:
        def known(value: Any) -> Any:
            return world.facts[value[1:]] if isinstance(value, str) and value.startswith("=") else value

        found = {name: [known(one) for one in each] if isinstance(each, list) else known(each)
                 for name, each in fields.items()}  # fmt: skip
        return found | {"connection_id": world.facts["connection_id"]}

    return made


def _webhook(world: SecretsWorld, caller: str) -> dict[str, Any]:
    # The answer to this request repeats it.
    secret = world.add(f"webhook secret by {caller}", f"whsec-{uuid4().hex}", reader_of(caller))
    return {"url": world.facts["sink"] + "/walk", "event_name": "user.*", "secret": secret}


def _credentials(world: SecretsWorld, _: str) -> dict[str, Any]:
    return {"tsp_id": world.facts["tsp_id"], "credentials": {"api_key": world.facts["api_key"]}}


def _before_sign_in(world: SecretsWorld, _: str) -> dict[str, Any]:
    kept = {"username": "ann", "password": world.facts["password"]}
    return {"tsp_id": world.facts["tsp_id"], "pre_auth_credentials": kept}


def _schedule(_: SecretsWorld, __: str) -> dict[str, Any]:
    return {"resource": "driver_safety_event"}


def _tsp(_: SecretsWorld, __: str) -> dict[str, Any]:
    return {"name": f"Brand {uuid4().hex[:8]}", "source_name": "catena_simulator", "conn_type": "api_key"}


def _api_client(world: SecretsWorld, caller: str) -> dict[str, Any]:
    return {"name": "walk"} | ({"partner_id": str(world.partners["first"].id)} if caller == "admin" else {})


def _person(world: SecretsWorld, caller: str) -> dict[str, Any]:
    of = {"partner_id": str(world.partners["first"].id)} if caller == "admin" else {}
    return {"email": f"{uuid4().hex}@people.example", "role": "partner_reader"} | of


def _invitation(_: SecretsWorld, __: str) -> dict[str, Any]:
    return {"fleet_ref": f"walk-{uuid4().hex[:8]}"}


BODIES: dict[Route, Body] = {
    ("POST", "/v2/integrations/connections"): _credentials,
    ("POST", "/v2/integrations/connection-pre-auths"): _before_sign_in,
    ("POST", "/v2/integrations/connections/{connection_id:uuid}/schedules"): _schedule,
    ("POST", "/v2/integrations/connections/schedules/backfill"): _schedule,
    ("PATCH", "/v2/integrations/connections/{connection_id:uuid}/schedules/{schedule_id:uuid}"): lambda *_: {
        "status": "paused"
    },
    ("POST", "/v2/notifications/webhooks"): _webhook,
    ("PATCH", "/v2/notifications/webhooks/{webhook_id:uuid}"): lambda *_: {"filters": {"fleet_refs": ["F-1"]}},
    ("POST", "/v2/orgs/api-clients"): _api_client,
    ("POST", "/v2/orgs/invitations"): _invitation,
    ("POST", "/v2/orgs/people"): _person,
    ("PATCH", "/v2/orgs/people/{role_id:uuid}"): lambda *_: {"role": "partner_reader"},
    ("POST", "/v2/orgs/tsps"): _tsp,
    ("PATCH", "/v2/orgs/fleets/{fleet_id:uuid}"): lambda *_: {"city": "Oslo"},
    ("POST", "/v2/orgs/fleets/{fleet_id:uuid}/properties"): lambda *_: [{"key": "location", "value": "Oslo"}],
    ("POST", "/v2/orgs/partners/{partner_id:uuid}/properties"): lambda *_: [{"key": "notes", "value": "met at a fair"}],
    ("POST", "/v2/orgs/partners/{partner_id:uuid}/embed-keys"): lambda *_: {"name": "site", "origins": []},
    ("POST", "/v2/orgs/share-agreements/backfill"): lambda *_: {"resource": "vehicle_location"},
    ("POST", "/v2/telematics/users"): _with_connection(username="ann", first_name="Ann"),
    ("PATCH", "/v2/telematics/users/{user_id}"): _with_connection(first_name="Anne"),
    ("POST", "/v2/telematics/vehicles"): _with_connection(vehicle_name="Truck 8"),
    ("PATCH", "/v2/telematics/vehicles/{vehicle_id}"): _with_connection(vehicle_name="Truck 9"),
    ("POST", "/v2/telematics/trailers"): _with_connection(trailer_name="Box 8"),
    ("PATCH", "/v2/telematics/trailers/{trailer_id}"): _with_connection(trailer_name="Box 9"),
    ("POST", "/v2/telematics/messages"): _with_connection(
        sender_id="=user_id", recipient_id="=user_id", message_text="Dock 4"
    ),
    ("POST", "/v2/telematics/group-messages"): _with_connection(
        sender_id="=user_id", recipient_ids=["=user_id"], message_text="Ice"
    ),
    ("POST", "/v2/telematics/dvir-logs"): _with_connection(
        driver_id="=user_id", vehicle_id="=vehicle_id", defects=["horn"]
    ),
    ("POST", "/v2/telematics/fuel-transactions"): lambda world, caller: _with_connection(
        driver_id="=user_id", vehicle_id="=vehicle_id", fuel_volume_unit="US_GALLON"
    )(world, caller) | {"fuel_volume": 100},
}  # fmt: skip


class ApiWalk:
    """The walk of one world through the API."""

    def __init__(self, world: SecretsWorld, session: aiohttp.ClientSession, url: str) -> None:
        self.world = world
        self._session = session
        self._url = url
        self.kinds: defaultdict[str, set[str]] = defaultdict(set)
        """Ids of everybody, by collection. Those of invitations open links, so each caller uses its own."""
        self.pairs: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        """By collection: what an object was listed below, and its id."""
        self.written: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        """The pairs of the objects that the walk itself has made or changed, by id."""
        self._made_tsps: set[str] = set()
        """Brands that the walk itself has made. It changes others too, to which other worlds connect."""
        self._gate = asyncio.Semaphore(_AT_ONCE)

    @cached_property
    def routes(self) -> list[Route]:
        """Everything but the pages of Connect."""
        return [(method, path) for method, path, is_page in all_routes() if not is_page]

    async def before_ends(self) -> None:
        """Read, so that ids are known; write; read what was written."""
        for methods in (("GET",), ("POST", "PUT", "PATCH"), ("GET",)):
            await self._use(each for each in self.routes if each[0] in methods and _verb(each) not in _ENDING)

    async def ends(self) -> None:
        """End what there is, and delete it."""
        await self._use(each for each in self.routes if _verb(each) in _ENDING)
        await self._use(each for each in self.routes if each[0] == "DELETE")

    async def _use(self, routes: Iterable[Route]) -> None:
        for route in sorted(routes, key=_turn):
            if route[0] == "GET":
                # Reads change nothing for each other.
                await asyncio.gather(*(self._walk(caller, route) for caller in self.world.callers))
                continue
            for caller in self.world.callers:
                await self._walk(caller, route)

    async def read(self, caller: str) -> None:
        """Read everything as one caller."""
        for route in self.routes:
            if route[0] == "GET":
                await self._walk(caller, route)

    async def _walk(self, caller: str, route: Route) -> None:
        method, template = route
        paths = list(self._paths(caller, method, template))
        # Writes by one caller come one after the other; their answers are events of others.
        for some in _chunks(paths, _AT_ONCE if method == "GET" else 4):
            await asyncio.gather(*(self._ask(caller, route, path) for path in some))

    def _paths(self, caller: str, method: str, template: str) -> Iterator[str]:
        names = _PARAMETER.findall(template)
        if len(names) == 2 and names[1].endswith("_id"):
            collection = template.partition("{" + names[1])[0].rstrip("/").rpartition("/")[2]
            pairs = {*_some(self.pairs[collection]), *self._written(collection)}
            combinations: Iterable[Sequence[str]] = sorted(pairs) or [(str(uuid4()), str(uuid4()))]
        else:
            combinations = product(*(sorted(self._values(caller, method, template, name)) for name in names))
        for values in combinations:
            found = iter(values)
            path = _PARAMETER.sub(lambda _, found=found: next(found), template)  # type: ignore[misc] # the type of a parameter with a default is not inferred
            yield path + QUERIES.get(template, "")

    def _values(self, caller: str, method: str, template: str, name: str) -> Iterable[str]:
        if name in NAMES:
            return NAMES[name]
        assert name.endswith("_id"), f"{method} {template}: say what {name} may be"
        collection = COLLECTIONS.get(name) or template.partition("{" + name)[0].rstrip("/").rpartition("/")[2]
        own = self.world.read[reader_of(caller)]
        if name == "invitation_id":
            return own & {link for links in self.world.links.values() for link in links} or {str(uuid4())}
        written = {found for _, found in self._written(collection)}
        known = {*_some(self.kinds[collection]), *written} or {str(uuid4())}
        if method == "DELETE" and collection == "tsps":
            return self._made_tsps or {str(uuid4())}
        if method == "DELETE" and collection in _KEPT and template.endswith("}") and template.count("{") == 1:
            return known - self._identities
        # Some that the caller has read and that are of another kind are looked up as well.
        others = sorted(own - known)[:_MOST_OTHERS] if method == "GET" and template.count("{") == 1 else ()
        return known | set(others)

    def _written(self, collection: str) -> list[tuple[str, str]]:
        return list(self.written[collection].values())[-_MOST_WRITTEN:]

    @cached_property
    def _identities(self) -> set[str]:
        partners = self.world.partners.values()
        claims = str(self.world.callers["admin"].token).split(".")[1]
        admin = json.loads(urlsafe_b64decode(claims + "=="))["azp"]
        return {str(each.id) for each in partners} | {each.client_id for each in partners} | {admin}

    async def _ask(self, caller: str, route: Route, path: str) -> None:
        method, template = route
        # Answers repeat the id of their request, which would count as an id that the caller has read.
        headers = {"X-Request-ID": "walk"}
        if (token := self.world.callers[caller].token) is not None:
            headers["Authorization"] = f"Bearer {token}"
        options: dict[str, Any] = {}
        if "/protocol/openid-connect/" in template and method == "POST":
            headers = {"X-Request-ID": "walk"}
            options["data"] = self._form(caller, template)
        elif method in ("POST", "PUT", "PATCH") and (body := self._body(caller, route)) is not None:
            options["json"] = body
        async with self._gate, self._session.request(method, self._url + path, headers=headers, **options) as answer:
            text = await answer.text()
        reader, where = reader_of(caller), f"{method} {path}"
        if answer.status < 400:
            self.world.reached.add((method, _PARAMETER.sub(r"{\1}", template)))
            self._learn(path, text, reader, is_write=method != "GET")
            if route == ("POST", "/v2/orgs/tsps"):
                self._made_tsps.add(json.loads(text)["id"])
        # Answers that are the same but for the time are searched once.
        told = {name: value for name, value in answer.headers.items() if name.lower() != "date"}
        self.world.search(f"{text} {told}", reader, where)
        assert answer.status < 500 or answer.status in (501, 504), f"{caller}: {where}: {answer.status} {text}"

    def _learn(self, path: str, text: str, reader: str, *, is_write: bool) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return
        if is_write:
            self.world.add_made(answer, reader, path)
        above, _, collection = path.rpartition("/")
        if is_write and IDS.fullmatch(collection):
            above, _, collection = above.rpartition("/")
        items = answer.get("items", [answer]) if isinstance(answer, dict) else answer
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and (found := item.get("id") or item.get("client_id")):
                pair = str(item.get("connection_id", above.rpartition("/")[2])), str(found)
                self.kinds[collection].add(pair[1])
                self.pairs[collection].add(pair)
                if is_write:
                    self.written[collection].setdefault(pair[1], pair)

    def _form(self, caller: str, template: str) -> dict[str, str]:
        partner = self.world.partners.get(caller)
        if partner is None:
            held = self.world.facts["refresh_token"] if caller == "other fleet" else "nobody"
            form = {"grant_type": "refresh_token", "client_id": FLEET_CLIENT, "refresh_token": held}
            return form | {"token": "nobody"}
        form = {"client_id": partner.client_id, "client_secret": partner.client_secret}
        return form | ({"token": "nobody"} if template.endswith("/revoke") else {"grant_type": "client_credentials"})

    def _body(self, caller: str, route: Route) -> Any:
        if (make := BODIES.get(route)) is not None:
            return make(self.world, caller)
        return _required(route)


async def walk_connect(world: SecretsWorld, server: str, database: Database, collections: ApiWalk) -> None:
    """Visit every page as the browser of a fleet, with links of each state."""
    async with database.connection() as db:
        *_, expired = world.links["second"]
        await db.execute(
            "update invitation set expires_at = now() - interval '1 minute' where link_hash = %s",
            (hash_link(UUID(expired)),),
        )
    pages = [(method, path) for method, path, is_page in all_routes() if is_page]
    for reader, links in world.links.items():
        for number, link in enumerate(links):
            # Each second link is declined, the others are accepted.
            left_out = "/accept" if number % 2 else "/decline"
            routes = [each for each in sorted(pages, key=_page_turn) if each != ("POST", left_out)]
            async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
                await _visit(world, Visitor(session, server), reader, link, routes, collections)


async def _visit(
    world: SecretsWorld, visitor: Visitor, reader: str, link: str, routes: list[Route], collections: ApiWalk
) -> None:
    tokens: dict[frozenset[tuple[str, str]], str] = {}
    for method, template in routes:
        names = _PARAMETER.findall(template)
        # One connection is left for those who end it by the API.
        connections = collections.kinds["connections"] - {world.facts["kept_connection"]}
        choices = [NAMES.get(name) or sorted(connections) for name in names]
        for values in product(*choices):
            found = iter(values)
            path = _PARAMETER.sub(lambda _, found=found: next(found), template)  # type: ignore[misc] # the type of a parameter with a default is not inferred
            target = f"{path}?invite={link}&since=0&token=x&embed_key=ek_{world.partners[reader].id}"
            # It follows from the cookies.
            cookies = frozenset((each.key, each.value) for each in visitor.session.cookie_jar)
            if method == "POST" and not tokens.get(cookies):
                tokens[cookies] = await _form_token(visitor, link)
            form = {"form_token": tokens.get(cookies, ""), "provider_name": "Homemade"}
            page = await visitor.request(method, target, **({"data": form} if method == "POST" else {}))
            if page.status < 400:
                world.reached.add((method, template))
            world.search(f"{page.html} {page.headers} {page.url}", reader, f"{method} {path}")
            assert page.status < 500, f"{method} {target}: {page.status} {page.text}"


def _page_turn(route: Route) -> tuple[bool, bool, str]:
    """Pages before answers, and what ends a connection last."""
    method, path = route
    return path.endswith("/disconnect"), method != "GET", path


async def _form_token(visitor: Visitor, link: str) -> str:
    for path in ("/", "/request", "/providers"):
        page = await visitor.open(f"{path}?invite={link}")
        for form in page.read.forms:
            if "form_token" in form.values:
                return form.values["form_token"]
    return ""


@cache
def all_routes() -> list[tuple[str, str, bool]]:
    """Method and path of each route, and whether it is a page for people."""
    return [
        (method, each.path, isinstance(each.original_route, PageRoute) or each.path.startswith("/embed/"))
        for each in iter_route_contexts(routed().routes)
        if each.path and not each.path.startswith(_NOT_WALKED)
        for method in sorted(set(each.methods or ()) - {"HEAD"})
    ]


def published(path: str) -> str:
    return _PARAMETER.sub(r"{\1}", path)


@cache
def _required(route: Route) -> Any:
    """The least body that the published document of the route asks for; None if it has none."""
    method, path = route
    parts = path.split("/")
    if len(parts) < 3 or parts[2] not in SERVICES:
        return None
    spec = document(parts[2])
    body = spec["paths"][published(path)][method.lower()].get("requestBody")
    if body is None or not body.get("required"):
        return None
    return _sample(body["content"]["application/json"]["schema"], spec["components"]["schemas"])


def _sample(schema: Any, schemas: Any) -> Any:
    if "$ref" in schema:
        return _sample(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "properties" in schema:
        return {name: _sample(schema["properties"][name], schemas) for name in schema.get("required", ())}
    for alternative in schema.get("anyOf", ()):
        return _sample(alternative, schemas)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        return [_sample(schema["items"], schemas)]
    by_format = {"uuid": str(uuid4()), "date-time": "2026-03-02T09:30:00Z", "date": "2026-03-02"}
    by_type = {"string": by_format.get(schema.get("format", ""), "Acme"), "integer": 1, "number": 1, "boolean": True}
    return by_type.get(schema.get("type", ""), {})


def _verb(route: Route) -> str:
    return route[1].rpartition("/")[2] if route[0] == "POST" else ""


def _turn(route: Route) -> tuple[bool, int, int, str]:
    """Deletions of what is deeper come first, and endings in their order."""
    method, path = route
    depth = -path.count("/") if method == "DELETE" else path.count("/")
    return path in _LATE and method == "DELETE", _ENDING.get(_verb(route), 0), depth, path


def _some(known: Iterable[T]) -> list[T]:
    """Up to the most, spread over all."""
    ordered = sorted(known)  # type: ignore[type-var]  # texts, or pairs of them
    return ordered[:: max(1, len(ordered) // _MOST_OF_A_KIND)]


def _chunks(paths: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(paths), size):
        yield paths[start : start + size]
