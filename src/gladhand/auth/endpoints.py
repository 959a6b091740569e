"""The OAuth endpoints, under the paths that clients in the field have built in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from gladhand.auth import oauth
from gladhand.auth.clients.queries import Client
from gladhand.auth.grants import service as grants
from gladhand.auth.grants.queries import find_public_client
from gladhand.auth.metrics import REFUSED
from gladhand.auth.oauth import Claimant, Form
from gladhand.auth.problems import NOT_STORED, InvalidClient, InvalidGrant, InvalidRequest, UnsupportedGrant
from gladhand.auth.scopes import ADMIN, SCOPES, find_lost_limit, granted
from gladhand.auth.throttle import Throttle
from gladhand.auth.tokens.claims import FLEET_CLIENT
from gladhand.auth.tokens.schemas import OAuthError, TokenAnswer
from gladhand.auth.tokens.service import Tokens
from gladhand.core.counted_addresses import counted_as
from gladhand.core.db import Database
from gladhand.core.dependencies import dependency, get_dependency
from gladhand.core.problems import NotFound
from gladhand.core.proxies import client_address
from gladhand.core.responses import JSON

_GRANTS = ("client_credentials", "authorization_code", "refresh_token")
_CLIENT_METHODS = ("client_secret_post", "client_secret_basic", "none")


async def _tokens(realm: str, tokens: Annotated[Tokens, dependency(Tokens)]) -> Tokens:
    if realm != tokens.settings.realm:
        raise NotFound("No route matches this path.")
    return tokens


OfRealm = Annotated[Tokens, Depends(_tokens)]
Data = Annotated[Database, dependency(Database)]
router = APIRouter(prefix="/realms/{realm}", tags=["auth"])


@router.post(
    "/protocol/openid-connect/token",
    response_model=TokenAnswer,
    responses={400: {"model": OAuthError}, 401: {"model": OAuthError}},
    summary="Get a token",
)
async def get_token(request: Request, tokens: OfRealm, database: Data) -> Response:
    """Exchanges a client's id and secret for an access token, the code of a person who has signed in for the person's
    tokens, or a refresh token of a fleet or a person for the next tokens.

    The form holds `grant_type` and `client_id` with `client_secret`; the two may also come by HTTP Basic. Applications
    in which people sign in have no secret; with `authorization_code` the form also holds `code`, `redirect_uri` and
    `code_verifier`. `scope` may name some of the client's scopes, or of those that the code or the refresh token has;
    without it, or with `organization`, the access token has all of them. A name that is no scope is refused with
    `invalid_scope`, and `scope` in the address or a parameter like `scopes` with `invalid_request`.

    Too many tokens of one client, or refusals of one address, are answered with 429 and `Retry-After`.
    """
    form = await oauth.form_of(request)
    grant = form.get("grant_type")
    if not grant:
        raise InvalidRequest("grant_type is missing.")
    if grant not in _GRANTS:
        raise UnsupportedGrant(f"grant_type must be one of: {', '.join(_GRANTS)}.")
    if lost := find_lost_limit(form, request.query_params):
        raise InvalidRequest(lost)
    scope = form.get("scope")
    # Refuse a wrong scope before a code or a refresh token is used up.
    granted(ADMIN, scope)
    throttle = get_dependency(request.app, Throttle)
    with _counted(request, tokens):
        named = oauth.claimant(request, form)
        if grant == "client_credentials":
            client = await _recognised(tokens, named)
            # Apart from the other calls of the client, which fetches a new token after every 403.
            throttle.take(f"token {client.client_id}")
            answer = tokens.for_client(client, scope)
        elif grant == "authorization_code":
            answer = await _exchanged(database, tokens, named, form)
        else:
            answer = await _refreshed(database, tokens, named, form)
    return JSON(answer.model_dump_json(exclude_none=True), headers=NOT_STORED)


@router.post(
    "/protocol/openid-connect/revoke",
    response_class=Response,
    responses={400: {"model": OAuthError}, 401: {"model": OAuthError}},
    summary="Revoke a token",
)
async def revoke_token(request: Request, tokens: OfRealm, database: Data) -> Response:
    """Revokes a token of the calling client. The refresh token of a fleet or a person is revoked together with its
    access tokens.

    The answer is 200 also for tokens that this server does not know. Too many refusals of one address are answered with
    429 and `Retry-After`.
    """
    form = await oauth.form_of(request)
    with _counted(request, tokens):
        named = oauth.claimant(request, form)
        if named.client_id != FLEET_CLIENT and (named.secret or not await _is_public(database, named.client_id)):
            await _recognised(tokens, named)
    if not form.get("token"):
        raise InvalidRequest("token is missing.")
    await tokens.revoke(form["token"], client_id=named.client_id)
    return Response(headers=NOT_STORED)


@router.get("/protocol/openid-connect/certs", summary="Get the public keys")
async def get_keys(tokens: OfRealm) -> dict[str, Any]:
    """The keys that tokens are signed with, as a JSON Web Key Set."""
    return tokens.signer.published_keys()


@router.get("/.well-known/openid-configuration", summary="Get the discovery document")
async def get_configuration(tokens: OfRealm) -> dict[str, Any]:
    """Where the endpoints are and what they can do."""
    issuer = tokens.settings.issuer
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/protocol/openid-connect/auth",
        "token_endpoint": f"{issuer}/protocol/openid-connect/token",
        "revocation_endpoint": f"{issuer}/protocol/openid-connect/revoke",
        "jwks_uri": f"{issuer}/protocol/openid-connect/certs",
        "grant_types_supported": _GRANTS,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none"],
        "authorization_response_iss_parameter_supported": True,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": _CLIENT_METHODS,
        "revocation_endpoint_auth_methods_supported": _CLIENT_METHODS,
        "scopes_supported": ["organization", "openid", *SCOPES],
        "claims_supported": [
            *("iss", "sub", "aud", "exp", "iat", "jti", "azp", "sid", "auth_time", "nonce", "org", "scope", "roles"),
            *("name", "preferred_username", "email", "email_verified"),
        ],
    }


@contextmanager
def _counted(request: Request, tokens: Tokens) -> Iterator[None]:
    """Count refusals by address. Whoever has the right secret is admitted, however many wrong guesses others make."""
    try:
        yield
    except (InvalidClient, InvalidGrant) as refusal:
        REFUSED.labels("client" if isinstance(refusal, InvalidClient) else "code or refresh token").inc()
        tokens.refused.take(counted_as(client_address(request.scope) or ""))
        raise


async def _recognised(tokens: Tokens, named: Claimant) -> Client:
    client = await tokens.recognise(named.client_id, named.secret) if named.secret else None
    if client is None:
        raise InvalidClient(by_header=named.by_header)
    return client


async def _exchanged(database: Database, tokens: Tokens, named: Claimant, form: Form) -> TokenAnswer:
    if not await _is_public(database, named.client_id):
        raise InvalidClient(by_header=named.by_header)
    for name in ("code", "redirect_uri", "code_verifier"):
        if not form.get(name):
            raise InvalidRequest(f"{name} is missing.")
    return await grants.exchange_code(
        database,
        tokens,
        client_id=named.client_id,
        code=form["code"],
        redirect_uri=form["redirect_uri"],
        verifier=form["code_verifier"],
        scope=form.get("scope"),
    )


async def _refreshed(database: Database, tokens: Tokens, named: Claimant, form: Form) -> TokenAnswer:
    refresh_token, scope = form.get("refresh_token"), form.get("scope")
    is_fleet = named.client_id == FLEET_CLIENT
    # Tokens of clients are never refreshed: they ask for a new one with their secret.
    if not is_fleet and not await _is_public(database, named.client_id):
        raise InvalidClient(by_header=named.by_header)
    if not refresh_token:
        raise InvalidRequest("refresh_token is missing.")
    if is_fleet:
        return await tokens.refresh(refresh_token, scope)
    return await grants.refresh(database, tokens, client_id=named.client_id, refresh_token=refresh_token, scope=scope)


async def _is_public(database: Database, client_id: str) -> bool:
    async with database.connection() as db:
        return await find_public_client(db, client_id.replace("\0", "")) is not None
