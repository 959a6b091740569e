"""Sessions of connections: kept sealed, renewed by one process at a time, stored before they are used.

While the provider is asked no transaction is open: who renews holds a lease, a time in the connection's row, and a
process that dies with one only makes the others wait until it has run out.
"""

import asyncio
from uuid import UUID

import orjson

from gladhand.core.crypto import Keyring
from gladhand.core.db import AWAY, Database
from gladhand.core.log import get_logger
from gladhand.integrations.connections import session_queries as queries
from gladhand.sdk.errors import AuthFailed, NoAnswer
from gladhand.sdk.session import NONE, Session, SignIn

log = get_logger()

SEALED_FOR = "connection.session"

# How long one renewal may take; the lease lasts a little longer, so that a slow one is over before another begins.
_LONGEST_SECONDS = 25.0
_LEASE_MARGIN_SECONDS = 5.0
# How often those who wait look whether the new session has come.
_LOOK_SECONDS = 0.1
# How often, a second apart, storing is tried while the database is away.
_STORE_TRIES = 20

# Renewals under way: the loop itself holds no tasks.
_renewing: set[asyncio.Task[Session]] = set()


def sealed(keyring: Keyring, session: Session) -> bytes | None:
    """The session as it is stored; nothing for an empty one."""
    return keyring.seal(orjson.dumps(dict(session)).decode(), purpose=SEALED_FOR) if session else None


class DatabaseSessionStore:
    """The session of one stored connection, shared by all processes. What an adapter is given as its `sessions`.

    Not for dry runs: what they sign in with is invented, and would be stored.
    """

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        fleet_id: UUID,
        connection_id: UUID,
        *,
        longest: float = _LONGEST_SECONDS,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._fleet_id = fleet_id
        self._connection_id = connection_id
        self._longest = longest
        self._lease = longest + min(longest, _LEASE_MARGIN_SECONDS)

    async def current(self) -> Session:
        async with self._database.connection() as db:
            return self._unsealed(await queries.kept(db, self._fleet_id, self._connection_id))

    async def renew(self, used: Session, sign_in: SignIn) -> Session:
        while True:
            async with self._database.connection() as db:
                claim = await queries.claim(db, self._fleet_id, self._connection_id, self._lease)
            if claim is None:
                newer = await self.current()
                if newer and newer != used:
                    return newer
                await asyncio.sleep(_LOOK_SECONDS)
                continue
            before = self._unsealed(claim.kept)
            if before and before != used:
                await self._release(claim)
                return before
            # A token that works once must not get lost because whoever asked for it has run out of time.
            renewal = asyncio.create_task(self._signed_in(claim, before, sign_in))
            _renewing.add(renewal)
            renewal.add_done_callback(_renewed)
            return await asyncio.shield(renewal)

    async def _signed_in(self, claim: queries.Claim, before: Session, sign_in: SignIn) -> Session:
        try:
            async with asyncio.timeout(self._longest):
                session = await sign_in(before)
        except BaseException as error:
            await self._release(claim)
            if isinstance(error, AuthFailed):
                # Refused because somebody else was quicker: a token that works once is used up, its successor here.
                newer = await self.current()
                if newer and newer != before:
                    return newer
            if isinstance(error, TimeoutError):
                raise NoAnswer(f"Signing in took longer than {self._longest:g} s.") from None
            raise
        stored = await self._keep(claim, session)
        log.info("connection.session_renewed", connection_id=str(self._connection_id), is_stored=stored)
        if stored:
            return session
        # Replaced meanwhile, by a new sign-in of the fleet. What there is now is better; ours is good for this call.
        return await self.current() or session

    async def _keep(self, claim: queries.Claim, session: Session) -> bool:
        kept = sealed(self._keyring, session)
        for tries in range(1, _STORE_TRIES + 1):
            try:
                async with self._database.connection() as db:
                    return await queries.keep(db, self._fleet_id, self._connection_id, claim, kept)
            except AWAY:
                if tries == _STORE_TRIES:
                    raise
                await asyncio.sleep(1)
        raise AssertionError("unreachable")

    async def _release(self, claim: queries.Claim) -> None:
        async with self._database.connection() as db:
            await queries.release(db, self._fleet_id, self._connection_id, claim)

    def _unsealed(self, kept: bytes | None) -> Session:
        if kept is None:
            return NONE
        session: Session = orjson.loads(self._keyring.unseal(kept, purpose=SEALED_FOR))
        return session


def _renewed(renewal: asyncio.Task[Session]) -> None:
    _renewing.discard(renewal)
    if not renewal.cancelled():
        # Seen by whoever waits for it; where nobody does any more, it need not be complained about.
        renewal.exception()
