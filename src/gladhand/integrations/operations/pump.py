"""The engine: claims due operations in lots, keeps many under way, has them settled in lots.

Operations are their own queue: a job each would cost more than the work. A worker may die and the database may restart
at any moment: what was claimed comes back when its lease runs out, and is then looked up before it is sent again.
"""

import asyncio
import random
import time
from collections.abc import Callable
from datetime import timedelta

from gladhand.core.db import AWAY, Db
from gladhand.core.dispatch.wakeup import WakeupListener, pause
from gladhand.core.log import get_logger
from gladhand.integrations.budgets import queries as budgets
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.hosting.registry import Provider
from gladhand.integrations.operations import queue
from gladhand.integrations.operations.metrics import LAG, TIME, UNDER_WAY
from gladhand.integrations.operations.outcome import Done, Failed, Outcome
from gladhand.integrations.operations.places import Account, Places
from gladhand.integrations.operations.queue import CHANNEL, WAITING_STATES, Lane, Quota, Taken
from gladhand.integrations.operations.settling import Settling, Tried
from gladhand.integrations.operations.writing import Limits, write
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType

log = get_logger()

_POLL_SECONDS = 1.0
# Between two claims: what was accepted or has ended meanwhile is seen to together.
_GATHER_SECONDS = 0.005
_LANES_AT_ONCE = 500
_PARKED_AT_ONCE = 5000
# What a lease has beyond the longest call, for settling on a busy machine.
_LEASE_MARGIN = timedelta(seconds=3)
_LAST_SETTLE_SECONDS = 10.0
# For a connection of the pool: whoever stops a worker while the database is away does not wait long.
_DATABASE_SECONDS = 3.0
_CUT_SHORT = "This server lost its database in the middle of the write, and looks what the provider has."
_SOON = timedelta(seconds=0.5)
# Between two looks at an account that has no budget.
_BUDGET_PAUSE = 0.05
# An account is told anew how fast it is when that has changed by so much.
_NOTEWORTHY = 0.2
# For operations of a provider that this worker does not know: they fail, and soon.
_UNKNOWN_PROVIDER_PLACES = 4


