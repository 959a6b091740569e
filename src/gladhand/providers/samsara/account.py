"""The Samsara client of one account: tokens, regions, pages and errors."""

from collections.abc import AsyncIterator, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlsplit

from gladhand.providers.samsara.tags import Tags
from gladhand.sdk import oauth2
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.credential_kinds import SamsaraCredentials, TokenCredentials
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import AuthFailed, CursorLost, ProviderError, Rejected, SessionEnded
from gladhand.sdk.field_map import Prepared
from gladhand.sdk.http import Response
from gladhand.sdk.reading import Slice, State
from gladhand.sdk.rows import Row
from gladhand.sdk.session import NONE, Session

PAGE = 512
_ME, _USERS = "/me", "/users/"
_USUAL_ME = {"data": {"id": "0", "name": "The organization"}}
_NOT_TAKEN = "Samsara does not accept the API token in any of its regions."


class SamsaraAccount(Adapter):
    """One Samsara account, for all resources."""

    def ready(self) -> None:
        self.token_login = self.credentials.find_kind(TokenCredentials)
        self.tags = Tags.of_option(str(self.options.get("tag_ids", "")))

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:
        return definition.region_address(credentials.get("url"))

    async def verify(self) -> ProviderAccount:
        response = await self.ask("GET", _ME, accept={403})
        address = (await self.sessions.current())["base_url"] if self._looks_for_region else self.client.base_url
        host = urlsplit(address).netloc
        if response.ok:
            me = response.object().required_row("data")
            return ProviderAccount(id=me.source_id(), name=me.text("name"), host=host)
        if self.token_login is None:
            raise self._failure(response)
        # The token is valid but may not read the organization. So a read of drivers verifies it, and a hash of the
        # token identifies the account.
        await self.ask("GET", "/fleet/drivers", query={"limit": 1}, kind="driver-reads")
        mark = sha256(self.token_login.token.encode()).hexdigest()[:16]
        return ProviderAccount(id=f"token-{mark}", host=host)

    async def sign_in(self, session: Session) -> Session:
        if self.token_login is not None:
            return {"base_url": await self._region(self.token_login.token)}
        definition = self.definition.oauth2
        if definition is None:
            raise AuthFailed("There is neither an API token nor a way to sign in.")
        login = self.credentials.of_kind(SamsaraCredentials)
        application = oauth2.Application(client_id=login.client_id, client_secret=login.client_secret)
        if session:
            return await oauth2.refresh(self.client, definition, application, session)
        return await oauth2.exchange(self.client, definition, application, login.auth_code)

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
        """Send one request. Raises the error that a bad answer stands for, unless `accept` has its status."""
        if method == "GET" and (limits := self.tags.asked_of(path)):
            query = {**(query or {}), **limits}

        async def send(session: Session) -> Response:
            token = self.token_login.token if self.token_login is not None else session["access_token"]
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

        if self.token_login is not None and not self._looks_for_region:
            return await send(NONE)
        return await self.in_session(send)

    async def record(self, path: str, *, kind: str, planned: Any = None) -> Row | None:
        """One record; None if there is none."""
        given = None if planned is None else {"data": planned}
        response = await self.ask("GET", path, kind=kind, accept={404}, planned=given)
        return None if response.status == 404 else data_of(response)

    async def current(self, path: str, *, kind: str) -> Row:
        """The current record, for writes that depend on it. Raises `Rejected` if there is none."""
        found = await self.record(path, kind=kind, planned={"id": "0", "name": "First Last"})
        if found is None:
            raise Rejected("Samsara has no such record any more.", status_code=404)
        return found

    async def changed(self, path: str, prepared: Prepared, *, read: str, write: str) -> Row:
        """Send the change, if it is not empty, and return the current record."""
        if prepared.body:
            has_tags = bool(self.tags.ids) and not path.startswith(_USERS)
            tags = self.tags.written_of(await self.current(path, kind=read)) if has_tags else {}
            return data_of(await self.ask("PATCH", path, json={**prepared.body, **tags}, kind=write))
        return await self.current(path, kind=read)

    async def answers(
        self,
        path: str,
        after: str | None = None,
        *,
        kind: str,
        query: Mapping[str, Any] | None = None,
        limit: int | None = PAGE,
        planned: Any = None,
    ) -> AsyncIterator[tuple[Row, str | None]]:
        """The answers of a list, each with the cursor of the next one, which is None at the end."""
        while True:
            asked = {**(query or {}), "limit": limit, "after": after or None}
            answer = (await self.ask("GET", path, query=asked, kind=kind, planned=planned)).object()
            pagination = answer.row("pagination")
            following = pagination.text("endCursor") if pagination.get("hasNextPage") else None
            # A cursor that does not move ends the list, so that the same page is not read forever.
            following = None if following == after else following
            yield answer, following
            if following is None:
                return
            after = following

    async def pages(
        self,
        path: str,
        after: str | None = None,
        *,
        kind: str,
        query: Mapping[str, Any] | None = None,
        limit: int | None = PAGE,
        planned: Any = None,
    ) -> AsyncIterator[tuple[list[Row], str | None]]:
        """The pages of a list, each with the cursor of the next page, which is None at the end."""
        async for answer, following in self.answers(path, after, kind=kind, query=query, limit=limit, planned=planned):
            yield answer.rows("data"), following

    async def resumable_pages(
        self,
        path: str,
        part: Slice,
        *,
        kind: str,
        query: Mapping[str, Any] | None = None,
        limit: int | None = PAGE,
    ) -> AsyncIterator[tuple[list[Row], State]]:
        """The pages of a list from the state of a slice on, each with the state behind it.

        The hub sees by the states that the pages move on. It does not begin at one where a slice replaces rows.
        """
        async for rows, following in self.pages(path, part.state.get("after"), kind=kind, query=query, limit=limit):
            yield rows, {"after": following} if following else {}

    async def feed(
        self,
        path: str,
        after: str | None,
        *,
        kind: str,
        query: Mapping[str, Any] | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[tuple[list[Row], str | None]]:
        """The pages of a feed, each with the cursor behind it. Also the last page has one: the next run begins there.

        Raises `CursorLost` where Samsara refuses the cursor of an earlier run.
        """
        while True:
            asked = {**(query or {}), "limit": limit, "after": after or None}
            try:
                answer = (await self.ask("GET", path, query=asked, kind=kind)).object()
            except Rejected as error:
                if after and error.status_code == 400:
                    raise CursorLost(error.full_text, status_code=400, headers=error.headers) from None
                raise
            pagination = answer.row("pagination")
            following = pagination.text("endCursor") or after
            yield answer.rows("data"), following
            if not pagination.get("hasNextPage") or following == after:
                return
            after = following

    async def sweep(self, path: str, *, kind: str, query: Mapping[str, Any] | None = None) -> AsyncIterator[Row]:
        """All records of a list."""
        async for rows, _ in self.pages(path, kind=kind, query=query):
            for row in rows:
                yield row

    @property
    def _looks_for_region(self) -> bool:
        return self.token_login is not None and bool(self.definition.regions) and not self.token_login.url

    async def _region(self, token: str) -> str:
        """The address of the region that accepts the token. The other regions answer 401."""
        for region in self.definition.regions.values():
            headers = {"Authorization": f"Bearer {self.client.hide(token)}"}
            response = await self.client.request("GET", region.base_url + _ME, headers=headers, planned=_USUAL_ME)
            if response.ok or response.status == 403:
                return region.base_url
            if response.status != 401:
                raise self._failure(response)
        raise AuthFailed(_NOT_TAKEN, status_code=401)

    def _failure(self, response: Response) -> ProviderError:
        # The token is valid, but it lacks a scope, or the account lacks a licence.
        return self.client.failure(response, _reason(response), denied="The token lacks a right that this takes.")


def data_of(response: Response) -> Row:
    """The record in an answer."""
    found = response.object().required_row("data")
    # Samsara is not known to return the password. Drop it anyway, so that it is never stored.
    found.pop("password", None)
    return found


def path_of(path: str, id_: str) -> str:
    """The path of one record of a list."""
    return f"{path}/{quote(id_, safe=':')}"


def _reason(response: Response) -> str:
    # Failures of 500 and above are plain text, often from a proxy, and hold nothing for people.
    reason = response.text_at("message")
    request_id = response.text_at("requestId")
    return f"{reason} (request {request_id})" if reason and request_id else reason
