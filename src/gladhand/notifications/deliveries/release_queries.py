"""Statements that give back what was claimed and not sent. Each touches only its own claim."""

from collections.abc import Sequence
from datetime import datetime

from gladhand.core.db import Db
from gladhand.notifications.deliveries.queries import ClaimedDelivery, DeliveryQueue


async def release_deliveries(db: Db, claimed: Sequence[ClaimedDelivery]) -> None:
    """Give back what was claimed and not sent. It does not count as an attempt, and keeps its place in the queue.

    A second time changes nothing, also where others have claimed it since: theirs has the same number of attempts, and
    another lease.
    """
    await db.execute(
        """
        update delivery
        set attempts = attempts - 1, is_held = false,
            next_attempt_at = case when attempts - forgiven = 1 then created_at else clock_timestamp() end
        from unnest(%s::uuid[], %s::uuid[], %s::timestamptz[]) as mine (partner_id, id, lease_until)
        where delivery.partner_id = mine.partner_id and delivery.id = mine.id and status = 'pending'
          and next_attempt_at = lease_until
        """,
        (
            [delivery.queue.partner_id for delivery in claimed],
            [delivery.id for delivery in claimed],
            [delivery.lease_until for delivery in claimed],
        ),
    )


async def release_queues(db: Db, held: Sequence[tuple[DeliveryQueue, datetime]]) -> None:
    """Let others claim from queues whose deliveries are sent in order, unless others hold them since; with each, until
    when it was held."""
    await db.execute(
        """
        update webhook_sequence set held_until = null
        from unnest(%s::uuid[], %s::uuid[], %s::timestamptz[]) as queue (partner_id, webhook_id, held_until)
        where webhook_sequence.partner_id = queue.partner_id and webhook_sequence.webhook_id = queue.webhook_id
          and webhook_sequence.held_until = queue.held_until
        """,
        (
            [queue.partner_id for queue, _ in held],
            [queue.webhook_id for queue, _ in held],
            [held_until for _, held_until in held],
        ),
    )
