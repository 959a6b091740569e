"""Takes each minute how this process has attempted writes, by partner."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.figures.recorder import StoreMinute
from gladhand.integrations.operations.metrics import OUTCOMES
from gladhand.integrations.operations.quarter_queries import AttemptCounts, upsert_attempts


def take_attempts(begins: datetime) -> StoreMinute | None:
    """What was attempted since the last time, for the quarter of the minute that began then."""
    counts = attempt_counts(OUTCOMES.drain())

    async def store(db: Db) -> None:
        await upsert_attempts(db, begins, counts)

    return store if counts else None


def attempt_counts(outcomes: Mapping[tuple[UUID, str], int]) -> Mapping[UUID, AttemptCounts]:
    """The counts of each partner. An operation that was finished elsewhere is counted there."""
    counts: defaultdict[UUID, AttemptCounts] = defaultdict(AttemptCounts)
    for (partner_id, outcome), count in outcomes.items():
        match outcome:
            case "succeeded":
                counts[partner_id].succeeded += count
            case "failed":
                counts[partner_id].failed += count
            case "retry_scheduled":
                counts[partner_id].retried += count
            case "throttled":
                counts[partner_id].throttled += count
    return counts
