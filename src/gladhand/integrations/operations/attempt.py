"""The attempt of a synchronous write: prepare, call, settle, in the request that made it and within bounds.

Those in the background are had by the worker's pump.
"""

import asyncio
import time
from datetime import timedelta
from uuid import UUID

import orjson

from gladhand.integrations.gateway import AttemptSettings, ProviderGateway
from gladhand.integrations.operations import queries, queue
from gladhand.integrations.operations.outcome import Failed, Outcome
from gladhand.integrations.operations.queue import Taken
from gladhand.integrations.operations.settling import Tried, settle
from gladhand.integrations.operations.writing import Limits, write
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType

# How much of the request's time is kept for looking whether the write was done.
_READ_BACK_SHARE = 0.25
_TURN_PAUSE = 0.05
_MARGIN = timedelta(seconds=6)
_NOT_OUR_TURN = "Not sent. An earlier write to this record has not come to its end yet."


def hold_time(settings: AttemptSettings) -> timedelta:
    """How long a synchronous operation is its request's own."""
    return timedelta(seconds=settings.sync_timeout) + _MARGIN


async def run_now(gateway: ProviderGateway, partner_id: UUID, operation_id: UUID) -> tuple[str, bool]:
    """Work a synchronous operation off; its JSON, and whether it succeeded. Ends within the settings' time."""
    database, settings = gateway.database, gateway.settings
    deadline = time.monotonic() + settings.sync_timeout
    taken = await _turn(gateway, operation_id, deadline)
    if taken is not None:
        outcome: Outcome
        left = deadline - time.monotonic()
        if left <= 0:
            outcome = Failed(ErrorType.NETWORK, _NOT_OUR_TURN, unsent=True)
        else:
            read_back = left * _READ_BACK_SHARE
            limits = Limits(min(settings.provider_timeout, left - read_back), left - read_back, read_back)
            outcome = await write(gateway, taken, limits)
        async with database.transaction() as db:
            settled = await settle(db, [Tried(taken, outcome)], settings)
        if operation_id in settled:
            answer = settled[operation_id].answer
            return answer, bool(orjson.loads(answer)["status"] == "success")
    async with database.connection() as db:
        answer = await queries.answer(db, partner_id, operation_id)
    return answer, bool(orjson.loads(answer)["status"] == "success")


async def _turn(gateway: ProviderGateway, operation_id: UUID, deadline: float) -> Taken | None:
    """Wait for the earlier writes to the record, then take it; taken all the same when the time is over."""
    hold = hold_time(gateway.settings)
    async with gateway.database.connection() as db:
        if (taken := await queue.held(db, operation_id)) is not None:
            return taken
    while True:
        is_late = time.monotonic() > deadline
        async with gateway.database.connection() as db:
            taken = await queue.take(db, operation_id, hold, out_of_turn=is_late)
        if taken is not None or is_late:
            return taken
        await asyncio.sleep(_TURN_PAUSE)
