"""Stretches the schedules of large fleets, so that they fit into the limits of their provider.

The size of a fleet is known once its vehicles and users were read. An interval that an administrator has set stays.
"""

from datetime import datetime, timedelta
from uuid import UUID

import orjson

from gladhand.core import clock
from gladhand.core.container import Container
from gladhand.core.db import Database, Db
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.recurring import Worker
from gladhand.integrations.hosting.registry import Provider, providers
from gladhand.integrations.schedules import fitting_queries as queries
from gladhand.integrations.schedules.request_rates import Stretched, stretched
from gladhand.records.coverage_queries import count_entities
from gladhand.resources.registry import PARENT_ENTITIES
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.sdk.budget import ALL
from gladhand.sdk.calls import FleetSize

log = get_logger()

_STRETCHED = LogEvent("schedules.stretched", "Intervals of a connection have changed with the size of its fleet.")

_EVERY = timedelta(minutes=5)
# A run that ends later may have begun to end before.
_SLACK = timedelta(minutes=1)
_AT_ONCE = 200
_FIRST = tuple(sorted(PARENT_ENTITIES))


def register(worker: Worker, container: Container) -> None:
    """Let the worker fit schedules whenever the size of a fleet was read."""
    worker.every("schedules.fit", _EVERY, IntervalAdjuster(container.get(Database)).fit_read)


class IntervalAdjuster:
    """Remembers up to when it has looked. Looking twice is harmless."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looked_at: datetime | None = None

    async def fit_read(self) -> None:
        now, after = clock.now(), queries.BEFORE_ALL
        since = None if self._looked_at is None else self._looked_at - _SLACK
        while True:
            async with self._database.connection() as db:
                found = await queries.list_read(db, since, _FIRST, after=after, limit=_AT_ONCE)
            for connection in found:
                async with self._database.transaction() as db:
                    await fit(db, connection)
            if len(found) < _AT_ONCE:
                break
            after = found[-1]
        self._looked_at = now


async def fit(db: Db, connection: queries.ReadConnection) -> None:
    """Stretch the schedules of a connection, or let them run as usual again."""
    provider = providers().get(connection.source_name)
    if provider is None:
        return
    fleet = await _size(db, connection.fleet_id, connection.connection_id)
    longer = stretched(provider, fleet)
    targets = [
        {
            "resource": resource.value,
            "usual": max(1, int(read.every.total_seconds())),
            "stretched": _stretched(provider, fleet, longer[resource]) if resource in longer else None,
        }
        for resource, read in provider.registration.reads.items()
    ]
    changed = await queries.update_stretched(db, connection, orjson.dumps(targets).decode())
    if changed:
        log.info(_STRETCHED, connection_id=str(connection.connection_id), resources=sorted(changed))


async def _size(db: Db, fleet_id: UUID, connection_id: UUID) -> FleetSize:
    vehicles, trailers, users = [
        await count_entities(db, resource, fleet_id, connection_id) for resource in (VEHICLE, TRAILER, USER)
    ]
    return FleetSize(vehicles=vehicles + trailers, drivers=users)


def _stretched(provider: Provider, fleet: FleetSize, each: Stretched) -> dict[str, object]:
    name, bucket = provider.definition.brands[0].name, each.bucket
    of = f"requests of the kind {bucket.bucket}" if bucket.bucket != ALL else "requests"
    return {
        "usual_interval_seconds": int(each.usual.total_seconds()),
        "execution_interval_seconds": int(each.interval.total_seconds()),
        "vehicles": fleet.vehicles,
        "drivers": fleet.drivers,
        "reason": (
            f"At the usual intervals this fleet would take {bucket.share:.0%} of the {bucket.limit:g} {of} that are "
            f"sent to {name} in a minute."
        ),
    }
