"""The Traccar client of one account: sign-in, requests, and the meaning of a 400.

Traccar answers nearly every error with 400 and a Java stack trace. The text differs by version and database and holds
SQL and other fleets' values, so it is never read, passed on or logged. The next reads decide what went wrong.
"""

import json
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import quote

from gladhand.providers.traccar.address import server_url
from gladhand.providers.traccar.rights import Rights
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.clock import timestamp
from gladhand.sdk.credential_kinds import ApiBasicCredentials, TokenCredentials
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import AuthFailed, Malformed, ProviderError, Rejected, ServerFailed, SessionEnded
from gladhand.sdk.http import Response
from gladhand.sdk.rows import Row
from gladhand.sdk.session import Session
from gladhand.sdk.values import same_text

Answer = TypeVar("Answer")

_OLDEST = (6, 7)
_DAY = 24 * 3600.0
# Seconds until changed rights are noticed. A refused write reads the rights at once.
_RIGHTS_LAST = 3600.0
# A virtual administrator from the server's configuration. What it creates is linked to no user.
_SERVICE_ACCOUNT = "9000000000000000000"
_NOT_A_SERVER = "There is no Traccar server at this address."
_MOVED = "This address leads on to another one. Please enter the final address."
_USUAL_SERVER = {"version": "6.14.5", "registration": False, "readonly": False}
_USUAL_USER = {
    "id": 1,
    "name": "gladhand",
    "administrator": False,
    "readonly": False,
    "userLimit": -1,
    "deviceLimit": -1,
}


