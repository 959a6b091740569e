"""One request that came with an Idempotency-Key.

Usually one transaction spans all database work of the request. It begins with the first connection that the request
takes, and it commits with the answer in the key's row, so neither is stored without the other.

A request that waits for a provider must hold no transaction meanwhile. It calls `apart()` and has ordinary transactions
from then on. The transaction that accepts its work calls `accept` with the id of that work. A repetition finds the id
as `subject` and answers what has become of the work, instead of starting it again.
"""

import asyncio
from contextlib import AsyncExitStack
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from uuid import UUID

from gladhand.core.crypto import Keyring
from gladhand.core.db import SPANNING, Database, Db
from gladhand.core.idempotency import queries
from gladhand.core.idempotency.problems import AnswerUnreadable, KeyInUse, KeyReused
from gladhand.core.idempotency.queries import KeyState
from gladhand.core.log import get_logger
from gladhand.core.sealed_columns import IDEMPOTENT_ANSWER
from gladhand.core.unreadable import find_unsealed

log = get_logger()


_CURRENT: ContextVar["Keyed | None"] = ContextVar("keyed", default=None)


@dataclass(frozen=True)
class Answer:
    """The stored response to a request."""

    status: int
    body: bytes


class Answered(Exception):
    """The request already has a stored response, so it is not executed again."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Keyed:
    """One request with its key. Entered and left around the request's own dependencies."""

    def __init__(self, database: Database, keyring: Keyring, client: str, key: str, fingerprint: bytes) -> None:
        self.subject: UUID | None = None
        """The id of the work that an earlier try of this request has accepted, for requests with `apart`."""
        self._database = database
        self._keyring = keyring
        self._client, self._key, self._fingerprint = client, key, fingerprint
        self._task = asyncio.current_task()
        self._stack = AsyncExitStack()
        self._connection: Db | None = None
        self._is_apart = False
        self._is_reserved = False
        self._has_done_nothing = False

    async def __aenter__(self) -> "Keyed":
        """Raises `KeyReused`, `KeyInUse` or `Answered`."""
        async with self._database.connection() as db:
            known = await queries.find_key(db, self._client, self._key)
        if known is not None:
            self._check_state(known)
            self.subject = known.subject
        self._set = SPANNING.set(self), _CURRENT.set(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        SPANNING.reset(self._set[0])
        _CURRENT.reset(self._set[1])
        self._connection = None
        # Commits or rolls back the transaction that the request joined.
        await self._stack.__aexit__(kind, error, trace)
        if error is not None and self._is_reserved:
            async with self._database.connection() as db:
                await queries.release_key(db, self._client, self._key)

    async def join(self) -> Db | None:
        """The connection whose transaction spans the request. None for work that is not part of it."""
        if self._is_apart or asyncio.current_task() is not self._task:
            return None
        if self._connection is None:
            connection = await self._stack.enter_async_context(self._database.unspanned_transaction())
            await self.begin(connection)
            self._connection = connection
        return self._connection

    async def begin(self, db: Db) -> None:
        """Hold the key until this transaction ends. Raises `KeyReused`, `KeyInUse` or `Answered`."""
        if not await queries.lock_key(db, self._client, self._key):
            raise KeyInUse
        known = await queries.find_key(db, self._client, self._key)
        if known is not None:
            self._check_state(known, ours=self._is_reserved)
            if known.subject is not None:
                # Another try of the request was accepted after the first check.
                raise KeyInUse

    async def accept(self, db: Db, subject: UUID) -> None:
        """Mark the request as accepted, in the transaction that accepts the work. It is never started again."""
        await queries.upsert_key(db, self._client, self._key, self._fingerprint, subject=subject)

    async def reserve(self, seconds: float) -> None:
        """Hold the key while the request waits for another service before it is accepted. Raises `KeyInUse`."""
        async with self._database.connection() as db:
            until = timedelta(seconds=seconds)
            if not await queries.claim_key(db, self._client, self._key, self._fingerprint, until):
                raise KeyInUse
        self._is_reserved = True

    def do_nothing(self) -> None:
        """Free the key of a request with `apart` that has done nothing. Its answer is not stored."""
        self._has_done_nothing = True

    async def keep(self, status: int, body: bytes) -> None:
        """Store the answer in the transaction of the request or, after `apart`, in one of its own."""
        answer = self._keyring.seal(body.decode(), purpose=IDEMPOTENT_ANSWER.purpose)
        if self._connection is not None:
            await self._store_answer(self._connection, status, answer)
        elif self._is_apart:
            async with self._database.connection() as db:
                if self._has_done_nothing:
                    await queries.release_accepted_key(db, self._client, self._key)
                else:
                    await self._store_answer(db, status, answer)

    async def _store_answer(self, db: Db, status: int, answer: bytes) -> None:
        await queries.upsert_key(db, self._client, self._key, self._fingerprint, status=status, answer=answer)

    def _check_state(self, known: KeyState, *, ours: bool = False) -> None:
        if known.fingerprint != self._fingerprint:
            raise KeyReused
        if known.status is not None and known.answer is not None:
            body = find_unsealed(self._keyring, known.answer, purpose=IDEMPOTENT_ANSWER.purpose)
            if body is None:
                raise AnswerUnreadable
            raise Answered(Answer(known.status, body.encode()))
        if known.is_reserved and not ours:
            raise KeyInUse

    def _leave(self) -> None:
        assert self._connection is None, "what was done before belongs to the spanning transaction"
        self._is_apart = True


def apart() -> Keyed | None:
    """Let a request that waits for another service use ordinary transactions from here on. None without a key."""
    keyed = _CURRENT.get()
    if keyed is not None:
        keyed._leave()  # noqa: SLF001 - one thing in two parts
    return keyed
