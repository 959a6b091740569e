"""Groups deliveries into tasks, each of which uses one slot: a request, or several that must follow each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from gladhand.notifications.deliveries.queries import ClaimedDelivery, DeliveryQueue

# The limit for the events of one request together, because receivers refuse large bodies.
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class SendTask:
    """Batches of one queue, each of them one request; they are sent one after the other."""

    queue: DeliveryQueue
    batches: Sequence[Sequence[ClaimedDelivery]]
    held_until: datetime | None = None
    """Until when the queue is ours alone; set where it is in order."""

    @property
    def deliveries(self) -> list[ClaimedDelivery]:
        return [delivery for batch in self.batches for delivery in batch]


def send_tasks(claimed: Iterable[ClaimedDelivery]) -> list[SendTask]:
    """Group deliveries: a queue that is in order makes one task, in every other queue each request is a task."""
    by_queue: dict[DeliveryQueue, list[ClaimedDelivery]] = {}
    for delivery in claimed:
        by_queue.setdefault(delivery.queue, []).append(delivery)
    tasks = []
    for queue, deliveries in by_queue.items():
        batches = list(_batches(deliveries, queue.batch_size))
        runs = [batches] if queue.in_order else [[batch] for batch in batches]
        tasks += [SendTask(queue, run, deliveries[0].queue_held_until) for run in runs]
    return tasks


def _batches(claimed: Iterable[ClaimedDelivery], size: int) -> Iterator[list[ClaimedDelivery]]:
    """Split what was claimed into requests.

    Events that were tried before go alone, so that a batch that failed for one of them does not fail again. So do
    test events, and events of several records: in a batch, each event stands for one record of `data`. Events that
    cannot be sent hold up no others.
    """
    batch: list[ClaimedDelivery] = []
    room = _MOST_BYTES
    for delivery in claimed:
        data = delivery.data or ""
        is_full = len(batch) >= size or len(data) > room
        goes_alone = delivery.attempt > 1 or delivery.is_test or delivery.data is None or data.startswith("[")
        if batch and (is_full or goes_alone or delivery.version != batch[0].version):
            yield batch
            batch, room = [], _MOST_BYTES
        batch.append(delivery)
        room = 0 if goes_alone else room - len(data)
    if batch:
        yield batch
