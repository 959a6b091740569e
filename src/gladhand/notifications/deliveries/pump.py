"""The engine: takes due deliveries in lots, keeps many under way, settles them in lots.

Deliveries are their own queue (see the decision record): a job each would cost more than the sending. A worker may
die and the database may restart at any moment: what was taken comes back when its lease runs out.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from psycopg import Error as DatabaseError
from psycopg_pool import PoolTimeout

from gladhand.core.crypto import Keyring, Unsealable
from gladhand.core.db import Database
from gladhand.core.http import Session
from gladhand.core.log import get_logger
from gladhand.notifications.deliveries import queries
from gladhand.notifications.deliveries.attempt import Sender
from gladhand.notifications.deliveries.fairness import Places
from gladhand.notifications.deliveries.queries import Claimed, Settled
from gladhand.notifications.publish import CHANNEL
from gladhand.notifications.webhooks.service import SECRET_PURPOSE

log = get_logger()

#: What a partner's callback secret is sealed for.
CALLBACK_SECRET_PURPOSE = "partner.callback_secret"  # noqa: S105 - a purpose, not a secret

_POLL_SECONDS = 1.0
# A lease outlives the longest attempt by far: taking a delivery back too early would send it twice.
_LEASE_MARGIN_SECONDS = 30.0
_GATHER_SECONDS = 0.01
_DATABASE_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
_LAST_SETTLE_SECONDS = 10.0
_MOST_SECRETS = 10_000


@dataclass(frozen=True)
class DeliverySettings:
    """`waits`: seconds before each further attempt. `concurrency`: attempts under way at once, in this process."""

    timeout_seconds: float
    waits: Sequence[float]
    concurrency: int


class Pump:
    """Delivers until `stop()`; then what is under way is finished and settled."""

    def __init__(self, database: Database, keyring: Keyring, session: Session, settings: DeliverySettings) -> None:
        self._database = database
        self._keyring = keyring
        self._concurrency = settings.concurrency
        self._sender = Sender(session, timeout_seconds=settings.timeout_seconds, waits=settings.waits)
        self._lease = timedelta(seconds=settings.timeout_seconds + _LEASE_MARGIN_SECONDS)
        self._places = Places(settings.concurrency)
        self._under_way: set[asyncio.Task[None]] = set()
        self._results: list[Settled] = []
        self._secrets: OrderedDict[bytes, str] = OrderedDict()
        self._wake = asyncio.Event()
        self._finished_one = asyncio.Event()
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()

    async def run(self) -> None:
        """Deliver until stopped."""
        aside = [asyncio.create_task(self._listen()), asyncio.create_task(self._keep_settling())]
        try:
            await self._keep_taking()
            await asyncio.gather(*self._under_way)
            with suppress(TimeoutError):
                # Should the database be away now, the leases run out and the deliveries are made once more.
                await asyncio.wait_for(self._settle(), _LAST_SETTLE_SECONDS)
        finally:
            for task in aside:
                task.cancel()
            await asyncio.gather(*aside, return_exceptions=True)

    async def _keep_taking(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            self._wake.clear()
            free = self._concurrency - len(self._under_way)
            # A statement for every single place that comes free would cost more than it wins.
            if free < self._concurrency // 2:
                await self._nap(_POLL_SECONDS)
                continue
            try:
                taken = await self._take(free)
                failures = 0
            except (DatabaseError, PoolTimeout, OSError) as error:
                log.warning("deliveries.database_away", reason=type(error).__name__)
                await self._nap(_DATABASE_PAUSES[min(failures, len(_DATABASE_PAUSES) - 1)])
                failures += 1
                continue
            if not taken:
                await self._nap(_POLL_SECONDS)

    async def _take(self, limit: int) -> int:
        """Take a lot and start on it; what would crowd one target is given back. The number that was started."""
        async with self._database.reader() as connection:
            claimed = await queries.claim(connection, limit=limit, busy=self._places.full(), lease=self._lease)
            kept, back, delays = self._places.split(claimed)
            for each in kept:
                task = asyncio.create_task(self._deliver(each))
                self._under_way.add(task)
                task.add_done_callback(self._done)
            if back:
                await queries.release(connection, back, delays)
        return len(kept)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if len(self._under_way) <= self._concurrency // 2:
            self._wake.set()

    async def _deliver(self, claimed: Claimed) -> None:
        answered = False
        try:
            result = await self._sender.send(claimed, self._secret(claimed))
            answered = result.status_code is not None
            self._results.append(result)
            self._finished_one.set()
        except Unsealable as error:
            # The operator's keys do not fit; the delivery comes back when its lease runs out, perhaps with better keys.
            log.error("delivery.unsealable", delivery_id=str(claimed.id), reason=str(error))
        finally:
            self._places.free(claimed.target, answered=answered)

    def _secret(self, claimed: Claimed) -> str:
        """Unsealed once for all deliveries of a subscription: the sealed bytes tell when it changed."""
        known = self._secrets.get(claimed.secret)
        if known is None:
            purpose = CALLBACK_SECRET_PURPOSE if claimed.webhook_id is None else SECRET_PURPOSE
            known = self._secrets[claimed.secret] = self._keyring.unseal(claimed.secret, purpose=purpose)
            if len(self._secrets) > _MOST_SECRETS:
                self._secrets.popitem(last=False)
        return known

    async def _keep_settling(self) -> None:
        while True:
            await self._finished_one.wait()
            await asyncio.sleep(_GATHER_SECONDS)
            self._finished_one.clear()
            await self._settle()

    async def _settle(self) -> None:
        """Write down what has ended; an answer that a receiver gave is not forgotten because the database is away."""
        failures = 0
        while self._results:
            results = list(self._results)
            try:
                async with self._database.reader() as connection:
                    await queries.settle(connection, results)
            except (DatabaseError, PoolTimeout, OSError) as error:
                log.warning("deliveries.database_away", reason=type(error).__name__)
                await asyncio.sleep(_DATABASE_PAUSES[min(failures, len(_DATABASE_PAUSES) - 1)])
                failures += 1
                continue
            del self._results[: len(results)]
            _tell(results)

    async def _listen(self) -> None:
        """Wake up when something was published. A listener that is lost is replaced; meanwhile there is the poll."""
        while True:
            try:
                async with await self._database.connect() as connection:
                    await connection.execute(f"listen {CHANNEL}")
                    async for _ in connection.notifies():
                        self._wake.set()
            except (DatabaseError, OSError) as error:
                log.warning("deliveries.listener_lost", reason=type(error).__name__)
            await asyncio.sleep(_POLL_SECONDS)

    async def _nap(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)


def _tell(results: Sequence[Settled]) -> None:
    for each in results:
        if each.error is not None:
            log.info(
                "delivery.failed",
                delivery_id=str(each.claimed.id),
                webhook_id=str(each.claimed.webhook_id),
                event_name=each.claimed.event_name,
                attempt=each.claimed.attempt,
                reason=each.error,
                again_at=each.again_at and each.again_at.isoformat(),
            )
