"""Makes the coverage of a connection from counters and samples."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.integrations.connections.queries import Connection
from gladhand.integrations.coverage.gaps import find_gaps
from gladhand.integrations.coverage.schemas import ConnectionCoverage, FieldCoverage, ResourceCoverage
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.schedules.queries import list_created
from gladhand.records import coverage_queries as queries
from gladhand.records.coverage_queries import RecordSample
from gladhand.resources.enums import TspEnum
from gladhand.resources.resource import Resource
from gladhand.sdk.reading import Read

_DAY = timedelta(days=1)


async def coverage(db: Db, connection: Connection, partner_id: UUID | None, days: int) -> ConnectionCoverage:
    """What the connection's records hold, of the resources that the partner may see; all without a partner."""
    today = clock.now().astimezone(UTC).date()
    since = today - timedelta(days=days - 1)
    provider = providers().get(connection.source_name)
    reads = {} if provider is None else {read.resource: read for read in provider.registration.reads.values()}
    fleet_id, names = (
        connection.fleet_id,
        await queries.list_shared_names(db, partner_id, connection.fleet_id, [*reads]),
    )
    shared = {resource: read for resource, read in reads.items() if resource.name.value in names}
    counts = await queries.list_day_counts(db, fleet_id, connection.id, [*shared], since=since)
    created = await list_created(db, fleet_id, connection.id)
    covered = []
    for resource, read in shared.items():
        by_day = counts.get(resource.name.value, {})
        last = max(by_day, default=today)
        sample = await queries.get_sample(
            db,
            resource,
            fleet_id,
            connection.id,
            until=_after(today if last == date.min else last),
            read_since=None if date.min in by_day else created.get(resource.name.value),
        )
        if date.min in by_day:
            by_day = {date.min: await queries.count_entities(db, resource, fleet_id, connection.id)}
        covered.append(_covered(resource, read, by_day, sample, since=since, today=today))
    return ConnectionCoverage(
        connection_id=connection.id,
        source_name=TspEnum(connection.source_name),
        from_date=since,
        to_date=today,
        resources=covered,
    )


def _after(day: date) -> datetime:
    return datetime.combine(day, time(), UTC) + _DAY


def _covered(
    resource: Resource, read: Read[Any], by_day: Mapping[date, int], sample: RecordSample, *, since: date, today: date
) -> ResourceCoverage:
    # Counters of entities know no days.
    days = {day for day in by_day if day != date.min}
    return ResourceCoverage(
        resource=resource.name,
        records=sum(by_day.values()),
        latest_at=sample.latest_at,
        lateness_p50_seconds=sample.lateness_p50,
        lateness_p95_seconds=sample.lateness_p95,
        gaps=find_gaps(days, since=since, today=today),
        sample=sample.rows,
        fields=[
            FieldCoverage(
                field=name,
                filled=number / sample.rows if sample.rows else 0.0,
                is_declared=_is_declared(name, read),
            )
            for name, number in sample.filled.items()
        ],
    )


def _is_declared(name: str, read: Read) -> bool:
    """Whether the provider shows the field, or what it follows from, as our own ids from the provider's."""
    shows = read.shows
    return name in shows or f"source_{name}" in shows or name in read.resource.calculated_from(shows)
