"""One try at a provider: prepare, call, settle. No transaction is open while the provider is asked.

The worker's jobs and the synchronous requests share it. It may be stopped anywhere: until it is settled an operation
stays pending under a lease, and whoever takes it when the lease has run out looks first whether the record was made.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson

from gladhand.core import jobs
from gladhand.core.crypto import Keyring
from gladhand.core.db import Connection as Db
from gladhand.core.db import Database
from gladhand.core.ids import record_id
from gladhand.core.log import get_logger
from gladhand.integrations.connections import service as connections
from gladhand.integrations.connections.sessions import StoredSessions
from gladhand.integrations.operations import events, field_results, queries, queue
from gladhand.integrations.operations.field_results import FieldResults
from gladhand.integrations.operations.outcome import Done, Failed, Outcome, failed
from gladhand.integrations.operations.queue import Settled, Taken
from gladhand.integrations.operations.service import ATTEMPT
from gladhand.integrations.reach import AttemptSettings, Reach
from gladhand.orgs.agreements.queries import sharing
from gladhand.records import service as records
from gladhand.records.queries import Origin
from gladhand.records.service import Listener
from gladhand.resources.base import Write
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType
from gladhand.resources.registry import REGISTRY
from gladhand.sdk import calls
from gladhand.sdk.adapter import Adapter, Record
from gladhand.sdk.errors import NoAnswer, ProviderError, RateLimited
from gladhand.sdk.sheet import Verb

__all__ = ["AttemptSettings", "run", "run_now"]

log = get_logger()

# A write may take its adapter more than one request; each has the provider's time limit, all of them twice that.
_PATIENCE = 2
# What a lease has beyond the longest call, for settling on a busy machine.
_LEASE_MARGIN = timedelta(seconds=3)
# How much of a synchronous request's time is kept for looking whether the record was made.
_READ_BACK_SHARE = 0.25
_TURN_PAUSE = 0.05
_NOT_OUR_TURN = "An earlier write to this record has not come to its end yet. Nothing was sent."
_INTERRUPTED = "The server was stopped while the provider was asked, and the provider does not have the record."


class _SettledElsewhere(Exception):
    """Somebody else has ended the operation: nothing of ours is stored."""


@dataclass(frozen=True)
class _Limits:
    """Seconds."""

    request: float
    call: float
    read_back: float


async def run(database: Database, keyring: Keyring, reach: Reach, operation_id: UUID) -> None:
    """Have a try at an operation, if it is due and nobody else has it. Doing this twice is harmless for that reason."""
    settings = reach.settings
    limits = _Limits(settings.provider_timeout, settings.provider_timeout * _PATIENCE, settings.provider_timeout)
    lease = timedelta(seconds=limits.call + limits.read_back) + _LEASE_MARGIN
    async with database.reader() as db:
        taken = await queue.take(db, operation_id, lease)
    if taken is None:
        return
    if taken.lease_until is not None:
        outcome = await _call(database, keyring, reach, taken, limits)
    elif (obstacle := _obstacle(taken)) is not None:
        outcome = obstacle
    elif taken.connection_status in queue.WAITING_STATES:
        async with database.reader() as db:
            await queue.park(db, taken)
        return
    else:
        # The write in front of it wakes it.
        return
    await _settle(database, reach, taken, outcome)


def hold_time(settings: AttemptSettings) -> timedelta:
    """How long a synchronous operation is its request's own."""
    return timedelta(seconds=settings.sync_timeout) + 2 * _LEASE_MARGIN


async def run_now(
    database: Database, keyring: Keyring, reach: Reach, partner_id: UUID, operation_id: UUID
) -> tuple[str, bool]:
    """Work a synchronous operation off; its JSON, and whether it succeeded. Ends within the settings' time."""
    settings = reach.settings
    deadline = time.monotonic() + settings.sync_timeout
    while True:
        async with database.reader() as db:
            taken = await queue.take(db, operation_id, hold_time(settings), held=True)
        if taken is None or taken.lease_until is not None or _waits_in_vain(taken) or time.monotonic() > deadline:
            break
        await asyncio.sleep(_TURN_PAUSE)
    if taken is not None:
        if taken.lease_until is not None:
            left = max(deadline - time.monotonic(), 1.0)
            read_back = left * _READ_BACK_SHARE
            limits = _Limits(min(settings.provider_timeout, left - read_back), left - read_back, read_back)
            outcome = await _call(database, keyring, reach, taken, limits)
        else:
            outcome = _obstacle(taken) or Failed(ErrorType.NETWORK, _NOT_OUR_TURN)
        settled = await _settle(database, reach, taken, outcome)
        if settled is not None:
            return settled.answer, isinstance(outcome, Done)
    async with database.reader() as db:
        answer = await queries.answer(db, partner_id, operation_id)
    return answer, bool(orjson.loads(answer)["status"] == "success")


