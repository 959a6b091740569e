"""The records `r` of an agreement `a` as SQL: the table itself, or its rows as the agreement lets them be seen.

Filters, orders, cursors and totals stand outside of it, so that they know no more than the partner.
"""

from functools import cache
from typing import LiteralString

from psycopg import sql

from gladhand.core.db import quoted
from gladhand.records.columns import columns, has_own_source_data, latest_name, more, table
from gladhand.records.privacy.covered import COARSE_DECIMALS, COVERED, Covered, placed_fields
from gladhand.records.privacy.level_queries import LEVEL, level, read_until
from gladhand.resources.resource import Resource


def source(resource: Resource, *, is_latest: bool, is_private: bool) -> sql.Composable:
    """What a statement reads the records from, to stand before their alias."""
    if is_private:
        return private_source(resource, is_latest=is_latest)
    return sql.Identifier(latest_name(resource)) if is_latest else table(resource)


@cache
def private_source(resource: Resource, *, is_latest: bool = False) -> sql.SQL:
    """The rows as the agreement `a` of the statement around it lets them be seen, with their level."""
    covered = COVERED.get(resource.name)
    if covered is None:
        return quoted(_without_source_data(resource, is_latest=is_latest))
    return quoted(
        sql.SQL(
            """
            lateral (
              select {columns}, {asset} v.level as {level}
              from {base}
              {reading}
              cross join lateral (select {decided} as level offset 0) v
              where {visible}
            )
            """
        ).format(
            columns=sql.SQL(", ").join(_columns(resource, covered)),
            asset=sql.SQL("b.{} as asset,").format(sql.Identifier(resource.latest_by or ""))
            if is_latest
            else sql.SQL(""),
            level=LEVEL,
            base=_latest_rows(resource) if is_latest else sql.SQL("{} b").format(table(resource)),
            reading=read_until(resource, "b"),
            decided=level(resource),
            visible=sql.SQL("v.level in ('full', 'coarse')" if covered.is_movement else "v.level <> 'waiting'"),
        )
    )


def _without_source_data(resource: Resource, *, is_latest: bool) -> sql.Composable:
    name = "source_data" if has_own_source_data(resource) else "page_row"
    kept = [sql.Identifier("b", column) for column in columns(resource) if column != name]
    hidden = sql.SQL("case when a.movement_privacy is null then {} {} end as {}").format(
        sql.Identifier("b", name),
        sql.SQL("else '{}'::jsonb" if name == "source_data" else ""),
        sql.Identifier(name),
    )
    base = sql.Identifier(latest_name(resource)) if is_latest else table(resource)
    return sql.SQL("lateral (select {}, {} from {} b)").format(sql.SQL(", ").join(kept), hidden, base)


def _latest_rows(resource: Resource) -> sql.Composable:
    """The newest row of each asset whose duty status is known. The rows behind it wait."""
    return sql.SQL(
        """
        {latest} l {reading}
        cross join lateral (
          select h.* from {table} h
          where h.fleet_id = l.fleet_id and h.{asset} = l.asset and h.deleted_at is null
            and h.occurred_at <= least(l.occurred_at, case when read.is_read then coalesce(read.until, '-infinity') end)
          order by h.occurred_at desc, h.id desc limit 1
        ) b
        """
    ).format(
        latest=sql.Identifier(latest_name(resource)),
        reading=read_until(resource, "l"),
        table=table(resource),
        asset=sql.Identifier(resource.latest_by or ""),
    )


def _columns(resource: Resource, covered: Covered) -> list[sql.Composable]:
    """Every column of the table. A protected row has only what does not tell the place."""
    found: list[sql.Composable] = []
    for name, column in columns(resource).items():
        value = sql.Identifier("b", name)
        if (shown := _protected(resource, name)) is not None:
            value_ = sql.SQL("case v.level when 'full' then {} {} end").format(value, sql.SQL(shown))
            found.append(sql.SQL("{} as {}").format(value_, sql.Identifier(name)))
        else:
            assert not column.is_required or name not in covered.hidden, f"every {resource.words} has {name}"
            found.append(value)
    return found


def _protected(resource: Resource, name: str) -> LiteralString | None:
    """What follows for a protected row; empty for null. None leaves the column as it is."""
    if name == "source_data_hash":
        # The hash of what is nearly known would confirm a guess of the rest.
        is_short = columns(resource)[name].type == "macaddr8"
        return "else '00:00:00:00:00:00:00:00'::macaddr8" if is_short else "else decode(repeat('00', 32), 'hex')"
    if name == "location":
        return _COARSE_POINT if columns(resource)[name].type == "point" else _COARSE_GEOJSON
    if name in (*placed_fields(resource), more("location"), "page_row"):
        return ""
    return None


_COARSE_POINT: LiteralString = (
    "when 'coarse' then point("
    f"round((b.location)[0]::numeric, {COARSE_DECIMALS})::float8, round((b.location)[1]::numeric, {COARSE_DECIMALS})"
    "::float8)"
)
_COARSE_GEOJSON: LiteralString = (
    "when 'coarse' then case when b.location is not null and b.location <> 'null'::jsonb then jsonb_build_object("
    "'type', 'Point', 'bbox', null, 'coordinates', jsonb_build_array("
    f"round((b.location #>> '{{coordinates,0}}')::numeric, {COARSE_DECIMALS})::float8, "
    f"round((b.location #>> '{{coordinates,1}}')::numeric, {COARSE_DECIMALS})::float8)) end"
)
