"""Makes authorization codes, exchanges them for tokens, and refreshes these.

A code works once, for its application, its redirect URI and the verifier of its challenge. Any other use ends the
grant with all tokens that came of it, because somebody else has the code.
"""

import base64
import hashlib
import hmac
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from gladhand.auth import scopes
from gladhand.auth.grants import queries
from gladhand.auth.grants.queries import Grant, NewGrant
from gladhand.auth.people import queries as people
from gladhand.auth.people.roles import Role
from gladhand.auth.problems import InvalidGrant
from gladhand.auth.tokens import claims
from gladhand.auth.tokens.schemas import PersonTokenAnswer
from gladhand.auth.tokens.service import Tokens
from gladhand.core import clock
from gladhand.core.crypto import hash_secret, new_secret
from gladhand.core.db import Database, Db
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_MISUSED = LogEvent(
    "authorization_code.misused",
    "A code came a second time, or from another application than its own, so the grant was ended.",
)

_CODE_FOR = timedelta(minutes=1)
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_REFUSED = "The code is not valid."


async def make_code(db: Db, tokens: Tokens, new: NewGrant) -> str:
    """A code for the application."""
    code = new_secret()
    valid_for = timedelta(seconds=tokens.settings.fleet_refresh_seconds)
    await queries.insert_grant(db, new, hash_secret(code), code_for=_CODE_FOR, valid_for=valid_for)
    return code


async def exchange_code(
    database: Database,
    tokens: Tokens,
    *,
    client_id: str,
    code: str,
    redirect_uri: str,
    verifier: str,
    scope: str | None = None,
) -> PersonTokenAnswer:
    """The tokens of a code. `scope` narrows the access token further. Raises `InvalidGrant`."""
    async with database.transaction() as db:
        grant = await queries.lock_grant_of_code(db, hash_secret(code))
        role = None if grant is None else await people.find_role(db, grant.role_id)
        is_misused = grant is not None and not _belongs(grant, client_id, redirect_uri, verifier)
        if grant is not None and is_misused:
            # Committed although the request is refused.
            await queries.end_grant(db, grant.id)
            log.warning(_MISUSED, client_id=grant.client_id, person_id=str(grant.person_id))
        elif grant is not None:
            await queries.update_code_used(db, grant.id)
    if grant is None or role is None or is_misused:
        raise InvalidGrant(_REFUSED)
    return _answer(tokens, grant, role, scope)


async def refresh(
    database: Database, tokens: Tokens, *, client_id: str, refresh_token: str, scope: str | None = None
) -> PersonTokenAnswer:
    """A person's next access and refresh token. `scope` narrows the access token alone.

    Raises `InvalidGrant`; a token that was used before ends the grant.
    """
    held, _ = await tokens.open_refresh_token(refresh_token, client_id=client_id)
    async with database.connection() as db:
        grant = await queries.find_grant(db, UUID(held["sid"]))
        role = None if grant is None else await people.find_role(db, grant.role_id)
    if grant is None or role is None:
        raise InvalidGrant("The refresh token is not valid.")
    try:
        await tokens.use_refresh_token(held)
    except InvalidGrant:
        async with database.transaction() as db:
            await queries.end_grant(db, grant.id)
        raise
    return _answer(tokens, grant, role, scope)


def _belongs(grant: Grant, client_id: str, redirect_uri: str, verifier: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=")
    return (
        grant.code_used_at is None
        and grant.client_id == client_id
        and grant.redirect_uri == redirect_uri
        and _VERIFIER.fullmatch(verifier) is not None
        and hmac.compare_digest(challenge, grant.code_challenge.encode())
    )


def _answer(tokens: Tokens, grant: Grant, role: Role, scope: str | None) -> PersonTokenAnswer:
    settings, session = tokens.settings, str(grant.id)
    allowed = scopes.granted(role.scopes, grant.scope)
    held = scopes.granted(allowed, scope)
    made = claims.for_person(
        grant.person_id,
        grant.email,
        role,
        granted=held,
        name=grant.name,
        is_verified=grant.is_verified,
        client_id=grant.client_id,
        session=session,
    )
    remaining = max(1, int((grant.expires_at - clock.now()).total_seconds()))
    next_refresh = claims.for_person_refresh(
        grant.person_id,
        client_id=grant.client_id,
        session=session,
        scope=" ".join(sorted(allowed)),
        issuer=settings.issuer,
    )
    return PersonTokenAnswer(
        access_token=tokens.signer.signed(made, claims.ACCESS, settings.access_seconds),
        expires_in=settings.access_seconds,
        refresh_token=tokens.signer.signed(next_refresh, claims.REFRESH, remaining),
        refresh_expires_in=remaining,
        session_state=session,
        scope=scopes.answered_scope(scope or grant.scope, held),
        id_token=_identity(tokens, grant, made),
    )


def _identity(tokens: Tokens, grant: Grant, made: dict[str, Any]) -> str | None:
    if "openid" not in (grant.scope or "").split():
        return None
    nonce = {} if grant.nonce is None else {"nonce": grant.nonce}
    identity = {
        "sub": made["sub"],
        "aud": grant.client_id,
        "azp": grant.client_id,
        "sid": made["sid"],
        "auth_time": int(grant.created_at.timestamp()),
        **claims.identity(grant.email, grant.name, is_verified=grant.is_verified),
        **nonce,
    }
    return tokens.signer.signed(identity, claims.IDENTITY, tokens.settings.access_seconds)
