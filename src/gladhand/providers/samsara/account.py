"""How one account at Samsara is reached: tokens, regions, pages, and what its errors mean."""

from collections.abc import AsyncIterator, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from gladhand.sdk import oauth2
from gladhand.sdk.adapter import Account, Adapter
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import AuthFailed, NotAllowed, ProviderError, Rejected, SessionEnded
from gladhand.sdk.http import Response
from gladhand.sdk.session import NONE, Session

PAGE = 512
_ME = "/me"
_USUAL_ME = {"data": {"id": "0", "name": "The organization"}}
_NOT_TAKEN = "Samsara does not accept the API token in any of its regions."


class SamsaraAccount(Adapter):
    """The account, whatever is read or written in it."""

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:
        # An operator's own address has no regions beside it and goes before what the fleet has chosen.
        if not definition.regions or not (chosen := credentials.get("url")):
            return definition.base_url
        known = {region.base_url for region in definition.regions.values()}
        if str(chosen).rstrip("/") not in known:
            raise Rejected(f"This is not an address of Samsara's API. It has: {', '.join(sorted(known))}.")
        return str(chosen).rstrip("/")

    async def verify(self) -> Account:
        response = await self.ask("GET", _ME, accept={403})
        address = (await self.sessions.current())["base_url"] if self._looks_for_region else self.client.base_url
        host = urlsplit(address).netloc
        if response.ok:
            me = response.object()["data"]
            return Account(id=str(me["id"]), name=me.get("name"), host=host)
        if "token" not in self.credentials:
            raise self._failure(response)
        # The token is good, and lacks the right to read about the organization. That it may read drivers has to do, and
        # the token itself has to tell one account from another.
        await self.ask("GET", "/fleet/drivers", query={"limit": 1}, kind="driver-reads")
        mark = sha256(str(self.credentials["token"]).encode()).hexdigest()[:16]
        return Account(id=f"token-{mark}", host=host)

    async def sign_in(self, session: Session) -> Session:
        if "token" in self.credentials:
            return {"base_url": await self._region()}
        definition = self.definition.oauth2
        if definition is None:
            raise AuthFailed("There is neither an API token nor a way to sign in.")
        application = oauth2.Application(
            client_id=self.credentials["client_id"], client_secret=self.credentials["client_secret"]
        )
        if session:
            return await oauth2.refresh(self.client, definition, application, session)
        return await oauth2.exchange(self.client, definition, application, self.credentials["auth_code"])

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        json: Any = None,
        kind: str | None = None,
        accept: set[int] | frozenset[int] = frozenset(),
        planned: Any = None,
    ) -> Response:
        """Send one request. Raises what a bad answer stands for, unless its status is one to `accept`."""

        async def send(session: Session) -> Response:
            token = session.get("access_token") or self.credentials["token"]
            response = await self.client.request(
                method,
                session.get("base_url", self.client.base_url) + path,
                query=query,
                headers={"Authorization": f"Bearer {self.client.hide(token)}"},
                json=json,
                kind=kind,
                planned=planned,
            )
            if response.ok or response.status in accept:
                return response
            if response.status == 401 and session:
                raise SessionEnded(_reason(response), status_code=401, headers=response.headers)
            raise self._failure(response)

        if "token" in self.credentials and not self._looks_for_region:
            return await send(NONE)
        return await self.in_session(send)

    async def record(self, path: str, *, kind: str, planned: Any = None) -> dict[str, Any] | None:
        """One record; None if there is none."""
        given = None if planned is None else {"data": planned}
        response = await self.ask("GET", path, kind=kind, accept={404}, planned=given)
        return None if response.status == 404 else data_of(response)

    async def page(
        self, path: str, after: str | None, *, kind: str, query: Mapping[str, Any] | None = None
    ) -> tuple[list[dict[str, Any]], str | None]:
        """Some records, and where to go on; None at the end, where Samsara says an empty text."""
        asked = {**(query or {}), "limit": PAGE, "after": after or None}
        answer = (await self.ask("GET", path, query=asked, kind=kind)).object()
        pagination = answer.get("pagination") or {}
        following = pagination.get("endCursor") if pagination.get("hasNextPage") else None
        # A cursor that does not move would have us read the same page for ever.
        return answer["data"], following if following and following != after else None

    async def sweep(
        self, path: str, *, kind: str, query: Mapping[str, Any] | None = None
    ) -> AsyncIterator[dict[str, Any]]:
        """All records."""
        after: str | None = None
        while True:
            records, after = await self.page(path, after, kind=kind, query=query)
            for each in records:
                yield each
            if after is None:
                return

    @property
    def _looks_for_region(self) -> bool:
        return "token" in self.credentials and bool(self.definition.regions) and not self.credentials.get("url")

    async def _region(self) -> str:
        """The address of the region that knows the token: the others answer 401."""
        for region in self.definition.regions.values():
            headers = {"Authorization": f"Bearer {self.client.hide(self.credentials['token'])}"}
            response = await self.client.request("GET", region.base_url + _ME, headers=headers, planned=_USUAL_ME)
            if response.ok or response.status == 403:
                return region.base_url
            if response.status != 401:
                raise self._failure(response)
        raise AuthFailed(_NOT_TAKEN, status_code=401)

    def _failure(self, response: Response) -> ProviderError:
        reason = _reason(response)
        if response.status == 403:
            # The token is good: it lacks a scope, or the account a licence.
            text = self.client.redact(reason) or "The token lacks a right that this takes."
            return NotAllowed(text, status_code=403, headers=response.headers)
        return self.client.failure(response, reason)


def data_of(response: Response) -> dict[str, Any]:
    """The record that an answer is about."""
    found = response.object()["data"]
    if not isinstance(found, dict):
        raise TypeError("the answer holds no object")
    # It never comes back as far as is known; but if it did, it would be stored.
    found.pop("password", None)
    return found


def _reason(response: Response) -> str:
    # Failures of 500 and above are plain text, often of a proxy: nothing in it is for people.
    said = response.said("message")
    request_id = response.said("requestId")
    return f"{said} (request {request_id})" if said and request_id else said
