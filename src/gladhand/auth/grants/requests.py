"""Requests for an authorization code, as a browser brings them from an application."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from gladhand.auth import scopes
from gladhand.auth.grants import queries
from gladhand.auth.grants.problems import AuthorizationRefused, UnknownApplication
from gladhand.auth.grants.queries import PublicClient
from gladhand.auth.problems import InvalidScope
from gladhand.core.db import Db

_CLIENT_ID = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class ClientApplication:
    """Where the answer goes: a registered client, one of its redirect URIs, and its state."""

    client: PublicClient
    redirect_uri: str
    state: str | None
    issuer: str

    def answer(self, **parameters: str) -> str:
        """The URL to which the browser returns."""
        state = {} if self.state is None else {"state": self.state}
        parts = urlsplit(self.redirect_uri)
        query = "&".join(filter(None, (parts.query, urlencode(parameters | state | {"iss": self.issuer}))))
        return urlunsplit(parts._replace(query=query))

    def refusal(self, refused: AuthorizationRefused) -> str:
        return self.answer(error=refused.error, error_description=refused.description)


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """A request that can be answered with a code."""

    scope: str | None
    code_challenge: str
    nonce: str | None
    is_silent: bool
    """Whether no page may be shown."""


async def find_application(db: Db, pairs: Sequence[tuple[str, str]], issuer: str) -> ClientApplication:
    """The application of a request. Raises `UnknownApplication`. The redirect URI is compared as text."""
    query = dict(pairs)
    client_id, redirect_uri = query.get("client_id", ""), query.get("redirect_uri", "")
    client = await queries.find_public_client(db, client_id) if _CLIENT_ID.fullmatch(client_id) else None
    names = [name for name, _ in pairs if name in ("client_id", "redirect_uri")]
    if client is None or redirect_uri not in client.redirect_uris or len(names) != 2:
        raise UnknownApplication
    return ClientApplication(client, redirect_uri, query.get("state"), issuer)


def parse_request(pairs: Sequence[tuple[str, str]]) -> CodeRequest:
    """What the application asks for. Raises `AuthorizationRefused`."""
    query = dict(pairs)
    if len(query) != len(pairs):
        raise AuthorizationRefused("invalid_request", "A parameter is repeated.")
    if any(len(value) > _LONGEST or "\0" in value for value in query.values()):
        raise AuthorizationRefused("invalid_request", "A parameter is too long, or holds a zero character.")
    if lost := scopes.find_lost_limit(query):
        raise AuthorizationRefused("invalid_request", lost)
    for name in ("request", "request_uri"):
        if name in query:
            raise AuthorizationRefused(f"{name}_not_supported", f"{name} is not supported.")
    if query.get("response_type") != "code":
        raise AuthorizationRefused("unsupported_response_type", "response_type must be code.")
    if query.get("response_mode", "query") != "query":
        raise AuthorizationRefused("invalid_request", "response_mode must be query.")
    return CodeRequest(_scope(query), _challenge(query), query.get("nonce"), query.get("prompt") == "none")


def _challenge(query: Mapping[str, str]) -> str:
    challenge = query.get("code_challenge", "")
    if query.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
        raise AuthorizationRefused("invalid_request", "The request needs a code_challenge of the method S256 (PKCE).")
    return challenge


def _scope(query: Mapping[str, str]) -> str | None:
    scope = query.get("scope")
    try:
        scopes.granted((), scope)
    except InvalidScope as error:
        raise AuthorizationRefused(error.error, str(error.detail)) from None
    return scope
