"""The control routes for time and truth: the clock, the ledger, and amendments of rows."""

from typing import Any

from aiohttp import web

from gladhand.simulator.amendments import stored
from gladhand.simulator.bad_days import BAD_DAYS
from gladhand.simulator.kinds import RequestRefused
from gladhand.simulator.live import live
from gladhand.simulator.moments import DAY, iso, parsed
from gladhand.simulator.request_bodies import json_object
from gladhand.simulator.responses import answer, error
from gladhand.simulator.sources import SOURCES
from gladhand.simulator.storage import Account, Storage


class HistoryControl:
    """The routes under `/_control/` that tests compare clients with."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/_control/clock", self.clock),
            web.put("/_control/clock", self.set_clock),
            web.delete("/_control/clock", self.reset_clock),
            web.post("/_control/clock/advance", self.advance_clock),
            web.get("/_control/ledger", self.ledger),
            web.get("/_control/amendments", self.amendments),
            web.get("/_control/live", self.live),
            web.post("/_control/bad-days", self.bad_day),
        ]

    async def clock(self, _: web.Request) -> web.Response:
        clock = self._storage.clock
        return answer({"now": iso(clock.now()), "speed": clock.speed, "machine_time": clock.is_machine_time})

    async def set_clock(self, request: web.Request) -> web.Response:
        """`now` goes on from a time, `speed` so many times as fast as the machine's clock; 0 stands still."""
        body = await json_object(request)
        now, speed = body.get("now"), body.get("speed")
        try:
            moment = parsed(now) if now is not None else None
        except (TypeError, ValueError):
            return error(422, "now must be a time in ISO 8601.", "now")
        if speed is not None and (isinstance(speed, bool) or not isinstance(speed, int | float) or speed < 0):
            return error(422, "speed is a number from 0.", "speed")
        self._storage.clock.set(moment, speed)
        return await self.clock(request)

    async def reset_clock(self, request: web.Request) -> web.Response:
        self._storage.clock.reset()
        return await self.clock(request)

    async def advance_clock(self, request: web.Request) -> web.Response:
        seconds = (await json_object(request)).get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
            return error(422, "seconds is a number from 0.", "seconds")
        self._storage.clock.advance(seconds)
        return await self.clock(request)

    async def ledger(self, request: web.Request) -> web.Response:
        """The true rows of a resource between `from` and `to`, each with the time when it arrives.

        Without times those of the last day. `arrived=yes` leaves out what is still on its way.
        """
        now = self._storage.clock.now()
        try:
            account, source = self._account(request.query), SOURCES.get(request.query.get("resource", ""))
            if source is None:
                return error(422, f"resource is one of {', '.join(SOURCES)}.", "resource")
            end = parsed(request.query["to"]) if "to" in request.query else now
            start = parsed(request.query["from"]) if "from" in request.query else end - DAY
        except RequestRefused as refused:
            return error(refused.status, refused.reason, refused.field)
        except ValueError:
            return error(422, "from and to are times in ISO 8601.", "from")
        has_arrived = request.query.get("arrived") == "yes"
        truths = account.ledger.truth(source, start, end, now, has_arrived=has_arrived)
        rows = [{"id": each.id, "at": iso(each.at), "arrives": iso(each.arrives), "row": each.body} for each in truths]
        return answer({"resource": source.name, "now": iso(now), "count": len(rows), "rows": rows})

    async def live(self, request: web.Request) -> web.Response:
        """The part of the page that shows what moves."""
        try:
            account = self._account(request.query)
        except RequestRefused as refused:
            return error(refused.status, refused.reason, refused.field)
        return web.Response(text=live(account.fleet, self._storage.clock.now()), content_type="text/html")

    async def amendments(self, request: web.Request) -> web.Response:
        try:
            account = self._account(request.query)
        except RequestRefused as refused:
            return error(refused.status, refused.reason, refused.field)
        return answer([stored(each) for each in account.amendments])

    async def bad_day(self, request: web.Request) -> web.Response:
        """Something goes wrong with the rows of an account, once: `kind` says what."""
        body = await json_object(request)
        day = BAD_DAYS.get(str(body.get("kind")))
        if day is None:
            return error(422, f"kind is one of {', '.join(BAD_DAYS)}.", "kind")
        try:
            account = self._account(body)
            return answer(day(self._storage, account, body), 201)
        except RequestRefused as refused:
            return error(refused.status, refused.reason, refused.field)

    def _account(self, given: Any) -> Account:
        """The account with the key `account`; without one the first."""
        accounts = self._storage.accounts
        account = accounts.get(given["account"]) if "account" in given else next(iter(accounts.values()))
        if account is None:
            raise RequestRefused(404, "No account has this key.", "account")
        return account
