"""SQL of what a page needs beside its records: stored parents, the number of its origin, the provider's rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.records.columns import table_name
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource, ResourceKind


@dataclass(frozen=True)
class PageContext:
    """What is known before a page is stored."""

    stored_parents: set[str]
    number: int | None
    """Of the origin; None if rows have none."""
    retention: timedelta | None
    """The retentions that the operator has changed."""
    moment: datetime | None
    """The database's time. Rows of a timeline take that of their page."""


async def get_context(
    db: Db, resource: Resource, origin: RecordOrigin, parents: Mapping[str, Mapping[str, str]]
) -> PageContext:
    """Look up what the page needs. Pages of entities without parents need nothing."""
    is_timeline = resource.kind is ResourceKind.TIMELINE
    named = {
        of: sorted(ids.values()) for of, ids in parents.items() if ids and REGISTRY.get(ResourceEnum(of)) is not None
    }
    if not named and not is_timeline:
        return PageContext(set(), None, None, None)
    await lock_timeline(db, resource, origin)
    lookups = [
        sql.SQL("select id::text from {} where fleet_id = %(fleet_id)s and id = any (%({})s::uuid[])").format(
            sql.Identifier(table_name(REGISTRY[ResourceEnum(of)])), sql.SQL(of)
        )
        for of in named
    ]
    found = await db.execute(
        sql.SQL(
            """
            select array({parents}) as parents, clock_timestamp() as moment,
              (select days from record_retention where name = %(resource)s) as days,
              (select number from record_origin where fleet_id = %(fleet_id)s
                 and (connection_id, tsp_id, tsp_slug, source_name)
                   = (%(connection_id)s, %(tsp_id)s, %(tsp_slug)s, %(source_name)s)) as number
            """
        ).format(parents=sql.SQL(" union all ").join(lookups) if lookups else sql.SQL("select null::text where false")),
        {**named, **_values(origin), "resource": resource.name.value},
    )
    row = await found.fetchone()
    assert row is not None
    number = row["number"]
    if is_timeline and number is None:
        number = await _number(db, origin)
    return PageContext(
        set(row["parents"]),
        number,
        None if row["days"] is None else timedelta(days=row["days"]),
        row["moment"],
    )


async def lock_timeline(db: Db, resource: Resource, origin: RecordOrigin) -> None:
    """Let one page of a connection's timeline be stored at a time.

    What is not stored when the page begins can be copied.
    """
    if resource.kind is ResourceKind.TIMELINE:
        await db.execute(
            "select pg_advisory_xact_lock(hashtextextended('gladhand.timeline.' || %s, 0))",
            (f"{origin.fleet_id}.{origin.connection_id}.{resource.name.value}",),
        )


async def _number(db: Db, origin: RecordOrigin) -> int:
    """Number the origin within its fleet, or bring its names up to date."""
    # One transaction at a time numbers the origins of a fleet.
    await db.execute(
        "select pg_advisory_xact_lock(hashtextextended('gladhand.record_origin.' || %s, 0))", (str(origin.fleet_id),)
    )
    found = await db.execute(
        """
        insert into record_origin as o (fleet_id, number, connection_id, tsp_id, tsp_slug, source_name)
        select %(fleet_id)s, (select coalesce(max(number), 0) + 1 from record_origin where fleet_id = %(fleet_id)s),
          %(connection_id)s, %(tsp_id)s, %(tsp_slug)s, %(source_name)s
        on conflict (fleet_id, connection_id) do update set tsp_id = excluded.tsp_id, tsp_slug = excluded.tsp_slug,
          source_name = excluded.source_name
        returning number
        """,
        _values(origin),
    )
    row = await found.fetchone()
    assert row is not None
    return int(row["number"])


def _values(origin: RecordOrigin) -> dict[str, object]:
    return {
        "fleet_id": origin.fleet_id,
        "connection_id": origin.connection_id,
        "tsp_id": origin.tsp_id,
        "tsp_slug": origin.tsp_slug,
        "source_name": origin.source_name,
    }


async def insert_page(db: Db, resource: Resource, origin: RecordOrigin, *, page: int, rows: bytes) -> None:
    """Store which execution has read the page, and its rows as the provider gave them, compressed."""
    await db.execute(
        """
        with page as (
          insert into record_page (fleet_id, id, execution_id, schedule_id)
          values (%(fleet_id)s, %(page)s, %(execution_id)s, %(schedule_id)s)
        )
        insert into record_raw (fleet_id, page, resource, connection_id, rows)
        values (%(fleet_id)s, %(page)s, %(resource)s, %(connection_id)s, %(rows)s)
        """,
        {
            "fleet_id": origin.fleet_id,
            "page": page,
            "execution_id": origin.execution_id,
            "schedule_id": origin.schedule_id,
            "resource": resource.name.value,
            "connection_id": origin.connection_id,
            "rows": rows,
        },
    )


async def list_raw_rows(db: Db, pages: Sequence[tuple[UUID, int]]) -> dict[tuple[UUID, int], bytes]:
    """The compressed rows of these pages of fleets. Pages whose rows are no longer kept are left out."""
    found = await db.execute(
        """
        select raw.fleet_id, raw.page, raw.rows
        from unnest(%s::uuid[], %s::bigint[]) as requested (fleet_id, page)
        join record_raw raw on raw.fleet_id = requested.fleet_id and raw.page = requested.page
        """,
        ([fleet_id for fleet_id, _ in pages], [page for _, page in pages]),
    )
    return {(row["fleet_id"], row["page"]): row["rows"] for row in await found.fetchall()}