def _waits_in_vain(taken: Taken) -> bool:
    return _obstacle(taken) is not None or taken.connection_status != "active"


def _obstacle(taken: Taken) -> Failed | None:
    """What makes the write impossible for good since it was accepted."""
    if taken.level != "read_write":
        details = f"The share agreement with the fleet no longer allows writing of {taken.resource} records."
        return Failed(ErrorType.AUTH, details)
    if taken.connection_status != "active" and (taken.is_sync or taken.connection_status not in queue.WAITING_STATES):
        return Failed(ErrorType.AUTH, f"The connection is {taken.connection_status}. Nothing was sent.")
    return None


async def _call(database: Database, keyring: Keyring, reach: Reach, taken: Taken, limits: _Limits) -> Outcome:
    provider = reach.provider(taken.source_name)
    if provider is None:
        return Failed(ErrorType.TSP, f"This server has no adapter for {taken.source_name} any more.")
    values = orjson.loads(keyring.unseal(taken.credentials, purpose=connections.SEALED_FOR))
    # Whether it is certain that no earlier try has been carried out.
    is_clear = not taken.was_sent
    try:
        adapter = reach.adapter(
            provider,
            values,
            timeout=limits.request,
            connection_id=taken.connection_id,
            sessions=StoredSessions(database, keyring, taken.fleet_id, taken.connection_id),
        )
        if taken.operation_type == "create" and not is_clear:
            if (found := await _found(adapter, taken, limits)) is not None:
                return found
            if taken.is_sync:
                # Its request is long gone, and its client may have tried again by now.
                return Failed(ErrorType.NETWORK, _INTERRUPTED)
            is_clear = True
        return await _written(adapter, taken, limits)
    except ProviderError as error:
        if taken.is_sync and error.may_have_arrived and taken.operation_type == "create":
            with suppress(ProviderError):
                if (found := await _found(adapter, taken, limits)) is not None:
                    return found
        waits = None if taken.is_sync else reach.settings.waits
        return failed(error, _change(taken)[1], attempts=taken.attempts, waits=waits, is_clear=is_clear)


async def _written(adapter: Adapter, taken: Taken, limits: _Limits) -> Done:
    resource, change = _change(taken)
    async with _limited(adapter, limits.call):
        if taken.operation_type == "create":
            written = await calls.create(adapter, resource, change, operation_key=str(taken.id))
        else:
            # Sent again after a lost answer, it sets the same values again; later writes wait behind it.
            written = await calls.update(adapter, resource, taken.source_id or "", change)
    return _done(adapter, written.record, field_results.of_written(written, change))


async def _found(adapter: Adapter, taken: Taken, limits: _Limits) -> Done | None:
    """The record of a create whose answer was lost, if the provider has it."""
    resource, change = _change(taken)
    async with _limited(adapter, limits.read_back):
        record = await calls.find(adapter, resource, change, operation_key=str(taken.id))
    if record is None:
        return None
    sheet = adapter.sheets.get(resource)
    return _done(adapter, record, field_results.of_found(record, change, Verb(taken.operation_type), sheet))


def _done(adapter: Adapter, record: Record, results: FieldResults) -> Done:
    return Done(record, adapter.client.last_status, adapter.client.last_headers, results)


@asynccontextmanager
async def _limited(adapter: Adapter, seconds: float) -> AsyncIterator[None]:
    before = adapter.client.exchanges
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        if adapter.client.exchanges == before:
            # It stood in the queue for the account's rate budget all the time.
            raise RateLimited("There were too many requests to this account at once.") from None
        raise NoAnswer(f"The provider did not answer within {seconds:g} s.") from None


def _change(taken: Taken) -> tuple[ResourceEnum, dict[str, object]]:
    resource = REGISTRY[ResourceEnum(taken.resource)]
    model = resource.create_model if taken.operation_type == "create" else resource.update_model
    body = orjson.loads(taken.payload) | {"connection_id": taken.connection_id}
    return resource.name, (model or Write).model_validate(body).changes()


