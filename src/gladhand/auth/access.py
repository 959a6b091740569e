"""Decides who may call a route: `caller: Annotated[PartnerCaller, allow("invitation:read")]`."""

from collections.abc import Iterator
from typing import Any, get_args
from uuid import UUID

from fastapi import Depends, Request, Security
from fastapi.dependencies.models import Dependant
from fastapi.openapi.models import OAuth2, OAuthFlowAuthorizationCode, OAuthFlowClientCredentials, OAuthFlows
from fastapi.routing import APIRoute
from fastapi.security.base import SecurityBase
from structlog.contextvars import bind_contextvars

from gladhand.auth.callers import AdminCaller, Caller, FleetCaller, Manager, PartnerCaller
from gladhand.auth.metrics import REFUSED
from gladhand.auth.problems import BadToken, MissingScope, NoToken, UnknownKey, WrongCaller
from gladhand.auth.scopes import SCOPES
from gladhand.auth.throttle import Throttle
from gladhand.auth.tokens.service import Tokens
from gladhand.core.dependencies import get_dependency
from gladhand.core.ids import INSTALLATION
from gladhand.core.problems import Forbidden, NotFound, Unauthorized
from gladhand.core.request_log.recorder import name_requester

__all__ = [
    "CALLER_IN_SCOPE",
    "SCHEME",
    "AdminCaller",
    "Caller",
    "FleetCaller",
    "PartnerCaller",
    "admit",
    "allow",
    "client_name",
    "extensions_default",
    "optional_fleet",
    "require_managed",
]

#: The name of the OAuth scheme in the published documents.
SCHEME = "Bearer"
#: In the scope of a call that this server makes to itself: the caller, whom a page has checked by its own session.
#: No request from outside can set it.
CALLER_IN_SCOPE = "gladhand.caller"

_KIND_NAMES: dict[type, str] = {PartnerCaller: "partners", FleetCaller: "fleets", AdminCaller: "administrators"}
_REASONS: dict[type, str] = {
    NoToken: "no token",
    BadToken: "token not valid",
    UnknownKey: "token not valid",
    MissingScope: "scope missing",
    WrongCaller: "kind of caller",
}
# Of the usual realm. The documents that a server publishes have its own addresses instead.
_OPENID = "/realms/catena/protocol/openid-connect"
_FLOWS = OAuthFlows(
    clientCredentials=OAuthFlowClientCredentials(tokenUrl=f"{_OPENID}/token", scopes=SCOPES),
    authorizationCode=OAuthFlowAuthorizationCode(
        authorizationUrl=f"{_OPENID}/auth", tokenUrl=f"{_OPENID}/token", refreshUrl=f"{_OPENID}/token", scopes=SCOPES
    ),
)


def allow(*scopes: str, kinds: tuple[type, ...] = (PartnerCaller,)) -> Any:
    """A dependency that yields the caller: 401 without a good token, 403 without all of `scopes` or for another kind.

    Without scopes any good token of these kinds will do.
    """
    assert set(scopes) <= SCOPES.keys(), f"unknown scopes: {set(scopes) - SCOPES.keys()}"
    assert set(kinds) <= set(get_args(Caller)), "kinds are caller types"
    return Security(_Gate(scopes, kinds), scopes=scopes)


def require_managed(caller: Manager, partner_id: UUID) -> None:
    """A partner manages itself, the operator every partner. Raises `NotFound`."""
    if isinstance(caller, PartnerCaller) and partner_id != caller.partner_id:
        raise NotFound.of("partner")


class _Gate(SecurityBase):
    """Scheme and check in one dependency: it runs for every request."""

    def __init__(self, scopes: tuple[str, ...], kinds: tuple[type, ...]) -> None:
        self.model = OAuth2(
            flows=_FLOWS,
            description="A token of the token endpoint: with client credentials for a program, with an authorization "
            "code and PKCE (`S256`) for a person.",
        )
        self.scheme_name = SCHEME
        self._scopes = scopes
        self._needed = frozenset(scopes)
        self._kinds = kinds

    async def __call__(self, request: Request) -> Caller:
        try:
            return await self._admitted(request)
        except (Unauthorized, Forbidden) as problem:
            REFUSED.labels(_REASONS[type(problem)]).inc()
            raise

    async def _admitted(self, request: Request) -> Caller:
        caller = await _caller(request)
        if caller is None:
            raise NoToken
        _name(request, caller)
        get_dependency(request.app, Throttle).take(_throttled_as(caller))
        if not isinstance(caller, self._kinds):
            raise WrongCaller(_KIND_NAMES[kind] for kind in self._kinds)
        if not self._needed <= caller.scopes:
            raise MissingScope(self._scopes)
        return caller


def _name(request: Request, caller: Caller) -> None:
    """Name the caller in all lines that are logged for this request, and in the log of API requests."""
    if caller.person_id is not None:
        bind_contextvars(person_id=str(caller.person_id))
    match caller:
        case PartnerCaller():
            bind_contextvars(client_id=caller.client_id, partner_id=str(caller.partner_id))
            name_requester(request.scope, caller.partner_id, caller.client_id)
        case FleetCaller():
            bind_contextvars(fleet_id=str(caller.fleet_id))
        case AdminCaller():
            bind_contextvars(client_id=caller.client_id)
            name_requester(request.scope, INSTALLATION, caller.client_id)


async def admit(request: Request) -> None:
    """Check the caller by the gates of the request's route, for requests that fail before the framework does it."""
    route = request.scope.get("route")
    if isinstance(route, APIRoute):
        for gate in _gates(route.dependant):
            await gate(request)


def _gates(dependant: Dependant) -> Iterator[_Gate]:
    if isinstance(dependant.call, _Gate):
        yield dependant.call
    for below in dependant.dependencies:
        yield from _gates(below)


async def _optional_fleet(request: Request) -> FleetCaller | None:
    # Clients send their token with every request. A partner's token says nothing about the fleet and is ignored. An
    # invalid token is refused, because ignoring a fleet's expired token would create the fleet a second time.
    caller = await _caller(request)
    return caller if isinstance(caller, FleetCaller) else None


#: For open routes where a fleet may say who it is; the published documents show no security for them.
optional_fleet = Depends(_optional_fleet)


async def _caller(request: Request) -> Caller | None:
    known: Caller | None = request.scope.get(CALLER_IN_SCOPE)
    if known is not None:
        return known
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise BadToken("The Authorization header holds no bearer token.")
    tokens = get_dependency(request.app, Tokens)
    try:
        return tokens.verifier.verify(token.strip())
    except UnknownKey:
        await tokens.signer.reload_keys()
        return tokens.verifier.verify(token.strip())


async def client_name(request: Request) -> str | None:
    """What all tokens of one caller have in common; none for a request without a token."""
    caller = await _caller(request)
    if caller is None:
        return None
    if isinstance(caller, FleetCaller):
        return f"fleet {caller.fleet_id}"
    # One person may act for several partners.
    partner = f" of {caller.partner_id}" if isinstance(caller, PartnerCaller) and caller.person_id is not None else ""
    return f"client {caller.client_id}{partner}"


async def extensions_default(request: Request) -> bool:
    """Whether the caller's API client is set to receive extensions of the contract."""
    caller = await _caller(request)
    return isinstance(caller, PartnerCaller) and caller.extensions


def _throttled_as(caller: Caller) -> str:
    if caller.person_id is not None:
        return str(caller.person_id)
    return str(caller.fleet_id) if isinstance(caller, FleetCaller) else caller.client_id
