"""Finishes attempts, many in one transaction: status, log, record, events, and the next write to the record."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from gladhand.core import tracing
from gladhand.core.db import Db
from gladhand.core.ids import record_id
from gladhand.core.log import get_logger
from gladhand.integrations.connections import service as connections
from gladhand.integrations.gateway import AttemptSettings
from gladhand.integrations.ingest import incoming
from gladhand.integrations.operations import events, log_events, result_queries
from gladhand.integrations.operations.attempt import AttemptedOperation
from gladhand.integrations.operations.metrics import ATTEMPTS, OUTCOMES
from gladhand.integrations.operations.outcome import Done, Failed
from gladhand.integrations.operations.queue_queries import ClaimedOperation
from gladhand.integrations.operations.result_queries import FinishedOperation, OperationResult
from gladhand.notifications.publish import EventDraft, publish_all
from gladhand.records import service as records
from gladhand.records.queries import list_audience
from gladhand.records.service import WrittenRecord
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

log = get_logger()

_LOG_EVENTS = {"success": log_events.SUCCEEDED, "pending": log_events.RETRY_SCHEDULED, "failed": log_events.FAILED}


async def finish(
    db: Db, attempted: Sequence[AttemptedOperation], settings: AttemptSettings
) -> Mapping[UUID, FinishedOperation]:
    """Store the outcomes of these attempts. Operations that others have finished or claimed meanwhile are left out of
    the answer.
    """
    is_current = await _make_stale(db, attempted, settings)
    results = [_result(each, is_current=is_current.get(each.claimed.connection_id, True)) for each in attempted]
    finished = await result_queries.finish_operations(db, results)
    ours = [result for result in results if result.claimed.id in finished]
    await _store_records(db, [(result.claimed, result.outcome) for result in ours if isinstance(result.outcome, Done)])
    drafts = [
        EventDraft(
            result.claimed.partner_id,
            events.SUCCEEDED if isinstance(result.outcome, Done) else events.FAILED,
            finished[result.claimed.id].read,
            fleet_id=result.claimed.fleet_id,
            fleet_ref=result.claimed.fleet_ref,
            trace_parent=result.claimed.trace_parent,
        )
        for result in ours
        # The caller of a synchronous write has the answer, so no event is published.
        if result.status != "pending" and not result.claimed.is_sync
    ]
    await publish_all(db, drafts)
    for result in results:
        _report(result, is_ours=result.claimed.id in finished)
    return finished


async def _make_stale(db: Db, attempted: Sequence[AttemptedOperation], settings: AttemptSettings) -> dict[UUID, bool]:
    """Make connections stale whose login was refused. Returns for each whether the refused login is the current one.

    The fleet may have signed in again during the attempt.
    """
    refused = {
        a.claimed.connection_id: a.claimed for a in attempted if isinstance(a.outcome, Failed) and a.outcome.makes_stale
    }
    return {
        connection_id: await connections.stale(
            db,
            claimed.fleet_id,
            connection_id,
            refused=claimed.credentials,
            recheck_after=settings.recheck_waits,
            connect_url=settings.connect_url,
        )
        for connection_id, claimed in sorted(refused.items())
    }


def _result(attempted: AttemptedOperation, *, is_current: bool) -> OperationResult:
    claimed, outcome = attempted.claimed, attempted.outcome
    if isinstance(outcome, Done):
        source_id = outcome.record.source_id
        resource_id = record_id(claimed.connection_id, claimed.resource, source_id)
        return OperationResult(claimed, outcome, "success", resource_id, source_id)
    wait = outcome.wait
    if outcome.makes_stale and not is_current and not claimed.is_sync:
        # The refused login is an old one. The current one may succeed.
        wait = timedelta()
    status = "failed" if wait is None else "pending"
    return OperationResult(claimed, outcome, status, claimed.resource_id, claimed.source_id, wait)


async def _store_records(db: Db, done: Sequence[tuple[ClaimedOperation, Done]]) -> None:
    resources = {claimed.id: REGISTRY[ResourceEnum(claimed.resource)] for claimed, _ in done}
    shared = {(claimed.fleet_id, claimed.resource): resources[claimed.id] for claimed, _ in done}
    audiences = {key: tuple(await list_audience(db, key[0], resource)) for key, resource in shared.items()}
    written = [
        WrittenRecord(
            resources[claimed.id],
            claimed.origin,
            incoming(outcome.record),
            audiences[claimed.fleet_id, claimed.resource],
        )
        for claimed, outcome in done
    ]
    await records.store_written(db, written)


def _report(result: OperationResult, *, is_ours: bool) -> None:
    claimed, outcome = result.claimed, result.outcome
    event = _LOG_EVENTS[result.status] if is_ours else log_events.FINISHED_ELSEWHERE
    is_throttled = not outcome.counted and result.status == "pending"
    outcome_name = "throttled" if is_throttled else event.removeprefix("operation.")
    ATTEMPTS.labels(claimed.source_name, outcome_name).inc()
    OUTCOMES.add((claimed.partner_id, outcome_name))
    log.info(
        event,
        operation_id=str(claimed.id),
        source_name=claimed.source_name,
        error_type=outcome.error_type,
        status_code=outcome.status_code,
        wait_seconds=None if result.wait is None else round(result.wait.total_seconds(), 2),
        **tracing.ids_of(claimed.trace_parent),
    )
