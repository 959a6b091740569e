"""Wialon's remote API: one address, sessions that end, errors with status 200, drivers in a map within a resource."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from time import time
from typing import Any

import aiohttp
from aiohttp import web
from tests.fakes.accounts import FakeAccount
from tests.fakes.serving import Fake, serve

from gladhand.resources.enums import ResourceEnum

TOKEN = "example-token-of-wialon-" + "0" * 48
CREDENTIALS = {"token": TOKEN}
ACCOUNT = 701
_LASTS = 300
# What a write has to name.
_REQUIRED = {
    "drvrs": frozenset({"itemId", "id", "callMode", "n", "c", "ds", "p", "pwd", "jp", "ej"}),
    "trlrs": frozenset({"itemId", "id", "callMode", "n", "c", "ds", "p", "jp", "ej", "f"}),
}
_UPDATES = {"resource/update_driver": "drvrs", "resource/update_trailer": "trlrs"}


class WialonRefusal(Exception):
    """An error of Wialon's, by its number."""


class WialonFake(Fake):
    """One user that sees one resource and some units."""

    def __init__(self) -> None:
        super().__init__()
        self.sessions: dict[str, float] = {}
        self.resources: dict[int, dict[str, dict[str, Any]]] = {ACCOUNT: {"drvrs": {}, "trlrs": {}}}
        self.units: list[dict[str, Any]] = []
        self.users = {700: "dana.example"}
        """The users of Wialon that the token's user sees, which is itself at least."""
        self.messages: dict[int, list[dict[str, Any]]] = {}
        self.closed: set[int] = set()
        """Units whose messages the user may not read."""
        self.may_write = True
        self.errors: list[tuple[Any, ...]] = []
        """What the next requests in a session come to: a number, and perhaps a reason."""
        self.app.router.add_post("/wialon/ajax.html", self._ajax)

    def too_many(self) -> web.Response:
        return web.json_response({"error": 1003, "reason": "LIMIT api_concurrent"})

    def drive(self) -> None:
        """Four units with positions, two drivers and two trailers bound to them."""
        now = int(time())
        for number in range(1, 5):
            self.add_unit(7000 + number, now - 60 * number)
        for number in (1, 2):
            held = {"bu": 7000 + number, "bt": now - 3600 * number}
            self.add("drvrs", n=f"Dana Example {number}", c=f"CARD{number}", **held)
            self.add("trlrs", n=f"Trailer {number}", c=f"TR{number}", **held)

    def add_unit(self, number: int, at: int) -> dict[str, Any]:
        place = {"y": 52.52, "x": 13.405, "z": 34, "s": 62, "c": 90, "sc": 12}
        position = {"t": at, "f": 3, **place}
        self.messages[number] = [
            {"t": at - 60 * minute, "f": 3, "tp": "ud", "pos": place, "i": 1, "o": 0, "p": {"pwr_ext": 27.9}}
            for minute in (2, 1, 0)
        ]
        profile = {"1": {"id": 1, "n": "vin", "v": f"EXAMPLEVN0000{number}"}}
        unit: dict[str, Any] = {"nm": f"Truck {number}", "cls": 2, "id": number, "mu": 0, "flds": {}, "pflds": profile}
        unit |= {"uid": f"99995000000{number}", "psw": "secret", "pos": position, "cnm": 125430, "cneh": 4210.5}
        self.units.append(unit)
        return unit

    def add(self, what: str, *, resource: int = ACCOUNT, **values: Any) -> dict[str, Any]:
        """A driver or trailer that somebody else has made."""
        held = self.resources[resource][what]
        number = len(held) + 1
        usual = {"id": number, "n": "", "c": "", "ds": "", "p": "", "r": 1, "f": 0, "jp": {}, "ej": {}, "pwd": ""}
        made = {**usual, "ct": int(time()), "mt": int(time()), "ck": 0, "bu": 0, "pu": 0, "bt": 0, **values}
        held[str(number)] = made
        return made

    async def _ajax(self, request: web.Request) -> web.Response:
        form = await request.post()
        service, params = str(form.get("svc")), json.loads(str(form.get("params") or "{}"))
        try:
            answer = self._answer(service, params, str(form.get("sid") or ""))
        except WialonRefusal as refused:
            answer = {"error": refused.args[0], **({"reason": refused.args[1]} if refused.args[1:] else {})}
        # A client by Wialon's maker reads no JSON whose type names a charset.
        return web.Response(body=json.dumps(answer).encode(), content_type="application/json")

    def _answer(self, service: str, params: Mapping[str, Any], sid: str) -> Any:
        if service == "token/login":
            return self._login(params)
        if self.sessions.get(sid, 0) < time():
            raise WialonRefusal(1)
        self.sessions[sid] = time() + _LASTS
        if self.errors:
            raise WialonRefusal(*self.errors.pop(0))
        return self._in_session(service, params)

    def _in_session(self, service: str, params: Mapping[str, Any]) -> Any:
        if service == "core/batch":
            return [self._within_batch(each["svc"], each["params"]) for each in params["params"]]
        if service == "core/search_items":
            return self._search(params)
        if service == "messages/load_interval":
            return self._messages_of(params)
        if service in _UPDATES:
            return self._update(_UPDATES[service], params)
        raise WialonRefusal(2)

    def _within_batch(self, service: str, params: Mapping[str, Any]) -> Any:
        try:
            return self._in_session(service, params)
        except WialonRefusal as refused:
            return {"error": refused.args[0]}

    def _messages_of(self, params: Mapping[str, Any]) -> dict[str, Any]:
        if params["itemId"] in self.closed:
            raise WialonRefusal(7)
        found = [
            each
            for each in self.messages.get(params["itemId"], [])
            if params["timeFrom"] <= each["t"] <= params["timeTo"] and each["f"] & params["flagsMask"] & 1
        ]
        return {"count": len(found), "messages": found[: params["loadCount"]]}

    def _login(self, params: Mapping[str, Any]) -> dict[str, Any]:
        if params.get("token") != TOKEN:
            raise WialonRefusal(8)
        sid = secrets.token_hex(16)
        self.sessions[sid] = time() + _LASTS
        user = {"nm": "dana.example", "cls": 1, "id": 700, "bact": ACCOUNT, "mu": 0}
        return {"host": "192.0.2.10", "eid": sid, "au": "dana.example", "tm": int(time()), "user": user, "classes": {}}

    def _search(self, params: Mapping[str, Any]) -> dict[str, Any]:
        spec, flags = params["spec"], params["flags"]
        if spec["itemsType"] == "avl_unit":
            items = [self._unit(each, flags) for each in self.units]
        elif spec["itemsType"] == "avl_resource":
            items = [self._resource(number, flags) for number in self.resources]
        elif spec["itemsType"] == "user":
            items = [{"nm": name, "cls": 1, "id": number, "mu": 0} for number, name in self.users.items()]
        else:
            raise WialonRefusal(4)
        first, last = params["from"], params["to"]
        page = items[first : last + 1] if last else items[first:]
        answer = {"searchSpec": spec, "dataFlags": flags, "totalItemsCount": len(items), "indexFrom": first}
        return {**answer, "indexTo": first + len(page) - 1, "items": page}

    def _unit(self, unit: Mapping[str, Any], flags: int) -> dict[str, Any]:
        """What the flags ask for."""
        parts = {1: ("nm", "cls", "id", "mu"), 8: ("flds",), 256: ("uid", "psw"), 1024: ("pos",), 8192: ("cnm", "cneh")}
        names = [name for flag, each in (parts | {8388608: ("pflds",)}).items() if flags & flag for name in each]
        return {name: unit[name] for name in names}

    def _resource(self, number: int, flags: int) -> dict[str, Any]:
        base = {"nm": f"Fleet {number}", "cls": 3, "id": number, "mu": 0}
        held = {name: self.resources[number][name] for name, flag in (("drvrs", 256), ("trlrs", 65536)) if flags & flag}
        return {**base, **held}

    def _update(self, what: str, params: Mapping[str, Any]) -> list[Any]:
        if not self.may_write:
            raise WialonRefusal(7)
        if not params.keys() >= _REQUIRED[what] or params["itemId"] not in self.resources or not params["n"]:
            raise WialonRefusal(4)
        held = self.resources[params["itemId"]][what]
        values = {name: params[name] for name in ("n", "c", "ds", "p", "pwd", "jp", "ej") if name in params}
        number = str(params["id"])
        # The manual names no such error for trailers.
        if (
            what == "drvrs"
            and values["c"]
            and any(each["c"] == values["c"] for key, each in held.items() if key != number)
        ):
            raise WialonRefusal(1002)
        if params["callMode"] == "create":
            made = self.add(what, resource=params["itemId"], **values)
        elif params["callMode"] == "update" and number in held:
            made = held[number]
            made |= {**values, "mt": int(time())}
        else:
            raise WialonRefusal(4)
        return [made["id"], made]


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    async with serve(WialonFake()) as fake:
        yield FakeAccount("wialon", fake.url, http, CREDENTIALS, seed=fake.drive, among=_AMONG)


# Drivers and trailers stand in a map by their ids, messages in a list of each unit.
_AMONG = {
    ResourceEnum.USER: "drvrs",
    ResourceEnum.DRIVER_VEHICLE_ASSOCIATION: "drvrs",
    ResourceEnum.TRAILER: "trlrs",
    ResourceEnum.TRAILER_VEHICLE_ASSOCIATION: "trlrs",
    ResourceEnum.VEHICLE_LOCATION: "messages",
}
