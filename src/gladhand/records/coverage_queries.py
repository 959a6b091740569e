"""SQL of coverage: what the records of one connection really hold.

Numbers of days come from counters, and everything else from a sample of records, so an answer costs the same however
many records there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.records.columns import field_columns, table
from gladhand.records.origin_queries import connection_condition
from gladhand.records.privacy.covered import COVERED
from gladhand.resources.resource import Resource, ResourceKind

SAMPLE = 1000
# The number of rows of a fleet from which the sample takes those of one connection.
_MOST_ROWS = 20_000


@dataclass(frozen=True)
class RecordSample:
    """What a sample of records holds."""

    rows: int
    latest_at: datetime | None
    lateness_p50: float | None
    lateness_p95: float | None
    filled: dict[str, int]
    """In how many records of the sample each field has a value."""


async def list_day_counts(
    db: Db, fleet_id: UUID, connection_id: UUID, resources: Sequence[Resource], *, since: date
) -> dict[str, dict[date, int]]:
    """How many records the connection has of each day since then, by resource; of things under `date.min`.

    Removed ones count, too.
    """
    found = await db.execute(
        """
        select resource, case when isfinite(day) then day end as day, sum(value)::bigint as records from record_count
        where fleet_id = %(fleet_id)s and connection_id = %(connection_id)s and resource = any(%(resources)s)
          and (day >= %(since)s or day = '-infinity')
        group by 1, 2 having sum(value) > 0
        """,
        {
            "fleet_id": fleet_id,
            "connection_id": connection_id,
            "resources": [resource.name.value for resource in resources],
            "since": since,
        },
    )
    counts: dict[str, dict[date, int]] = {}
    for row in await found.fetchall():
        counts.setdefault(row["resource"], {})[row["day"] or date.min] = row["records"]
    return counts


async def count_entities(db: Db, resource: Resource, fleet_id: UUID, connection_id: UUID) -> int:
    """How many records of an entity the connection has. `list_day_counts` counts the removed ones, too."""
    found = await db.execute(
        sql.SQL(
            """
            select count(*) as records from {} r
            where r.fleet_id = %(fleet_id)s and {} and r.deleted_at is null
            """
        ).format(table(resource), connection_condition(resource)),
        {"fleet_id": fleet_id, "connection_id": connection_id},
    )
    row = await found.fetchone()
    assert row is not None
    return int(row["records"])


async def list_shared_names(
    db: Db, partner_id: UUID | None, fleet_id: UUID, resources: Sequence[Resource]
) -> list[str]:
    """The names of those of the resources that the partner may see of the fleet; all of them without a partner.

    Without what the agreement protects: the numbers are of all records.
    """
    names = [resource.name.value for resource in resources]
    if partner_id is None:
        return names
    found = await db.execute(
        """
        select name from unnest(%(names)s::text[]) with ordinality as listed (name, index)
        where exists (
          select from live_agreement a
          where a.partner_id = %(partner_id)s and a.fleet_id = %(fleet_id)s
            and shared_level(a.scopes, name) is not null
            and (a.movement_privacy is null or name <> all (%(covered)s)))
        order by index
        """,
        {
            "names": names,
            "partner_id": partner_id,
            "fleet_id": fleet_id,
            "covered": [name for name, covered in COVERED.items() if covered.is_movement],
        },
    )
    return [row["name"] for row in await found.fetchall()]


async def get_sample(
    db: Db,
    resource: Resource,
    fleet_id: UUID,
    connection_id: UUID,
    *,
    until: datetime,
    read_since: datetime | None,
) -> RecordSample:
    """Look at up to a thousand records: the newest before `until`, or of things any.

    Only records that occurred after `read_since` count for lateness, because history is read long after it occurred.
    """
    found = await db.execute(
        _sample(resource),
        {
            "fleet_id": fleet_id,
            "connection_id": connection_id,
            "until": until,
            "read_since": read_since,
            "most": _MOST_ROWS,
            "size": SAMPLE,
        },
    )
    row: dict[str, Any] | None = await found.fetchone()
    assert row is not None
    filled = dict(zip(_field_names(resource), row["filled"], strict=True))
    return RecordSample(row["rows"], row["latest_at"], row["p50"], row["p95"], filled)


@cache
def _sample(resource: Resource) -> bytes:
    if resource.kind is ResourceKind.ENTITY:
        # The ids are hashes, so the first ones are a random sample.
        rows = sql.SQL(
            """
            select * from {table} r where r.fleet_id = %(fleet_id)s and {of_connection} and r.deleted_at is null
            order by r.id limit %(size)s
            """
        )
    else:
        rows = sql.SQL(
            """
            select * from (
              select * from {table} r where r.fleet_id = %(fleet_id)s and r.occurred_at < %(until)s
              order by r.occurred_at desc, r.id desc limit %(most)s
            ) r
            where {of_connection} and r.deleted_at is null order by r.occurred_at desc limit %(size)s
            """
        )
    late = sql.SQL("(array[0.5, 0.95]) within group (order by extract(epoch from created_at - occurred_at))")
    statement = sql.SQL(
        """
        with sample as materialized ({rows}), lateness as (
          select percentile_cont {late} as seconds from sample
          where %(read_since)s::timestamptz is not null and occurred_at >= %(read_since)s
        )
        select count(*) as rows, {latest} as latest_at, array[{filled}]::bigint[] as filled,
          (select seconds[1] from lateness) as p50, (select seconds[2] from lateness) as p95
        from sample
        """
    )
    return statement.format(
        rows=rows.format(table=table(resource), of_connection=connection_condition(resource)),
        late=late,
        latest=sql.SQL("max(updated_at)" if resource.kind is ResourceKind.ENTITY else "max(occurred_at)"),
        filled=sql.SQL(", ").join(sql.SQL("count({})").format(sql.Identifier(name)) for name in _field_names(resource)),
    ).as_bytes(None)


def _field_names(resource: Resource) -> list[str]:
    """The fields that differ from record to record, without the second columns of positions."""
    fields = resource.fields_model.model_fields
    return [column.name for column in field_columns(resource) if column.name in fields]
