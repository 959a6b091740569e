"""How an rFMS server is called: by Scania's challenge, OAuth 2 or a password. The header `Accept` names the version."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qs, urljoin, urlsplit

from gladhand.providers.x_rfms.spelling import in_newest_spelling
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.addresses import typed_address
from gladhand.sdk.clock import timestamp
from gladhand.sdk.credential_kinds import ApiBasicCredentials, ClientIdSecretCredentials, OAuth2Credentials
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import AuthFailed, Malformed, Rejected, SessionEnded
from gladhand.sdk.http import Response
from gladhand.sdk.oauth2 import Application, client_token
from gladhand.sdk.reading import Slice, State
from gladhand.sdk.rows import Row
from gladhand.sdk.session import Session
from gladhand.sdk.source_ids import utc_text

VEHICLES, POSITIONS, STATUSES = "vehicles", "vehiclepositions", "vehiclestatuses"

_ACCEPT: Final[Mapping[str, str]] = MappingProxyType(
    {"4.0": "application/json; rfms={0}.v4.0", "2.1": "application/vnd.fmsstandard.com.{1}.v2.1+json"}
)
# The objects around the list in version 4.0, and the list of version 2.1.
_LISTS: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        VEHICLES: ("vehicleResponse", "vehicles", "Vehicle"),
        POSITIONS: ("vehiclePositionResponse", "vehiclePositions", "VehiclePosition"),
        STATUSES: ("vehicleStatusResponse", "vehicleStatuses", "VehicleStatus"),
    }
)
_NOT_SERVED: Final = frozenset({406, 415})
_SCANIA_TOKEN_SECONDS: Final = 3600.0


@dataclass(frozen=True, slots=True)
class RfmsPage:
    """One answer of a list."""

    rows: list[Row]
    has_more: bool
    link: str | None
    server_time: str | None


class RfmsApi(Adapter):
    """One account at one maker."""

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:
        if credentials.get("url"):
            return typed_address(str(credentials["url"]))
        region = definition.regions.get("volvo") if credentials.find_kind(ApiBasicCredentials) else None
        return region.base_url if region else definition.base_url

    def ready(self) -> None:
        # The fleet may have typed the address, so a redirect is not trusted.
        self.client.follows_redirects = False
        # Credentials for OAuth 2 have an id and a secret, too.
        self.oauth2 = self.credentials.find_kind(OAuth2Credentials)
        self.scania = None if self.oauth2 else self.credentials.find_kind(ClientIdSecretCredentials)

    async def verify(self) -> ProviderAccount:
        await self.sessions.renew(await self.sessions.current(), self.sign_in)
        login = self.scania or self.oauth2
        name = login.client_id if login else self.credentials.of_kind(ApiBasicCredentials).username
        return ProviderAccount(id=name, host=urlsplit(self.client.base_url).netloc)

    async def sign_in(self, session: Session) -> Session:  # noqa: ARG002 - a new one does not depend on the old one
        opened = await self._token()
        for version in _ACCEPT:
            answer = await self._ask({**opened, "version": version}, VEHICLES, {})
            if answer.status not in _NOT_SERVED:
                self._well(answer)
                return {**opened, "version": version}
        raise Rejected("This server offers neither rFMS 4.0 nor rFMS 2.1.", status_code=answer.status)

    async def page(self, what: str, query: Mapping[str, Any]) -> RfmsPage:
        """One page of a list, in the version that the server offers."""

        async def call(session: Session) -> RfmsPage:
            answer = await self._ask(session, what, query)
            if answer.status in (401, *_NOT_SERVED) and (session.get("token") or answer.status != 401):
                raise SessionEnded("The maker no longer takes the token or the version.", status_code=answer.status)
            return _page(self._well(answer), what, session["version"])

        return await self.in_session(call)

    async def feed(self, what: str, part: Slice, state: State, **query: Any) -> AsyncIterator[tuple[list[Row], State]]:
        """The reports that were received since the last run, with the state after each page.

        The server's time of the first page is where the next run begins: the standard's own cure for different clocks.
        """
        since = state.get("since") or (utc_text(part.start) if part.start else None)
        asked, server_time = state.get("query"), state.get("server_time")
        while True:
            sent = asked or {"datetype": "received", "starttime": since, **query}
            page = await self.page(what, sent)
            server_time = server_time or page.server_time
            if not page.has_more:
                yield page.rows, {"since": server_time or since}
                return
            asked = _next(page, sent)
            yield page.rows, {"since": since, "query": asked, "server_time": server_time}

    async def _token(self) -> dict[str, Any]:
        if self.scania:
            found = await self._answer_challenge(self.scania)
            return {"token": self.client.hide(found), "expires_at": timestamp() + _SCANIA_TOKEN_SECONDS}
        if self.oauth2:
            login = self.oauth2
            application = Application(client_id=login.client_id, client_secret=login.client_secret)
            made = await client_token(self.client, typed_address(login.token_url), application, scope=login.scope)
            ends = {"expires_at": made["expires_at"]} if "expires_at" in made else {}
            return {"token": made["access_token"], **ends}
        return {}

    async def _answer_challenge(self, login: ClientIdSecretCredentials) -> str:
        """Scania's sign-in: the secret itself is never sent."""
        asked = await self._sign("clientid2challenge", {"clientId": login.client_id})
        try:
            secret, message = _decoded(login.client_secret), _decoded(asked.required_text("challenge"))
        except ValueError:
            raise AuthFailed("The secret key is not one of Scania's.") from None
        answer = urlsafe_b64encode(hmac.new(secret, message, hashlib.sha256).digest()).rstrip(b"=").decode()
        form = {"clientId": login.client_id, "Response": self.client.hide(answer)}
        return (await self._sign("response2token", form)).required_text("token")

    async def _sign(self, name: str, form: Mapping[str, str]) -> Row:
        return self._well(await self.client.request("POST", self._beside(name), form=form, writes=False))

    def _beside(self, name: str) -> str:
        return urljoin(self.client.base_url, f"/auth/{name}")

    async def _ask(self, session: Session, what: str, query: Mapping[str, Any]) -> Response:
        if self.scania or self.oauth2:
            proof = f"Bearer {session['token']}"
        else:
            login = self.credentials.of_kind(ApiBasicCredentials)
            proof = self.client.basic(login.username, login.password)
        accept = _ACCEPT[session["version"]].format(what, what.capitalize())
        headers = {"Authorization": proof, "Accept": accept}
        return await self.client.request("GET", f"/{what}", query=query, headers=headers)

    def _well(self, answer: Response) -> Row:
        if answer.ok:
            return answer.object()
        reason = answer.text_at("error_description") or answer.text_at("error")
        raise self.client.failure(answer, reason, denied="The contract with the maker is without this service.")


def _page(answer: Row, what: str, version: str) -> RfmsPage:
    around, inside, older = _LISTS[what]
    rows = answer.rows(older) if version == "2.1" else answer.required_row(around).rows(inside)
    head = in_newest_spelling(
        Row({name: value for name, value in answer.items() if not isinstance(value, dict | list)})
    )
    return RfmsPage(
        rows,
        bool(head.flag("moreDataAvailable")),
        head.text("moreDataAvailableLink"),
        head.text("requestServerDateTime"),
    )


def _next(page: RfmsPage, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The query of the next page: that of the link, or from the last report on, which comes once more."""
    if page.link:
        return dict(parse_qs(urlsplit(page.link).query))
    received = [text for row in page.rows if (text := in_newest_spelling(row).text("receivedDateTime"))]
    if not received or max(received) == sent.get("starttime"):
        raise Malformed("The maker's answer says that there is more, and not where.")
    return {**sent, "starttime": max(received)}


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
