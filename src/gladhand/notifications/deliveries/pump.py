"""The engine: claims due deliveries in lots, keeps many under way, has them settled in lots.

Deliveries are their own queue: a job each would cost more than the sending. A worker may die and the database may
restart at any moment: what was claimed comes back when its lease runs out.
"""

import asyncio
import math
import random
import time
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from gladhand.core.crypto import Keyring, Secret, Unsealable
from gladhand.core.db import AWAY, Database, Db
from gladhand.core.dispatch.wakeup import WakeupListener, pause
from gladhand.core.http import Session
from gladhand.core.log import get_logger
from gladhand.notifications.deliveries import queries
from gladhand.notifications.deliveries.attempt import GONE, Sender
from gladhand.notifications.deliveries.breaker import Breaker
from gladhand.notifications.deliveries.fairness import Address, Turns
from gladhand.notifications.deliveries.loads import Load, loads
from gladhand.notifications.deliveries.queries import Claimed, Lane
from gladhand.notifications.deliveries.settling import Settling
from gladhand.notifications.publish import CHANNEL
from gladhand.notifications.purposes import CALLBACK_SECRET, WEBHOOK_SECRET
from gladhand.notifications.webhooks import queries as webhooks

log = get_logger()

_POLL_SECONDS = 1.0
# Between two claims: what was published meanwhile is claimed together.
_GATHER_SECONDS = 0.01
_LANES_AT_ONCE = 500
# Claimed at once of a lane whose deliveries follow each other.
_LONGEST_QUEUE = 200
# Claimed at once of a lane that takes several in one request.
_MOST_IN_LOTS = 2000
_DROPPED_AT_ONCE = 5000
_LAST_SETTLE_SECONDS = 10.0
# For a connection of the pool: whoever stops a worker while the database is away does not wait long.
_DATABASE_SECONDS = 3.0
_MOST_SECRETS = 10_000
# Left of a lease when an attempt ends at the latest; it is settled within this.
_SETTLE_SECONDS = 2.0


@dataclass(frozen=True)
class DeliverySettings:
    """`waits`: seconds before each further attempt. `concurrency`: attempts under way at once, in this process.

    `lease_seconds`: after so long, what a dead worker had claimed is claimed by others.
    """

    timeout_seconds: float
    waits: Sequence[float]
    concurrency: int
    lease_seconds: float = 20.0
    probe_waits: Sequence[float] = ()
    """Pauses before a stale subscription is tried with one delivery, again and again; none: it never is."""


