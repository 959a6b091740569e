"""Synchronous writes: the request that makes an operation attempts and finishes it, within a bounded time."""

import asyncio
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from gladhand.integrations.gateway import AttemptSettings, ProviderGateway
from gladhand.integrations.operations import held_queries, queries
from gladhand.integrations.operations.attempt import NOT_SENT, AttemptedOperation, TimeLimits, attempt
from gladhand.integrations.operations.finishing import finish
from gladhand.integrations.operations.outcome import Failed, Outcome
from gladhand.integrations.operations.queue_queries import ClaimedOperation
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType

# The share of the request's time that is kept for looking up whether the write was done.
_READ_BACK_SHARE = 0.25
_BLOCKED_PAUSE = 0.05
_MARGIN = timedelta(seconds=6)
_BLOCKED = f"{NOT_SENT} An earlier write to this record is still pending."


def hold_time(settings: AttemptSettings) -> timedelta:
    """How long a synchronous operation belongs to its request."""
    return timedelta(seconds=settings.sync_timeout) + _MARGIN


async def run_now(gateway: ProviderGateway, partner_id: UUID, operation_id: UUID) -> str:
    """Attempt and finish a synchronous operation. Returns its JSON."""
    database, settings = gateway.database, gateway.settings
    deadline = time.monotonic() + settings.sync_timeout
    claimed = await _claim(gateway, operation_id, deadline)
    if claimed is not None:
        outcome: Outcome
        left = deadline - time.monotonic()
        if left <= 0:
            outcome = Failed(ErrorType.NETWORK, _BLOCKED, unsent=True)
        else:
            read_back = left * _READ_BACK_SHARE
            limits = TimeLimits(min(settings.provider_timeout, left - read_back), left - read_back, read_back)
            outcome = await attempt(gateway, claimed, limits)
        async with database.transaction() as db:
            finished = await finish(db, [AttemptedOperation(claimed, outcome)], settings)
        if operation_id in finished:
            return finished[operation_id].answer
    async with database.connection() as db:
        return await queries.get_answer(db, partner_id, operation_id)


def is_unsent(operation: Mapping[str, Any]) -> bool:
    """Whether the operation, as its write answers it, has failed before anything was sent to the provider."""
    details = [log["error_details"] or "" for log in operation["logs"]]
    return operation["status"] == "failed" and bool(details) and all(text.startswith(NOT_SENT) for text in details)


async def _claim(gateway: ProviderGateway, operation_id: UUID, deadline: float) -> ClaimedOperation | None:
    """Claim the operation when the earlier writes to its record have ended, or when the time is over."""
    hold = hold_time(gateway.settings)
    async with gateway.database.connection() as db:
        if (claimed := await held_queries.find_held(db, operation_id)) is not None:
            return claimed
    while True:
        is_late = time.monotonic() > deadline
        async with gateway.database.connection() as db:
            claimed = await held_queries.claim_held(db, operation_id, hold, while_blocked=is_late)
        if claimed is not None or is_late:
            return claimed
        await asyncio.sleep(_BLOCKED_PAUSE)
