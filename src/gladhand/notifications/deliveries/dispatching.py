"""Deliveries as work for the dispatcher: claimed ahead, sent within each address's window, given back at a stop."""

import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from opentelemetry.trace import SpanKind

from gladhand.core import tracing
from gladhand.core.crypto import Keyring, Secret
from gladhand.core.db import Database, Db
from gladhand.core.dispatch.dispatcher import Attempted, WorkSource
from gladhand.core.dispatch.limiter import Partition, PartitionGroup
from gladhand.core.dispatch.scheduler import ClaimedWork
from gladhand.notifications.deliveries import finishing, queries, release_queries
from gladhand.notifications.deliveries.attempt import GONE, AttemptedDelivery, Sender
from gladhand.notifications.deliveries.batches import SendTask, send_tasks
from gladhand.notifications.deliveries.breaker import Breaker
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.queries import ClaimedDelivery, DeliveryQueue
from gladhand.notifications.deliveries.secrets import QueueSecrets
from gladhand.notifications.publish_queries import CHANNEL
from gladhand.notifications.webhooks import state_queries

# Claimed at once of a queue whose deliveries follow each other.
_MOST_IN_ORDER = 200
# Claimed at once of a queue that takes several events in one request.
_MOST_IN_BATCHES = 2000
_DELETED_AT_ONCE = 5000
# Left of a lease when an attempt ends at the latest; its result is written within this.
_WRITE_SECONDS = 2.0
_STOP_SECONDS = 10.0


@dataclass(frozen=True)
class DeliverySettings:
    """`waits`: seconds before each further attempt. `concurrency`: attempts under way at once, in this process.

    `lease_seconds`: after this time, others claim what a dead worker had claimed.
    """

    timeout_seconds: float
    waits: Sequence[float]
    concurrency: int
    lease_seconds: float = 20.0
    probe_waits: Sequence[float] = ()
    """Pauses before a stale subscription is probed with one delivery, again and again. Empty: no probes."""
    poll_seconds: float = 1.0
    """How often to look for due deliveries while no notice arrives."""


def address_key(queue: DeliveryQueue) -> tuple[UUID, str]:
    """The partner, and the host and port, however many of the partner's subscriptions lead there.

    Partners that share a host, such as a gateway for webhooks, do not suffer for each other.
    """
    parts = urlsplit(queue.url)
    return queue.partner_id, f"{parts.hostname}:{parts.port or parts.scheme}"


