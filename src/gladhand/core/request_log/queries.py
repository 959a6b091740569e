"""All SQL of the log of API requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from psycopg import sql
from psycopg.rows import class_row

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset, creation_keyed

#: Newest first.
ORDER = Keyset(Keyset.by_creation("r").columns, descending=True)


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
class RequestQuarter:
    """The requests of a quarter of an hour, or of several partners or a longer time."""

    begins: datetime
    requests: int
    failures: int


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
_INSERT = """
with stored as (
  insert into api_request (partner_id, client_id, id, created_at, method, route, status, milliseconds, request_id)
  select * from unnest(%s::uuid[], %s::text[], %s::uuid[], %s::timestamptz[], %s::text[], %s::text[], %s::int[],
    %s::real[], %s::text[])
)
insert into api_request_quarter as quarter (partner_id, begins, requests, failures, throttled, milliseconds)
select partner_id, date_bin('15 minutes', now(), 'epoch'), requests, failures, throttled, milliseconds
from unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[], %s::float8[])
  as figures (partner_id, requests, failures, throttled, milliseconds)
order by partner_id
on conflict (partner_id, begins) do update
set requests = quarter.requests + excluded.requests, failures = quarter.failures + excluded.failures,
    throttled = quarter.throttled + excluded.throttled, milliseconds = quarter.milliseconds + excluded.milliseconds
"""


async def insert_requests(db: Db, requests: Sequence[LoggedRequest], figures: Sequence[RequestFigures]) -> None:
    """Store requests, and add up all of them."""
    columns = (
        [list(column) for column in zip(*requests, strict=True)] if requests else [[] for _ in LoggedRequest._fields]
    )
    totals = [list(column) for column in zip(*(vars(each).values() for each in figures), strict=True)]
    await db.execute(_INSERT, (*columns, *totals))


async def list_requests(
    db: Db, partner_id: UUID, *, is_failed: bool, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """The requests of a partner, the newest first, one more than `size`; only those that failed if asked so."""
    found = await db.execute(
        sql.SQL(
            """
            select r.created_at, r.id, row_to_json((select t from (
              select wire_time(r.created_at) as created_at, r.client_id, r.method, r.route, r.status,
                round(r.milliseconds::numeric, 1) as milliseconds, r.request_id) t))::text as record
            from api_request r where r.partner_id = %(partner_id)s and {failed} and {after}
            order by {order} limit %(limit)s
            """
        ).format(
            failed=sql.SQL("r.status >= 400" if is_failed else "true"),
            after=ORDER.after(cursor),
            order=ORDER.order(cursor),
        ),
        {"partner_id": partner_id, **ORDER.parameters(cursor, size)},
    )
    return creation_keyed(await found.fetchall())


async def list_quarters(db: Db, partner_id: UUID, *, within: timedelta) -> list[RequestQuarter]:
    """The figures of a partner, the oldest first. Quarters without a request are left out."""
    async with db.cursor(row_factory=class_row(RequestQuarter)) as cursor:
        await cursor.execute(
            """
            select begins, requests, failures from api_request_quarter
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
