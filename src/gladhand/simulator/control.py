"""The control routes for tests and for people: accounts, fault injection, and a record of the requests."""

from typing import Any

from aiohttp import web

from gladhand.simulator.api import CustomerApi
from gladhand.simulator.bad_days import BAD_DAYS
from gladhand.simulator.fault_injection import KINDS, parse
from gladhand.simulator.fleet.fleet import MOST_TRUCKS
from gladhand.simulator.kinds import RequestRefused
from gladhand.simulator.page import page
from gladhand.simulator.rate_window import USUAL_REQUESTS_PER_MINUTE, RateWindow
from gladhand.simulator.request_bodies import json_object
from gladhand.simulator.responses import answer, error
from gladhand.simulator.storage import Account

_FORM_NUMBERS = ("count", "after", "status")


class Control:
    """The routes under `/_control/`, and the page at `/`."""

    def __init__(self, api: CustomerApi) -> None:
        self._api = api

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.show),
            web.get("/_control/state", self.state),
            web.get("/_control/kinds", self.kinds),
            web.put("/_control/accounts", self.put_account),
            web.post("/_control/reset", self.reset),
            web.get("/_control/faults", self.list_rules),
            web.post("/_control/faults", self.add_rule),
            web.delete("/_control/faults", self.clear_rules),
            web.post("/_control/faults/clear", self.clear_rules),
            web.delete("/_control/faults/{id}", self.remove_rule),
        ]

    async def show(self, _: web.Request) -> web.Response:
        return web.Response(text=page(self._api), content_type="text/html")

    async def state(self, request: web.Request) -> web.Response:
        """Everything; `?drivers=no` leaves out the drivers, vehicles and trailers themselves."""
        with_items = request.query.get("drivers") != "no"
        return answer(
            {
                "accounts": [_described(each, with_items) for each in self._api.storage.accounts.values()],
                "requests": {"total": self._api.counts.total(), **self._api.counts},
                "faults": [rule.as_json() for rule in self._api.rules],
            }
        )

    async def kinds(self, _: web.Request) -> web.Response:
        """What can go wrong: faults of requests, and bad days of the data, each with a sentence."""
        days = {name: " ".join((day.__doc__ or "").split()).replace("`", "") for name, day in BAD_DAYS.items()}
        return answer({"faults": KINDS, "bad_days": days})

    async def put_account(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        key, name = body.get("key"), body.get("name")
        if not isinstance(key, str) or not isinstance(name, str) or not key or not name:
            return error(422, "key and name must be text.")
        trucks, seed = body.get("trucks"), body.get("seed")
        if trucks is not None and (not isinstance(trucks, int) or not 0 <= trucks <= MOST_TRUCKS):
            return error(422, f"trucks goes from 0 to {MOST_TRUCKS}.", "trucks")
        if seed is not None and not isinstance(seed, str):
            return error(422, "seed must be text.", "seed")
        rate = body.get("requests_per_minute", USUAL_REQUESTS_PER_MINUTE)
        if not isinstance(rate, int) or rate < 1:
            return error(422, "requests_per_minute is a whole number from 1.", "requests_per_minute")
        account = self._api.storage.put_account(key, name, trucks=trucks, seed=seed)
        account.rate = RateWindow(rate)
        return answer(_described(account, with_items=False))

    async def reset(self, _: web.Request) -> web.Response:
        """Forget what was written, the counters and the injected faults."""
        self._api.storage.clear()
        self._api.counts.clear()
        self._api.recent.clear()
        self._api.rules.clear()
        return web.Response(status=204)

    async def list_rules(self, _: web.Request) -> web.Response:
        return answer([rule.as_json() for rule in self._api.rules])

    async def add_rule(self, request: web.Request) -> web.Response:
        is_form = request.content_type == "application/x-www-form-urlencoded"
        try:
            rule = parse(_from_form(dict(await request.post())) if is_form else await json_object(request))
        except RequestRefused as refused:
            return error(refused.status, refused.reason, refused.field)
        self._api.rules.append(rule)
        if is_form:
            raise web.HTTPSeeOther("/")
        return answer(rule.as_json(), 201)

    async def clear_rules(self, request: web.Request) -> web.Response:
        self._api.rules.clear()
        if request.method == "POST":
            raise web.HTTPSeeOther("/")
        return web.Response(status=204)

    async def remove_rule(self, request: web.Request) -> web.Response:
        kept = [rule for rule in self._api.rules if str(rule.id) != request.match_info["id"]]
        found = len(kept) < len(self._api.rules)
        self._api.rules[:] = kept
        return web.Response(status=204) if found else error(404, "There is no such rule.")


def _described(account: Account, with_items: bool) -> dict[str, Any]:
    shelves = account.shelves.values()
    described: dict[str, Any] = {
        "key": account.key,
        "id": account.id,
        "name": account.name,
        "trucks": len(account.fleet.trucks),
        "seed": account.fleet.seed,
        **{f"{shelf.kind.name}_count": len(shelf.items) for shelf in shelves},
        "creates": account.creates,
        "updates": account.updates,
        "duplicate_external_ids": account.duplicate_external_ids,
    }
    return described | ({shelf.kind.plural: list(shelf.items.values()) for shelf in shelves} if with_items else {})


def _from_form(fields: dict[str, Any]) -> dict[str, Any]:
    """Empty inputs mean the default; numbers come as text."""
    given = {name: value for name, value in fields.items() if value != ""}
    return given | {name: int(given[name]) for name in _FORM_NUMBERS if name in given and str(given[name]).isdigit()}
