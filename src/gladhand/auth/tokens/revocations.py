"""What this process knows to be revoked: asked on every request, so kept in memory and refreshed from the database."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gladhand.auth.tokens import queries
from gladhand.core import clock
from gladhand.core.db import Database

# A revocation may commit a little after its own time stamp; looking back this far misses none.
_OVERLAP = timedelta(seconds=60)
_TIDY_SECONDS = 600


class Revocations:
    """Revoked tokens, sessions and clients. Holds only what has not expired."""

    def __init__(self, database: Database, longest_client_token_seconds: int) -> None:
        self._database = database
        self._client_seconds = longest_client_token_seconds
        self._expiry: dict[str, float] = {}
        self._clients: frozenset[str] = frozenset()
        self._read_until: datetime | None = None
        self._tidied_at = 0.0

    def __contains__(self, claims: Mapping[str, Any]) -> bool:
        """Whether the token with these claims is revoked: by itself, with its session, or with its client."""
        return claims["jti"] in self._expiry or claims["sid"] in self._expiry or claims["azp"] in self._clients

    async def add(self, token_id: str, expires_at: datetime) -> None:
        """Revoke a token by its `jti`, or all of a session by its `sid`: here at once, elsewhere within a refresh."""
        async with self._database.reader() as connection:
            await queries.revoke(connection, token_id, expires_at)
        self._expiry[token_id] = expires_at.timestamp()

    async def refresh(self) -> None:
        """Read what others have revoked since the last time."""
        started = clock.now()
        since = self._read_until - _OVERLAP if self._read_until else None
        async with self._database.reader() as connection:
            for token_id, expires_at in await queries.revoked(connection, since=since):
                self._expiry[token_id] = expires_at.timestamp()
            self._clients = await queries.revoked_clients(connection, within_seconds=self._client_seconds)
            if time.monotonic() - self._tidied_at > _TIDY_SECONDS:
                await queries.forget_expired(connection)
                self._tidy(started)
        self._read_until = started

    def _tidy(self, moment: datetime) -> None:
        self._expiry = {token_id: expires for token_id, expires in self._expiry.items() if expires > moment.timestamp()}
        self._tidied_at = time.monotonic()
