"""Revoked tokens. Every request checks them, so they are in memory and refreshed from the database."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gladhand.auth.tokens import queries
from gladhand.core import clock
from gladhand.core.db import Database

# A revocation may commit a little after its own time stamp; looking back this far misses none.
_OVERLAP_SECONDS = 60
_TIDY_SECONDS = 600
# Clocks differ: a token that has expired by the database's clock may still be valid by ours.
_SLACK = timedelta(hours=1)


class Revocations:
    """Revoked tokens, sessions, clients and fleets. Holds only what has not expired."""

    def __init__(self, database: Database, longest_access_token_seconds: int) -> None:
        self._database = database
        self._longest_seconds = longest_access_token_seconds
        self._expiry: dict[str, float] = {}
        self._subjects: frozenset[str] = frozenset()
        self._read_at: float | None = None
        self._tidied_at = float("-inf")

    def __contains__(self, claims: Mapping[str, Any]) -> bool:
        """Whether the token with these claims is revoked: by itself, with its session, or with its subject."""
        return (
            claims["jti"] in self._expiry
            or claims["sid"] in self._expiry
            or claims["sid"] in self._subjects
            or self.has_client(claims["sub"])
        )

    def has_client(self, client_id: str) -> bool:
        """Whether the client is revoked, as far as this process knows."""
        return client_id in self._subjects or client_id in self._expiry

    def add_client(self, client_id: str) -> None:
        """Know of a client that was revoked just now, before the next refresh."""
        self._expiry[client_id] = clock.now().timestamp() + self._longest_seconds

    async def add(self, token_id: str, expires_at: datetime) -> None:
        """Revoke a token by its `jti`, or all of a session by its `sid`: here at once, elsewhere within a refresh."""
        until = expires_at + _SLACK
        async with self._database.connection() as db:
            await queries.insert_revoked_token(db, token_id, until)
        self._expiry[token_id] = until.timestamp()

    async def refresh(self) -> None:
        """Load the revocations of other processes since the last refresh."""
        started = time.monotonic()
        # The database subtracts from its own current time, so that two clocks are never compared.
        within = None if self._read_at is None else started - self._read_at + _OVERLAP_SECONDS
        async with self._database.connection() as db:
            for token_id, until in await queries.list_revoked_tokens(db, within_seconds=within):
                self._expiry[token_id] = until.timestamp()
            self._subjects = await queries.list_revoked_subjects(db, within_seconds=self._longest_seconds)
            if time.monotonic() - self._tidied_at > _TIDY_SECONDS:
                self._tidy()
        self._read_at = started

    def _tidy(self) -> None:
        present = clock.now().timestamp()
        self._expiry = {token_id: until for token_id, until in self._expiry.items() if until > present}
        self._tidied_at = time.monotonic()
