"""Samsara's sign-in: consent that is always given, codes and refresh tokens that work once."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from urllib.parse import unquote_plus, urlencode

from aiohttp import web

#: The right to read what is at a path.
READ_SCOPES: Mapping[str, str] = {
    "stats": "Read Vehicle Statistics",
    "hos": "Read ELD Compliance Settings (US)",
    "dvirs": "Read DVIRs",
    "defects": "Read Defects",
    "defect-types": "Read Defect Types",
    "safety-events": "Read Safety Events & Scores",
    "idling": "Read Idling",
    "driver-vehicle-assignments": "Read Assignments",
    "assets": "Read Assets",
    "reports": "Read IFTA (US)",
    "messages": "Read Messages",
}
WRITE_SCOPES: Mapping[str, str] = {
    "dvirs": "Write DVIRs",
    "fuel-purchase": "Write Fuel Purchase",
    "messages": "Write Messages",
}
#: Everything that a token may be allowed.
SCOPES = frozenset(
    {
        *READ_SCOPES.values(),
        *WRITE_SCOPES.values(),
        "Read Org Information",
        "Read Drivers",
        "Write Drivers",
        "Read Users",
        "Write Users",
        "Read Vehicles",
        "Write Vehicles",
        "Read Trailers",
        "Read Trailer Statistics",
        "Write Trailers",
    }
)


@dataclass
class Token:
    """What an access or API token opens."""

    organization: str
    scopes: frozenset[str] = SCOPES
    ends_at: float | None = None
    tags: frozenset[str] = frozenset()
    """The tags that it is limited to."""


@dataclass
class RegisteredApp:
    """An application that somebody has registered."""

    secret: str
    redirect_uris: frozenset[str]
    organization: str
    """Whose account is signed in to at the consent page."""
    scopes: frozenset[str] = SCOPES


@dataclass
class OAuth:
    """The three addresses under `/oauth2`."""

    tokens: dict[str, Token]
    apps: dict[str, RegisteredApp] = field(default_factory=dict)
    seconds: float = 3600
    """How long an access token lasts."""
    grace: bool = False
    """Whether the newest used-up refresh token is taken again, as long as its successor was never used."""
    granted: int = 0
    refused: int = 0
    _codes: dict[str, str] = field(default_factory=dict)
    _refresh: dict[str, str] = field(default_factory=dict)
    _spent: dict[str, str] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/oauth2/authorize", self.authorize)
        app.router.add_post("/oauth2/token", self.token)
        app.router.add_post("/oauth2/revoke", self.revoke)

    def expire(self) -> None:
        """No access token that was given out is taken any more; API tokens stay."""
        for token in self.tokens.values():
            if token.ends_at is not None:
                token.ends_at = 0.0

    def forget(self) -> None:
        """As if the fleet had withdrawn its consent."""
        self.expire()
        self._refresh.clear()
        self._spent.clear()

    def new_code(self, client_id: str) -> str:
        """A code as the fleet brings it back."""
        code = f"code-{next(self._numbers)}"
        self._codes[code] = client_id
        return code

    async def authorize(self, request: web.Request) -> web.Response:
        query = request.query
        app = self.apps.get(query.get("client_id", ""))
        if app is None or query.get("redirect_uri") not in app.redirect_uris:
            return web.Response(status=400, text="invalid client")
        if query.get("response_type") != "code" or not query.get("state"):
            return web.Response(status=400, text="invalid request")
        back = urlencode({"code": self.new_code(query["client_id"]), "state": query["state"]})
        raise web.HTTPFound(f"{query['redirect_uri']}?{back}")

    async def token(self, request: web.Request) -> web.Response:
        client_id = self._client_of(request)
        if client_id is None:
            return self._refusal("invalid_client", 401)
        form = {name: str(value) for name, value in (await request.post()).items()}
        match form.get("grant_type"):
            case "authorization_code":
                owner = self._codes.pop(form.get("code", ""), None)
            case "refresh_token":
                owner = self._take_refresh(form.get("refresh_token", ""))
            case _:
                return self._refusal("unsupported_grant_type")
        return self._grant(client_id, form) if owner == client_id else self._refusal("invalid_grant")

    async def revoke(self, request: web.Request) -> web.Response:
        if self._client_of(request) is None:
            return self._refusal("invalid_client", 401)
        token = str((await request.post()).get("token", ""))
        self.tokens.pop(token, None)
        self._refresh.pop(token, None)
        return web.Response()

    def _grant(self, client_id: str, form: dict[str, str]) -> web.Response:
        self.granted += 1
        app, number = self.apps[client_id], next(self._numbers)
        access, refresh = f"access-token-{number}", f"refresh-token-{number}"
        self.tokens[access] = Token(app.organization, app.scopes, monotonic() + self.seconds)
        self._refresh[refresh] = client_id
        self._spent = {form["refresh_token"]: client_id} if self.grace and "refresh_token" in form else {}
        answer = {"access_token": access, "refresh_token": refresh, "expires_in": int(self.seconds)}
        return web.json_response({**answer, "token_type": "bearer"})

    def _take_refresh(self, token: str) -> str | None:
        return self._refresh.pop(token, None) or self._spent.pop(token, None)

    def _client_of(self, request: web.Request) -> str | None:
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        if kind != "Basic":
            return None
        client_id, _, secret = base64.b64decode(given).decode().partition(":")
        app = self.apps.get(unquote_plus(client_id))
        return unquote_plus(client_id) if app is not None and app.secret == unquote_plus(secret) else None

    def _refusal(self, error: str, status: int = 400) -> web.Response:
        self.refused += 1
        return web.json_response({"error": error}, status=status)
