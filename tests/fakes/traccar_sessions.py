"""Who calls a Traccar: tokens, passwords and cookies of its users."""

from __future__ import annotations

import time
from base64 import b64decode
from datetime import datetime
from itertools import count

from aiohttp import web
from tests.fakes.traccar_answers import not_found, stopped, unauthorized
from tests.fakes.traccar_store import Entity, Store, TraccarCaller

WEEK = 7 * 24 * 3600.0


class TraccarSessions:
    """The open sessions and the tokens of one server."""

    def __init__(self, store: Store, version: tuple[int, ...]) -> None:
        self._store = store
        self._version = version
        self._tokens: dict[str, tuple[int, float]] = {}
        self._cookies: dict[str, int] = {}
        self._numbers = count(1)

    def add_routes(self, routes: web.UrlDispatcher, api: str) -> None:
        routes.add_get(f"{api}/session", self._session_by_token)
        routes.add_post(f"{api}/session", self._open_session)
        routes.add_delete(f"{api}/session", self._close_session)
        routes.add_post(f"{api}/session/token", self._new_token)

    def new(self, user: Entity, *, seconds: float = WEEK) -> str:
        """A token of the user."""
        made = f"RzBFAiEA.example-token-{next(self._numbers)}-{user['id']}"
        self._tokens[made] = (user["id"], time.time() + seconds)
        return made

    def revoke(self, token: str) -> None:
        self._tokens.pop(token, None)

    def caller(self, request: web.Request) -> TraccarCaller:
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        if kind == "Bearer":
            return self._by_token(given)
        if kind == "Basic":
            # Decoded as ASCII by the server; a password with other letters fails.
            email, _, password = b64decode(given).decode("ascii", "replace").partition(":")
            return self._by_password(email, password)
        number = self._cookies.get(request.cookies.get("JSESSIONID", ""))
        if number is None:
            raise unauthorized()
        return self._of(number)

    def _by_token(self, token: str) -> TraccarCaller:
        if "." not in token:
            raise stopped(400, "java.lang.NegativeArraySizeException: -104")
        if token.endswith("!"):
            raise stopped(500, "jakarta.ws.rs.WebApplicationException: HTTP 500 Internal Server Error")
        number, until = self._tokens.get(token, (0, 0.0))
        if until < time.time():
            raise unauthorized()
        if number not in self._store.tables["users"]:
            raise stopped(400, "java.lang.NullPointerException") if self._version <= (6, 14, 5) else unauthorized()
        return self._of(number)

    def _by_password(self, name: str, password: str) -> TraccarCaller:
        for user in self._store.tables["users"].values():
            names = {str(user["email"]).lower(), str(user["login"] or user["email"]).lower()}
            if name.lower() in names and self._store.passwords.get(user["id"]) == password:
                if user["totpKey"]:
                    raise unauthorized({"WWW-Authenticate": "TOTP"})
                return self._of(user["id"], status=400)
        raise unauthorized()

    def _of(self, number: int, *, status: int = 401) -> TraccarCaller:
        user = self._store.tables["users"].get(number)
        if user is None or user["disabled"]:
            raise stopped(status, "java.lang.SecurityException: User account is disabled")
        return TraccarCaller(user)

    async def _session_by_token(self, request: web.Request) -> web.Response:
        if (token := request.query.get("token")) is not None:
            return self._with_cookie(self._by_token(token).user)
        number = self._cookies.get(request.cookies.get("JSESSIONID", ""))
        return not_found(request) if number is None else web.json_response(self._store.shown(self._of(number).user))

    async def _open_session(self, request: web.Request) -> web.Response:
        form = await request.post()
        return self._with_cookie(self._by_password(str(form.get("email", "")), str(form.get("password", ""))).user)

    async def _close_session(self, request: web.Request) -> web.Response:
        self._cookies.pop(request.cookies.get("JSESSIONID", ""), None)
        return web.Response(status=204)

    async def _new_token(self, request: web.Request) -> web.Response:
        user = self.caller(request).user
        if request.content_type != "application/x-www-form-urlencoded":
            raise stopped(400, "java.lang.IllegalStateException: The @FormParam is utilized when the content type")
        until = str((await request.post()).get("expiration") or "")
        seconds = datetime.fromisoformat(until).timestamp() - time.time() if until else WEEK
        return web.Response(text=self.new(user, seconds=seconds), content_type="application/json")

    def _with_cookie(self, user: Entity) -> web.Response:
        cookie = f"node0-{next(self._numbers)}"
        self._cookies[cookie] = user["id"]
        answer = web.json_response(self._store.shown(user))
        answer.headers["Set-Cookie"] = f"JSESSIONID={cookie}; Path=/; HttpOnly"
        return answer
