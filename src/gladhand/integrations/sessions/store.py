"""Sessions of connections: stored encrypted, renewed by one process at a time, stored before they are used.

No transaction is open while the provider answers. The renewing process holds a lease, a time in the row of the
session. If the process dies, the others wait until the lease expires.
"""

import asyncio
from uuid import UUID

import orjson

from gladhand.core.crypto import Keyring
from gladhand.core.db import AWAY, Database
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.sealed_columns import SESSION
from gladhand.integrations.sessions import queries
from gladhand.integrations.unreadable import CredentialsUnreadable, unsealed
from gladhand.sdk.deadline import ending_within
from gladhand.sdk.errors import AuthFailed, NoAnswer
from gladhand.sdk.session import NONE, Session, SignIn

log = get_logger()

_SESSION_RENEWED = LogEvent(
    "connection.session_renewed",
    "A provider has issued a new token or session. `is_stored` is false after a newer sign-in.",
)


# Time limit of one renewal. The lease lasts a little longer, so that renewals do not overlap.
_LONGEST_SECONDS = 25.0
_LEASE_MARGIN_SECONDS = 5.0
# Pause between two looks for the session that another process renews.
_LOOK_SECONDS = 0.1
# Attempts to store a session, a second apart, while the database is unreachable.
_STORE_TRIES = 20


class DatabaseSessionStore:
    """The session of one stored connection, shared by all processes.

    Dry runs use `InMemorySessionStore` instead, because they would store an invented session.
    """

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        fleet_id: UUID,
        connection_id: UUID,
        *,
        longest: float = _LONGEST_SECONDS,
        renewals: set[asyncio.Task[Session]] | None = None,
    ) -> None:
        """`renewals` keeps references to running renewals, because the event loop keeps none."""
        self._database = database
        self._keyring = keyring
        self._fleet_id = fleet_id
        self._connection_id = connection_id
        self._longest = longest
        self._renewals = set() if renewals is None else renewals
        self._lease = longest + min(longest, _LEASE_MARGIN_SECONDS)

    @staticmethod
    def encrypted(keyring: Keyring, session: Session) -> bytes | None:
        """The session as it is stored; nothing for an empty one."""
        return keyring.seal(orjson.dumps(dict(session)).decode(), purpose=SESSION.purpose) if session else None

    async def current(self) -> Session:
        async with self._database.connection() as db:
            return self._unsealed(await queries.find_session(db, self._fleet_id, self._connection_id))

    async def renew(self, used: Session, sign_in: SignIn) -> Session:
        while True:
            async with self._database.connection() as db:
                claim = await queries.claim_renewal(db, self._fleet_id, self._connection_id, self._lease)
            if claim is None:
                newer = await self.current()
                if newer and newer != used:
                    return newer
                await asyncio.sleep(_LOOK_SECONDS)
                continue
            try:
                before = self._unsealed(claim.kept)
            except CredentialsUnreadable:
                await self._release(claim)
                raise
            if before and before != used:
                await self._release(claim)
                return before
            # The renewal goes on when its caller times out: a token that works once must not get lost.
            renewal = asyncio.create_task(self._signed_in(claim, before, sign_in))
            self._renewals.add(renewal)
            renewal.add_done_callback(self._ended)
            return await asyncio.shield(renewal)

    async def _signed_in(self, claim: queries.RenewalClaim, before: Session, sign_in: SignIn) -> Session:
        try:
            # What limits the caller does not limit the renewal.
            async with asyncio.timeout(self._longest):
                with ending_within(None):
                    session = await sign_in(before)
        except BaseException as error:
            await self._release(claim)
            if isinstance(error, AuthFailed):
                # Another process used the one-time token first and stored its successor.
                newer = await self.current()
                if newer and newer != before:
                    return newer
            if isinstance(error, TimeoutError):
                raise NoAnswer(f"Signing in took longer than {self._longest:g} s.") from None
            raise
        stored = await self._keep(claim, session)
        log.info(_SESSION_RENEWED, connection_id=str(self._connection_id), is_stored=stored)
        if stored:
            return session
        # The fleet has signed in meanwhile. Its session is newer; the renewed one still works for this call.
        return await self.current() or session

    async def _keep(self, claim: queries.RenewalClaim, session: Session) -> bool:
        kept = self.encrypted(self._keyring, session)
        for tries in range(1, _STORE_TRIES + 1):
            try:
                async with self._database.connection() as db:
                    return await queries.update_session(db, self._fleet_id, self._connection_id, claim, kept)
            except AWAY:
                if tries == _STORE_TRIES:
                    raise
                await asyncio.sleep(1)
        raise AssertionError("unreachable")

    async def _release(self, claim: queries.RenewalClaim) -> None:
        async with self._database.connection() as db:
            await queries.release_renewal(db, self._fleet_id, self._connection_id, claim)

    def _unsealed(self, kept: bytes | None) -> Session:
        if kept is None:
            return NONE
        text = unsealed(self._keyring, kept, purpose=SESSION.purpose, connection_id=self._connection_id)
        session: Session = orjson.loads(text)
        return session

    def _ended(self, renewal: asyncio.Task[Session]) -> None:
        self._renewals.discard(renewal)
        if not renewal.cancelled():
            # The waiting caller raises the exception. Without a caller asyncio must not warn about it.
            renewal.exception()
