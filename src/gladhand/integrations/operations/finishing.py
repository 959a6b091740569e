"""Finishes attempts, many in one transaction: status, log, record, events, and the next write to the record."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.ids import record_id
from gladhand.core.log import get_logger
from gladhand.integrations.connections import service as connections
from gladhand.integrations.gateway import AttemptSettings
from gladhand.integrations.ingest import audience, incoming
from gladhand.integrations.operations import log_events, queries
from gladhand.integrations.operations.attempt import AttemptedOperation
from gladhand.integrations.operations.metrics import ATTEMPTS
from gladhand.integrations.operations.outcome import Done, Failed
from gladhand.integrations.operations.queries import FinishedOperation, OperationResult
from gladhand.integrations.operations.queue_queries import ClaimedOperation
from gladhand.notifications.publish import EventDraft, publish_all
from gladhand.records import service as records
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.service import WrittenRecord
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

log = get_logger()


async def finish(
    db: Db, attempted: Sequence[AttemptedOperation], settings: AttemptSettings
) -> Mapping[UUID, FinishedOperation]:
    """Store what came of these attempts. What others have finished or claimed meanwhile is not in the answer."""
    is_current = await _make_stale(db, attempted, settings)
    results = {a.claimed.id: _result(a, is_current=is_current.get(a.claimed.connection_id, True)) for a in attempted}
    finished = await queries.finish_operations(db, list(results.values()))
    ours = [a for a in attempted if a.claimed.id in finished]
    await _store_records(db, [(a.claimed, a.outcome) for a in ours if isinstance(a.outcome, Done)])
    drafts = [
        EventDraft(
            a.claimed.partner_id,
            f"resource_operation.{'succeeded' if isinstance(a.outcome, Done) else 'failed'}",
            finished[a.claimed.id].read,
            fleet_id=a.claimed.fleet_id,
            fleet_ref=a.claimed.fleet_ref,
        )
        for a in ours
        # The caller of a synchronous write has the answer, so no event is published.
        if results[a.claimed.id].status != "pending" and not a.claimed.is_sync
    ]
    await publish_all(db, drafts)
    for a in attempted:
        _report(a, results[a.claimed.id], is_ours=a.claimed.id in finished)
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
        resource_id = record_id(claimed.connection_id, claimed.resource, outcome.record.source_id)
        return OperationResult(
            claimed,
            "success",
            resource_id=resource_id,
            source_id=outcome.record.source_id,
            field_results=[*outcome.field_results, *claimed.ignored],
            status_code=outcome.status_code,
            headers=outcome.headers,
        )
    wait = outcome.wait
    if outcome.makes_stale and not is_current and not claimed.is_sync:
        # The refused login is an old one. The current one may succeed.
        seconds: float | None = 0.0
    else:
        seconds = None if wait is None else wait.total_seconds()
    return OperationResult(
        claimed,
        "failed" if seconds is None else "pending",
        resource_id=claimed.resource_id,
        source_id=claimed.source_id,
        field_results=[*(outcome.field_results if seconds is None else ()), *claimed.ignored],
        counted=outcome.counted,
        unsent=outcome.unsent,
        wait=seconds,
        error_type=outcome.error_type,
        error_details=outcome.details,
        status_code=outcome.status_code,
        headers=outcome.headers,
    )


async def _store_records(db: Db, done: Sequence[tuple[ClaimedOperation, Done]]) -> None:
    audiences: dict[tuple[UUID, str], tuple[Audience, ...]] = {}
    written = []
    for claimed, outcome in done:
        shared = (claimed.fleet_id, claimed.resource)
        if shared not in audiences:
            audiences[shared] = await audience(db, *shared)
        written.append(
            WrittenRecord(
                REGISTRY[ResourceEnum(claimed.resource)],
                RecordOrigin(
                    claimed.fleet_id, claimed.connection_id, claimed.tsp_id, claimed.tsp_slug, claimed.source_name
                ),
                incoming(outcome.record),
                audiences[shared],
            )
        )
    await records.store_written(db, written)


def _report(attempted: AttemptedOperation, result: OperationResult, *, is_ours: bool) -> None:
    claimed, outcome = attempted.claimed, attempted.outcome
    more: dict[str, Any] = {}
    if not is_ours:
        event = log_events.FINISHED_ELSEWHERE
    elif isinstance(outcome, Done):
        event = log_events.SUCCEEDED
    else:
        event = log_events.RETRY_SCHEDULED if result.status == "pending" else log_events.FAILED
        more = {
            "error_type": outcome.error_type,
            "status_code": outcome.status_code,
            "wait_seconds": None if result.wait is None else round(result.wait, 2),
        }
    is_throttled = isinstance(outcome, Failed) and not outcome.counted and result.status == "pending"
    ATTEMPTS.labels(claimed.source_name, "throttled" if is_throttled else event.removeprefix("operation.")).inc()
    log.info(event, operation_id=str(claimed.id), source_name=claimed.source_name, **more)