async def _settle(database: Database, reach: Reach, taken: Taken, outcome: Outcome) -> Settled | None:
    """Store what came of the try. None when the operation goes on, or somebody else has ended it."""
    settled = None
    try:
        async with database.transaction() as db:
            if isinstance(outcome, Done):
                settled = await _succeed(db, taken, outcome)
            elif outcome.makes_stale and not await _stale(db, reach, taken) and not taken.is_sync:
                await _put_off(db, taken, outcome, timedelta())
            elif outcome.wait is None:
                settled = await _fail(db, taken, outcome)
            else:
                await _put_off(db, taken, outcome, outcome.wait)
    except _SettledElsewhere:
        log.info("operation.settled_elsewhere", operation_id=str(taken.id))
        return None
    _log_line(taken, outcome)
    return settled


async def _stale(db: Db, reach: Reach, taken: Taken) -> bool:
    """Whether it is the login of today that was refused: while it was tried, the fleet may have signed in anew."""
    return await connections.stale(
        db,
        taken.fleet_id,
        taken.connection_id,
        refused=taken.credentials,
        recheck_after=reach.settings.recheck_waits,
        connect_url=reach.settings.connect_url,
    )


async def _succeed(db: Db, taken: Taken, done: Done) -> Settled:
    resource = REGISTRY[ResourceEnum(taken.resource)]
    written = done.record
    known_as = record_id(taken.connection_id, resource.name, written.source_id)
    await queue.add_log(db, taken, status_code=done.status_code, headers=done.headers)
    settled = await queue.settle(
        db,
        taken,
        "success",
        resource_id=known_as,
        source_id=written.source_id,
        counted=True,
        field_results=done.field_results,
    )
    if settled is None:
        raise _SettledElsewhere
    partners = await sharing(db, taken.fleet_id, resource.name)
    await records.upsert(
        db,
        resource,
        Origin(taken.fleet_id, taken.connection_id, taken.tsp_id, taken.tsp_slug, taken.source_name),
        source_id=written.source_id,
        fields=written.fields.stored(),
        source_data=written.source_data,
        extras=written.extras,
        occurred_at=written.occurred_at,
        audience=[Listener(each.partner_id, each.fleet_ref) for each in partners],
    )
    if not taken.is_sync:
        await events.happened(db, "succeeded", taken.partner_id, taken.fleet_id, taken.fleet_ref, settled.answer)
    await _wake_next(db, settled)
    return settled


async def _fail(db: Db, taken: Taken, why: Failed) -> Settled:
    await _log_failure(db, taken, why)
    settled = await queue.settle(
        db,
        taken,
        "failed",
        resource_id=taken.resource_id,
        source_id=taken.source_id,
        counted=why.counted,
        field_results=why.field_results,
    )
    if settled is None:
        raise _SettledElsewhere
    if not taken.is_sync:
        await events.happened(db, "failed", taken.partner_id, taken.fleet_id, taken.fleet_ref, settled.answer)
    await _wake_next(db, settled)
    return settled


async def _put_off(db: Db, taken: Taken, why: Failed, wait: timedelta) -> None:
    if not await queue.put_off(db, taken, wait, counted=why.counted, unsent=why.unsent):
        raise _SettledElsewhere
    await _log_failure(db, taken, why)
    await jobs.enqueue(db, ATTEMPT, taken.id, delay=wait)


async def _log_failure(db: Db, taken: Taken, why: Failed) -> None:
    await queue.add_log(
        db,
        taken,
        error_type=why.error_type,
        error_details=why.details,
        status_code=why.status_code,
        headers=why.headers,
    )


async def _wake_next(db: Db, settled: Settled) -> None:
    if settled.next_id is not None:
        await jobs.enqueue(db, ATTEMPT, settled.next_id)


def _log_line(taken: Taken, outcome: Outcome) -> None:
    if isinstance(outcome, Done):
        log.info("operation.succeeded", operation_id=str(taken.id), source_name=taken.source_name)
    else:
        log.info(
            "operation.failed" if outcome.wait is None else "operation.put_off",
            operation_id=str(taken.id),
            source_name=taken.source_name,
            error_type=outcome.error_type,
            status_code=outcome.status_code,
            wait_seconds=outcome.wait.total_seconds() if outcome.wait else None,
        )
