"""Events about executions and schedules, for the partners with which the fleet shares the resource."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from gladhand.core.clock import now, wire_time
from gladhand.core.db import Db
from gladhand.integrations.executions.outcome import EndedExecution
from gladhand.notifications.publish import EventDraft, publish_all
from gladhand.notifications.published import PublishedEvent
from gladhand.records.queries import list_audience
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

FAILED = PublishedEvent("execution.failed", "A run that reads records of a provider has failed.")
STALED = PublishedEvent("execution.staled", "A run has failed because the provider refuses the credentials.")
DEACTIVATED = PublishedEvent("schedule.deactivated", "Too many runs of a schedule have failed one after the other.")

EVENTS = (FAILED, STALED, DEACTIVATED)


async def publish_ended(db: Db, ended: Sequence[EndedExecution], *, staled: Collection[UUID]) -> None:
    """Publish `execution.failed`, `execution.staled` where the login was refused, and `schedule.deactivated`.

    A run that the provider throttled is not a failure.
    """
    drafts = []
    for each in ended:
        events = list(_events(each, is_staled=each.claimed.connection_id in staled))
        if events:
            for partner in await list_audience(
                db, each.claimed.fleet_id, REGISTRY[ResourceEnum(each.claimed.resource)]
            ):
                drafts += [
                    EventDraft(
                        partner.partner_id,
                        name,
                        data,
                        fleet_id=each.claimed.fleet_id,
                        fleet_ref=partner.fleet_ref,
                    )
                    for name, data in events
                ]
    await publish_all(db, drafts)


def _events(ended: EndedExecution, *, is_staled: bool) -> Iterator[tuple[PublishedEvent, dict[str, Any]]]:
    claimed, failure = ended.claimed, ended.failure
    if failure is None or not failure.counted:
        return
    moment = wire_time(now())
    yield (
        STALED if is_staled else FAILED,
        {
            "id": str(claimed.id),
            "created_at": wire_time(claimed.created_at),
            "updated_at": moment,
            "schedule_id": str(claimed.schedule_id),
            "connection_id": str(claimed.connection_id),
            "fleet_id": str(claimed.fleet_id),
            "status": "failed",
            "source_name": claimed.source_name,
            "resource": claimed.resource,
        },
    )
    if ended.is_deactivated:
        yield (
            DEACTIVATED,
            {
                "id": str(claimed.schedule_id),
                "connection_id": str(claimed.connection_id),
                "resource": claimed.resource,
                "execution_interval_seconds": claimed.interval_seconds,
                "status": "inactive",
                "consecutive_error_threshold": claimed.most_errors,
                "max_concurrent_executions": claimed.most_concurrent,
            },
        )
