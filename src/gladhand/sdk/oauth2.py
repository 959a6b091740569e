"""OAuth 2 (RFC 6749) for adapters: the address where a fleet consents, and tokens for its code, a refresh token or an
application of the fleet's own.

The result is a session (see `session`): `access_token`, `refresh_token` and `expires_at`. An adapter returns it from
`sign_in`. The hub stores the session before it is used, so a refresh token that works once is not lost.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote_plus, urlencode

from gladhand.sdk.client import ProviderClient
from gladhand.sdk.clock import timestamp
from gladhand.sdk.errors import AuthFailed, Malformed, NoAnswer, ProviderError, Rejected, ServerFailed
from gladhand.sdk.http import Response
from gladhand.sdk.session import Session
from gladhand.sdk.sign_in import OAuth2

# Errors that do not concern the fleet's consent: the request itself is wrong, and stays wrong.
_OUR_FAULT = frozenset({"invalid_request", "invalid_scope", "unsupported_grant_type"})
_THEIR_FAULT = frozenset({"server_error", "temporarily_unavailable"})
_REFUSED = frozenset({400, 401, 403})
_USUAL_ANSWER: Mapping[str, Any] = {"access_token": "access-token", "refresh_token": "refresh-token"}
_SIGN_IN_AGAIN = "Somebody has to sign in to the provider again."


class Proof(StrEnum):
    """How the application proves at the token endpoint who it is."""

    BASIC = "basic"
    """In the header `Authorization`, as the standard prefers."""
    FORM = "form"
    """As two more fields of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The application that the operator has registered at the provider."""

    client_id: str
    client_secret: str = field(repr=False)
    proof: Proof = Proof.BASIC


def authorize_address(oauth2: OAuth2, *, client_id: str, redirect_uri: str, state: str) -> str:
    """Where to send the fleet's browser. `state` comes back with the code and has to be compared."""
    query = {"response_type": "code", "client_id": client_id, "redirect_uri": redirect_uri, "state": state}
    if oauth2.scopes:
        query["scope"] = " ".join(oauth2.scopes)
    return oauth2.authorize_url + ("&" if "?" in oauth2.authorize_url else "?") + urlencode(query)


async def exchange(
    client: ProviderClient, oauth2: OAuth2, application: Application, code: str, *, redirect_uri: str | None = None
) -> Session:
    """Tokens for the code that the fleet came back with; `redirect_uri` as in the address, where the provider asks."""
    client.hide(code)
    form = {"grant_type": "authorization_code", "code": code}
    if redirect_uri is not None:
        form["redirect_uri"] = redirect_uri
    return await _tokens(client, oauth2.token_url, application, form, {})


async def refresh(
    client: ProviderClient,
    oauth2: OAuth2,
    application: Application,
    session: Session,
    *,
    redirect_uri: str | None = None,
) -> Session:
    """Tokens for the refresh token of a session. Raises `AuthFailed` if the session has none. `redirect_uri` as it was
    in the address, where it is wanted again."""
    token = session.get("refresh_token")
    if not isinstance(token, str) or not token:
        raise AuthFailed(f"The session at the provider has ended. {_SIGN_IN_AGAIN}")
    client.hide(token)
    form = {"grant_type": "refresh_token", "refresh_token": token}
    if redirect_uri is not None:
        form["redirect_uri"] = redirect_uri
    return await _tokens(client, oauth2.token_url, application, form, {"refresh_token": token})


async def client_token(
    client: ProviderClient, token_url: str, application: Application, *, scope: str | None = None
) -> Session:
    """A token for an application that acts for itself: the grant `client_credentials`. `token_url` may stand in the
    fleet's credentials."""
    form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
    return await _tokens(client, token_url, application, form, {})


async def _tokens(
    client: ProviderClient, token_url: str, application: Application, form: Mapping[str, str], kept: Session
) -> Session:
    """Send the request twice if the first answer got lost. The code or token may be used up, but most providers still
    take it for a short while. If not, the second refusal is final."""
    try:
        return await _ask(client, token_url, application, form, kept)
    except (NoAnswer, ServerFailed, Malformed):
        return await _ask(client, token_url, application, form, kept)


async def _ask(
    client: ProviderClient, token_url: str, application: Application, form: Mapping[str, str], kept: Session
) -> Session:
    sent, headers = dict(form), {}
    if application.proof is Proof.BASIC:
        # The standard has both parts form-encoded before they are joined.
        headers["Authorization"] = client.basic(
            quote_plus(application.client_id), quote_plus(application.client_secret)
        )
    else:
        sent |= {"client_id": application.client_id, "client_secret": application.client_secret}
    client.hide(application.client_secret)
    asked_at = timestamp()
    response = await client.request("POST", token_url, headers=headers, form=sent, writes=False, planned=_USUAL_ANSWER)
    if not response.ok:
        raise _failure(client, response)
    return _session(client, response, kept, asked_at)


def _session(client: ProviderClient, response: Response, kept: Session, asked_at: float) -> Session:
    answer = response.object()
    access, successor = answer.get("access_token"), answer.get("refresh_token") or kept.get("refresh_token")
    if not isinstance(access, str) or not access:
        raise Malformed("The provider's answer has no access token.", status_code=response.status)
    session: dict[str, Any] = {"access_token": client.hide(access)}
    if isinstance(successor, str):
        session["refresh_token"] = client.hide(successor)
    if (seconds := _seconds(answer.get("expires_in"))) is not None:
        session["expires_at"] = asked_at + seconds
    return session


def _seconds(given: Any) -> float | None:
    # A number, as the standard says, or a text, as some do.
    try:
        seconds = float(given)
    except (TypeError, ValueError):
        return None
    return seconds if math.isfinite(seconds) and seconds > 0 else None


def _failure(client: ProviderClient, response: Response) -> ProviderError:
    code = response.text_at("error")
    reason = ": ".join(
        part for part in (code, response.text_at("error_description") or response.text_at("message")) if part
    )
    text, status, headers = client.redact(reason), response.status, response.headers
    if status not in _REFUSED:
        return client.failure(response, reason)
    if code in _OUR_FAULT:
        return Rejected(f"The provider gives no token: {text}.", status_code=status, headers=headers)
    if code in _THEIR_FAULT:
        return ServerFailed(text, status_code=status, headers=headers)
    # invalid_grant, invalid_client, access_denied and others: nothing works until somebody signs in again.
    reason = f": {text}" if text else ""
    return AuthFailed(f"The provider gives no token{reason}. {_SIGN_IN_AGAIN}", status_code=status, headers=headers)