class Pump:
    """Works operations off until `stop()`; then what is under way is finished and settled."""

    def __init__(self, gateway: ProviderGateway, *, concurrency: int) -> None:
        self._gateway = gateway
        self._database = gateway.database
        self._limits = Limits.usual(gateway.settings.provider_timeout)
        self._lease = timedelta(seconds=self._limits.call + self._limits.read_back) + _LEASE_MARGIN
        self._places = Places(concurrency)
        self._settling = Settling(gateway.database, gateway.settings)
        self._after = queue.FIRST
        self._under_way: set[asyncio.Task[None]] = set()
        self._speeds: dict[str, float] = {}
        self._next_look = 0.0
        self._bell = WakeupListener(gateway.database, CHANNEL)
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self._stopping.set()
        self._bell.ring()

    async def run(self) -> None:
        """Work until stopped. Fails when a part of it does: a pump that only seems to run would be worse."""
        async with asyncio.TaskGroup() as aside:
            listening = aside.create_task(self._bell.listen())
            settling = aside.create_task(self._settling.run())
            await self._keep_claiming()
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=self._limits.call + _LAST_SETTLE_SECONDS)
            listening.cancel()
            settling.cancel()

    async def _keep_claiming(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            if self._after == queue.FIRST:
                # Only here: a notice that comes on the way may be of a lane that was passed already.
                self._bell.hush()
                self._next_look = time.monotonic() + _POLL_SECONDS
            try:
                async with self._database.connection(wait=_DATABASE_SECONDS) as db:
                    is_more = await self._claim(db)
                failures = 0
            except AWAY as error:
                log.warning("operations.database_away", reason=type(error).__name__)
                self._after = queue.FIRST
                await self._bell.heard(pause(failures))
                failures += 1
                continue
            if not is_more:
                await self._bell.heard(self._next_look - time.monotonic())
                await asyncio.sleep(_GATHER_SECONDS)

    async def _claim(self, db: Db) -> bool:
        """Look at the next lanes and claim what their accounts can take; whether there are more lanes to look at."""
        lanes = await queue.lanes(db, after=self._after, limit=_LANES_AT_ONCE)
        is_more = len(lanes) == _LANES_AT_ONCE
        self._after = lanes[-1].connection_id if is_more else queue.FIRST
        by_account: dict[Account, list[Lane]] = {}
        for lane in lanes:
            if lane.status in WAITING_STATES:
                await queue.park(db, lane, limit=_PARKED_AT_ONCE)
            if lane.due:
                by_account.setdefault(self._account(lane), []).append(lane)
        quotas = await self._quotas(db, by_account)
        if quotas:
            for taken in await queue.claim(db, quotas, self._lease):
                self._begin(taken)
        return is_more

    async def _quotas(self, db: Db, by_account: dict[Account, list[Lane]]) -> list[Quota]:
        """What each lane may give: as many as there are places and there is budget for."""
        now = time.monotonic()
        wishes = []
        for account, lanes in by_account.items():
            if account.not_before > now:
                self._look_at(account.not_before)
            else:
                wishes.append((account, sum(lane.due for lane in lanes)))
        # When there are more accounts than places, others come first each time.
        random.shuffle(wishes)
        quotas = []
        for account, share in self._places.shares(wishes).items():
            if count := await self._affordable(db, account, share):
                quotas += [Quota(lane, count, account.most) for lane in by_account[account]]
        return quotas

    async def _affordable(self, db: Db, account: Account, count: int) -> int:
        """For how many operations there is budget now."""
        provider = self._gateway.provider(account.source_name)
        if provider is None:
            return count
        accounts = self._gateway.accounts
        budget, needs = accounts.budget(provider, account.name), accounts.needs(account.source_name)
        ready = await budget.ready(count, needs)
        if ready < count:
            # Some requests gather before they are asked for; those that are held last longer than that.
            account.not_before = max(budget.next_chance(needs), time.monotonic()) + _BUDGET_PAUSE
            self._look_at(account.not_before)
            await self._note_speed(db, account, provider)
        return ready

    async def _note_speed(self, db: Db, account: Account, provider: Provider) -> None:
        """Operations wait for this account: let reads tell for how long."""
        seconds = max(self._gateway.accounts.seconds_each(provider), account.seconds / account.most)
        noted = self._speeds.get(account.name)
        if noted is None or abs(seconds - noted) > _NOTEWORTHY * noted:
            self._speeds[account.name] = seconds
            await budgets.note_speed(db, account.name, seconds)

    def _account(self, lane: Lane) -> Account:
        provider = self._gateway.provider(lane.source_name)
        most = provider.definition.limits.concurrent if provider else _UNKNOWN_PROVIDER_PLACES
        return self._places.account(lane.account, lane.source_name, most)

    def _begin(self, taken: Taken) -> None:
        provider = self._gateway.provider(taken.source_name)
        most = provider.definition.limits.concurrent if provider else _UNKNOWN_PROVIDER_PLACES
        account = self._places.account(taken.account, taken.source_name, most)
        task = asyncio.create_task(self._work(account, taken))
        self._under_way.add(task)
        UNDER_WAY.set(len(self._under_way))
        task.add_done_callback(self._done)

    async def _work(self, account: Account, taken: Taken) -> None:
        started, outcome = time.monotonic(), None
        LAG.labels(taken.source_name).observe(taken.lag_seconds)
        on_wait = self._places.began(account)
        try:
            outcome = await self._written(taken, on_wait)
            await self._settling.store(Tried(taken, outcome))
        finally:
            seconds = time.monotonic() - started
            TIME.labels(taken.source_name).observe(seconds)
            self._places.ended(account, answered=_is_answer(outcome), seconds=seconds)
            self._bell.ring()

    async def _written(self, taken: Taken, on_wait: Callable[[bool], None]) -> Outcome:
        try:
            return await write(self._gateway, taken, self._limits, on_wait=on_wait)
        except AWAY as error:
            # A session could not be read or kept, perhaps between two requests. What was done is looked up, and as soon
            # as this can be stored: without it, that would be when the lease has run out.
            log.warning("operation.database_away", operation_id=str(taken.id), reason=type(error).__name__)
            return Failed(ErrorType.NETWORK, _CUT_SHORT, wait=_SOON, counted=False)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        UNDER_WAY.set(len(self._under_way))
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its lease runs out, and it is tried again.
            log.error("operation.crashed", exc_info=error)

    def _look_at(self, moment: float) -> None:
        self._next_look = min(self._next_look, moment)


def _is_answer(outcome: Outcome | None) -> bool:
    """Whether the provider is there: it has answered, whatever it was."""
    if outcome is None:
        return False
    return isinstance(outcome, Done) or outcome.status_code is not None or outcome.error_type != ErrorType.NETWORK
