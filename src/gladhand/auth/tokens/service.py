"""Issues, checks, renews and revokes tokens in this process, without a network call."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from gladhand.auth import scopes
from gladhand.auth.clients.queries import Client
from gladhand.auth.clients.service import Clients
from gladhand.auth.problems import BadToken, InvalidGrant
from gladhand.auth.throttle import Throttle
from gladhand.auth.tokens import claims, queries
from gladhand.auth.tokens.revocations import Revocations
from gladhand.auth.tokens.schemas import FleetTokens, TokenAnswer
from gladhand.auth.tokens.signing import TokenSigner
from gladhand.auth.tokens.verifier import TokenVerifier
from gladhand.core import clock
from gladhand.core.crypto import Keyring, Unsealable
from gladhand.core.db import AWAY, Database, Db
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_NOT_REFRESHED = LogEvent(
    "revocations.not_refreshed", "The server could not read revoked tokens. It tries again within seconds."
)
_CRASHED = LogEvent("revocations.crashed", "Reading revoked tokens failed because of a bug; the line has a traceback.")
_REUSED = LogEvent(
    "refresh_token.reused",
    "A refresh token of a fleet or a person came a second time, so its session was revoked for every holder.",
)

_REFUSED_REFRESH = "The refresh token is not valid."
# Refused token requests of one address: rate per second and burst.
_REFUSED = (1.0, 60)
_REVOKED_EVERY_SECONDS = 1.0
_KEYS_EVERY_SECONDS = 30.0
# Other processes sign with a retired key until they reload the keys, and their clocks may differ.
_SLACK_SECONDS = 3600
# A client whose answer was lost sends its refresh token again, and a client of several processes may send it twice.
_REUSE_LEEWAY_SECONDS = 10.0


@dataclass(frozen=True)
class TokenSettings:
    issuer: str
    realm: str
    access_seconds: int
    fleet_access_seconds: int
    fleet_refresh_seconds: int

    @property
    def longest_access_seconds(self) -> int:
        return max(self.access_seconds, self.fleet_access_seconds)


class Tokens:
    """Makes tokens; `verifier` checks them. `load` it, and run `refresh_revoked` beside the server while it serves."""

    def __init__(self, database: Database, keyring: Keyring, settings: TokenSettings) -> None:
        self.settings = settings
        self._clients = Clients(database)
        self._database = database
        longest = max(settings.longest_access_seconds, settings.fleet_refresh_seconds)
        self.signer = TokenSigner(
            database, keyring, issuer=settings.issuer, retired_for_seconds=longest + _SLACK_SECONDS
        )
        self._revoked = Revocations(database, settings.longest_access_seconds + _SLACK_SECONDS)
        self.verifier = TokenVerifier(self.signer, self._revoked)
        self.refused = Throttle(*_REFUSED)
        """Counts refused token requests by address."""

    @classmethod
    async def load(cls, database: Database, keyring: Keyring, settings: TokenSettings) -> "Tokens":
        """Load the signing keys. The first process of an installation makes one."""
        tokens = cls(database, keyring, settings)
        await tokens.signer.load_keys()
        await tokens._revoked.refresh()
        return tokens

    async def recognise(self, client_id: str, secret: str) -> Client | None:
        """The client. None if its id or secret is wrong, or if it was revoked."""
        client = await self._clients.recognise(client_id, secret)
        return None if client is None or self._revoked.has_client(client_id) else client

    def for_client(self, client: Client, requested: str | None = None) -> TokenAnswer:
        """A new access token, with all scopes of the client or those of them that were asked for."""
        held = scopes.granted(client.scopes, requested)
        made = claims.for_client(client, held)
        return TokenAnswer(
            access_token=self.signer.signed(made, claims.ACCESS, self.settings.access_seconds),
            expires_in=self.settings.access_seconds,
            session_state=made["sid"],
            scope=scopes.answered_scope(requested, held),
        )

    def for_fleet(
        self, fleet_id: UUID, slug: str, *, invited_by: UUID | None = None, is_shared: bool = False
    ) -> FleetTokens:
        """Issue the tokens of an accepted invitation. Both belong to one session and are revoked together.

        `invited_by` is the partner of the invitation. `is_shared`: another partner has brought the fleet in, and these
        tokens must not change the fleet or end its connections.
        """
        scope = claims.fleet_scope(is_shared=is_shared)
        session_id = uuid4()
        partner = None if invited_by is None else str(invited_by)
        access = claims.for_fleet(fleet_id, slug, str(session_id), scope, invited_by=partner)
        refresh = claims.for_fleet_refresh(
            fleet_id, str(session_id), scope, issuer=self.settings.issuer, invited_by=partner
        )
        return FleetTokens(
            access=self.signer.signed(access, claims.ACCESS, self.settings.fleet_access_seconds),
            refresh=self.signer.signed(refresh, claims.REFRESH, self.settings.fleet_refresh_seconds),
            session_id=session_id,
        )

    async def refresh(self, text: str, scope: str | None = None) -> TokenAnswer:
        """A fleet's next access and refresh token; the session keeps its end. `scope` narrows the access token alone.

        A refresh token works once, and for some seconds more, because an answer may be lost. A later use means that it
        was copied. Nobody can tell which copy is the fleet's, so the session ends.
        """
        held, remaining = await self.open_refresh_token(text, client_id=claims.FLEET_CLIENT)
        try:
            fleet_id = UUID(held["sub"])
        except ValueError:
            raise InvalidGrant(_REFUSED_REFRESH) from None
        async with self._database.connection() as db:
            slug = await queries.find_fleet_slug(db, fleet_id)
        if slug is None:
            raise InvalidGrant(_REFUSED_REFRESH)
        await self.use_refresh_token(held)
        partner = held.get(claims.INVITED_BY)
        narrowed = scopes.narrowed(held["scope"], scope)
        made = claims.for_fleet(fleet_id, slug, held["sid"], narrowed, invited_by=partner)
        return TokenAnswer(
            access_token=self.signer.signed(made, claims.ACCESS, self.settings.fleet_access_seconds),
            expires_in=self.settings.fleet_access_seconds,
            refresh_token=self.signer.signed(
                claims.for_fleet_refresh(
                    fleet_id, held["sid"], held["scope"], issuer=self.settings.issuer, invited_by=partner
                ),
                claims.REFRESH,
                remaining,
            ),
            refresh_expires_in=remaining,
            session_state=made["sid"],
            scope=scopes.answered_scope(scope, narrowed.split()) if scope else made["scope"],
        )

    async def open_refresh_token(self, text: str, *, client_id: str) -> tuple[dict[str, Any], int]:
        """The claims of a refresh token of this client, and the seconds until it expires. Raises `InvalidGrant`."""
        try:
            held = await self.signer.decoded_or_learn(text, claims.REFRESH)
        except BadToken:
            raise InvalidGrant(_REFUSED_REFRESH) from None
        remaining = int(held["exp"] - clock.now().timestamp())
        if remaining <= 0:
            raise InvalidGrant("The refresh token has expired.")
        if held["aud"] != self.settings.issuer or held["azp"] != client_id or held in self._revoked:
            raise InvalidGrant(_REFUSED_REFRESH)
        return held, remaining

    async def use_refresh_token(self, held: Mapping[str, Any]) -> None:
        """Use the token with these claims. If it was used before, its session ends, and this raises `InvalidGrant`."""
        async with self._database.connection() as db:
            may_refresh = await queries.claim_refresh_token(
                db, held["jti"], UUID(held["sid"]), _moment(held["exp"]), leeway_seconds=_REUSE_LEEWAY_SECONDS
            )
        if not may_refresh:
            log.warning(_REUSED, subject=held["sub"], session_id=held["sid"])
            await self._revoked.add(held["sid"], _moment(held["exp"] + self.settings.longest_access_seconds))
            raise InvalidGrant(_REFUSED_REFRESH)

    async def revoke_session(self, db: Db, session_id: UUID) -> None:
        """Revoke all tokens of a fleet's session in the caller's transaction. Servers know of it a second after it."""
        longest = self.settings.fleet_refresh_seconds + self.settings.fleet_access_seconds + _SLACK_SECONDS
        await queries.insert_revoked_token(db, str(session_id), clock.now() + timedelta(seconds=longest))

    async def revoke(self, text: str, *, client_id: str) -> None:
        """Revoke a token of this client: an access token alone, a refresh token with all tokens of its session.

        Invalid tokens and those of others are ignored, because the client could do nothing about them.
        """
        try:
            held = await self.signer.decoded_or_learn(text)
        except BadToken:
            return
        if held["azp"] != client_id:
            return
        if held["typ"] == claims.REFRESH:
            # An access token issued just before the refresh token expires outlives it.
            await self._revoked.add(held["sid"], _moment(held["exp"] + self.settings.longest_access_seconds))
        else:
            await self._revoked.add(held["jti"], _moment(held["exp"]))

    def end_client(self, client_id: str) -> None:
        """Refuse a revoked client and its tokens here at once."""
        self._revoked.add_client(client_id)

    async def refresh_revoked(self) -> None:
        """Load the revocations and signing keys of other processes again and again, until cancelled."""
        keys_read_at = time.monotonic()
        while True:
            await asyncio.sleep(_REVOKED_EVERY_SECONDS)
            try:
                await self._revoked.refresh()
                if time.monotonic() - keys_read_at >= _KEYS_EVERY_SECONDS:
                    keys_read_at = time.monotonic()
                    await self.signer.reload_keys()
            except (*AWAY, Unsealable) as error:
                # Try again when the database returns. Until then, all known revocations stay in force.
                log.warning(_NOT_REFRESHED, reason=str(error))
            except Exception as error:
                log.error(_CRASHED, exc_info=error)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