class Pump:
    """Delivers until `stop()`; then what is under way is finished and settled, and the rest given back."""

    def __init__(self, database: Database, keyring: Keyring, session: Session, settings: DeliverySettings) -> None:
        self._database = database
        self._keyring = keyring
        self._sender = Sender(session, timeout_seconds=settings.timeout_seconds, waits=settings.waits)
        # Whatever is set, there is time for one attempt: a lease that is too short would send everything twice.
        self._lease = max(settings.lease_seconds, settings.timeout_seconds + _SETTLE_SECONDS + 1)
        self._latest_start = self._lease - settings.timeout_seconds - _SETTLE_SECONDS
        self._turns = Turns(settings.concurrency, clock=time.monotonic)
        self._probe_waits = settings.probe_waits
        self._settling = Settling(database, Breaker(database, settings.probe_waits))
        self._after = queries.FIRST
        self._under_way: set[asyncio.Task[None]] = set()
        self._back: list[Claimed] = []
        self._through: list[Lane] = []
        self._secrets: OrderedDict[bytes, Secret | None] = OrderedDict()
        self._backlogged: set[Address] = set()
        self._bell = WakeupListener(database, CHANNEL)
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self._stopping.set()
        self._bell.ring()

    async def run(self) -> None:
        """Deliver until stopped. Fails when a part of it does: a pump that only seems to run would be worse."""
        async with asyncio.TaskGroup() as aside:
            listening = aside.create_task(self._bell.listen())
            settling = aside.create_task(self._settling.run())
            await self._keep_claiming()
            for load in self._turns.clear():
                self._bring_back(load)
            await asyncio.gather(*self._under_way, return_exceptions=True)
            with suppress(*AWAY):
                async with self._database.connection(wait=_DATABASE_SECONDS) as db:
                    await self._give_back(db)
            await self._settling.finish(_LAST_SETTLE_SECONDS)
            listening.cancel()
            settling.cancel()

    async def _keep_claiming(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            if self._after == queries.FIRST:
                # Only here: a notice that comes on the way may be of a lane that was passed already.
                self._bell.hush()
            try:
                async with self._database.connection(wait=_DATABASE_SECONDS) as db:
                    is_more = await self._claim(db)
                failures = 0
            except AWAY as error:
                log.warning("deliveries.database_away", reason=type(error).__name__)
                self._after = queries.FIRST
                await self._bell.heard(pause(failures))
                failures += 1
                continue
            self._send_ready()
            if not is_more:
                await self._bell.heard(_POLL_SECONDS)
                await asyncio.sleep(_GATHER_SECONDS)

    async def _claim(self, db: Db) -> bool:
        """Look at the next lanes and claim what their addresses can take; whether there are more lanes to look at."""
        await self._give_back(db)
        lanes = await queries.lanes(db, after=self._after, limit=_LANES_AT_ONCE)
        is_more = len(lanes) == _LANES_AT_ONCE
        self._after = (lanes[-1].partner_id, lanes[-1].webhook_id) if is_more else queries.FIRST
        for lane in lanes:
            if lane.is_deleted:
                await queries.drop(db, lane, limit=_DROPPED_AT_ONCE)
        quotas = self._quotas([lane for lane in lanes if lane.is_due and self._secrets_of(lane)])
        for lane in [lane for lane in quotas if lane.is_probe]:
            if self._probe_waits and await webhooks.take_probe(db, lane.partner_id, lane.webhook_id, self._probe_waits):
                quotas[lane] = 1
            else:
                del quotas[lane]
        if quotas:
            until = time.monotonic() + self._latest_start
            claimed = await queries.claim(db, list(quotas.items()), lease=timedelta(seconds=self._lease))
            self._note_backlogs(quotas, claimed)
            self._turns.add(loads(claimed, until=until))
        return is_more

    def _quotas(self, lanes: Iterable[Lane]) -> dict[Lane, int]:
        """What each lane may give: lanes that lead to one address share what that can take."""
        by_address: dict[Address, list[Lane]] = {}
        for lane in lanes:
            by_address.setdefault(self._turns.address(lane), []).append(lane)
        quotas = {}
        for address, its_lanes in by_address.items():
            wanted = self._turns.wanted(address)
            # When there are more lanes than wanted, another part of them has its turn each time.
            random.shuffle(its_lanes)
            for lane in its_lanes[:wanted]:
                share = math.ceil(wanted / len(its_lanes))
                quotas[lane] = (
                    _LONGEST_QUEUE if lane.in_order else max(share, min(share * lane.batch_size, _MOST_IN_LOTS))
                )
        return quotas

    def _note_backlogs(self, quotas: Mapping[Lane, int], claimed: Sequence[Claimed]) -> None:
        """Remember the addresses that have more than they gave: they are looked at as soon as they want it."""
        given = Counter(each.lane for each in claimed)
        for lane, quota in quotas.items():
            address = self._turns.address(lane)
            if given[lane] >= quota:
                self._backlogged.add(address)
            else:
                self._backlogged.discard(address)

    def _send_ready(self) -> None:
        for address, load in self._turns.ready():
            task = asyncio.create_task(self._deliver(address, load))
            self._under_way.add(task)
            task.add_done_callback(self._done)

    async def _deliver(self, address: Address, load: Load) -> None:
        started, answered, unsent = time.monotonic(), False, list(load.lots)
        try:
            secrets = self._secrets_of(load.lane)
            assert secrets, "a lane without a secret is not claimed from"
            while unsent and time.monotonic() < load.until:
                results = await self._sender.send(unsent.pop(0), secrets)
                answered = results[0].status_code is not None
                self._settling.add(results)
                if not answered or results[0].status_code == GONE or self._stopping.is_set():
                    break
        finally:
            self._bring_back(Load(load.lane, unsent))
            seconds = (time.monotonic() - started) / max(1, len(load.lots) - len(unsent))
            for given_back in self._turns.ended(address, answered=answered, seconds=seconds):
                self._bring_back(given_back)
            if not self._stopping.is_set():
                self._send_ready()
            if load.lane.in_order or (address in self._backlogged and self._turns.wanted(address)):
                self._bell.ring()

    def _bring_back(self, load: Load) -> None:
        """What is not sent after all; its lane may be claimed from again once that is written down."""
        self._back += load.claimed
        if load.lane.in_order:
            self._through.append(load.lane)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("delivery.crashed", exc_info=error)

    async def _give_back(self, db: Db) -> None:
        if back := list(self._back):
            await queries.release(db, back)
            del self._back[: len(back)]
        if through := list(self._through):
            await queries.let_go(db, through)
            del self._through[: len(through)]

    def _secrets_of(self, lane: Lane) -> list[Secret]:
        """The one in force, then those that were replaced not long ago; none when the first cannot be read."""
        purpose = CALLBACK_SECRET if lane.is_callback else WEBHOOK_SECRET
        found = [self._unsealed(sealed, purpose, lane) for sealed in (lane.secret, *lane.retired_secrets)]
        return [] if found[0] is None else [each for each in found if each is not None]

    def _unsealed(self, sealed: bytes, purpose: str, lane: Lane) -> Secret | None:
        """Once for all deliveries of a lane: the sealed bytes tell when it changed."""
        if sealed not in self._secrets:
            try:
                self._secrets[sealed] = Secret(self._keyring.unseal(sealed, purpose=purpose))
            except Unsealable as error:
                # The operator's keys do not fit: what waits here goes on waiting, for a worker with better keys.
                log.error("delivery.unsealable", webhook_id=str(lane.webhook_id), reason=str(error))
                self._secrets[sealed] = None
            if len(self._secrets) > _MOST_SECRETS:
                self._secrets.popitem(last=False)
        return self._secrets.get(sealed)
