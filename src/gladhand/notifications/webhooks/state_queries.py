"""Statements about the state of subscriptions: paused, stale, probed, active again."""

from collections.abc import Sequence
from uuid import UUID

from gladhand.core.db import Db
from gladhand.notifications.webhooks.queries import StoredWebhook


async def update_status(db: Db, webhook: StoredWebhook, status: str) -> None:
    await db.execute(
        """
        update webhook
        set status = %s, updated_at = clock_timestamp(),
            deleted_at = case when %s = 'deleted' then clock_timestamp() end
        where partner_id = %s and id = %s
        """,
        (status, status, webhook.partner_id, webhook.id),
    )


async def update_to_plain(db: Db, partner_id: UUID, webhook_id: UUID) -> None:
    """Send bodies without compression from now on."""
    await db.execute(
        "update webhook set content_encoding = 'identity' where partner_id = %s and id = %s", (partner_id, webhook_id)
    )


async def update_to_active(db: Db, webhook: StoredWebhook, *, grace: bool) -> None:
    """Make the subscription active, with new counters for the circuit breaker. Waiting events are sent in the order of
    publishing."""
    await db.execute(
        """
        update webhook
        set status = 'active', updated_at = clock_timestamp(), in_order_until = clock_timestamp(),
            judged_from = clock_timestamp() + case when %s then interval '15 minutes' else interval '0' end,
            probe_at = null, probes = 0
        where partner_id = %s and id = %s
        """,
        (grace, webhook.partner_id, webhook.id),
    )
    await db.execute(
        """
        update webhook_health set attempts = 0, successes = 0, failures_in_row = 0, ewma = null
        where partner_id = %s and webhook_id = %s
        """,
        (webhook.partner_id, webhook.id),
    )
    # Deliveries that were tried return to their positions in the queue, and get as many attempts as new ones.
    await db.execute(
        """
        update delivery set next_attempt_at = created_at, forgiven = attempts
        where status = 'pending' and partner_id = %s and webhook_id = %s and attempts > forgiven and not is_held
        """,
        (webhook.partner_id, webhook.id),
    )


async def claim_probe(db: Db, partner_id: UUID, webhook_id: UUID, waits: Sequence[float]) -> bool:
    """Whether the caller may probe the stale subscription with one delivery now. The next probe is due later."""
    cursor = await db.execute(
        """
        update webhook
        set probes = probes + 1,
            probe_at = now() + interval '1 second'
                               * (%(waits)s::float8[])[least(probes + 2, cardinality(%(waits)s::float8[]))]
        where partner_id = %(partner_id)s and id = %(id)s and status = 'stale' and probe_at <= now()
        returning 1
        """,
        {"waits": list(waits), "partner_id": partner_id, "id": webhook_id},
    )
    return await cursor.fetchone() is not None


async def update_to_stale(db: Db, webhook: StoredWebhook, *, first_probe: float | None) -> bool:
    """Stop deliveries. Returns False while the circuit breaker does not judge the subscription yet."""
    cursor = await db.execute(
        """
        update webhook
        set status = 'stale', updated_at = clock_timestamp(), probes = 0,
            probe_at = now() + %s * interval '1 second'
        where partner_id = %s and id = %s and judged_from <= now()
        returning 1
        """,
        (first_probe, webhook.partner_id, webhook.id),
    )
    return await cursor.fetchone() is not None
