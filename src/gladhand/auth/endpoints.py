"""The OAuth endpoints, under the paths that clients in the field have built in."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from gladhand.auth import oauth
from gladhand.auth.clients.queries import Client
from gladhand.auth.metrics import REFUSED
from gladhand.auth.oauth import Claimant
from gladhand.auth.problems import NOT_STORED, InvalidClient, InvalidGrant, InvalidRequest, UnsupportedGrant
from gladhand.auth.scopes import SCOPES
from gladhand.auth.throttle import Throttle
from gladhand.auth.tokens.claims import FLEET_CLIENT
from gladhand.auth.tokens.schemas import OAuthError, TokenAnswer
from gladhand.auth.tokens.service import Tokens
from gladhand.core.dependencies import dependency, get_dependency
from gladhand.core.problems import NotFound
from gladhand.core.proxies import client_address
from gladhand.core.responses import JSON

_GRANTS = ("client_credentials", "refresh_token")
_CLIENT_METHODS = ("client_secret_post", "client_secret_basic", "none")


async def _tokens(realm: str, tokens: Annotated[Tokens, dependency(Tokens)]) -> Tokens:
    if realm != tokens.settings.realm:
        raise NotFound("No route matches this path.")
    return tokens


OfRealm = Annotated[Tokens, Depends(_tokens)]
router = APIRouter(prefix="/realms/{realm}", tags=["auth"])


@router.post(
    "/protocol/openid-connect/token",
    response_model=TokenAnswer,
    responses={400: {"model": OAuthError}, 401: {"model": OAuthError}},
    summary="Get a token",
)
async def get_token(request: Request, tokens: OfRealm) -> Response:
    """Exchanges a client's id and secret for an access token, or a fleet's refresh token for its next access token.

    The form holds `grant_type` (`client_credentials` or `refresh_token`) and `client_id` with `client_secret`; the two
    may also come by HTTP Basic. `scope` may name some of the client's scopes; without it, or with `organization`, the
    token has all of them. A name that is no scope is refused with `invalid_scope`.

    Too many tokens of one client, or refusals of one address, are answered with 429 and `Retry-After`.
    """
    form = await oauth.form_of(request)
    grant = form.get("grant_type")
    if not grant:
        raise InvalidRequest("grant_type is missing.")
    if grant not in _GRANTS:
        raise UnsupportedGrant(f"grant_type must be one of: {', '.join(_GRANTS)}.")
    throttle = get_dependency(request.app, Throttle)
    try:
        named = oauth.claimant(request, form)
        if grant == "client_credentials":
            client = await _recognised(tokens, named)
            # Apart from the other calls of the client, which fetches a new token after every 403.
            throttle.take(f"token {client.client_id}")
            answer = tokens.for_client(client, form.get("scope"))
        else:
            answer = await _refreshed(tokens, named, form.get("refresh_token"))
    except (InvalidClient, InvalidGrant) as refusal:
        REFUSED.labels("client" if isinstance(refusal, InvalidClient) else "refresh token").inc()
        # A client with the right secret is admitted, however many wrong guesses others make.
        tokens.refused.take(client_address(request.scope) or "")
        raise
    return JSON(answer.model_dump_json(exclude_none=True), headers=NOT_STORED)


@router.post(
    "/protocol/openid-connect/revoke",
    response_class=Response,
    responses={400: {"model": OAuthError}, 401: {"model": OAuthError}},
    summary="Revoke a token",
)
async def revoke_token(request: Request, tokens: OfRealm) -> Response:
    """Revokes a token of the calling client. A fleet's refresh token is revoked together with its access tokens.

    The answer is 200 also for tokens that this server does not know.
    """
    form = await oauth.form_of(request)
    named = oauth.claimant(request, form)
    if named.client_id != FLEET_CLIENT:
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
        "token_endpoint": f"{issuer}/protocol/openid-connect/token",
        "revocation_endpoint": f"{issuer}/protocol/openid-connect/revoke",
        "jwks_uri": f"{issuer}/protocol/openid-connect/certs",
        "grant_types_supported": _GRANTS,
        "response_types_supported": [],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": _CLIENT_METHODS,
        "revocation_endpoint_auth_methods_supported": _CLIENT_METHODS,
        "scopes_supported": ["organization", *SCOPES],
        "claims_supported": ["iss", "sub", "exp", "iat", "jti", "azp", "sid", "org", "scope"],
    }


async def _recognised(tokens: Tokens, named: Claimant) -> Client:
    client = await tokens.recognise(named.client_id, named.secret) if named.secret else None
    if client is None:
        raise InvalidClient(by_header=named.by_header)
    return client


async def _refreshed(tokens: Tokens, named: Claimant, refresh_token: str | None) -> TokenAnswer:
    # Tokens of clients are never refreshed: they ask for a new one with their secret.
    if named.client_id != FLEET_CLIENT:
        raise InvalidClient(by_header=named.by_header)
    if not refresh_token:
        raise InvalidRequest("refresh_token is missing.")
    return await tokens.refresh(refresh_token)
