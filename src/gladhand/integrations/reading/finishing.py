"""Ends executions, many in one transaction: what they came to, stale connections, and events."""

from collections.abc import Sequence
from uuid import UUID

from gladhand.core.clock import wire_time
from gladhand.core.db import Db
from gladhand.core.log import get_logger
from gladhand.integrations.connections import service as connections
from gladhand.integrations.executions import events, log_events, queries
from gladhand.integrations.executions.metrics import EXECUTIONS, RECORDS
from gladhand.integrations.executions.outcome import EndedExecution
from gladhand.integrations.gateway import AttemptSettings
from gladhand.resources.registry import PARENT_ENTITIES

log = get_logger()

_FIRST = tuple(sorted(PARENT_ENTITIES))


async def finish(db: Db, ended: Sequence[EndedExecution], settings: AttemptSettings) -> None:
    """Store what came of these runs. Runs that lost their schedule meanwhile change nothing but their own row."""
    staled = await _make_stale(db, ended, settings)
    held = await queries.end_executions(db, ended)
    ours = [each for each in ended if each.claimed.id in held]
    if first := [each for each in ours if each.claimed.is_first and each.claimed.resource in _FIRST]:
        await queries.release_waiting(db, first, _FIRST)
    await events.publish_ended(db, ours, staled=staled)
    for each in ours:
        _report(each)


async def _make_stale(db: Db, ended: Sequence[EndedExecution], settings: AttemptSettings) -> set[UUID]:
    """Make connections stale whose login was refused. Returns those whose current login it was."""
    refused = {each.claimed.connection_id: each.claimed for each in ended if each.failure and each.failure.makes_stale}
    return {
        connection_id
        for connection_id, claimed in sorted(refused.items())
        if await connections.stale(
            db,
            claimed.fleet_id,
            connection_id,
            refused=claimed.credentials,
            recheck_after=settings.recheck_waits,
            connect_url=settings.connect_url,
        )
    }


def _report(ended: EndedExecution) -> None:
    claimed, failure = ended.claimed, ended.failure
    outcome = "success" if failure is None else "failed" if failure.counted else "throttled"
    EXECUTIONS.labels(claimed.source_name, claimed.resource, outcome).inc()
    for result, count in ended.progress.counts.items():
        RECORDS.labels(claimed.source_name, result).inc(count)
    ids = {
        "schedule_id": str(claimed.schedule_id),
        "connection_id": str(claimed.connection_id),
        "source_name": claimed.source_name,
        "resource": claimed.resource,
    }
    if failure is None:
        if claimed.failing_since is not None:
            log.info(log_events.RECOVERED, **ids, failing_since=wire_time(claimed.failing_since))
    elif failure.counted and claimed.failing_since is None:
        log.warning(log_events.FAILING, **ids, error_type=failure.error_type.value, details=failure.details)
    if ended.is_deactivated:
        log.warning(log_events.DEACTIVATED, **ids, failures=ended.errors)
