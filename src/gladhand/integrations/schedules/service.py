"""Changes of schedules by administrators."""

from typing import Any
from uuid import UUID

from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.core.problems import Invalid
from gladhand.integrations.schedules import alignment_queries, queries
from gladhand.integrations.schedules.alignment import align, readable
from gladhand.integrations.schedules.position import Position
from gladhand.integrations.schedules.problems import NothingToActivate, NotSettable, ScheduleExists
from gladhand.integrations.schedules.schemas import (
    ScheduleBackfillRequest,
    ScheduleCreate,
    ScheduleStatusEnum,
    ScheduleUpdate,
)

_SETTABLE = (ScheduleStatusEnum.ACTIVE, ScheduleStatusEnum.PAUSED, ScheduleStatusEnum.INACTIVE)


async def create(db: Db, fleet_id: UUID, connection_id: UUID, body: ScheduleCreate) -> UUID:
    """Raises `ScheduleExists`, `NotSettable`, and `Invalid` for an invalid cursor."""
    values = body.model_dump(mode="python", exclude={"cursor"}) | {"resource": body.resource.value}
    _check_status(body.status)
    if body.cursor is not None:
        values["position"] = _position(body.cursor)
    schedule_id = await queries.insert_schedule(db, fleet_id, connection_id, values)
    if schedule_id is None:
        raise ScheduleExists(body.resource.value)
    await align(db, [fleet_id])
    return schedule_id


async def update(db: Db, fleet_id: UUID, connection_id: UUID, schedule_id: UUID, body: ScheduleUpdate) -> None:
    """Raises `NotFound`, `NotSettable`, and `Invalid` for an invalid cursor."""
    schedule = await queries.lock_schedule(db, fleet_id, connection_id, schedule_id)
    sent = body.model_dump(exclude_unset=True)
    values: dict[str, Any] = {name: value for name, value in sent.items() if value is not None and name not in _RENAMED}
    if body.status is not None:
        _check_status(body.status)
    if "last_data_at" in sent:
        values["last_data_at"] = body.last_data_at
    if "cursor" in sent:
        values["position"] = "{}" if body.cursor is None else _position(body.cursor)
    if body.history_from_datetime is not None:
        values["history_from"] = body.history_from_datetime
        if schedule.history_until is not None:
            # From here on the speed is measured that says when it will be complete.
            values |= {"history_asked_at": clock.now(), "history_asked_until": schedule.history_until}
    if body.execution_interval_seconds is not None:
        values["stretched"] = None
    if body.next_execution_at is not None:
        values["due_at"] = body.next_execution_at
    if values:
        await queries.update_schedule(db, schedule, values)
        await align(db, [fleet_id])


async def delete(db: Db, fleet_id: UUID, connection_id: UUID, schedule_id: UUID) -> None:
    """Stop reading the resource. Its records stay. Raises `NotFound`."""
    schedule = await queries.lock_schedule(db, fleet_id, connection_id, schedule_id)
    await queries.update_schedule(db, schedule, {"status": "deleted"})


async def activate(db: Db, fleet_id: UUID, connection_id: UUID, schedule_id: UUID) -> None:
    """Activate a paused or inactive schedule. Raises `NotFound` and `NothingToActivate`."""
    schedule = await queries.lock_schedule(db, fleet_id, connection_id, schedule_id)
    if not await queries.activate_schedules(db, fleet_id, connection_id, schedule_id):
        raise NothingToActivate(schedule.status)
    await align(db, [fleet_id])


async def activate_all(db: Db, fleet_id: UUID, connection_id: UUID) -> list[UUID]:
    """Activate all paused and inactive schedules of a connection. Lists their ids."""
    activated = await queries.activate_schedules(db, fleet_id, connection_id)
    await align(db, [fleet_id])
    return activated


async def backfill(db: Db, body: ScheduleBackfillRequest) -> list[UUID]:
    """Add the schedule of a resource to each connection that never had one. Lists these connections."""
    meant = await queries.list_connections_of(db, body.tsp_id, body.connection_ids)
    fleet_ids = sorted({fleet_id for fleet_id, _ in meant})
    aligned = await alignment_queries.upsert_schedules(
        db,
        fleet_ids,
        readable(await alignment_queries.list_source_names(db, fleet_ids)),
        resource=body.resource.value,
        connection_ids=[connection_id for _, connection_id in meant],
    )
    return sorted(aligned.connection_ids)


_RENAMED = ("cursor", "last_data_at", "history_from_datetime")


def _check_status(status: ScheduleStatusEnum) -> None:
    if status not in _SETTABLE:
        raise NotSettable(status)


def _position(cursor: str) -> str:
    try:
        return Position.load(cursor).dump()
    except ValueError:
        raise Invalid.at("body.cursor", "The cursor is not one of a schedule of this resource.", given=cursor) from None