class DeliverySource(WorkSource[DeliveryQueue, SendTask, AttemptedDelivery]):
    """The table of deliveries, for the dispatcher. A partition is a subscription or a callback URL.

    Those of one partner that lead to one host and port are a group: one that hangs does not delay the others.
    """

    name = "deliveries"
    channel = CHANNEL
    gather_seconds = 0.01
    batch_size = 1000

    def __init__(self, database: Database, keyring: Keyring, client: PostClient, settings: DeliverySettings) -> None:
        timeout = settings.timeout_seconds
        self._database = database
        self._keyring = keyring
        self._sender = Sender(client, timeout_seconds=timeout, waits=settings.waits)
        self._breaker = Breaker(database, settings.probe_waits)
        # The lease always leaves time for one attempt: one that is too short would send everything twice.
        self._lease = max(settings.lease_seconds, timeout + _WRITE_SECONDS + 1)
        # It grows with each answer. Ten new subscriptions that hang leave four fifths of the slots to others.
        self._first_window = max(1, settings.concurrency // 50)
        self._largest_window = max(1, settings.concurrency * 3 // 4)
        self._probe_waits = settings.probe_waits
        self._secrets = QueueSecrets(keyring)
        self.start_within = self._lease - timeout - _WRITE_SECONDS
        self.stop_seconds = timeout + _STOP_SECONDS
        self.poll_seconds = settings.poll_seconds
        super().__init__(settings.concurrency)

    async def list_queues(self, db: Db, after: DeliveryQueue | None, limit: int) -> list[DeliveryQueue]:
        queues = await queries.list_queues(db, after=after, limit=limit)
        for queue in queues:
            if queue.is_deleted:
                await queries.delete_pending(db, queue, limit=_DELETED_AT_ONCE)
        return queues

    async def claim(self, db: Db, queues: Sequence[DeliveryQueue]) -> list[tuple[Partition, SendTask]]:
        quotas = self._quotas([queue for queue in queues if queue.is_due and self._secrets.of(queue)])
        for queue in [queue for queue in quotas if queue.is_probe]:
            if self._probe_waits and await state_queries.claim_probe(
                db, queue.partner_id, queue.webhook_id, self._probe_waits
            ):
                quotas[queue] = 1
            else:
                del quotas[queue]
        if not quotas:
            return []
        claimed = await queries.claim_deliveries(
            db, list(quotas.items()), self._keyring, lease=timedelta(seconds=self._lease)
        )
        self._note_backlogs(quotas, claimed)
        return [(self._partition(task.queue), task) for task in send_tasks(claimed)]

    async def attempt(self, claimed: ClaimedWork[SendTask]) -> Attempted[SendTask]:
        work, partition = claimed.work, claimed.partition
        answered, unsent, secrets = False, list(work.batches), self._secrets.of(work.queue)
        while unsent and partition.not_before <= time.monotonic() < claimed.start_before:
            batch = unsent.pop(0)
            if batch[0].data is None:
                answered = True
                self.results.add([self._sender.not_sent(delivery) for delivery in batch])
                continue
            try:
                results = await self._send(batch, secrets)
            except Exception:
                self.results.add([self._sender.crashed(delivery) for delivery in batch])
                raise
            answered = results[0].status_code is not None
            self.results.add(results)
            if results[0].retry_after:
                # A receiver that is busy is sent nothing else meanwhile.
                self.defer(partition, until=time.monotonic() + results[0].retry_after)
            if not answered or results[0].status_code == GONE or self.stopping.is_set():
                break
        # A queue that is in order is released even if nothing is left of it.
        rest = [SendTask(work.queue, unsent, work.held_until)] if unsent or work.held_until else []
        return Attempted(answered, requests=len(work.batches) - len(unsent), unsent=rest)

    async def _send(self, batch: Sequence[ClaimedDelivery], secrets: Sequence[Secret]) -> list[AttemptedDelivery]:
        first = batch[0]
        with tracing.span(
            "delivery.attempt",
            SpanKind.CLIENT,
            parent=first.trace_parent,
            links=[delivery.trace_parent for delivery in batch[1:]],
            attributes={
                "gladhand.event_id": str(first.event_id),
                "gladhand.event_name": first.event_name,
                "gladhand.webhook_id": str(first.queue.webhook_id),
            },
        ) as span:
            attempted = await self._sender.send(batch, secrets)
            if (status := attempted[0].status_code) is not None:
                span.set_attribute("http.response.status_code", status)
            if attempted[0].error is not None:
                tracing.fail(attempted[0].outcome)
            return attempted

    async def write(self, results: Sequence[AttemptedDelivery]) -> None:
        await finishing.finish(self._database, self._breaker, results)

    def refused(self, result: AttemptedDelivery) -> AttemptedDelivery:
        return self._sender.crashed(result.claimed)

    async def give_back(self, db: Db, unsent: Sequence[SendTask]) -> None:
        await release_queries.release_deliveries(db, [delivery for task in unsent for delivery in task.deliveries])
        await release_queries.release_queues(db, [(task.queue, task.held_until) for task in unsent if task.held_until])

    def log_ids(self, work: SendTask) -> Mapping[str, str]:
        return {"webhook_id": str(work.queue.webhook_id)}

    def wants_more(self, partition: Partition, /) -> bool:
        return partition.has_backlog and self.scheduler.quota_ahead(partition) > 0

    def _partition(self, queue: DeliveryQueue) -> Partition:
        # With another url, a subscription is another partition: the windows belong to where it leads.
        address = address_key(queue)
        return self.limiter.partition(
            (queue.webhook_id, address), most=self._largest_window, first=self._first_window, group=address
        )

    def _quotas(self, queues: Iterable[DeliveryQueue]) -> dict[DeliveryQueue, int]:
        """How much each queue may give: queues that lead to one address share what that can take."""
        by_address: defaultdict[PartitionGroup | None, dict[DeliveryQueue, int]] = defaultdict(dict)
        for queue in queues:
            partition = self._partition(queue)
            if not self.is_deferred(partition) and (ahead := self.scheduler.quota_ahead(partition)):
                by_address[partition.group][queue] = ahead
        quotas = {}
        for ahead_of in by_address.values():
            total = max(ahead_of.values())
            # When there are more queues than the quota, other queues come first each time.
            for queue in random.sample(list(ahead_of), min(total, len(ahead_of))):
                quota = min(math.ceil(total / len(ahead_of)), ahead_of[queue])
                in_batches = max(quota, min(quota * queue.batch_size, _MOST_IN_BATCHES))
                quotas[queue] = _MOST_IN_ORDER if queue.in_order else in_batches
        return quotas

    def _note_backlogs(self, quotas: Mapping[DeliveryQueue, int], claimed: Sequence[ClaimedDelivery]) -> None:
        """Remember the queues that have more than they gave: they are claimed from again as soon as there is room."""
        counts = Counter(delivery.queue for delivery in claimed)
        for queue, quota in quotas.items():
            self._partition(queue).has_backlog = counts[queue] >= quota
