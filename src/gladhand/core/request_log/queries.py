"""All SQL of the log of API requests."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import LiteralString, NamedTuple
from uuid import UUID

from psycopg import sql
from psycopg.rows import class_row

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Keyset
from gladhand.core.quarters import QuarterFigures, quarter_of

#: Newest first.
ORDER = Keyset(Keyset.by_creation("r").columns, descending=True)
#: Statuses from this one on are failures, here and in the index of failed requests.
FIRST_FAILURE = 400


class LoggedRequest(NamedTuple):
    partner_id: UUID
    client_id: str
    id: UUID
    created_at: datetime
    method: str
    route: str
    status: int
    milliseconds: float
    request_id: str


@dataclass
class RequestFigures:
    """The requests of one partner since the last time."""

    partner_id: UUID
    requests: int = 0
    failures: int = 0
    throttled: int = 0
    milliseconds: float = 0.0


@dataclass(frozen=True)
class PartnerRequests:
    """The requests of one partner over some time."""

    partner_id: UUID
    requests: int
    failures: int
    throttled: int
    milliseconds: float
    """The mean of one request."""


# Rows that several processes add to are locked in one order.
_INSERT: LiteralString = f"""
with stored as (
  insert into api_request (partner_id, client_id, id, created_at, method, route, status, milliseconds, request_id)
  select * from unnest(%(request_partner_id)s::uuid[], %(request_client_id)s::text[], %(request_id)s::uuid[],
    %(request_created_at)s::timestamptz[], %(request_method)s::text[], %(request_route)s::text[],
    %(request_status)s::int[], %(request_milliseconds)s::real[], %(request_request_id)s::text[])
)
insert into api_request_quarter as quarter (partner_id, begins, requests, failures, throttled, milliseconds)
select partner_id, {quarter_of("now()")}, requests, failures, throttled, milliseconds
from unnest(%(partner_id)s::uuid[], %(requests)s::bigint[], %(failures)s::bigint[], %(throttled)s::bigint[],
  %(milliseconds)s::float8[])
  as figures (partner_id, requests, failures, throttled, milliseconds)
order by partner_id
on conflict (partner_id, begins) do update
set requests = quarter.requests + excluded.requests, failures = quarter.failures + excluded.failures,
    throttled = quarter.throttled + excluded.throttled, milliseconds = quarter.milliseconds + excluded.milliseconds
"""


async def insert_requests(db: Db, requests: Sequence[LoggedRequest], figures: Sequence[RequestFigures]) -> None:
    """Store requests, and add up all of them. `figures` counts at least one."""
    columns = {
        **{f"request_{name}": [getattr(each, name) for each in requests] for name in LoggedRequest._fields},
        **{each.name: [getattr(one, each.name) for one in figures] for each in fields(RequestFigures)},
    }
    await db.execute(_INSERT, columns)


async def list_requests(db: Db, partner_id: UUID, *, is_failed: bool, cursor: Cursor, size: int) -> list[LoggedRequest]:
    """The requests of a partner, the newest first, one more than `size`; only those that failed if asked so."""
    statement = sql.SQL(
        """
        select r.partner_id, r.client_id, r.id, r.created_at, r.method, r.route, r.status, r.milliseconds, r.request_id
        from api_request r where r.partner_id = %(partner_id)s and {failed} and {after}
        order by {order} limit %(limit)s
        """
    ).format(
        failed=sql.SQL("r.status >= {}").format(FIRST_FAILURE) if is_failed else sql.SQL("true"),
        after=ORDER.after(cursor),
        order=ORDER.order(cursor),
    )
    async with db.cursor(row_factory=class_row(LoggedRequest)) as rows:
        await rows.execute(statement, {"partner_id": partner_id, **ORDER.parameters(cursor, size)})
        return await rows.fetchall()


async def list_quarters(db: Db, partner_id: UUID, *, within: timedelta) -> list[QuarterFigures]:
    """The figures of a partner, the oldest first. Quarters without a request are left out."""
    async with db.cursor(row_factory=class_row(QuarterFigures)) as cursor:
        await cursor.execute(
            """
            select begins, requests as total, failures as failed from api_request_quarter
            where partner_id = %s and begins > now() - %s order by begins
            """,
            (partner_id, within),
        )
        return await cursor.fetchall()


async def list_by_partner(db: Db, *, within: timedelta) -> list[PartnerRequests]:
    """The requests of all partners, those with most first."""
    async with db.cursor(row_factory=class_row(PartnerRequests)) as cursor:
        await cursor.execute(
            """
            select partner_id, sum(requests)::bigint as requests, sum(failures)::bigint as failures,
              sum(throttled)::bigint as throttled, sum(milliseconds) / sum(requests) as milliseconds
            from api_request_quarter where begins > now() - %s group by partner_id order by 2 desc
            """,
            (within,),
        )
        return await cursor.fetchall()