class TraccarServer(Adapter):
    """One server, as seen by one account."""

    # They hold SQL and values of other fleets.
    shows_failures = False

    rights: Rights
    """Set inside `signed_in`."""

    def ready(self) -> None:
        self.token_login = self.credentials.find_kind(TokenCredentials)
        # Traccar's REST API never redirects, and the fleet typed the address, so a redirect is not trusted.
        self.client.follows_redirects = False
        self._greeted: Mapping[str, Any] | None = None

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:  # noqa: ARG003 - the definition's is a placeholder
        return server_url(str(credentials["url"])) + "/api"

    async def verify(self) -> ProviderAccount:
        try:
            self._greeted = await self._server()
        except Malformed as error:
            # The fleet has just typed the address, so blame it. Later, maintenance of the server is more likely.
            raise Rejected(error.full_text, status_code=error.status_code) from None
        session = await self.sessions.renew(await self.sessions.current(), self.sign_in)
        return ProviderAccount(
            id=str(session["user"]), name=session["name"], host=server_url(str(self.credentials["url"]))
        )

    async def sign_in(self, session: Session) -> Session:  # noqa: ARG002 - a new session does not depend on the old one
        self.client.headers.pop("Authorization", None)
        server = self._greeted or await self._server()
        if _version(server["version"]) < _OLDEST:
            oldest = ".".join(map(str, _OLDEST))
            raise Rejected(f"This server runs Traccar {server['version'][:20]}; {oldest} or newer is needed.")
        if self.token_login is not None:
            user = await self._owner(self.token_login.token)
            return {**asdict(Rights.of(user, server)), "expires_at": timestamp() + _RIGHTS_LAST}
        user, cookie = await self._owner_by_password()
        token = await self._new_token(cookie)
        return {**asdict(Rights.of(user, server)), "token": token, "expires_at": timestamp() + _DAY}

    async def signed_in(self, call: Callable[[], Awaitable[Answer]]) -> Answer:
        """Run `call` with the session and the rights set."""

        async def enter(session: Session) -> Answer:
            token = self.client.hide(self.token_login.token if self.token_login is not None else session["token"])
            self.client.headers |= self._bearer(token)
            self.rights = Rights(**{name: session[name] for name in Rights.__dataclass_fields__ if name in session})
            return await call()

        return await self.in_session(enter)

    async def find_one(self, path: str, *, planned: Any = None) -> Row | None:
        """One entity; None if it does not exist or the account may not see it."""
        response = await self.client.request("GET", path, planned=planned)
        if response.ok:
            return response.object()
        # An administrator is told 404, anybody else 400. Either may come from elsewhere while the server is away.
        if response.status in (400, 404):
            await self._must_be_well()
            return None
        raise self.failed(response)

    async def many(self, path: str, **query: Any) -> list[Row]:
        """A whole list, without pages: equal names have no stable order, and servers before 6.13 ignore pages."""
        response = await self.client.request("GET", path, query=query, planned=[])
        if not response.ok:
            if response.status == 400:
                await self._must_be_well()
            raise self.failed(response)
        return response.rows()

    async def everything(self, path: str, **query: Any) -> list[Row]:
        """Like `many`, for everything the account may see. An administrator must ask for entities not linked to it."""
        return await self.many(path, **query, **({"all": "true"} if self.rights.administrator else {}))

    async def matching(self, path: str, keys: Collection[str], values: Collection[str]) -> list[Row]:
        """Entities with one of these values in one of these columns, in any case: some databases ignore the case."""
        see = self.everything if path != "/users" else self.many
        # The search matches the text anywhere in several columns. Servers before 6.13 return everything. It knows no
        # logins, compares other letters than ASCII as the database likes, and takes a backslash for an escape.
        [*texts] = values
        is_found = "login" not in keys and len(texts) == 1 and texts[0].isascii() and "\\" not in texts[0]
        rows = await see(path, **({"keyword": texts[0]} if is_found else {}))
        return [each for each in rows if any(same_text(each.get(key), text) for key in keys for text in texts)]

    async def rights_now(self) -> Rights:
        """The current rights of the account. Raises `AuthFailed` if they cannot be read."""
        server = await self._must_be_well()
        response = await self.client.request("GET", f"/users/{self.rights.user}", planned=_USUAL_USER)
        if not response.ok:
            raise self._not_accepted(response) if response.status in (400, 404) else self.failed(response)
        return Rights.of(response.object(), server)

    def failed(self, response: Response) -> ProviderError:
        """The error for a response whose meaning does not depend on the request. It leaves out the body."""
        status = response.status
        if status == 401:
            reason = "The Traccar server does not accept the sign-in any more."
            kind = AuthFailed if self.token_login is not None else SessionEnded
            return kind(reason, status_code=status)
        if status == 429 or status >= 500:
            return self.client.failure(response)
        if status == 400:
            return Rejected("The Traccar server refuses this request.", status_code=status)
        detail = _MOVED if 300 <= status < 400 else f"The Traccar server gave an answer that it never gives: {status}."
        return Malformed(detail, status_code=status)

    async def _must_be_well(self) -> Mapping[str, Any]:
        """Check the server after a 400. If it cannot describe itself, the server has the fault."""
        try:
            return await self._server()
        except Malformed as error:
            raise ServerFailed("The Traccar server is not well just now.", status_code=error.status_code) from None

    async def _server(self) -> dict[str, Any]:
        """The public description of a Traccar server. It is read before any secret is sent."""
        response = await self.client.request("GET", "/server", planned=_USUAL_SERVER)
        if response.status == 429 or response.status >= 500:
            raise self.client.failure(response)
        if 300 <= response.status < 400:
            raise Malformed(_MOVED, status_code=response.status)
        try:
            found = response.object() if response.ok else {}
        except Malformed:
            found = {}
        if not isinstance(found.get("version"), str) or "registration" not in found:
            raise Malformed(_NOT_A_SERVER, status_code=response.status)
        return found

    async def _owner(self, token: str) -> Mapping[str, Any]:
        """The user of the token."""
        headers = self._bearer(token)
        response = await self.client.request("GET", "/oidc/userinfo", headers=headers, planned={"sub": "1"})
        if response.status == 404:
            # Servers before 6.11 take the token in the address, which is never logged.
            response = await self.client.request("GET", "/session", query={"token": token})
            number = str(self._read(response)["id"])
        else:
            number = str(self._read(response)["sub"])
        if number == _SERVICE_ACCOUNT:
            raise Rejected("This is the server's own service token. Please create one for a user.")
        path = f"/users/{quote(number, safe='')}"
        return self._read(await self.client.request("GET", path, headers=headers, planned=_USUAL_USER))

    async def _owner_by_password(self) -> tuple[Mapping[str, Any], str]:
        """The user, and the cookie of a session that ends when the server restarts."""
        login = self.credentials.of_kind(ApiBasicCredentials)
        form = {"email": login.username, "password": login.password}
        usual = Response(
            status=200, headers={"Set-Cookie": "JSESSIONID=example-session"}, body=json.dumps(_USUAL_USER).encode()
        )
        response = await self.client.request("POST", "/session", form=form, writes=False, planned=usual)
        if response.status == 401 and "totp" in (response.header("WWW-Authenticate") or "").lower():
            detail = "This account asks for a one-time code. Please sign in with an access token instead."
            raise AuthFailed(detail, status_code=response.status)
        if response.status == 500:
            # Unlike with a token, no input of the fleet leads here.
            raise self.client.failure(response)
        user = self._read(response)
        cookie = re.search(r"JSESSIONID=([^;,\s]+)", response.header("Set-Cookie") or "")
        if cookie is None:
            raise Malformed("The Traccar server opened no session.", status_code=response.status)
        return user, self.client.hide(cookie[1])

    async def _new_token(self, cookie: str) -> str:
        until = datetime.fromtimestamp(timestamp() + 2 * _DAY, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        response = await self.client.request(
            "POST",
            "/session/token",
            form={"expiration": until},
            headers={"Cookie": f"JSESSIONID={cookie}"},
            writes=False,
            planned="example-token",
        )
        if not response.ok:
            raise self._not_accepted(response) if response.status in (400, 401) else self.failed(response)
        # The body is plain text, although its content type is JSON.
        token = response.text.strip().strip('"')
        if not token or not token.isprintable() or len(token) > 4096:
            raise Malformed("The Traccar server gave no token.", status_code=response.status)
        return self.client.hide(token)

    def _read(self, response: Response) -> dict[str, Any]:
        """The result of a sign-in. A bad token answers 400, 401 or 500, depending on what is wrong with it."""
        if response.ok:
            return response.object()
        raise self._not_accepted(response) if response.status in (400, 401, 403, 500) else self.failed(response)

    def _not_accepted(self, response: Response) -> AuthFailed:
        what = "token" if self.token_login is not None else "e-mail address and password"
        return AuthFailed(f"The Traccar server does not accept this {what}.", status_code=response.status)

    def _bearer(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"}


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])
