"""The fake behind both: an authorization server whose codes and refresh tokens work once."""

from itertools import count
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from aiohttp import web
from tests.fakes.serving import Fake

CLIENT_ID, CLIENT_SECRET = "the-hub", "the-hubs-secret"


class OAuthFake(Fake):
    def __init__(self) -> None:
        super().__init__()
        self.account = "account-1"
        """Who is signed in at the provider's own page."""
        self.key_account = "account-k"
        self.codes: dict[str, tuple[str, str]] = {}
        """Redirect URI and account of each code that has not been exchanged."""
        self.refresh_tokens: dict[str, str] = {}
        self.access_tokens: dict[str, str] = {}
        self.refused = 0
        self._numbers = count(1)
        self.app.router.add_get("/authorize", self._authorize)
        self.app.router.add_post("/token", self._token)
        self.app.router.add_get("/me", self._me)

    async def _authorize(self, request: web.Request) -> web.Response:
        query = request.query
        assert (query["response_type"], query["client_id"]) == ("code", CLIENT_ID)
        code = f"code-{next(self._numbers)}"
        self.codes[code] = (query["redirect_uri"], self.account)
        back = urlencode({"code": code, "state": query["state"]})
        raise web.HTTPFound(f"{query['redirect_uri']}?{back}")

    async def _token(self, request: web.Request) -> web.Response:
        form = dict(parse_qsl((await request.read()).decode()))
        if form["grant_type"] == "authorization_code":
            redirect_uri, account = self.codes.pop(form["code"], ("", ""))
            is_good = bool(account) and form.get("redirect_uri") in (None, redirect_uri)
        else:
            account = self.refresh_tokens.pop(form["refresh_token"], "")
            is_good = bool(account)
        if not is_good:
            self.refused += 1
            return web.json_response({"error": "invalid_grant"}, status=400)
        number = next(self._numbers)
        access, refresh = f"access-{number}-{uuid4().hex}", f"refresh-{number}-{uuid4().hex}"
        self.access_tokens[access], self.refresh_tokens[refresh] = account, account
        return web.json_response({"access_token": access, "refresh_token": refresh, "expires_in": 3600})

    async def _me(self, request: web.Request) -> web.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        account = self.key_account if token == "good-key" else self.access_tokens.get(token)
        if account is None:
            return web.json_response({"error": "unauthorized"}, status=401)
        return web.json_response({"id": account, "name": f"Fleet of {account}"})
