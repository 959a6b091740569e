"""The provider's API as its customers see it: an API key opens an account with drivers, vehicles and trailers."""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable

from aiohttp import web

from gladhand.simulator import bad_answers
from gladhand.simulator.fault_injection import Rule
from gladhand.simulator.history import Endpoint, History
from gladhand.simulator.kinds import KINDS, Item, Kind, RequestRefused
from gladhand.simulator.request_bodies import any_json
from gladhand.simulator.responses import answer, error
from gladhand.simulator.row_endpoints import RowEndpoints
from gladhand.simulator.storage import Account, Shelf, Storage

_MAX_LIMIT = 200
_PATH_LENGTH = 120
_BROKEN = b'{"id": "user:broken'


class CustomerApi:
    """The routes under `/api/`, and the faults that are injected into them."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.rules: list[Rule] = []
        self.counts: Counter[str] = Counter()
        self.recent: deque[tuple[str, str, str, int | str, str]] = deque(maxlen=50)

    def routes(self) -> list[web.RouteDef]:
        history = History(self.storage.clock).endpoints()
        rows = RowEndpoints(self.storage, history)
        return [
            web.get("/api/me", self._route("GET /api/me", self.me)),
            *(route for kind in KINDS for route in self._routes_of(kind)),
            *(
                web.get(path, self._route(f"GET {path}", endpoint))
                for path, endpoint in (history | rows.reads()).items()
            ),
            *(web.post(path, self._route(f"POST {path}", endpoint)) for path, endpoint in rows.creates().items()),
        ]

    async def me(self, _: web.Request, account: Account) -> web.Response:
        return answer({"id": account.id, "name": account.name, "drivers": len(account.shelves["driver"].items)})

    def _routes_of(self, kind: Kind) -> list[web.RouteDef]:
        """The same five for every kind of thing."""

        async def list_items(request: web.Request, account: Account) -> web.Response:
            query, shelf = request.query, account.shelves[kind.name]
            if "external_id" in query:
                ids = shelf.by_external_id.get(query["external_id"], [])
            elif kind.unique in query:
                found = shelf.by_unique.get(query[kind.unique].casefold())
                ids = [found] if found else []
            else:
                return _page(shelf, query.get("cursor", ""), query.get("limit", "100"))
            return answer({kind.plural: [shelf.items[each] for each in ids], "next": None, "total": len(ids)})

        async def create(request: web.Request, account: Account) -> web.Response:
            fields = kind.check(await any_json(request))
            return answer(self.storage.create(account, kind, fields), 201)

        async def get(request: web.Request, account: Account) -> web.Response:
            return answer(_item(request, account.shelves[kind.name]))

        async def update(request: web.Request, account: Account) -> web.Response:
            fields = kind.check(await any_json(request))
            return answer(self.storage.update(account, kind, _item(request, account.shelves[kind.name]), fields))

        all_of_them = f"/api/{kind.plural}"
        one = f"{all_of_them}/{{id}}"
        return [
            web.get(all_of_them, self._route(f"GET {all_of_them}", list_items)),
            web.post(all_of_them, self._route(f"POST {all_of_them}", create)),
            web.get(one, self._route(f"GET {one}", get)),
            web.patch(one, self._route(f"PATCH {one}", update)),
        ]

    def _route(self, name: str, endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            key = request.headers.get("Authorization", "").removeprefix("Bearer ")
            self.counts[name] += 1
            rule: Rule | None = None
            made: web.StreamResponse | None
            try:
                # The list is nearly always empty, and the usual request must not pay for fault injection.
                rule = self._struck(request, key) if self.rules else None
                made = await self._answered(request, endpoint, key, rule)
            except RequestRefused as refused:
                made = error(refused.status, refused.reason, refused.field)
            fault = rule.kind if rule else ""
            status = made.status if made else "-"
            self.recent.append((self.storage.now(), request.method, request.path_qs[:_PATH_LENGTH], status, fault))
            return made or web.Response()

        return handle

    def _struck(self, request: web.Request, key: str) -> Rule | None:
        for rule in self.rules:
            if rule.strikes(request.method, request.path, key):
                if rule.used_up:
                    self.rules.remove(rule)
                return rule
        return None

    async def _answered(
        self, request: web.Request, endpoint: Endpoint, key: str, rule: Rule | None
    ) -> web.StreamResponse | None:
        """The answer, or `None` when the connection was dropped."""
        if rule is None:
            return await self._honest_answer(request, endpoint, key)
        if rule.delay:
            await asyncio.sleep(rule.delay)
        if rule.kind in ("hang", "cut_before_write"):
            await _vanish(request, waiting=rule.kind == "hang")
            return None
        if (made := _injected_answer(rule) or await bad_answers.instead_of_answer(rule, request)) is not None:
            return made
        honest = await self._honest_answer(bad_answers.without_made_up_cursor(rule, request), endpoint, key)
        if rule.kind != "cut_after_write":
            return await bad_answers.distorted(rule, request, honest)
        await _vanish(request, waiting=False)
        return None

    async def _honest_answer(self, request: web.Request, endpoint: Endpoint, key: str) -> web.Response:
        account = self.storage.accounts.get(key)
        if account is None:
            return error(401, "The API key is not known.")
        allowed = account.rate.take()
        headers = account.rate.headers()
        if not allowed:
            return error(429, "Too many requests.", headers={**headers, "Retry-After": headers["X-RateLimit-Reset"]})
        made = await endpoint(request, account)
        made.headers.update(headers)
        return made


def _page(shelf: Shelf, cursor: str, limit: str) -> web.Response:
    if not limit.isdigit() or not 1 <= int(limit) <= _MAX_LIMIT:
        raise RequestRefused(422, f"limit goes from 1 to {_MAX_LIMIT}.", "limit")
    ids = sorted(each for each in shelf.items if each > cursor)
    page = ids[: int(limit)]
    more = page[-1] if len(page) < len(ids) else None
    return answer({shelf.kind.plural: [shelf.items[each] for each in page], "next": more, "total": len(shelf.items)})


def _item(request: web.Request, shelf: Shelf) -> Item:
    found = shelf.items.get(request.match_info["id"])
    if found is None:
        raise RequestRefused(404, f"There is no such {shelf.kind.name}.")
    return found


def _injected_answer(rule: Rule) -> web.Response | None:
    if rule.kind == "throttle":
        return error(429, "Too many requests.", headers={"Retry-After": f"{rule.retry_after:g}"})
    if rule.kind == "fail":
        return web.Response(text="Internal error", status=rule.status)
    if rule.kind == "reject":
        return error(422, rule.reason)
    if rule.kind == "bad_auth":
        return error(401, "The API key is not known.")
    if rule.kind == "malformed":
        return web.Response(body=_BROKEN, content_type="application/json")
    return None


async def _vanish(request: web.Request, *, waiting: bool) -> None:
    """End without an answer: at once, or when the client has lost patience."""
    while waiting and request.transport is not None and not request.transport.is_closing():  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.05)
    if request.transport is not None:
        request.transport.abort()
