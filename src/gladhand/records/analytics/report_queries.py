"""SQL of the summaries and live locations. The statements cross the fleets that share with a partner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

import orjson
import pycountry
from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, KeyColumn, Keyset
from gladhand.records.analytics.filter_queries import FleetFilter, shares_flag
from gladhand.records.analytics.queries import present_count
from gladhand.records.analytics.summary_queries import Report
from gladhand.records.columns import table
from gladhand.records.presence import absence
from gladhand.records.privacy.queries import has_private_agreement


@dataclass(frozen=True)
class ReportFilter:
    """The rows that a list includes; None includes all."""

    fleets: FleetFilter = field(default_factory=FleetFilter)
    values: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Names of the report's filters, and the values of which a row must have one."""

    def condition(self, report: Report) -> sql.Composable:
        """What a record `r` must fulfil in the agreement `a`."""
        return sql.SQL(" and ").join(
            [
                sql.SQL("r.fleet_id = a.fleet_id and {} and not ({})").format(
                    shares_flag(report.resource.name), absence(report.resource, "r")
                ),
                self.fleets.of_connection("r"),
                *(
                    sql.SQL("{} = any({})").format(sql.SQL(report.filters[name].expression), sql.Placeholder(name))
                    for name in self.values
                ),
            ]
        )

    def sources(self, report: Report) -> list[str | None]:
        """The sources that the condition needs."""
        return [report.filters[name].source for name in self.values]

    def parameters(self, partner_id: UUID) -> dict[str, Any]:
        return {
            **self.fleets.parameters(partner_id),
            **{name: list(values) for name, values in self.values.items()},
            "alpha2": _alpha2(),
        }


async def list_rows(
    db: Db,
    partner_id: UUID,
    report: Report,
    *,
    filters: ReportFilter,
    sort_by: str,
    cursor: Cursor,
    size: int,
    descending: bool = False,
) -> list[tuple[Key, str]]:
    """List one row more than the page holds, in the cursor's direction: sort key and id, and the row as JSON.

    Each fleet contributes its first rows, which bring their agreement along: to look it up for each row of the page
    would cost more than the page where there are thousands. What rows are not sorted or narrowed by is joined to the
    page alone.
    """
    key = report.sort_key(sort_by)
    private = await has_private_agreement(db, partner_id)
    by_fleet = Keyset((key, KeyColumn(sql.Identifier("r", "id"), UUID)), descending)
    merged, shown = (
        Keyset(
            (KeyColumn(sql.Identifier(each, "sort_key"), key.parse), KeyColumn(sql.Identifier(each, "id"), UUID)),
            descending,
        )
        for each in ("k", "a")
    )
    found = await db.execute(
        sql.SQL(
            """
            with a as materialized ({agreements})
            select a.sort_key::text as key, a.id, row_to_json((select t from (select {answer}) t))::text as json
            from (
              select a.*, k.id, k.sort_key from a cross join lateral (
                select r.id, {key} as sort_key from {table} r {key_joins}
                where {condition} and {after} order by {order_by_fleet} limit %(limit)s
              ) k
              order by {merged_order} limit %(limit)s
            ) a
            join {table} r on r.fleet_id = a.fleet_id and r.id = a.id {joins}
            order by {order}
            """
        ).format(
            agreements=filters.fleets.agreements(report.resource.name, *report.shares),
            answer=report.answer,
            key=key.expression,
            table=table(report.resource),
            key_joins=report.joins([*filters.sources(report), report.sort_value(sort_by).source], is_private=private),
            condition=filters.condition(report),
            after=by_fleet.after(cursor),
            order_by_fleet=by_fleet.order(cursor),
            merged_order=merged.order(cursor),
            order=shown.order(cursor),
            joins=report.joins(report.sources, is_private=private),
        ),
        {**filters.parameters(partner_id), **by_fleet.parameters(cursor, size)},
    )
    return [((row["key"], row["id"]), row["json"]) for row in await found.fetchall()]


async def count_rows(db: Db, partner_id: UUID, report: Report, filters: ReportFilter) -> int:
    """Count the rows of the list: by the counters of the records where these suffice."""
    agreements = filters.fleets.agreements(report.resource.name, *report.shares)
    if filters.values or report.required is not None:
        statement = sql.SQL(
            "with a as materialized ({}) select count(*) as total from a join {} r on true {} where {}"
        ).format(
            agreements,
            table(report.resource),
            report.joins(filters.sources(report), is_private=await has_private_agreement(db, partner_id)),
            filters.condition(report),
        )
    else:
        statement = sql.SQL("with a as materialized ({}) select {} as total").format(
            agreements, present_count(report.resource, filters.fleets)
        )
    row = await (await db.execute(statement, filters.parameters(partner_id))).fetchone()
    assert row is not None
    return int(row["total"])


@cache
def _alpha2() -> str:
    """Countries with two letters by those with three, as JSON."""
    return orjson.dumps({country.alpha_3: country.alpha_2 for country in pycountry.countries}).decode()
